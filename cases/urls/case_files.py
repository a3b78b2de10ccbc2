from django.urls import path

from cases.views import closing, contacts, coordinators, detail, households, lists, plans, search

CASE = "casussen/<uuid:public_id>/"
PLAN = f"{CASE}plan/<uuid:plan_id>/"
GOAL = f"{PLAN}doel/<uuid:goal_id>/"
ACTION = f"{GOAL}actie/<uuid:action_id>/"
MEMBER = f"{CASE}gezin/<uuid:person_id>/"

urlpatterns = [
    path("casussen/", lists.cases, name="list"),
    path("casussen/zoeken/", search.search, name="search"),
    path(CASE, detail.detail, name="detail"),
    path(f"{CASE}vraag/", detail.edit, name="edit"),
    path(f"{CASE}contact/", contacts.log, name="contact-log"),
    path(f"{CASE}contact/<uuid:contact_id>/", contacts.correct, name="contact-correct"),
    path(f"{CASE}regie-nemen/", coordinators.take, name="coordinator-take"),
    path(f"{CASE}regie/", coordinators.hand_over, name="coordinator-hand-over"),
    path(f"{CASE}afsluiten/", closing.close, name="close"),
    path(f"{CASE}plan/", plans.start, name="plan-start"),
    path(PLAN, plans.plan, name="plan"),
    path(f"{PLAN}akkoord/", plans.agree, name="plan-agree"),
    path(f"{PLAN}weggooien/", plans.discard, name="plan-discard"),
    path(f"{PLAN}doel/", plans.goal, name="goal-add"),
    path(GOAL, plans.goal, name="goal-edit"),
    path(f"{GOAL}score/", plans.score, name="goal-score"),
    path(f"{GOAL}verwijderen/", plans.goal_remove, name="goal-remove"),
    path(f"{GOAL}actie/", plans.action, name="action-add"),
    path(ACTION, plans.action, name="action-edit"),
    path(f"{ACTION}gedaan/", plans.action_done, name="action-done"),
    path(f"{ACTION}verwijderen/", plans.action_remove, name="action-remove"),
    path(f"{CASE}gezin/", households.edit, name="household-edit"),
    path(f"{CASE}gezin/nieuw/", households.member_add, name="member-add"),
    path(f"{CASE}gezin/zoeken/", households.member_search, name="member-search"),
    path(f"{CASE}gezin/erbij/<uuid:person_id>/", households.member_join, name="member-join"),
    path(MEMBER, households.member_edit, name="member-edit"),
    path(f"{MEMBER}vertrokken/", households.member_end, name="member-end"),
]
