from django.urls import path

from cases.views import consulted

urlpatterns = [
    path("casussen/<uuid:public_id>/wie-keek/", consulted.of_case, name="consulted"),
    path("toezicht/overzicht-bewoner/", consulted.of_household, name="consulted-by-number"),
]
