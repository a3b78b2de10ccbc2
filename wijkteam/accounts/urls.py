from django.urls import path

from wijkteam.accounts.views import start

app_name = "accounts"
urlpatterns = [
    path("", start.home, name="home"),
]
