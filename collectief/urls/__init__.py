from django.urls import URLPattern

from collectief.urls import editions, initiatives, methods, rounds

app_name = "collectief"
urlpatterns: list[URLPattern] = [
    *initiatives.urlpatterns,
    *methods.urlpatterns,
    *editions.urlpatterns,
    *rounds.urlpatterns,
]
