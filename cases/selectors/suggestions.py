"""Who could help this household, and why: the neighbourhood first, then those close by, then specialists."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.enums import LifeDomain
from cases.models import Case, Goal, Inquiry, OutsideWish, SharingRecord
from cases.selectors.reach import Home, Reach
from cases.selectors.waiting_times import counted
from collectief.models import Initiative
from netwerk.enums import Lead, OrganisationKind, Ring
from netwerk.models import Location, Organisation, RelationMoment, RingMembership, Service, WorkingAgreement
from netwerk.selectors.principles import Standing, standings
from netwerk.selectors.waiting import Stated, Waited, WaitingTimes, length_of, stated, times_of
from wijkteam.areas.models import Area, Theme

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

INFORMAL = frozenset(
    {OrganisationKind.INFORMAL_CARE, OrganisationKind.FAITH, OrganisationKind.SPORTS, OrganisationKind.SHOP}
)
# So many of a group stand on the page; the rest is found by name.
SHOWN = 12
LONG_AGO_DAYS = 120


@dataclass(frozen=True, kw_only=True)
class AgreementBit:
    """What was agreed with a partner, as far as one needs it to choose."""

    lead: "_StrOrPromise"
    is_led_by_team: bool
    has_referral: bool
    max_wait_weeks: int | None
    review_on: date
    review_passed: bool


@dataclass(frozen=True, kw_only=True)
class ServiceBit:
    name: str
    level: "_StrOrPromise"
    ours: Waited
    stated: Stated | None


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One partner. `unsuited` says why it is not suggested, where it is shown all the same.

    `standing` is what they answered to our principles; None for who was never asked.
    """

    public_id: UUID
    name: str
    kind: "_StrOrPromise"
    group: int
    why: str
    themes: tuple[str, ...]
    agreement: AgreementBit | None
    standing: Standing | None
    services: tuple[ServiceBit, ...]
    ours: Waited
    last_contact: date | None
    may_share: bool
    unsuited: str


@dataclass(frozen=True, kw_only=True)
class InitiativeBit:
    name: str
    url: str
    owner: "_StrOrPromise"
    why: str
    place: str
    rhythm: str
    theme: str


@dataclass(frozen=True, kw_only=True)
class Group:
    key: str
    title: "_StrOrPromise"
    partners: tuple[Suggestion, ...]
    more: int


@dataclass(frozen=True, kw_only=True)
class NotShown:
    """Who is left out for one reason."""

    why: str
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SuggestionsPage:
    """`themes` are what the case is about, with where that stands."""

    themes: tuple[str, ...]
    wish: OutsideWish | None
    initiatives: tuple[InitiativeBit, ...]
    groups: tuple[Group, ...]
    hidden: tuple[NotShown, ...]
    count: int

    @property
    def hidden_count(self) -> int:
        return sum(len(one.names) for one in self.hidden)


GROUPS: "tuple[tuple[str, _StrOrPromise], ...]" = (
    ("informal", gettext_lazy("Neighbours, volunteers and clubs")),
    ("first", gettext_lazy("First ring")),
    ("second", gettext_lazy("Second ring")),
    ("others", gettext_lazy("Others")),
)


def wish_of(case: Case) -> OutsideWish | None:
    """The wish that holds: a household that comes back wished it still, until it says otherwise. One statement."""
    wishes = OutsideWish.objects.current().filter(case__household=case.household_id, case__team=case.team_id)
    return wishes.select_related("recorded_by").order_by("-asked_on", "-pk").first()


def themes_of(case: Case) -> dict[int, str]:
    """What the case is about: its own theme, and those of the goals in force; with the words for it. Two statements."""
    goals = Goal.objects.filter(plan__case=case, plan__in_force_at__isnull=False, plan__ended_at=None)
    domains = set(goals.order_by().values_list("life_domain", flat=True))
    found = {}
    for theme in Theme.objects.filter(Q(pk=case.theme_id) | Q(life_domains__overlap=sorted(domains))).order_by("name"):
        of_goals = [str(LifeDomain(one).label) for one in theme.life_domains if one in domains]
        if theme.pk == case.theme_id:
            found[theme.pk] = str(theme)
        else:
            found[theme.pk] = _("%(theme)s (goal: %(domain)s)") % {"theme": theme, "domain": ", ".join(of_goals)}
    return dict(sorted(found.items(), key=lambda one: one[0] != case.theme_id))


@dataclass(frozen=True, kw_only=True)
class _Facts:
    """What was looked up once, for all partners together."""

    today: date
    home: Home
    themes: Collection[int]
    wish: OutsideWish | None
    rings: dict[int, int]
    agreements: dict[int, WorkingAgreement]
    standings: dict[int, Standing]
    times: WaitingTimes
    shared: set[int]
    spoken: dict[int, date]


