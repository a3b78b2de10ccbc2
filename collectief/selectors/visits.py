"""What the pages of the visiting service show: who waits, who fits, and how the visits go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Prefetch, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collectief.enums import CertificateKind, DayPart, Interest, Language, MethodForm
from collectief.models import Method, Visit, VisitLink, VisitMatch, VisitWish, Volunteer
from collectief.models.visit import VisitMatchQuerySet
from collectief.selectors.volunteers import labels
from wijkteam.accounts.models import User

SHOWN_ENDED = 10
JUST_NOW = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A month of visits as a mark."""

    tone: str


@dataclass(frozen=True, kw_only=True)
class Months:
    """The half year as a row of dots, and the same in words."""

    dots: tuple[Dot, ...]
    text: str
    has_missed: bool


def months_of(match: VisitMatch, days: Iterable[date], *, today: date) -> Months:
    """A dot for each month: visited, missed, running or still to come. Runs no query."""
    held = sorted(days)
    until = match.ended_on or today
    dots, words, missed = [], [], []
    for number, (start, end) in enumerate(match.months(), 1):
        visits = sum(start <= day < end for day in held)
        if visits:
            tone = "positive"
            said = ngettext("%(count)d visit", "%(count)d visits", visits) % {"count": visits}
        elif end <= until:
            tone, said = "negative", _("no visit")
            missed.append(end)
        elif start <= until and match.is_running:
            tone, said = "warning", _("not yet")
        else:
            tone, said = "neutral", _("to come") if match.is_running else _("ended")
        dots.append(Dot(tone=tone))
        words.append(_("month %(number)d: %(said)s") % {"number": number, "said": said})
    last = max((end for _start, end in match.months() if end <= until), default=None)
    return Months(
        dots=tuple(dots),
        text=", ".join(words),
        has_missed=match.is_running and last is not None and last in missed and not any(day >= last for day in held),
    )


