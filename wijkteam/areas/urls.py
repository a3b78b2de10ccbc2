from django.urls import path

from wijkteam.areas.views import boundaries, laws, manage

app_name = "areas"
urlpatterns = [
    path("beheer/gebieden/", manage.area_list, name="list"),
    path("beheer/gebieden/grenzen/", boundaries.boundaries, name="boundaries"),
    path("beheer/gebieden/grenzen/overnemen/", boundaries.boundaries_confirm, name="boundaries-confirm"),
    path("beheer/themas/", manage.theme_list, name="themes"),
    path("beheer/themas/toevoegen/", manage.theme_add, name="theme-add"),
    path("beheer/themas/<slug:code>/", manage.theme_edit, name="theme-edit"),
    path("beheer/wetten/", laws.law_list, name="laws"),
    path("beheer/wetten/toevoegen/", laws.law_add, name="law-add"),
    path("beheer/termijnen/", manage.terms_list, name="terms"),
    path("beheer/termijnen/toevoegen/", manage.terms_add, name="terms-add"),
    path("beheer/woorden/", manage.words, name="words"),
]
