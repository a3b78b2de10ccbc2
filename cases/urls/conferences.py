from django.urls import path

from cases.views import conferences

ONE = "overleg/<uuid:public_id>/"
ITEM = f"{ONE}punt/<uuid:item_id>/"

urlpatterns = [
    path("overleg/", conferences.conferences, name="conferences"),
    path("overleg/nieuw/", conferences.add, name="conference-add"),
    path(ONE, conferences.conference, name="conference"),
    path(f"{ONE}wijzigen/", conferences.edit, name="conference-edit"),
    path(f"{ONE}afzeggen/", conferences.cancel, name="conference-cancel"),
    path(f"{ONE}agenda.ics", conferences.calendar, name="conference-calendar"),
    path(f"{ONE}uitnodigen/", conferences.invite, name="conference-invite"),
    path(f"{ONE}genodigde/<uuid:participant_id>/", conferences.drop, name="conference-drop"),
    path(f"{ONE}punt/", conferences.item_add, name="conference-item-add"),
    path(ITEM, conferences.item, name="conference-item"),
    path(f"{ITEM}besluit/", conferences.decision_add, name="conference-decide"),
    path(f"{ONE}afsluiten/", conferences.hold, name="conference-close"),
]
