from django.urls import URLPattern, path

from collectief.views import assignments

ONE = "opdrachten/<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path("opdrachten/", assignments.assignments, name="assignments"),
    path("opdrachten/nieuw/", assignments.assignment_new, name="assignment-new"),
    path(ONE, assignments.assignment, name="assignment"),
    path(f"{ONE}wijzigen/", assignments.assignment_edit, name="assignment-edit"),
    path(f"{ONE}telt-mee/", assignments.assignment_parts, name="assignment-parts"),
    path(f"{ONE}afspreken/", assignments.assignment_agree, name="assignment-agree"),
    path(f"{ONE}beeindigen/", assignments.assignment_end, name="assignment-end"),
    path(f"{ONE}nieuwe-versie/", assignments.assignment_version, name="assignment-version"),
    path(f"{ONE}weggooien/", assignments.assignment_discard, name="assignment-discard"),
]
