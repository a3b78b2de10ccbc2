from django.urls import URLPattern, path

from collectief.views import outreach, outreach_correct

urlpatterns: list[URLPattern] = [
    path("outreach/", outreach.outreach, name="outreach"),
    path("outreach/nieuw/", outreach.outreach_new, name="outreach-new"),
    path("outreach/<uuid:public_id>/", outreach.moment, name="outreach-moment"),
    path("outreach/<uuid:public_id>/wijzigen/", outreach_correct.outreach_edit, name="outreach-edit"),
    path("outreach/<uuid:public_id>/verwijderen/", outreach_correct.outreach_remove, name="outreach-remove"),
    path("outreach/gehoord/<uuid:public_id>/signaal/", outreach.heard_signal, name="heard-signal"),
]
