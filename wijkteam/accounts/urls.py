from django.urls import path

from wijkteam.accounts.views import manage, own, single_sign_on, start

app_name = "accounts"
urlpatterns = [
    path("", start.home, name="home"),
    path("mijn-account/", own.me, name="me"),
    path("mijn-account/sessies/", own.sessions, name="sessions"),
    path("mijn-account/sessies/andere-beeindigen/", own.end_others, name="end-other-sessions"),
    path("mijn-account/sessies/<uuid:public_id>/beeindigen/", own.end_one_session, name="end-session"),
    path("inloggen/gemeente/", single_sign_on.begin, name="single-sign-on"),
    path("inloggen/gemeente/terug/", single_sign_on.back, name="single-sign-on-back"),
    path("wachtwoord/<uuid:public_id>/<str:token>/", own.choose_password, name="choose-password"),
    path("beheer/accounts/", manage.account_list, name="list"),
    path("beheer/accounts/toevoegen/", manage.add, name="add"),
    path("beheer/accounts/<uuid:public_id>/", manage.edit, name="edit"),
    path("beheer/accounts/<uuid:public_id>/link/", manage.new_link, name="new-link"),
    path("beheer/accounts/<uuid:public_id>/blokkeren/", manage.disable, name="disable"),
    path("beheer/accounts/<uuid:public_id>/vrijgeven/", manage.enable, name="enable"),
    path("beheer/accounts/<uuid:public_id>/ontkoppelen/", manage.unlink, name="unlink"),
    path("beheer/accounts/<uuid:public_id>/tweede-factor/", manage.reset_second_factor, name="reset-second-factor"),
]
