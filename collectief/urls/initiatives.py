from django.urls import URLPattern, path

from collectief.views import initiatives

urlpatterns: list[URLPattern] = [
    path("initiatieven/", initiatives.initiatives, name="initiatives"),
    path("initiatieven/nieuw/", initiatives.initiative_new, name="initiative-new"),
    path("initiatieven/<uuid:public_id>/", initiatives.initiative, name="initiative"),
    path("initiatieven/<uuid:public_id>/wijzigen/", initiatives.initiative_edit, name="initiative-edit"),
    path("initiatieven/<uuid:public_id>/beeindigen/", initiatives.initiative_end, name="initiative-end"),
    path("initiatieven/<uuid:public_id>/verlichting/", initiatives.relief, name="relief"),
]
