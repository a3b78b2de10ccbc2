from django.urls import URLPattern

from collectief.urls import initiatives, rounds

app_name = "collectief"
urlpatterns: list[URLPattern] = [
    *initiatives.urlpatterns,
    *rounds.urlpatterns,
]
