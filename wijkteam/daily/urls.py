from django.urls import path

from wijkteam.daily.views import calendar, digest, find

app_name = "daily"
urlpatterns = [
    path("zoeken/", find.find, name="find"),
    path("agenda/", calendar.calendar, name="calendar"),
    path("mijn-account/agenda/", calendar.address, name="calendar-address"),
    path("mijn-account/agenda/weg/", calendar.address_end, name="calendar-address-end"),
    path("agenda/<str:token>/wijkteam.ics", calendar.feed, name="feed"),
    path("mijn-account/dagmail/", digest.digest, name="digest"),
    path("dagmail/stoppen/<str:token>/", digest.stop, name="digest-stop"),
]
