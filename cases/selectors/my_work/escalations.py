"""Crises that run now: in one's own cases, and in the whole team for who divides the work."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import Case
from cases.selectors.escalations import running_escalations
from cases.selectors.my_work.item import Reader, Urgency, WorkItem


def items(reader: Reader) -> Iterable[WorkItem]:
    """No statement: the cases know. For a team coordinator one, since a crisis is not of one worker alone."""
    for case in reader.cases:
        began: datetime | None = case.escalated_since  # type: ignore[attr-defined]  # annotated by for_list
        if began is not None:
            yield _item(reader, case, began, _("An escalation has been running since %(since)s."))
    if not reader.is_team_coordinator:
        return
    kept = {case.pk for case in reader.cases}
    for escalation in running_escalations(rights=reader.rights).filter(case__team__in=reader.rights.teams):
        if escalation.case_id not in kept:
            text = _("An escalation in the team has been running since %(since)s.")
            yield _item(reader, escalation.case, escalation.began_at, text)


def _item(reader: Reader, case: Case, began: datetime, text: str) -> WorkItem:
    began = timezone.localtime(began)
    since = date_format(began, "H.i") if began.date() == reader.today else date_format(began, "l j F, H.i")
    return WorkItem(
        kind="escalation",
        urgency=Urgency.NOW,
        why=text % {"since": since},
        when=began.date(),
        url=reverse("cases:escalations", args=[case.public_id]),
        name=case.household.name,
        icon="alert-triangle",
        case_id=case.pk,
        household_id=case.household_id,
    )
