from django.urls import URLPattern, path

from cases.views import intake, intake_board, public, signals

urlpatterns: list[URLPattern] = [
    path("team/<slug:slug>/vraag/", public.ask, name="ask"),
    path("team/<slug:slug>/vraag/voor-een-ander/", public.ask_for_another, name="ask-for-another"),
    path("team/<slug:slug>/vraag/verstuurd/", public.asked, name="asked"),
    path("team/<slug:slug>/signaal/", public.pass_on, name="pass-on"),
    path("team/<slug:slug>/signaal/verstuurd/", public.passed_on, name="passed-on"),
    path("signalen/<uuid:public_id>/hulpvraag/", signals.question_from_signal, name="question-from-signal"),
    path("hulpvragen/", intake_board.board, name="board"),
    path("hulpvragen/lijst/", intake.questions, name="questions"),
    path("hulpvragen/nieuw/", intake.question_new, name="question-new"),
    path("hulpvragen/<uuid:public_id>/", intake.question, name="question"),
    path("hulpvragen/<uuid:public_id>/triage/", intake.question_triage, name="question-triage"),
    path("hulpvragen/<uuid:public_id>/antwoord/", intake.question_answer, name="question-answer"),
    path("hulpvragen/<uuid:public_id>/oppakken/", intake_board.question_claim, name="question-claim"),
    path("hulpvragen/<uuid:public_id>/loslaten/", intake_board.question_release, name="question-release"),
    path("hulpvragen/<uuid:public_id>/terugkijken/", intake_board.question_look_back, name="look-back"),
    path("hulpvragen/<uuid:public_id>/straat/", intake.question_street, name="question-street"),
    path("hulpvragen/<uuid:public_id>/initiatief/", intake.question_initiative, name="question-initiative"),
    path("hulpvragen/<uuid:public_id>/afwijzen/", intake.question_decline, name="question-decline"),
    path("hulpvragen/<uuid:question_id>/casus/", intake.case_new, name="create-from-question"),
    path("hulpvragen/<uuid:question_id>/casus/<uuid:household_id>/", intake.case_new, name="create-from-question-for"),
    path("casussen/nieuw/", intake.case_new, name="create"),
    path("casussen/nieuw/huishouden/", intake.household_search, name="household-search"),
    path("casussen/nieuw/huishouden/<uuid:household_id>/", intake.case_new, name="create-for"),
]
