"""Use cases of an assignment: write a draft, choose what counts, agree it with the municipality, end or renew it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from collectief.enums import AssignmentUnit, LadderStep
from collectief.models import Assignment, AssignmentPart, Edition, Initiative
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.core.constraints import broken_constraint
from wijkteam.teams.models import Team


class IsAgreed(Exception):
    """It was agreed, perhaps a moment ago: make a new version."""


class IsNotInForce(Exception):
    """It is a draft, or it has ended."""


class NothingCounts(Exception):
    """Nothing was chosen from which this could be counted."""


class BeforeTheEarlierOne(Exception):
    """The version that it follows was agreed later than this day."""


@dataclass(frozen=True, kw_only=True)
class AssignmentDetails:
    """`ends_on` is the first day after it."""

    title: str
    target_group: str
    step_at_most: LadderStep | None
    reaches_step: LadderStep | None
    area: Area | None
    theme: Theme | None
    age_from: int | None
    age_to: int | None
    number: int
    unit: AssignmentUnit
    starts_on: date
    ends_on: date
    means: str
    hours: int | None
    will_not: str
    ground: str


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What counts for it."""

    initiatives: Sequence[Initiative]
    editions: Sequence[Edition]


def write_assignment(
    *,
    team: Team,
    also_for: Sequence[Team],
    details: AssignmentDetails,
    counted: Counted,
    by: User,
    at: datetime,
    request_key: UUID,
) -> Assignment:
    """A draft. Sent twice it is one."""
    try:
        with transaction.atomic():
            made = Assignment.objects.create(
                team=team, written_by=by, written_at=at, request_key=request_key, **vars(details)
            )
            made.also_for.set(also_for)
            _set_parts(made, counted)
            return made
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return Assignment.objects.get(request_key=request_key)


def _locked(assignment: Assignment) -> Assignment:
    return Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)


@transaction.atomic
def change_draft(
    *, assignment: Assignment, also_for: Sequence[Team], details: AssignmentDetails, counted: Counted
) -> Assignment:
    """Raises IsAgreed."""
    locked = _locked(assignment)
    if not locked.is_draft:
        raise IsAgreed
    for name, value in vars(details).items():
        setattr(locked, name, value)
    locked.save(update_fields=list(vars(details)))
    locked.also_for.set(also_for)
    _set_parts(locked, counted)
    return locked


@transaction.atomic
def choose_parts(*, assignment: Assignment, counted: Counted) -> None:
    """Also while it is in force: what starts for it later must count, too. Raises IsNotInForce when it has ended."""
    locked = _locked(assignment)
    if locked.ended_on is not None:
        raise IsNotInForce
    _set_parts(locked, counted)


def _set_parts(assignment: Assignment, counted: Counted) -> None:
    """Only what differs is written, so that the history tells what was added and what taken out."""
    wanted = {(one.pk, None) for one in counted.initiatives} | {(None, one.pk) for one in counted.editions}
    there = {(part.initiative_id, part.edition_id): part for part in assignment.parts.all()}
    for key, part in there.items():
        if key not in wanted:
            part.delete()
    for initiative_id, edition_id in sorted(wanted - there.keys(), key=str):
        AssignmentPart.objects.create(assignment=assignment, initiative_id=initiative_id, edition_id=edition_id)


@transaction.atomic
def agree_assignment(*, assignment: Assignment, agreed_on: date, agreed_with: str, by: User) -> Assignment:
    """From now on it stays as it is. The version that it follows ends on that day.

    Raises:
        IsAgreed: a colleague was first.
        NothingCounts: choose the initiatives or editions first.
        BeforeTheEarlierOne: choose a later day.
    """
    locked = _locked(assignment)
    if not locked.is_draft:
        raise IsAgreed
    if not locked.is_by_the_ladder and not locked.parts.exists():
        raise NothingCounts
    if locked.replaces_id is not None:
        earlier = Assignment.objects.select_for_update(of=("self",)).get(pk=locked.replaces_id)
        if earlier.agreed_on is not None and agreed_on < earlier.agreed_on:
            raise BeforeTheEarlierOne
        if earlier.ended_on is None:
            earlier.ended_on = agreed_on
            earlier.end_note = _("Version %(number)d takes its place.") % {"number": locked.version}
            earlier.save(update_fields=["ended_on", "end_note"])
    locked.agreed_on, locked.agreed_with, locked.agreed_by = agreed_on, agreed_with, by
    locked.save(update_fields=["agreed_on", "agreed_with", "agreed_by"])
    return locked


@transaction.atomic
def end_assignment(*, assignment: Assignment, ended_on: date, note: str) -> Assignment:
    """Before its period is over, or to round it off. Raises IsNotInForce."""
    locked = _locked(assignment)
    if locked.is_draft or locked.ended_on is not None:
        raise IsNotInForce
    locked.ended_on, locked.end_note = ended_on, note
    locked.save(update_fields=["ended_on", "end_note"])
    return locked


COPIED = (
    "title", "target_group", "step_at_most", "reaches_step", "age_from", "age_to", "number", "unit", "starts_on",
    "ends_on", "means", "hours", "will_not", "ground",
)  # fmt: skip


@transaction.atomic
def begin_version(*, assignment: Assignment, by: User, at: datetime) -> Assignment:
    """A draft with the same words, to change and agree again; the draft there is when somebody began one already.

    Raises IsNotInForce for what is itself a draft.
    """
    locked = _locked(assignment)
    if locked.is_draft:
        raise IsNotInForce
    if there := Assignment.objects.filter(replaces=locked).first():
        return there
    made = Assignment.objects.create(
        team_id=locked.team_id,
        area_id=locked.area_id,
        theme_id=locked.theme_id,
        version=locked.version + 1,
        replaces=locked,
        written_by=by,
        written_at=at,
        **model_to_dict(locked, fields=COPIED),
    )
    made.also_for.set(locked.also_for.all())
    for part in locked.parts.all():
        AssignmentPart.objects.create(assignment=made, initiative_id=part.initiative_id, edition_id=part.edition_id)
    return made


@transaction.atomic
def discard_draft(*, assignment: Assignment) -> None:
    """Throw a draft away; twice does no harm. Raises IsAgreed."""
    locked = Assignment.objects.select_for_update(of=("self",)).filter(pk=assignment.pk).first()
    if locked is None:
        return
    if not locked.is_draft:
        raise IsAgreed
    locked.delete()
