from django.urls import URLPattern

from collectief.urls import initiatives

app_name = "collectief"
urlpatterns: list[URLPattern] = [
    *initiatives.urlpatterns,
]
