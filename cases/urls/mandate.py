from django.urls import path

from cases.views import mandate

urlpatterns = [
    path("mandaat/", mandate.mandates, name="mandates"),
    path("mandaat/nieuw/", mandate.mandate_new, name="mandate-new"),
    path("mandaat/<uuid:public_id>/", mandate.mandate_edit, name="mandate-edit"),
]
