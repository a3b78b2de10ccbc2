"""Use cases: agree with a partner, agree anew, look at it again, end it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netwerk.enums import Lead
from netwerk.models import Organisation, WorkingAgreement
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team


class StartsTooEarly(Exception):
    """A version begins after the one before it, and not before that one ended."""

    def __init__(self, earliest: date) -> None:
        super().__init__("starts too early")
        self.earliest = earliest


class AgreementHasEnded(Exception):
    """It was ended or replaced, perhaps a moment ago by a colleague."""


@dataclass(frozen=True, kw_only=True)
class AgreementDetails:
    """What is agreed. At least one of the ways of working together is there."""

    starts_on: date
    review_on: date
    consult: str = ""
    involve: str = ""
    refer: str = ""
    lead: str = Lead.TEAM
    lead_note: str = ""
    max_wait_weeks: int | None = None
    waiting_note: str = ""


@transaction.atomic
def make_version(
    *, team: Team, organisation: Organisation, details: AgreementDetails, by: User, at: datetime
) -> WorkingAgreement:
    """Write down what is agreed from `details.starts_on` on; the version before it ends on that day and is frozen.

    The same again (a form that was sent twice) gives the version that is there.

    Raises:
        StartsTooEarly: not after the start of the version before it.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    before = WorkingAgreement.objects.filter(team=team, organisation=organisation).order_by("-version").first()
    values = asdict(details)
    if before is None:
        return WorkingAgreement.objects.create(team=team, organisation=organisation, version=1, made_by=by, **values)
    if before.ended_at is None and all(getattr(before, name) == value for name, value in values.items()):
        return before
    number = before.version + 1
    if before.ended_at is None:
        if details.starts_on <= before.starts_on:
            raise StartsTooEarly(before.starts_on)
        before.ends_on = min(details.starts_on, before.ends_on) if before.ends_on else details.starts_on
        before.ended_at = at
        before.end_reason = _("Replaced by version %(number)s") % {"number": number}
        before.save(update_fields=["ends_on", "ended_at", "end_reason"])
    elif before.ends_on is not None and details.starts_on < before.ends_on:
        raise StartsTooEarly(before.ends_on)
    return WorkingAgreement.objects.create(team=team, organisation=organisation, version=number, made_by=by, **values)


@transaction.atomic
def review_agreement(*, agreement: WorkingAgreement, next_on: date) -> None:
    """It was looked at and still holds: look again on `next_on`. Raises AgreementHasEnded."""
    locked = _running(agreement)
    locked.review_on = next_on
    locked.save(update_fields=["review_on"])


@transaction.atomic
def end_agreement(*, agreement: WorkingAgreement, ends_on: date, reason: str, at: datetime) -> None:
    """No longer agreed from `ends_on` on, and nothing comes in its place. Raises AgreementHasEnded, StartsTooEarly."""
    locked = _running(agreement)
    if ends_on <= locked.starts_on:
        raise StartsTooEarly(locked.starts_on)
    locked.ends_on, locked.ended_at, locked.end_reason = ends_on, at, reason
    locked.save(update_fields=["ends_on", "ended_at", "end_reason"])


def _running(agreement: WorkingAgreement) -> WorkingAgreement:
    locked = WorkingAgreement.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement.pk)
    if locked.ended_at is not None:
        raise AgreementHasEnded
    return locked
