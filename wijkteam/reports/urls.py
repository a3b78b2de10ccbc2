from django.urls import path

from wijkteam.reports.views import conversation, dashboard, drafts, figures, making, published, start

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
    path("rapporten/vandaag/", start.start, name="start"),
    path("rapporten/vragen/", conversation.threads, name="questions"),
    path("rapporten/vragen/<uuid:public_id>/", conversation.thread, name="thread"),
    path("rapporten/vragen/<uuid:public_id>/sluiten/", conversation.close, name="thread-close"),
    path("rapporten/vragen/<uuid:public_id>/samen/", conversation.propose, name="plan"),
    path("rapporten/samen/<uuid:public_id>/", conversation.plan_answer, name="plan-answer"),
    path("rapporten/<uuid:public_id>/vraag/<str:key>/", conversation.line, name="line"),
    path("rapporten/<uuid:public_id>/", published.report_detail, name="detail"),
    path("rapporten/<uuid:public_id>/<slug:kind>/", published.report_file, name="file"),
]
