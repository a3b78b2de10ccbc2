from django.urls import URLPattern, path

from collectief.views import attendance, editions, participants, sessions

EDITION = "edities/<uuid:public_id>/"
SESSION = "bijeenkomsten/<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path("edities/", editions.editions, name="editions"),
    path("edities/nieuw/", editions.edition_new, name="edition-new"),
    path(EDITION, editions.edition, name="edition"),
    path(f"{EDITION}wijzigen/", editions.edition_edit, name="edition-edit"),
    path(f"{EDITION}afsluiten/", editions.edition_close, name="edition-close"),
    path(f"{EDITION}deelnemers/nieuw/", participants.sign_up, name="sign-up"),
    path(f"{EDITION}scores/<slug:moment>/", participants.scores, name="scores"),
    path(f"{EDITION}bijeenkomsten/nieuw/", sessions.session_add, name="session-add"),
    path("deelnemers/<uuid:public_id>/", participants.participant, name="participant"),
    path("deelnemers/<uuid:public_id>/plaats/", participants.give_place, name="give-place"),
    path("deelnemers/<uuid:public_id>/stopt/", participants.stop, name="participant-stop"),
    path(f"{SESSION}aanwezig/", attendance.attendance, name="attendance"),
    path(f"{SESSION}verzetten/", sessions.session_move, name="session-move"),
    path(f"{SESSION}afzeggen/", sessions.session_cancel, name="session-cancel"),
    path("initiatieven/<uuid:public_id>/geweest/", attendance.gathering, name="gathering"),
]
