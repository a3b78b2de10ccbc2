from django.urls import path

from wijkteam.teams.views import manage, public

app_name = "teams"
urlpatterns = [
    path("hulp/", public.find_team, name="find"),
    path("team/<slug:slug>/", public.team_page, name="public-page"),
    path("beheer/teams/", manage.team_list, name="manage-list"),
    path("beheer/teams/toevoegen/", manage.add, name="add"),
    path("beheer/teams/mensen/<int:pk>/wijzigen/", manage.member_edit, name="member-edit"),
    path("beheer/teams/mensen/<int:pk>/beeindigen/", manage.member_end, name="member-end"),
    path("beheer/teams/lijsten/", manage.lists, name="lists"),
    path("beheer/teams/lijsten/<slug:key>/toevoegen/", manage.list_add, name="list-add"),
    path("beheer/teams/lijsten/<slug:key>/<int:pk>/", manage.list_edit, name="list-edit"),
    # After the others: what they begin with is no team (forms.py refuses it as one).
    path("beheer/teams/<slug:slug>/", manage.manage, name="manage"),
    path("beheer/teams/<slug:slug>/wijzigen/", manage.edit, name="edit"),
    path("beheer/teams/<slug:slug>/openingstijden/toevoegen/", manage.hours_add, name="hours-add"),
    path("beheer/teams/<slug:slug>/openingstijden/<int:pk>/verwijderen/", manage.hours_remove, name="hours-remove"),
    path("beheer/teams/<slug:slug>/gebieden/toevoegen/", manage.areas_add, name="areas-add"),
    path("beheer/teams/<slug:slug>/gebieden/<str:code>/verwijderen/", manage.areas_remove, name="areas-remove"),
    path("beheer/teams/<slug:slug>/mensen/toevoegen/", manage.member_add, name="member-add"),
    path("beheer/teams/<slug:slug>/caseload/toevoegen/", manage.band_add, name="band-add"),
    path("beheer/teams/<slug:slug>/preventie/toevoegen/", manage.floor_add, name="floor-add"),
    path("beheer/teams/<slug:slug>/uurtarief/toevoegen/", manage.rate_add, name="rate-add"),
]
