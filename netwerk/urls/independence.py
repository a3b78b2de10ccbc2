from django.urls import URLPattern, path

from netwerk.views import administration, dilemmas, independence

ORGANISATION = "netwerk/organisaties/<uuid:public_id>/"
PRESSURE = "netwerk/drukmeldingen/<uuid:public_id>/"
DILEMMA = "netwerk/dilemmas/<uuid:public_id>/"
urlpatterns: list[URLPattern] = [
    path("netwerk/onafhankelijkheid/", independence.independence, name="independence"),
    path(f"{ORGANISATION}uitgangspunten/", independence.endorsement_new, name="endorsement-new"),
    path(f"{ORGANISATION}uitgangspunten/beeindigen/", independence.endorsement_end, name="endorsement-end"),
    path(f"{ORGANISATION}druk/", independence.pressure_new, name="pressure-new"),
    path(PRESSURE, independence.pressure, name="pressure"),
    path(f"{PRESSURE}wijzigen/", independence.pressure_edit, name="pressure-edit"),
    path("netwerk/dilemmas/", dilemmas.dilemmas, name="dilemmas"),
    path(f"{ORGANISATION}dilemma/", dilemmas.dilemma_new, name="dilemma-new"),
    path(DILEMMA, dilemmas.dilemma, name="dilemma"),
    path(f"{DILEMMA}wijzigen/", dilemmas.dilemma_edit, name="dilemma-edit"),
    path(f"{DILEMMA}afronden/", dilemmas.dilemma_end, name="dilemma-end"),
    path("beheer/uitgangspunten/", administration.principles, name="principles"),
    path("beheer/uitgangspunten/nieuw/", administration.principles_new, name="principles-new"),
    path("beheer/detacheringen/", administration.secondments, name="secondments"),
    path("beheer/detacheringen/toevoegen/", administration.secondment_add, name="secondment-add"),
    path("beheer/detacheringen/<uuid:public_id>/beeindigen/", administration.secondment_end, name="secondment-end"),
]
