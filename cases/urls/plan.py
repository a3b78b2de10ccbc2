from django.urls import path

from cases.urls.case_files import CASE, PLAN
from cases.views import closing, plan_over_time, plans, reading, reading_links

READING = "uw-plan/<str:token>/"

urlpatterns = [
    path(f"{CASE}plannen/", plans.plans, name="plans"),
    path(f"{CASE}plannen/vergelijken/", plan_over_time.compare, name="plan-compare"),
    path(f"{PLAN}terugkijken/", plan_over_time.evaluate, name="plan-evaluate"),
    path(f"{PLAN}instemming/", plan_over_time.voice, name="plan-voice"),
    path(f"{PLAN}brief/", plan_over_time.letter, name="plan-letter"),
    path(f"{PLAN}brief.pdf", plan_over_time.letter_pdf, name="plan-letter-pdf"),
    path(f"{CASE}leeslink/", reading_links.add, name="reading-link-add"),
    path(f"{CASE}leeslink/<uuid:link_id>/intrekken/", reading_links.revoke, name="reading-link-revoke"),
    path(f"{CASE}gezinsvraag/<uuid:question_id>/beantwoord/", reading_links.answered, name="family-question-answered"),
    path(f"{CASE}afgesloten/", closing.closed, name="closed"),
    path(f"{CASE}nazorg/", closing.after_care_add, name="after-care-add"),
    path(f"{CASE}nazorg/<uuid:after_care_id>/", closing.after_care, name="after-care"),
    path(f"{CASE}nazorg/<uuid:after_care_id>/niet-gedaan/", closing.after_care_give_up, name="after-care-give-up"),
    path(READING, reading.read, name="reading"),
    path(f"{READING}vraag/", reading.ask, name="reading-ask"),
    path(f"{READING}klaar/", reading.done, name="reading-done"),
]
