from django.urls import URLPattern, path

from collectief.views import opportunities

urlpatterns: list[URLPattern] = [
    path("kansen/", opportunities.opportunities, name="opportunities"),
    path("kansen/<uuid:public_id>/", opportunities.opportunity, name="opportunity"),
    path("kansen/<uuid:public_id>/niet-nu/", opportunities.opportunity_not_now, name="opportunity-not-now"),
    path("kansen/<uuid:public_id>/oppakken/", opportunities.opportunity_take_up, name="opportunity-take-up"),
]
