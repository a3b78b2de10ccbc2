from django.urls import path

from cases.views import caseload

ONE = "lijst-inlezen/<uuid:public_id>/"

urlpatterns = [
    path("lijst-inlezen/", caseload.start, name="caseload"),
    path(f"{ONE}kolommen/", caseload.columns, name="caseload-columns"),
    path(f"{ONE}woorden/", caseload.words, name="caseload-words"),
    path(f"{ONE}bekijken/", caseload.look, name="caseload-look"),
    path(f"{ONE}weg/", caseload.put_aside, name="caseload-drop"),
    path(f"{ONE}uitkomst/", caseload.result, name="caseload-result"),
    path(f"{ONE}ongedaan/", caseload.undo, name="caseload-undo"),
]
