from django.urls import path

from cases.views import break_glass, restrictions

RESTRICTION = "casussen/<uuid:public_id>/afscherming/"
EMERGENCY = "noodtoegang/<uuid:public_id>/"

urlpatterns = [
    path(RESTRICTION, restrictions.restriction, name="restriction"),
    path(f"{RESTRICTION}erbij/", restrictions.name, name="restriction-name"),
    path(f"{RESTRICTION}eraf/<uuid:user_id>/", restrictions.unname, name="restriction-unname"),
    path(f"{RESTRICTION}opheffen/", restrictions.lift, name="restriction-lift"),
    path("noodtoegang/", break_glass.overview, name="emergencies"),
    path("noodtoegang/openen/", break_glass.ask, name="emergency-ask"),
    path(EMERGENCY, break_glass.emergency, name="emergency"),
    path(f"{EMERGENCY}gezin/", break_glass.to_household, name="emergency-household"),
    path(f"{EMERGENCY}sluiten/", break_glass.end, name="emergency-end"),
]
