from django.urls import path

from wijkteam.retention.views import register

app_name = "retention"
urlpatterns = [
    path("bewaartermijnen/", register.register, name="register"),
]
