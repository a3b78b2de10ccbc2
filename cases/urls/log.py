from django.urls import path

from cases.views import log

urlpatterns = [
    path("vastleggen/", log.log, name="log"),
]
