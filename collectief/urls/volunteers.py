from django.urls import URLPattern, path

from collectief.views import volunteers

ONE = "vrijwilligers/<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path("vrijwilligers/", volunteers.volunteers, name="volunteers"),
    path("vrijwilligers/nieuw/", volunteers.volunteer_new, name="volunteer-new"),
    path("vrijwilligers/taak/<uuid:public_id>/stopt/", volunteers.role_end, name="volunteer-role-end"),
    path("vrijwilligers/bewijs/<uuid:public_id>/weg/", volunteers.certificate_remove, name="certificate-remove"),
    path(ONE, volunteers.volunteer, name="volunteer"),
    path(f"{ONE}wijzigen/", volunteers.volunteer_edit, name="volunteer-edit"),
    path(f"{ONE}stopt/", volunteers.volunteer_stop, name="volunteer-stop"),
    path(f"{ONE}bedankt/", volunteers.thanks_new, name="volunteer-thanks"),
    path(f"{ONE}bewijs/", volunteers.certificate_new, name="certificate-new"),
    path(f"{ONE}taak/", volunteers.role_new, name="volunteer-role"),
]
