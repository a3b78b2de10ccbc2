from django.urls import URLPattern

from collectief.urls import (
    assignments,
    editions,
    funding,
    initiatives,
    methods,
    opportunities,
    outreach,
    places,
    reflections,
    rounds,
    signals,
    stories,
    visits,
    volunteers,
)

app_name = "collectief"
urlpatterns: list[URLPattern] = [
    *assignments.urlpatterns,
    *editions.urlpatterns,
    *funding.urlpatterns,
    *initiatives.urlpatterns,
    *methods.urlpatterns,
    *opportunities.urlpatterns,
    *outreach.urlpatterns,
    *places.urlpatterns,
    *reflections.urlpatterns,
    *rounds.urlpatterns,
    *visits.urlpatterns,
    *volunteers.urlpatterns,
    *stories.urlpatterns,
    *signals.urlpatterns,
]
