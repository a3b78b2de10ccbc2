from django.urls import path

from wijkteam.audit.views import home, limit, oversight, read_log

app_name = "audit"
urlpatterns = [
    path("toezicht/", oversight.start, name="oversight"),
    path("toezicht/lezen/", oversight.readings, name="readings"),
    path("toezicht/vlaggen/<uuid:public_id>/", oversight.flag, name="flag"),
    path("toezicht/vlaggen/<uuid:public_id>/oppakken/", oversight.take_flag, name="take-flag"),
    path("toezicht/steekproef/<uuid:public_id>/", oversight.sampled, name="sampled"),
    path("toezicht/steekproef/<uuid:public_id>/oppakken/", oversight.take_sampled, name="take-sampled"),
    path("toezicht/grens/", limit.limit, name="limit"),
    path("inzage/", read_log.read_log, name="list"),
    path("mijn-account/postcode/", home.home, name="home"),
    path("mijn-account/postcode/weg/", home.forget, name="forget-home"),
]
