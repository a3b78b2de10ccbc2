from django.urls import URLPattern, path

from netwerk.models import Location, Professional, Service
from netwerk.views import directory, editing

ONE = "netwerk/organisaties/<uuid:public_id>/"
urlpatterns: list[URLPattern] = [
    path("netwerk/", directory.directory, name="directory"),
    path("netwerk/organisaties/nieuw/", editing.organisation_new, name="organisation-new"),
    path(ONE, directory.organisation, name="organisation"),
    path(f"{ONE}wijzigen/", editing.organisation_edit, name="organisation-edit"),
    path(f"{ONE}dienst/", editing.part_new, {"model": Service}, name="service-new"),
    path(f"{ONE}locatie/", editing.part_new, {"model": Location}, name="location-new"),
    path(f"{ONE}contactpersoon/", editing.part_new, {"model": Professional}, name="professional-new"),
    path("netwerk/diensten/<uuid:public_id>/", editing.part_edit, {"model": Service}, name="service-edit"),
    path("netwerk/locaties/<uuid:public_id>/", editing.part_edit, {"model": Location}, name="location-edit"),
    path("netwerk/locaties/<uuid:public_id>/weg/", editing.location_remove, name="location-remove"),
    path(
        "netwerk/contactpersonen/<uuid:public_id>/",
        editing.part_edit,
        {"model": Professional},
        name="professional-edit",
    ),
]
