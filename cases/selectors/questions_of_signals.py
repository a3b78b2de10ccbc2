"""Which questions for help came of a signal: told to the page of the signal, for who may see them."""

from datetime import date

from django.urls import reverse

from cases.models import Question
from collectief.models import Signal
from collectief.selectors.signal_page import register_questions
from wijkteam.accounts.models import User


def _new(signal: Signal) -> str:
    return reverse("cases:question-from-signal", args=[signal.public_id])


def _made(signal: Signal, user: User, today: date) -> list[str]:
    """One statement."""
    seen = Question.objects.visible_to(user, on=today).filter(signal=signal).order_by("received_at", "pk")
    return [reverse("cases:question", args=[one]) for one in seen.values_list("public_id", flat=True)]


def questions_of_signals() -> None:
    """Called when the app starts."""
    register_questions(_new, _made)
