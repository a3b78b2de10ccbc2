from django.urls import URLPattern, path

from collectief.views import own_visits, visits

WISH = "bezoekdienst/wens/<uuid:public_id>/"
MATCH = "bezoekdienst/koppel/<uuid:public_id>/"
OWN = "bezoek/<str:token>/"

urlpatterns: list[URLPattern] = [
    path("bezoekdienst/", visits.service, name="visits"),
    path("bezoekdienst/nieuw/", visits.wish_new, name="visit-wish-new"),
    path(WISH, visits.wish, name="visit-wish"),
    path(f"{WISH}afsluiten/", visits.wish_close, name="visit-wish-close"),
    path(f"{WISH}koppelen/<uuid:volunteer_id>/", visits.match_new, name="visit-match-new"),
    path(MATCH, visits.match, name="visit-match"),
    path(f"{MATCH}bezoek/", visits.tell, name="visit-tell"),
    path(f"{MATCH}afronden/", visits.match_end, name="visit-match-end"),
    path(f"{MATCH}mail/", visits.link_mail, name="visit-link-mail"),
    path(f"{MATCH}mail/intrekken/", visits.link_take_back, name="visit-link-take-back"),
    path(OWN, own_visits.read, name="own-visits"),
    path(f"{OWN}code/", own_visits.code, name="own-visits-code"),
    path(f"{OWN}klaar/", own_visits.done, name="own-visits-done"),
    path(f"{OWN}<uuid:public_id>/", own_visits.tell, name="own-visit-tell"),
]
