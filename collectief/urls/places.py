from django.urls import URLPattern, path

from collectief.views import places

urlpatterns: list[URLPattern] = [
    path("wijken/", places.places, name="places"),
    path("wijken/<slug:code>/", places.place, name="place"),
]
