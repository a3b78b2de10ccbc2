from django.urls import path

from cases.urls.partners import PARTNERS
from cases.views import answering, request_mail

REQUEST = "verzoek/<str:token>/"

urlpatterns = [
    path(f"{PARTNERS}inzet/<uuid:involvement_id>/mail/", request_mail.mail, name="request-mail"),
    path(f"{PARTNERS}maillink/<uuid:link_id>/intrekken/", request_mail.revoke, name="request-link-revoke"),
    path(REQUEST, answering.read, name="request"),
    path(f"{REQUEST}code/", answering.code, name="request-code"),
    path(f"{REQUEST}antwoord/<slug:kind>/", answering.answer, name="request-answer"),
    path(f"{REQUEST}klaar/", answering.done, name="request-done"),
]
