"""What teams and partners agreed: what holds on a day, what is due, and every version."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netwerk.enums import Ring
from netwerk.models import Organisation, RingMembership, WorkingAgreement
from wijkteam.core.word_diff import Piece, word_pieces
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SOON = timedelta(days=42)
_PARTS: "tuple[tuple[str, _StrOrPromise], ...]" = (
    ("consult", _("Consult")),
    ("involve", _("Involve temporarily")),
    ("refer", _("Refer")),
    ("lead", _("Who keeps the coordination")),
    ("waiting", _("Waiting")),
)


@dataclass(frozen=True, kw_only=True)
class AgreementRow:
    url: str
    name: str
    organisation_url: str
    version: int
    starts_on: date
    ends_on: date | None
    review_on: date
    max_wait_weeks: int | None
    lead: "_StrOrPromise"
    is_due: bool
    is_due_soon: bool


@dataclass(frozen=True, kw_only=True)
class Without:
    """A partner in the second ring with whom nothing is agreed."""

    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class AgreementsPage:
    team: Team
    rows: tuple[AgreementRow, ...]
    due: int
    without: tuple[Without, ...]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One subject of an agreement; `pieces` are its words beside those of the version it is compared with."""

    title: "_StrOrPromise"
    text: str
    pieces: tuple[Piece, ...]
    has_changed: bool


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    url: str
    version: int
    starts_on: date
    ends_on: date | None
    end_reason: str
    is_here: bool
    is_compared: bool
    compare_url: str


@dataclass(frozen=True, kw_only=True)
class AgreementPage:
    agreement: WorkingAgreement
    parts: tuple[Part, ...]
    versions: tuple[VersionRow, ...]
    compared: int | None
    changed: int
    is_running: bool
    holds_today: bool
    is_due: bool


def agreement_in_force(*, team: Team, organisation: Organisation, on: date) -> WorkingAgreement | None:
    """The version that holds between the two on that day. One query."""
    return WorkingAgreement.objects.in_force(on=on).filter(team=team, organisation=organisation).first()


def agreements_page(*, team: Team, today: date) -> AgreementsPage:
    """What holds now for a team, first to be looked at first, and who in the second ring has none."""
    holding = list(
        WorkingAgreement.objects.filter(team=team)
        .in_force(on=today)
        .select_related("organisation")
        .order_by("review_on", "organisation__name")
    )
    second = (
        RingMembership.objects.on(today)
        .filter(team=team, ring=Ring.SECOND)
        .exclude(organisation__in=[one.organisation_id for one in holding])
        .select_related("organisation")
        .order_by("organisation__name")
    )
    rows = tuple(_row(one, today=today) for one in holding)
    return AgreementsPage(
        team=team,
        rows=rows,
        due=sum(row.is_due for row in rows),
        without=tuple(
            Without(
                name=place.organisation.name,
                url=f"{reverse('netwerk:agreement-new', args=[place.organisation.public_id])}?team={team.code}",
            )
            for place in second
        ),
    )


def _row(one: WorkingAgreement, *, today: date) -> AgreementRow:
    return AgreementRow(
        url=reverse("netwerk:agreement", args=[one.public_id]),
        name=one.organisation.name,
        organisation_url=reverse("netwerk:organisation", args=[one.organisation.public_id]),
        version=one.version,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        review_on=one.review_on,
        max_wait_weeks=one.max_wait_weeks,
        lead=one.get_lead_display(),
        is_due=one.ended_at is None and one.review_on <= today,
        is_due_soon=one.ended_at is None and today < one.review_on <= today + SOON,
    )


def agreement_page(*, agreement: WorkingAgreement, today: date, against: int | None = None) -> AgreementPage:
    """One version beside another (the one before it, unless `against` names one), and all versions. One query."""
    versions = list(
        WorkingAgreement.objects.filter(team=agreement.team_id, organisation=agreement.organisation_id).order_by(
            "-version"
        )
    )
    numbers = {one.version: one for one in versions if one.pk != agreement.pk}
    before = numbers.get(against or 0, numbers.get(agreement.version - 1))
    here = reverse("netwerk:agreement", args=[agreement.public_id])
    parts = tuple(_part(key, title, agreement, before) for key, title in _PARTS)
    return AgreementPage(
        agreement=agreement,
        parts=parts,
        compared=before.version if before else None,
        changed=sum(part.has_changed for part in parts),
        versions=tuple(
            VersionRow(
                url=reverse("netwerk:agreement", args=[one.public_id]),
                version=one.version,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
                end_reason=one.end_reason,
                is_here=one.pk == agreement.pk,
                is_compared=one == before,
                compare_url=f"{here}?met={one.version}",
            )
            for one in versions
        ),
        is_running=agreement.ended_at is None,
        holds_today=agreement.starts_on <= today and (agreement.ends_on is None or agreement.ends_on > today),
        is_due=agreement.ended_at is None and agreement.review_on <= today,
    )


def _part(key: str, title: "_StrOrPromise", agreement: WorkingAgreement, before: WorkingAgreement | None) -> Part:
    text, earlier = _told(key, agreement), _told(key, before) if before else ""
    changed = before is not None and text != earlier
    return Part(title=title, text=text, pieces=word_pieces(earlier, text) if changed else (), has_changed=changed)


def _told(key: str, agreement: WorkingAgreement) -> str:
    if key == "lead":
        who = str(agreement.get_lead_display())
        who = f"{who[0].upper()}{who[1:]}"
        return f"{who}: {agreement.lead_note}" if agreement.lead_note else who
    if key == "waiting":
        weeks = agreement.max_wait_weeks
        most = str(_("At most %(weeks)s weeks.")) % {"weeks": weeks} if weeks else ""
        return f"{most} {agreement.waiting_note}".strip()
    text: str = getattr(agreement, key)
    return text
