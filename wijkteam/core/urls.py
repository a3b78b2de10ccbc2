from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from wijkteam.core import views

app_name = "core"

urlpatterns = [
    path("stijl/", views.styleguide, name="styleguide"),
    path("beloften/", views.promises, name="promises"),
    path("weergave/", views.scheme, name="scheme"),
    path("taal/", login_not_required(set_language), name="set-language"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("sw.js", views.service_worker, name="service-worker"),
    path("offline/", views.offline, name="offline"),
]
