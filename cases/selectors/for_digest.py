"""My work in a daily mail: how much of each kind, and nothing of whom."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from cases.models import CaseRights
from cases.selectors.my_work.collect import my_work, reader_of
from cases.selectors.my_work.item import Urgency
from wijkteam.accounts.models import User
from wijkteam.daily.selectors.digest import DigestSource

_QUESTIONS = frozenset({"question"})
_PARTNERS = frozenset({"answer", "waiting", "referral", "relation", "secondment", "agreement", "policy-ask"})
KINDS = {
    "urgent": _("Cannot wait"),
    "questions": _("Questions for help"),
    "households": _("Households that you would do something for"),
    "partners": _("Partners and the municipality"),
}


def _kind(kind: str, urgency: Urgency) -> str:
    if kind in _QUESTIONS:
        return "questions"
    if urgency == Urgency.NOW:
        return "urgent"
    return "partners" if kind in _PARTNERS or kind.startswith("report") else "households"


def _count(user: User, today: date) -> Mapping[str, int]:
    if not user.does_casework:
        return {}
    rights = CaseRights.of(user, on=today)
    items = my_work(reader_of(user, rights=rights, today=today))
    # What only comes up later this week can wait for its own day.
    return Counter(_kind(item.kind, item.urgency) for item in items if item.urgency != Urgency.WEEK)


SOURCE = DigestSource(kinds=KINDS, count=_count)
