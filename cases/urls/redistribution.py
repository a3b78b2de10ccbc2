from django.urls import path

from cases.views import redistribution

PLAN = "verdelen/<uuid:public_id>/"

urlpatterns = [
    path("verdelen/", redistribution.start, name="redistributions"),
    path(PLAN, redistribution.plan, name="redistribution"),
    path(f"{PLAN}voorstel/", redistribution.propose, name="redistribution-propose"),
    path(f"{PLAN}uitvoeren/", redistribution.carry_out, name="redistribution-carry-out"),
    path(f"{PLAN}vervalt/", redistribution.drop, name="redistribution-drop"),
]
