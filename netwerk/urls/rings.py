from django.urls import URLPattern, path

from netwerk.views import rings

urlpatterns: list[URLPattern] = [
    path("netwerk/ringen/", rings.rings, name="rings"),
    path("netwerk/organisaties/<uuid:public_id>/ring/", rings.move, name="ring-move"),
]