def suggestions_page(case: Case, *, today: date, search: str = "", shows_all: bool = False) -> SuggestionsPage:
    """The same number of statements whatever there is: eighteen."""
    themes = themes_of(case)
    wish = wish_of(case)
    home = Home.of(case.area, served=Area.objects.filter(team_area__team=case.team_id))
    found = Organisation.objects.active(on=today)
    if search:
        found = found.filter(
            Q(name__icontains=search) | Q(services__name__icontains=search) | Q(themes__name__icontains=search)
        ).distinct()
    services = Service.objects.offered(on=today).prefetch_related(
        "themes", "areas", Prefetch("locations", Location.objects.select_related("area"))
    )
    organisations = list(
        found.prefetch_related(
            "themes",
            Prefetch("locations", Location.objects.select_related("area")),
            Prefetch("services", services.order_by("name", "pk"), to_attr="offered_now"),
        ).order_by("name", "pk")
    )
    facts = _facts(case, organisations, home=home, themes=themes, wish=wish, today=today)
    shown: list[Suggestion] = []
    hidden: dict[str, list[str]] = {}
    for organisation in organisations:
        one = _suggestion(organisation, facts)
        if one.unsuited and not (shows_all or search):
            hidden.setdefault(one.unsuited, []).append(one.name)
        else:
            shown.append(one)
    return SuggestionsPage(
        themes=tuple(themes.values()),
        wish=wish,
        initiatives=tuple(_initiatives(case, facts, search=search)),
        groups=tuple(_groups(shown, is_cut=not shows_all)),
        hidden=tuple(NotShown(why=why, names=tuple(names)) for why, names in hidden.items()),
        count=len(shown),
    )


def _facts(
    case: Case,
    organisations: Sequence[Organisation],
    *,
    home: Home,
    themes: dict[int, str],
    wish: OutsideWish | None,
    today: date,
) -> _Facts:
    agreements = WorkingAgreement.objects.in_force(on=today).filter(team=case.team_id)
    rings = RingMembership.objects.on(today).filter(team=case.team_id)
    moments = RelationMoment.objects.filter(team=case.team_id, happened_on__lte=today).order_by().values("organisation")
    spoken = dict(moments.annotate(last=Max("happened_on")).values_list("organisation", "last"))
    asked = Inquiry.objects.filter(involvement__case__team=case.team_id).order_by().values("involvement__organisation")
    for organisation, day in asked.annotate(last=Max("contact__occurred_at__date")).values_list(
        "involvement__organisation", "last"
    ):
        spoken[organisation] = max(day, spoken.get(organisation, day))
    return _Facts(
        today=today,
        home=home,
        themes=set(themes),
        wish=wish,
        rings=dict(rings.values_list("organisation", "ring")),
        agreements={one.organisation_id: one for one in agreements},
        standings=standings([one.pk for one in organisations], on=today),
        times=times_of(counted([one.pk for one in organisations], today=today)),
        shared=set(SharingRecord.objects.filter(case=case).running_on(today).values_list("organisation", flat=True)),
        spoken=spoken,
    )


def _suggestion(organisation: Organisation, facts: _Facts) -> Suggestion:
    services: list[Service] = organisation.offered_now  # type: ignore[attr-defined]  # prefetched
    ring = facts.rings.get(organisation.pk)
    reached = facts.home.reach_of(organisation, services)
    unsuited = _unsuited(organisation, services, set(reached), facts)
    suited = [one for reach in _reaches(facts.wish) for one in reached.get(reach, ())]
    fitting = _themes(organisation, services)
    ours = facts.times.of(organisation.pk)
    bits = tuple(
        ServiceBit(
            name=one.name,
            level=one.get_level_display(),
            ours=(known := facts.times.of_service(organisation.pk, one.pk)),
            stated=stated(one, today=facts.today, ours=known),
        )
        for one in (suited or services)
    )
    last = facts.spoken.get(organisation.pk)
    agreement = facts.agreements.get(organisation.pk)
    return Suggestion(
        public_id=organisation.public_id,
        name=organisation.name,
        kind=organisation.get_kind_display(),
        group=_group(organisation, ring),
        why=_why(ring=ring, last=last, ours=ours, services=bits, facts=facts),
        themes=tuple(name for pk, name in fitting.items() if pk in facts.themes),
        agreement=_agreement(agreement, facts.today) if agreement else None,
        standing=facts.standings.get(organisation.pk),
        services=bits,
        ours=ours,
        last_contact=last,
        may_share=organisation.pk in facts.shared,
        unsuited=unsuited,
    )


def _reaches(wish: OutsideWish | None) -> tuple[Reach, ...]:
    """What counts: near first; or, for who wants help elsewhere, all that is not near."""
    return (Reach.WIDE, Reach.ELSEWHERE) if wish else (Reach.NEAR, Reach.UNKNOWN, Reach.WIDE)


