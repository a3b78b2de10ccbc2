from django.urls import URLPattern

app_name = "collectief"
urlpatterns: list[URLPattern] = []
