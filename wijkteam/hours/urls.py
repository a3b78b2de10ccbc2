from django.urls import path

from wijkteam.hours.views import hours

app_name = "hours"
urlpatterns = [
    path("uren/", hours.hours_list, name="list"),
    path("uren/toevoegen/", hours.add, name="add"),
    path("uren/<uuid:public_id>/wijzigen/", hours.edit, name="edit"),
    path("uren/<uuid:public_id>/verwijderen/", hours.remove, name="remove"),
]
