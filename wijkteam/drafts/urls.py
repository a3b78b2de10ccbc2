from django.urls import path

from wijkteam.drafts.views import keep, own

app_name = "drafts"
urlpatterns = [
    path("concepten/", own.drafts, name="list"),
    path("concepten/bewaren/", keep.keep, name="keep"),
    path("concepten/zoeken/", keep.find, name="find"),
    path("concepten/laten-vallen/", keep.drop, name="drop"),
    path("concepten/<uuid:public_id>/", own.draft, name="draft"),
    path("concepten/<uuid:public_id>/weggooien/", own.remove, name="remove"),
]
