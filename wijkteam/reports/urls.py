from django.urls import path

from wijkteam.reports.views import dashboard, drafts, figures, making, published

app_name = "reports"
urlpatterns = [
    path("overzicht/", dashboard.dashboard, name="dashboard"),
    path("cijfers/", figures.definitions, name="definitions"),
    path("maandrapporten/", drafts.draft_list, name="drafts"),
    path("maandrapporten/<uuid:public_id>/", drafts.draft_detail, name="draft"),
    path("maandrapporten/<uuid:public_id>/duiding/", drafts.reading_edit, name="reading"),
    path("maandrapporten/<uuid:public_id>/verhalen/", drafts.stories, name="stories"),
    path("maandrapporten/<uuid:public_id>/publiceren/", drafts.publish, name="publish"),
    path("maandrapporten/<uuid:public_id>/nieuwe-versie/", making.new_version, name="new_version"),
    path("maandrapporten/maken/<uuid:public_id>/", making.job, name="job"),
    path("rapporten/", published.report_list, name="list"),
    path("rapporten/<uuid:public_id>/", published.report_detail, name="detail"),
    path("rapporten/<uuid:public_id>/<slug:kind>/", published.report_file, name="file"),
]
