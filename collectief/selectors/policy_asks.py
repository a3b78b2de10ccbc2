"""What was asked of the municipality and waits for an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from collectief.models import PolicyAsk
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class OpenAsk:
    department: str
    asked: str
    asked_on: date
    due_on: date
    is_late: bool
    url: str


def open_asks(*, user: User, teams: Sequence[Team], today: date) -> tuple[OpenAsk, ...]:
    """Of these teams, who waits longest first: for the conversation with the municipality. One statement."""
    rows = PolicyAsk.objects.visible_to(user, on=today).waiting().filter(signal__team__in=teams)
    return tuple(
        OpenAsk(
            department=ask.department,
            asked=ask.asked,
            asked_on=ask.asked_on,
            due_on=ask.due_on,
            is_late=ask.due_on < today,
            url=reverse("collectief:policy-answer", args=[ask.public_id]),
        )
        for ask in rows.order_by("due_on", "pk")[:SHOWN]
    )
