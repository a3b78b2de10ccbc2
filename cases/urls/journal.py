from django.urls import URLPattern, path

from cases.urls.case_files import CASE
from cases.views import escalations, files, journal, safety, safety_officers

RECORD = f"{CASE}veiligheid/<uuid:record_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{CASE}contact/<uuid:contact_id>/eerder/", journal.earlier, name="contact-earlier"),
    path(f"{CASE}contact/<uuid:contact_id>/opgevolgd/", journal.follow_up, name="contact-follow-up"),
    path(f"{CASE}bestanden/", files.files, name="files"),
    path(f"{CASE}bestanden/<uuid:file_id>/", files.fetch, name="file"),
    path(f"{CASE}bestanden/<uuid:file_id>/weghalen/", files.remove, name="file-remove"),
    path("escalaties/", escalations.overview, name="escalation-list"),
    path(f"{CASE}escalaties/", escalations.escalations, name="escalations"),
    path(f"{CASE}escalaties/<uuid:escalation_id>/voorbij/", escalations.end, name="escalation-end"),
    path("beheer/aandachtsfunctionarissen/", safety_officers.officers, name="safety-officers"),
    path("beheer/aandachtsfunctionarissen/<slug:slug>/", safety_officers.officer_add, name="safety-officer-add"),
    path("beheer/aandachtsfunctionarissen/<int:pk>/einde/", safety_officers.officer_end, name="safety-officer-end"),
    path(f"{CASE}veiligheid/", safety.safety, name="safety"),
    path(RECORD, safety.record, name="safety-record"),
    path(f"{RECORD}stap/<int:number>/", safety.step, name="safety-step"),
    path(f"{RECORD}lezers/", safety.reader_add, name="safety-reader-add"),
    path(f"{RECORD}lezers/<uuid:reader_id>/weg/", safety.reader_remove, name="safety-reader-remove"),
]
