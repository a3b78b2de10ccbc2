from django.urls import path

from wijkteam.manual.views import manual, public, tour

app_name = "manual"
urlpatterns = [
    path("handleiding/", manual.contents, name="contents"),
    path("handleiding/zoeken/", manual.search, name="search"),
    path("handleiding/alles/", manual.everything, name="everything"),
    path("handleiding/plaatje/<slug:name>.webp", manual.picture, name="picture"),
    path("handleiding/<slug:slug>/", manual.page, name="page"),
    path("rondleiding/", tour.go, name="tour"),
    path("toegankelijkheid/", public.accessibility, name="accessibility"),
]