def _unsuited(organisation: Organisation, services: Sequence[Service], reached: set[Reach], facts: _Facts) -> str:
    """Why one would not suggest it; empty when one would. The wish of the household goes before the theme."""
    if not reached & set(_reaches(facts.wish)):
        if facts.wish is None:
            return _("works in another part of the city")
        if Reach.NEAR in reached:
            return _("works in the own neighbourhood, and this household wants help elsewhere")
        return _("unknown whether they work elsewhere, and this household wants that")
    themes = _themes(organisation, services).keys()
    # Whose themes nobody wrote down may fit.
    return _("does not fit the themes of this case") if themes and not themes & set(facts.themes) else ""


def _themes(organisation: Organisation, services: Sequence[Service]) -> dict[int, str]:
    """Of the organisation, and of what it offers."""
    found = {theme.pk: str(theme) for theme in organisation.themes.all()}
    return found | {theme.pk: str(theme) for service in services for theme in service.themes.all()}


def _group(organisation: Organisation, ring: int | None) -> int:
    if organisation.kind in INFORMAL:
        return 0
    return {Ring.FIRST.value: 1, Ring.SECOND.value: 2}.get(ring or 0, 3)


def _agreement(one: WorkingAgreement, today: date) -> AgreementBit:
    return AgreementBit(
        lead=one.get_lead_display(),
        is_led_by_team=one.lead == Lead.TEAM,
        has_referral=bool(one.refer.strip()),
        max_wait_weeks=one.max_wait_weeks,
        review_on=one.review_on,
        review_passed=one.review_on <= today,
    )


def _why(*, ring: int | None, last: date | None, ours: Waited, services: Sequence[ServiceBit], facts: _Facts) -> str:
    """Why it stands where it stands, in one sentence."""
    parts = [_ring_words(ring), _contact_words(last, today=facts.today)]
    says = [one.stated.weeks for one in services if one.stated]
    if ours.days is not None:
        parts.append(_("waiting about %(length)s") % {"length": length_of(ours.days)})
    elif says:
        parts.append(
            ngettext("they state %(weeks)d week of waiting", "they state %(weeks)d weeks of waiting", min(says))
            % {"weeks": min(says)}
            if min(says)
            else _("they state no waiting")
        )
    sentence = ", ".join(part for part in parts if part)
    return f"{sentence[0].upper()}{sentence[1:]}"


def _ring_words(ring: int | None) -> str:
    if ring == Ring.FIRST:
        return _("in the first ring")
    return _("in the second ring") if ring == Ring.SECOND else _("in no ring")


def _contact_words(last: date | None, *, today: date) -> str:
    if last is None:
        return _("never spoken to yet")
    days = (today - last).days
    if days == 0:
        return _("spoken to today")
    words = {"length": length_of(days)}
    if days > LONG_AGO_DAYS:
        return _("not spoken to for %(length)s") % words
    return _("spoken to %(length)s ago") % words


def _groups(shown: Sequence[Suggestion], *, is_cut: bool) -> Iterator[Group]:
    for number, (key, title) in enumerate(GROUPS):
        inside = sorted((one for one in shown if one.group == number), key=_best_first)
        if inside:
            kept = inside[:SHOWN] if is_cut else inside
            yield Group(key=key, title=title, partners=tuple(kept), more=len(inside) - len(kept))


def _best_first(one: Suggestion) -> tuple[bool, bool, bool, int, str]:
    """What is suited, what fits the theme, what was agreed with, the shortest wait that we know."""
    says = [service.stated.weeks * 7 for service in one.services if service.stated]
    days = one.ours.days if one.ours.days is not None else min(says, default=10_000)
    return (bool(one.unsuited), not one.themes, one.agreement is None, days, one.name)


# -- something in the neighbourhood ----------------------------------------------------------------


def _initiatives(case: Case, facts: _Facts, *, search: str) -> Iterator[InitiativeBit]:
    """What people do together and fits the theme; for who wants help elsewhere only what is elsewhere."""
    running = Initiative.objects.running(on=facts.today).select_related("theme", "area", "team")
    if search:
        running = running.filter(Q(name__icontains=search) | Q(theme__name__icontains=search))
    else:
        running = running.filter(theme__in=facts.themes)
    near = []
    for one in running.order_by("name", "pk"):
        is_near = facts.home.is_near(one.area.code) if one.area else one.team_id == case.team_id
        if is_near == (facts.wish is None):
            near.append(one)
    near.sort(key=lambda one: (one.theme_id != case.theme_id, one.name))
    for one in near[:SHOWN]:
        where = one.area.name if one.area else one.team.name
        yield InitiativeBit(
            name=one.name,
            url=reverse("collectief:initiative", args=[one.public_id]),
            owner=one.get_owner_display(),
            why=_("%(theme)s, in %(area)s") % {"theme": one.theme, "area": where},
            place=one.place,
            rhythm=one.rhythm,
            theme=str(one.theme),
        )
