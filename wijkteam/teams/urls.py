from django.urls import URLPattern, path

from wijkteam.teams.views import public

app_name = "teams"
urlpatterns: list[URLPattern] = [
    path("hulp/", public.find_team, name="find"),
    path("team/<slug:slug>/", public.team_page, name="public-page"),
]
