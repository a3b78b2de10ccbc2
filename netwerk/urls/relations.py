from django.urls import URLPattern, path

from netwerk.views import relations

urlpatterns: list[URLPattern] = [
    path("netwerk/relaties/", relations.relations, name="relations"),
    path("netwerk/organisaties/<uuid:public_id>/contact/", relations.moment_log, name="moment-log"),
    path("netwerk/organisaties/<uuid:public_id>/ritme/", relations.rhythm, name="rhythm"),
]
