from django.urls import URLPattern, path

from collectief.views import funding

urlpatterns: list[URLPattern] = [
    path("initiatieven/middelen/", funding.funding, name="funding"),
    path("initiatieven/<uuid:public_id>/middelen/nieuw/", funding.funding_new, name="funding-new"),
    path("initiatieven/<uuid:public_id>/middelen/<uuid:funding_id>/", funding.funding_edit, name="funding-edit"),
]
