"""What a team may decide by itself: the page of the team, and the line that stands where one decides."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import ProvisionKind
from cases.models import Case, Mandate
from cases.models.mandate import EXPIRES_SOON
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class MandateRow:
    kind: "_StrOrPromise"
    limits: str
    for_whom: str
    team: str
    starts_on: date
    last_day: date
    agreed_on: date
    agreed_with: str
    state: str
    tone: str
    edit_url: str


@dataclass(frozen=True, kw_only=True)
class MandatePage:
    """`missing` are the kinds of provision for which the municipality decides, by team where there are more teams."""

    running: tuple[MandateRow, ...]
    coming: tuple[MandateRow, ...]
    earlier: tuple[MandateRow, ...]
    missing: tuple["_StrOrPromise", ...]
    expiring: int
    has_teams: bool
    may_change: bool


@dataclass(frozen=True, kw_only=True)
class MayDecide:
    """For one kind of provision, for one team, today."""

    kind: str
    label: "_StrOrPromise"
    is_own: bool
    text: str
    for_whom: str


def limits_of(mandate: Mandate) -> str:
    """ "€ 5.000 a year, 4 hours a week, at most 12 months"."""
    told = []
    if mandate.up_to_euros:
        told.append(_("€ %(amount)s a year") % {"amount": number_format(mandate.up_to_euros, 0, force_grouping=True)})
    if mandate.up_to_hours:
        told.append(
            ngettext("%(number)d hour a week", "%(number)d hours a week", mandate.up_to_hours)
            % {"number": mandate.up_to_hours}
        )
    if mandate.up_to_months:
        told.append(
            ngettext("at most %(number)d month", "at most %(number)d months", mandate.up_to_months)
            % {"number": mandate.up_to_months}
        )
    return ", ".join(told)


def mandate_page(*, user: User, today: date) -> MandatePage:
    """Of one's own teams. One statement."""
    rows = list(Mandate.objects.visible_to(user, on=today).select_related("team").order_by("team__name", "kind"))
    may_change = user.role == Role.TEAM_COORDINATOR
    running = [one for one in rows if one.starts_on <= today < one.ends_on]
    order = {value: place for place, value in enumerate(ProvisionKind.values)}
    running.sort(key=lambda one: (one.team.name, order[one.kind]))

    def shown(mandates: list[Mandate]) -> tuple[MandateRow, ...]:
        return tuple(_row(one, today=today, may_change=may_change) for one in mandates)

    held = {one.kind for one in running}
    return MandatePage(
        running=shown(running),
        coming=shown([one for one in rows if one.starts_on > today]),
        earlier=shown(sorted((one for one in rows if one.ends_on <= today), key=lambda one: one.ends_on, reverse=True)),
        missing=tuple(kind.label for kind in ProvisionKind if kind.value not in held),
        expiring=sum(_expires(one, today) for one in running),
        has_teams=len({one.team_id for one in rows}) > 1,
        may_change=may_change,
    )


def _expires(mandate: Mandate, today: date) -> bool:
    return mandate.starts_on <= today < mandate.ends_on <= today + EXPIRES_SOON


def _row(one: Mandate, *, today: date, may_change: bool) -> MandateRow:
    if one.ends_on <= today:
        state, tone = _("ended"), ""
    elif one.starts_on > today:
        state, tone = _("begins later"), "info"
    elif _expires(one, today):
        weeks = max((one.ends_on - today).days // 7, 1)
        state = ngettext("ends within %(number)d week", "ends within %(number)d weeks", weeks + 1) % {
            "number": weeks + 1
        }
        tone = "warning"
    else:
        state, tone = _("in force"), "positive"
    return MandateRow(
        kind=one.get_kind_display(),
        limits=limits_of(one),
        for_whom=one.for_whom,
        team=one.team.name,
        starts_on=one.starts_on,
        last_day=one.ends_on - timedelta(days=1),
        agreed_on=one.agreed_on,
        agreed_with=one.agreed_with,
        state=state,
        tone=tone,
        edit_url=reverse("cases:mandate-edit", args=[one.public_id]) if may_change else "",
    )


def may_decide(case: Case, *, today: date) -> tuple[MayDecide, ...]:
    """What the team of this file may decide by itself today, for each kind. One statement."""
    held = {one.kind: one for one in Mandate.objects.running(on=today).filter(team=case.team_id)}
    return tuple(_decides(kind, held.get(kind.value)) for kind in ProvisionKind)


def _decides(kind: ProvisionKind, mandate: Mandate | None) -> MayDecide:
    if mandate is None:
        text = _("For this a decision of the municipality is needed.")
        return MayDecide(kind=kind.value, label=kind.label, is_own=False, text=text, for_whom="")
    last = date_format(mandate.ends_on - timedelta(days=1), "j F Y")
    text = _("You may decide this by yourself up to %(limits)s. This mandate lasts until %(day)s.") % {
        "limits": limits_of(mandate),
        "day": last,
    }
    return MayDecide(kind=kind.value, label=kind.label, is_own=True, text=text, for_whom=mandate.for_whom)
