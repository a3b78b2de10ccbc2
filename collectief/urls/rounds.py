from django.urls import URLPattern, path

from collectief.views import round_recipients, rounds

ONE = "informatierondes/<uuid:public_id>/"
TEAM = "informatierondes/team/<slug:slug>/"

urlpatterns: list[URLPattern] = [
    path("informatierondes/", rounds.rounds, name="rounds"),
    path(f"{TEAM}beginnen/", rounds.start, name="round-start"),
    path(f"{TEAM}ontvangers/", round_recipients.recipients, name="round-recipients"),
    path(f"{TEAM}ritme/", round_recipients.rhythm, name="round-rhythm"),
    path(
        "informatierondes/ontvangers/<uuid:public_id>/stoppen/",
        round_recipients.recipient_stop,
        name="round-recipient-stop",
    ),
    path(ONE, rounds.round, name="round"),
    path(f"{ONE}voorbeeld/", rounds.preview, name="round-preview"),
    path(f"{ONE}mail/", rounds.mail, name="round-mail"),
    path(f"{ONE}opnieuw/", rounds.again, name="round-again"),
    path(f"{ONE}weggooien/", rounds.discard, name="round-discard"),
    path("informatie-stoppen/<str:token>/", round_recipients.stop, name="round-stop"),
]
