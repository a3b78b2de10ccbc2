"""What the page of the broad exploration shows: parts of life, the own network, and what still waits for it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import LifeDomain, RelationKind, ScanState
from cases.models import Attachment, Case, DomainAssessment, Exploration, NetworkPerson, OwnPlan
from cases.permissions import can_change, may_offer_provisions
from cases.selectors.clock import ClockCard, clock_card
from wijkteam.accounts.models import User
from wijkteam.core.charts import Ecogram, Pair, Pairs, Person

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


RELATION_ICONS: dict[str, str] = {
    RelationKind.PARTNER: "heart",
    RelationKind.CHILD: "mood-kid",
    RelationKind.PARENT: "users",
    RelationKind.FAMILY: "users-group",
    RelationKind.FRIEND: "friends",
    RelationKind.NEIGHBOUR: "home",
    RelationKind.WORK_OR_SCHOOL: "school",
    RelationKind.GROUP: "building-community",
    RelationKind.VOLUNTEER: "heart-handshake",
    RelationKind.PROFESSIONAL: "briefcase",
    RelationKind.OTHER: "user",
}


@dataclass(frozen=True, kw_only=True)
class DomainRow:
    """A part of life; `before` says in words what was scored in the exploration before this one."""

    public_id: UUID
    name: str
    reason: str
    strengths: str
    problems: str
    before: str


@dataclass(frozen=True, kw_only=True)
class NetworkRow:
    number: int
    public_id: UUID
    name: str
    kind: "_StrOrPromise"
    icon: str
    closeness: "_StrOrPromise"
    ties: str
    has_tension: bool
    could_help_with: str


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    version: int
    url: str
    created_at: datetime
    ended_at: datetime | None
    current: bool


@dataclass(frozen=True, kw_only=True)
class OwnPlanRow:
    public_id: UUID
    kind: "_StrOrPromise"
    made_by: str
    made_on: date
    handed_over_on: date
    text: str
    file_id: UUID | None
    file_name: str


@dataclass(frozen=True, kw_only=True)
class ExplorationPage:
    """`shown` is None while nobody began one. `can_change` is about the parts: the open version of an open case."""

    shown: Exploration | None
    versions: tuple[VersionRow, ...]
    domains: tuple[DomainRow, ...]
    scores: Pairs | None
    network: tuple[NetworkRow, ...]
    ecogram: Ecogram | None
    own_plans: tuple[OwnPlanRow, ...]
    asked: tuple[str, ...]
    clock: ClockCard | None
    is_open: bool
    can_change: bool
    may_offer: bool
    is_complete: bool


def exploration_page(*, case: Case, version_id: UUID | None, user: User, today: date) -> ExplorationPage | None:
    """The open exploration or the one asked for; None when that is not one of this case."""
    versions = list(case.explorations.select_related("created_by").order_by("-version"))
    shown = next((one for one in versions if version_id is None or one.public_id == version_id), None)
    if shown is None and version_id is not None:
        return None
    domains: list[DomainAssessment] = []
    before: dict[str, DomainAssessment] = {}
    people: list[NetworkPerson] = []
    if shown is not None:
        earlier = next((one for one in versions if one.version == shown.version - 1), None)
        wanted = [shown.pk, *([earlier.pk] if earlier else [])]
        order = {value: place for place, value in enumerate(LifeDomain.values)}
        for domain in DomainAssessment.objects.filter(exploration__in=wanted):
            if domain.exploration_id == shown.pk:
                domains.append(domain)
            else:
                before[domain.life_domain] = domain
        domains.sort(key=lambda one: order[one.life_domain])
        people = list(shown.network.order_by("closeness", "kind", "pk"))
        people = _spread(people)
    is_open = can_change(case)
    scored = [one for one in domains if one.score is not None or one.own_score is not None]
    return ExplorationPage(
        shown=shown,
        versions=tuple(_version(case, one, here=shown) for one in versions),
        domains=tuple(_domain(one, before.get(one.life_domain)) for one in domains),
        scores=_scores(scored) if scored else None,
        network=tuple(_row(person, number) for number, person in enumerate(people, 1)),
        ecogram=_ecogram(people) if people else None,
        own_plans=_own_plans(case, user=user),
        asked=tuple(case.questions.order_by("received_at", "pk").values_list("asked", flat=True)),
        clock=clock_card(case=case, today=today),
        is_open=is_open,
        can_change=is_open and shown is not None and shown.ended_at is None,
        may_offer=may_offer_provisions(case),
        is_complete=bool(domains) and bool(people),
    )


def _spread(people: list[NetworkPerson]) -> list[NetworkPerson]:
    """Neighbours in the drawing stand on different rings where they can: names get in each other's way less."""
    half = (len(people) + 1) // 2
    spread: list[NetworkPerson] = []
    for near, far in zip(people[:half], [*people[half:], None], strict=False):
        spread.append(near)
        if far is not None:
            spread.append(far)
    return spread


