from django.urls import path

from wijkteam.daily.views import find

app_name = "daily"
urlpatterns = [
    path("zoeken/", find.find, name="find"),
]
