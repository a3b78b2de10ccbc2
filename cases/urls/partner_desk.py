from django.urls import path

from cases.views import partner_desk

DESK = "partner/"

urlpatterns = [
    path(DESK, partner_desk.start, name="partner-desk"),
    path(f"{DESK}verzoek/<uuid:public_id>/", partner_desk.asked, name="partner-request"),
    path(f"{DESK}verzoek/<uuid:public_id>/<slug:kind>/", partner_desk.step, name="partner-step"),
]