def _version(case: Case, one: Exploration, *, here: Exploration | None) -> VersionRow:
    return VersionRow(
        version=one.version,
        url=reverse("cases:exploration-version", args=[case.public_id, one.public_id]),
        created_at=one.created_at,
        ended_at=one.ended_at,
        current=here is not None and one.pk == here.pk,
    )


def _domain(one: DomainAssessment, before: DomainAssessment | None) -> DomainRow:
    told = []
    if before is not None and before.own_score is not None and before.own_score != one.own_score:
        told.append(_("they gave themselves %(score)d before") % {"score": before.own_score})
    if before is not None and before.score is not None and before.score != one.score:
        told.append(_("we gave %(score)d before") % {"score": before.score})
    return DomainRow(
        public_id=one.public_id,
        name=one.get_life_domain_display(),
        reason=one.reason,
        strengths=one.strengths,
        problems=one.problems,
        before=", ".join(told),
    )


def _scores(domains: list[DomainAssessment]) -> Pairs:
    return Pairs(
        key="scores",
        title=_("Scores per part of life"),
        description=_("From 1, bad, to 5, good: the score of the household beside that of the worker."),
        label_heading=_("Part of life"),
        first_heading=_("we"),
        second_heading=_("they"),
        pairs=[
            Pair(label=one.get_life_domain_display().capitalize(), first=one.score, second=one.own_score)
            for one in domains
        ],
    )


def _ties(person: NetworkPerson) -> str:
    """What goes to and fro, in words."""
    told = []
    if person.gives_support and person.gets_support:
        told.append(_("they support each other"))
    elif person.gives_support:
        told.append(_("supports the household"))
    elif person.gets_support:
        told.append(_("is supported by the household"))
    if person.has_tension:
        told.append(_("there is tension"))
    return ", ".join(told) or _("they know each other")


def _row(person: NetworkPerson, number: int) -> NetworkRow:
    return NetworkRow(
        number=number,
        public_id=person.public_id,
        name=person.name,
        kind=person.get_kind_display(),
        icon=RELATION_ICONS[person.kind],
        closeness=person.get_closeness_display(),
        ties=_ties(person),
        has_tension=person.has_tension,
        could_help_with=person.could_help_with,
    )


def _ecogram(people: list[NetworkPerson]) -> Ecogram:
    total = ngettext("%(number)d person or group", "%(number)d people or groups", len(people)) % {"number": len(people)}
    return Ecogram(
        key="ecogram",
        title=_("The own network, drawn"),
        description=_("%(total)s around the household. The list says the same in words.") % {"total": total},
        centre=_("Family"),
        people=[
            Person(
                number=number,
                name=one.name,
                ring=one.closeness,
                gives=one.gives_support,
                gets=one.gets_support,
                has_tension=one.has_tension,
            )
            for number, one in enumerate(people, 1)
        ],
    )


def _own_plans(case: Case, *, user: User) -> tuple[OwnPlanRow, ...]:
    """The newest first. A file that is not for this reader, or was taken away, is not named."""
    may_open = case.attachments.all().readable_by(user).present()
    found = case.own_plans.select_related("file").annotate(
        opens=Exists(may_open.filter(pk=OuterRef("file"), scan_state__in=[ScanState.CLEAN, ScanState.UNSCANNED]))
    )
    return tuple(_own_plan(one, one.file if one.opens else None) for one in found.order_by("-handed_over_on", "-pk"))


def _own_plan(one: OwnPlan, file: Attachment | None) -> OwnPlanRow:
    return OwnPlanRow(
        public_id=one.public_id,
        kind=one.get_kind_display(),
        made_by=one.made_by,
        made_on=one.made_on,
        handed_over_on=one.handed_over_on,
        text=one.text,
        file_id=file.public_id if file else None,
        file_name=file.name if file else "",
    )
