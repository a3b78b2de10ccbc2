from django.urls import URLPattern, path

from netwerk.views import relations

urlpatterns: list[URLPattern] = [
    path("netwerk/relaties/", relations.relations, name="relations"),
    path("netwerk/organisaties/<uuid:public_id>/contact/", relations.moment_log, name="moment-log"),
    path("netwerk/relatiecontacten/<uuid:public_id>/", relations.moment_edit, name="moment-edit"),
    path("netwerk/relatiecontacten/<uuid:public_id>/eerder/", relations.moment_earlier, name="moment-earlier"),
    path("netwerk/organisaties/<uuid:public_id>/ritme/", relations.rhythm, name="rhythm"),
]
