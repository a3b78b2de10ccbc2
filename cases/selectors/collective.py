"""What a household does together with others: where they could go, and whether they came. Never who else is there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, CollectiveReferral, Person, VisitReferral
from collectief.enums import MethodForm, ParticipantStatus, VisitOutcome
from collectief.models import Attendance, Edition, Initiative, Method, VisitWish
from wijkteam.accounts.models import User
from wijkteam.core.periods import running_on

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class CollectiveLine:
    """One person in one initiative; `came` has a mark per meeting of their own, oldest first."""

    public_id: UUID
    name: str
    person: str
    edition: str
    hope: str
    state: "_StrOrPromise"
    tone: str
    came: tuple[bool, ...]
    came_text: str
    since: date
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class VisitsLine:
    """A volunteer comes by, or somebody waits for one; `url` is empty for who may not see the visiting service."""

    person: str
    state: "_StrOrPromise"
    tone: str
    since: date
    url: str


@dataclass(frozen=True, kw_only=True)
class EditionChoice:
    edition: Edition
    label: str
    hint: str


@dataclass(frozen=True, kw_only=True)
class InitiativeOption:
    """`fits` the main theme of the case; `places` is what is free in its editions, None when it has none."""

    public_id: UUID
    name: str
    description: str
    when: str
    place: str
    team: str
    theme: str
    fits: bool
    is_near: bool
    places: int | None


def _attended(came: Sequence[bool]) -> str:
    if not came:
        return ""
    return _("came %(came)d of %(of)d times") % {"came": sum(came), "of": len(came)}


def collective_lines(case: Case) -> tuple[CollectiveLine, ...]:
    """Two statements; what runs stands first. Only the own attendance is read."""
    rows = list(
        CollectiveReferral.objects.filter(case=case)
        .select_related("person", "initiative", "participant__edition")
        .order_by("ended_on", "-referred_on", "-pk")
    )
    rows.sort(key=lambda one: one.ended_on is not None)
    came: dict[int, list[bool]] = defaultdict(list)
    marks = Attendance.objects.filter(participant__in=[one.participant_id for one in rows if one.participant_id])
    for participant, was_there in marks.order_by("session__held_on", "session__begins_at", "pk").values_list(
        "participant", "was_there"
    ):
        came[participant].append(was_there)
    return tuple(_line(one, tuple(came.get(one.participant_id or 0, ()))) for one in rows)


def _line(one: CollectiveReferral, came: tuple[bool, ...]) -> CollectiveLine:
    state: _StrOrPromise
    if one.ended_on is not None:
        state, tone = one.get_outcome_display(), ""
    elif one.participant is None:
        state, tone = _("goes there"), "positive"
    elif one.participant.status == ParticipantStatus.WAITING:
        state, tone = _("on the waiting list"), "warning"
    elif one.participant.status == ParticipantStatus.LEFT:
        state, tone = _("stopped with the group"), ""
    else:
        state, tone = _("in the group"), "positive"
    return CollectiveLine(
        public_id=one.public_id,
        name=one.initiative.name,
        person=one.person.full_name,
        edition=one.participant.edition.name if one.participant else "",
        hope=one.hope,
        state=state,
        tone=tone,
        came=came,
        came_text=_attended(came),
        since=one.referred_on,
        is_open=one.ended_on is None,
    )


def visits_lines(case: Case, *, reader: User, today: date) -> tuple[VisitsLine, ...]:
    """Visits to somebody of the household: never of whom. Two statements, one where there are none."""
    happened = Count("wish__matches__visits", filter=Q(wish__matches__visits__outcome=VisitOutcome.HAPPENED))
    visited = Count("wish__matches", filter=Q(wish__matches__ended_on=None), distinct=True)
    rows = list(
        VisitReferral.objects.filter(case=case)
        .select_related("person", "wish")
        .annotate(happened=happened, visited=visited)
        .order_by("wish__closed_on", "-referred_on", "-pk")
    )
    if not rows:
        return ()
    wishes = VisitWish.objects.visible_to(reader, on=today).filter(pk__in=[one.wish_id for one in rows])
    seen = set(wishes.values_list("pk", flat=True))
    return tuple(_visits_line(one, may_open=one.wish_id in seen) for one in rows)


def _visits_line(one: VisitReferral, *, may_open: bool) -> VisitsLine:
    happened: int = one.happened  # type: ignore[attr-defined]  # annotated by visits_lines
    times = ngettext("%(number)d visit", "%(number)d visits", happened) % {"number": happened}
    state: _StrOrPromise
    if one.visited:  # type: ignore[attr-defined]  # as above
        state, tone = _("a volunteer comes by: %(times)s") % {"times": times}, "positive"
    elif one.wish.closed_on is not None:
        state, tone = _("ended after %(times)s") % {"times": times}, ""
    else:
        state, tone = _("waits for a volunteer"), "warning"
    return VisitsLine(
        person=one.person.full_name,
        state=state,
        tone=tone,
        since=one.referred_on,
        url=reverse("collectief:visit-wish", args=[one.wish.public_id]) if may_open else "",
    )


def running_initiatives(*, today: date, search: str = "") -> list[Initiative]:
    """What people could go to now, of all teams. One statement."""
    found = Initiative.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today)).select_related("team", "theme", "area")
    if search:
        found = found.filter(
            Q(name__icontains=search) | Q(description__icontains=search) | Q(theme__name__icontains=search)
        )
    return list(found.order_by("name", "pk"))


def initiative_options(case: Case, *, today: date, search: str = "") -> tuple[InitiativeOption, ...]:
    """What fits the theme first, then what is of the own team. Three statements."""
    initiatives = running_initiatives(today=today, search=search)
    free: dict[int, int] = defaultdict(int)
    editions = Edition.objects.running().filter(initiative__in=[one.pk for one in initiatives])
    for edition in editions.annotate(
        taken=Count("participants", filter=Q(participants__status=ParticipantStatus.TAKING_PART))
    ):
        free[edition.initiative_id] += max(0, edition.capacity - edition.taken)  # type: ignore[attr-defined]  # above
    options = [
        InitiativeOption(
            public_id=one.public_id,
            name=one.name,
            description=one.description,
            when=one.rhythm,
            place=one.place,
            team=one.team.name,
            theme=str(one.theme),
            fits=one.theme_id == case.theme_id,
            is_near=one.team_id == case.team_id,
            places=free.get(one.pk),
        )
        for one in initiatives
    ]
    return tuple(sorted(options, key=lambda one: (not one.fits, not one.is_near, one.name)))


def edition_choices(initiative: Initiative, *, today: date) -> tuple[EditionChoice, ...]:
    """The editions that run, with what is free and when the next meeting is. One statement."""
    running = initiative.editions.running().annotate(
        taken=Count("participants", filter=Q(participants__status=ParticipantStatus.TAKING_PART), distinct=True),
        next_on=Min("sessions__held_on", filter=Q(sessions__held_on__gte=today, sessions__cancelled_on=None)),
    )
    choices = []
    for edition in running.order_by("next_on", "pk"):
        taken, next_on = edition.taken, edition.next_on  # type: ignore[attr-defined]  # annotated above
        left = max(0, edition.capacity - taken)
        words = [
            ngettext("%(number)d place left", "%(number)d places left", left) % {"number": left}
            if left
            else _("full: on the waiting list")
        ]
        if next_on:
            words.append(_("next meeting %(day)s") % {"day": date_format(next_on, "l j F")})
        choices.append(EditionChoice(edition=edition, label=edition.name, hint=", ".join(words)))
    return tuple(choices)


def has_visiting_service() -> bool:
    """A method of visits is in use here. One statement."""
    return Method.objects.in_use().filter(form=MethodForm.VISITS).exists()


def people_of(case: Case, *, today: date) -> list[Person]:
    """Who is in the household today. One statement."""
    members = case.household.members.filter(running_on(today)).select_related("person")
    return [one.person for one in members.order_by("person__birth_date", "pk")]


def count_households(initiative: Initiative, since: date) -> int:
    """How many households were referred to this initiative since that day: a number for what would be lost."""
    rows = CollectiveReferral.objects.filter(initiative=initiative, referred_on__gte=since)
    return rows.values("case__household").distinct().count()


def refer_url(case: Case, initiative: Initiative) -> str:
    """For other pages that show initiatives to a household."""
    return reverse("cases:collective-refer", args=[case.public_id, initiative.public_id])
