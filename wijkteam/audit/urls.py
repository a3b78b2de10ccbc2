from django.urls import path

from wijkteam.audit.views import read_log

app_name = "audit"
urlpatterns = [
    path("inzage/", read_log.read_log, name="list"),
]
