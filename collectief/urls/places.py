from django.urls import URLPattern, path

from collectief.views import analyses, places

urlpatterns: list[URLPattern] = [
    path("wijken/", places.places, name="places"),
    path("wijken/<slug:code>/", places.place, name="place"),
    path("wijkanalyses/", analyses.analyses, name="analyses"),
    path("wijkanalyses/nieuw/", analyses.analysis_new, name="analysis-new"),
    path("wijkanalyses/<uuid:public_id>/", analyses.analysis, name="analysis"),
    path("wijkanalyses/<uuid:public_id>/deel/<slug:part>/", analyses.analysis_part, name="analysis-part"),
    path("wijkanalyses/<uuid:public_id>/bijeenkomst/", analyses.analysis_meeting, name="analysis-meeting"),
    path("wijkanalyses/<uuid:public_id>/afronden/", analyses.analysis_finish, name="analysis-finish"),
    path("wijkanalyses/bijeenkomst/<uuid:public_id>/weghalen/", analyses.meeting_remove, name="meeting-remove"),
    path("wijkanalyses/naam/<uuid:public_id>/weghalen/", analyses.voice_forget, name="voice-forget"),
]