def _waits(since: date, *, today: date) -> str:
    days = max((today - since).days, 0)
    if days < 14:
        return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
    return ngettext("%(weeks)d week", "%(weeks)d weeks", days // 7) % {"weeks": days // 7}


@dataclass(frozen=True, kw_only=True)
class MatchRow:
    url: str
    person: str
    volunteer: str
    coordinator: str
    months: Months
    is_worried: bool
    starts_on: date
    planned_until: date
    ended_on: date | None


@dataclass(frozen=True, kw_only=True)
class WaitingPerson:
    url: str
    name: str
    area: str
    waits: str
    since: date
    wishes: str


@dataclass(frozen=True, kw_only=True)
class WaitingVolunteer:
    url: str
    name: str
    area: str
    waits: str
    wishes: str
    room: int


@dataclass(frozen=True, kw_only=True)
class VisitingService:
    running: tuple[MatchRow, ...]
    people: tuple[WaitingPerson, ...]
    volunteers: tuple[WaitingVolunteer, ...]
    ended: tuple[MatchRow, ...]
    has_method: bool


def _matches(user: User, *, on: date) -> VisitMatchQuerySet:
    """With the days of the visits, in the same statement."""
    held = ArrayAgg("visits__held_on", filter=Q(visits__held_on__isnull=False), default=Value([]))
    worried = Count("visits", filter=Q(visits__is_worried=True, visits__told_at__isnull=False))
    seen = VisitMatch.objects.visible_to(user, on=on).annotate(held=held, worries=worried)
    return seen.select_related("wish", "volunteer", "coordinator")


def visiting_service(*, user: User, today: date) -> VisitingService:
    """The team's matches with their months, and who waits on both sides. Five statements."""
    matches = _matches(user, on=today)
    wishes = VisitWish.objects.visible_to(user, on=today).waiting().select_related("area").order_by("asked_on", "pk")
    return VisitingService(
        running=tuple(_match_row(one, today=today) for one in matches.running().order_by("starts_on", "pk")),
        people=tuple(_person(one, today=today) for one in wishes),
        volunteers=tuple(_waiting_volunteers(user, today=today)),
        ended=tuple(
            _match_row(one, today=today)
            for one in matches.exclude(ended_on=None).order_by("-ended_on", "-pk")[:SHOWN_ENDED]
        ),
        has_method=Method.objects.in_use().filter(form=MethodForm.VISITS).exists(),
    )


def _match_row(one: VisitMatch, *, today: date) -> MatchRow:
    return MatchRow(
        url=reverse("collectief:visit-match", args=[one.public_id]),
        person=one.wish.shown_as,
        volunteer=one.volunteer.shown_as,
        coordinator=one.coordinator.name,
        months=months_of(one, one.held, today=today),  # type: ignore[attr-defined]  # annotated by _matches
        is_worried=one.is_running and one.worries > 0,  # type: ignore[attr-defined]  # annotated by _matches
        starts_on=one.starts_on,
        planned_until=one.planned_until,
        ended_on=one.ended_on,
    )


def _person(one: VisitWish, *, today: date) -> WaitingPerson:
    return WaitingPerson(
        url=reverse("collectief:visit-wish", args=[one.public_id]),
        name=one.shown_as,
        area=one.area.name if one.area else "",
        waits=_waits(one.asked_on, today=today),
        since=one.asked_on,
        wishes=_wishes(one),
    )


def _wishes(one: VisitWish | Volunteer) -> str:
    parts = (
        labels(one.languages, Language.choices),
        labels(one.day_parts, DayPart.choices),
        labels(one.interests, Interest.choices),
        one.wish,
    )
    return " · ".join(part for part in parts if part)


def _able(user: User, *, today: date) -> "list[Volunteer]":
    """Active volunteers who were trained for visits or say that they do them, with room. Two statements."""
    return list(
        Volunteer.objects.visible_to(user, on=today)
        .active()
        .filter(visits_at_once__gt=0, certificates__kind=CertificateKind.TRAINING)
        .filter(certificates__method__form=MethodForm.VISITS)
        .annotate(
            running=Count("matches", filter=Q(matches__ended_on=None), distinct=True),
            last_ended=Max("matches__ended_on"),
        )
        .select_related("area")
        .prefetch_related("certificates")
        .order_by("name", "pk")
    )


def _since(one: Volunteer) -> date:
    """Since when they could have been visiting somebody."""
    last: date | None = one.last_ended  # type: ignore[attr-defined]  # annotated by _able
    return max(one.available_from or one.started_on, last or one.started_on)


def _waiting_volunteers(user: User, *, today: date) -> Iterable[WaitingVolunteer]:
    for one in sorted(_able(user, today=today), key=lambda one: (_since(one), one.pk)):
        room = one.visits_at_once - one.running  # type: ignore[attr-defined]  # annotated by _able
        if room > 0 and one.available_from is not None and one.available_from <= today:
            yield WaitingVolunteer(
                url=reverse("collectief:volunteer", args=[one.public_id]),
                name=one.shown_as,
                area=one.area.name if one.area else "",
                waits=_waits(_since(one), today=today),
                wishes=_wishes(one),
                room=room,
            )


# -- who fits whom -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A volunteer for this wish: what fits, what does not, in words. `can` when nothing stands in the way."""

    volunteer_id: UUID
    url: str
    name: str
    waits: str
    can: bool
    fits: tuple[str, ...]
    against: tuple[str, ...]
    wish: str


def candidates(wish: VisitWish, *, user: User, today: date) -> tuple[Candidate, ...]:
    """Trained volunteers of the team, who fits best first; among equals who waits longest. Two statements."""
    able = [one for one in _able(user, today=today) if one.team_id == wish.team_id]
    judged = [(one, *_judge(one, wish, today=today)) for one in able]
    judged.sort(key=lambda row: (not row[2], -row[1], _since(row[0]), row[0].pk))
    return tuple(
        Candidate(
            volunteer_id=one.public_id,
            url=reverse("collectief:volunteer", args=[one.public_id]),
            name=one.shown_as,
            waits=_waits(_since(one), today=today),
            can=can,
            fits=fits,
            against=against,
            wish=one.wish,
        )
        for one, _points, can, fits, against in judged
    )


def _judge(one: Volunteer, wish: VisitWish, *, today: date) -> tuple[int, bool, tuple[str, ...], tuple[str, ...]]:
    """Points, whether it can be, what fits and what does not."""
    points, fits, against, stops = 0, [], [], list(_stops(one, wish, today=today))
    for mine, theirs, weight, choices, same, other in (
        (one.languages, wish.languages, 4, Language.choices, _("speak %(what)s"), _("no language in common")),
        (one.day_parts, wish.day_parts, 2, DayPart.choices, _("both can in %(what)s"), _("other parts of the day")),
        (one.interests, wish.interests, 1, Interest.choices, _("both like %(what)s"), ""),
    ):
        shared = [value for value in theirs if value in mine]
        if shared:
            points += weight * (len(shared) if weight == 1 else 1)
            fits.append(same % {"what": labels(shared, choices)})
        elif mine and theirs and other:
            points -= weight
            against.append(other)
    if one.area_id is not None and one.area_id == wish.area_id:
        points += 2
        fits.append(_("live in the same neighbourhood"))
    return points, not stops, tuple(fits), (*stops, *against)


def _stops(one: Volunteer, wish: VisitWish, *, today: date) -> Iterable[str]:
    def counts(kind: CertificateKind, method: int | None = None) -> bool:
        return any(
            row.kind == kind
            and (method is None or row.method_id == method)
            and row.starts_on <= today
            and (row.ends_on is None or row.ends_on > today)
            for row in one.certificates.all()
        )

    if not counts(CertificateKind.TRAINING, wish.method_id):
        yield _("the training for this method does not count (any more)")
    if not counts(CertificateKind.CONDUCT):
        yield _("there is no certificate of good conduct that counts")
    if one.running >= one.visits_at_once:  # type: ignore[attr-defined]  # annotated by _able
        yield _("visits as many people as they said")
    if one.available_from is None or one.available_from > today:
        yield _("cannot start now")


@dataclass(frozen=True, kw_only=True)
class WishPage:
    wish: VisitWish
    waits: str
    languages: str
    day_parts: str
    interests: str
    candidates: tuple[Candidate, ...]
    matches: tuple[MatchRow, ...]
    is_visited: bool


def wish_page(wish: VisitWish, *, user: User, today: date) -> WishPage:
    """Somebody who would like visits, and who could come. Four statements."""
    known = _matches(user, on=today).filter(wish=wish).order_by("-starts_on", "-pk")
    matches = [_match_row(one, today=today) for one in known]
    is_visited = any(one.ended_on is None for one in matches)
    waits = wish.closed_on is None and not is_visited
    return WishPage(
        wish=wish,
        waits=_waits(wish.asked_on, today=today) if waits else "",
        languages=labels(wish.languages, Language.choices),
        day_parts=labels(wish.day_parts, DayPart.choices),
        interests=labels(wish.interests, Interest.choices),
        candidates=candidates(wish, user=user, today=today) if waits else (),
        matches=tuple(matches),
        is_visited=is_visited,
    )


# -- one match -----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    planned_on: date | None
    held_on: date | None
    outcome: str
    minutes: int | None
    words: str
    is_worried: bool
    by: str
    tone: str
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class MatchPage:
    match: VisitMatch
    months: Months
    visits: tuple[VisitRow, ...]
    happened: int
    minutes: int
    link: VisitLink | None
    can_mail: bool


def match_page(match: VisitMatch, *, today: date) -> MatchPage:
    """Visits, months and the own page of the volunteer. Two statements."""
    visits = list(match.visits.select_related("told_by").order_by("planned_on", "held_on", "pk"))
    visits.sort(key=lambda one: (one.held_on or one.planned_on or match.starts_on, one.pk))
    link = VisitLink.objects.filter(volunteer=match.volunteer_id, revoked_at=None).first()
    return MatchPage(
        match=match,
        months=months_of(match, [one.held_on for one in visits if one.held_on], today=today),
        visits=tuple(_visit(one, today=today) for one in visits),
        happened=sum(one.outcome == "happened" for one in visits),
        minutes=sum(one.minutes or 0 for one in visits),
        link=link,
        can_mail=match.is_running and bool(match.volunteer.email),
    )


def _visit(one: Visit, *, today: date) -> VisitRow:
    told = one.told_by.name if one.told_by else _("the volunteer")
    return VisitRow(
        planned_on=one.planned_on,
        held_on=one.held_on,
        outcome=str(one.get_outcome_display()),
        minutes=one.minutes,
        words=one.words,
        is_worried=one.is_worried,
        by=told if one.told_at else "",
        tone={"happened": "positive", "not": "negative", "no-contact": "warning"}.get(one.outcome, "neutral"),
        is_late=not one.outcome and one.planned_on is not None and one.planned_on < today,
    )


# -- for the volunteer ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class OwnVisit:
    """Somebody whom the volunteer visits: the first name and what is planned, nothing more."""

    match_id: UUID
    name: str
    planned: tuple[date, ...]
    last_on: date | None
    is_told_just_now: bool


def own_visits(volunteer: Volunteer, *, at: datetime) -> tuple[OwnVisit, ...]:
    """Two statements."""
    today = timezone.localdate(at)
    ordered = Prefetch("visits", queryset=Visit.objects.order_by("planned_on", "pk"))
    running = VisitMatch.objects.running().filter(volunteer=volunteer).select_related("wish").prefetch_related(ordered)
    return tuple(
        OwnVisit(
            match_id=one.public_id,
            name=one.wish.name,
            planned=tuple(
                visit.planned_on
                for visit in one.visits.all()
                if not visit.outcome and visit.planned_on and visit.planned_on >= today - timedelta(days=31)
            )[:3],
            is_told_just_now=any(visit.told_at and visit.told_at > at - JUST_NOW for visit in one.visits.all()),
            last_on=max((visit.held_on for visit in one.visits.all() if visit.held_on), default=None),
        )
        for one in running.order_by("starts_on", "pk")
    )


def link_of(*, token: str) -> VisitLink | None:
    """The link of this token, over or not. One statement."""
    if not token or len(token) > 100:
        return None
    found = VisitLink.objects.filter(digest__in=VisitLink.digests_of(token))
    return found.select_related("volunteer__team").first()


def is_live(link: VisitLink, *, today: date) -> bool:
    return VisitLink.objects.live(on=today).filter(pk=link.pk).exists()


# -- for My work ---------------------------------------------------------------------------------------


def missed_months(*, user: User, today: date) -> list[VisitMatch]:
    """Running matches that this worker looks after, of which the last whole month had no visit. One statement."""
    mine = _matches(user, on=today).running().filter(coordinator=user).order_by("starts_on", "pk")
    return [
        one
        for one in mine
        if months_of(one, one.held, today=today).has_missed  # type: ignore[attr-defined]  # annotated by _matches
    ]
