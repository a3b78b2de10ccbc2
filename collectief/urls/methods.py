from django.urls import URLPattern, path

from collectief.views import methods

urlpatterns: list[URLPattern] = [
    path("methoden/", methods.methods, name="methods"),
    path("methoden/nieuw/", methods.method_new, name="method-new"),
    path("methoden/<uuid:public_id>/", methods.method, name="method"),
    path("methoden/<uuid:public_id>/wijzigen/", methods.method_edit, name="method-edit"),
    path("methoden/<uuid:public_id>/meegeleverd/", methods.method_restore, name="method-restore"),
]
