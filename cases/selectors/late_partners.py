"""Which households of a team wait longer for a partner than was agreed, and what was done about it."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import Visibility, WaitLimit
from cases.models import CaseRights, Inquiry, Involvement
from netwerk.selectors.waiting import length_of
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class InquiryLine:
    """Somebody asked how long it still takes. The words of a contact for few are not shown here."""

    on: date
    by: str
    words: str
    expected_on: date | None


@dataclass(frozen=True, kw_only=True)
class LateRow:
    case_id: int
    household_id: int
    number: str
    case_url: str
    partner: str
    partner_url: str
    service: str
    mode: "_StrOrPromise"
    since: date
    waits: str
    limit: str
    inquiries: tuple[InquiryLine, ...]
    ask_url: str
    coordinator: str


def inquiries_of() -> "Prefetch[str]":
    """The questions how long it takes, latest first, to prefetch along with requests. One statement."""
    rows = Inquiry.objects.select_related("contact__author").order_by("-contact__occurred_at", "-pk")
    return Prefetch("inquiries", rows, to_attr="asked_again")


def inquiry_lines(involvement: Involvement) -> tuple[InquiryLine, ...]:
    """Of a request that was fetched with `inquiries_of`."""
    found: list[Inquiry] = involvement.asked_again  # type: ignore[attr-defined]  # prefetched
    return tuple(
        InquiryLine(
            on=timezone.localdate(one.contact.occurred_at),
            by=one.contact.author.name,
            words=one.contact.text if one.contact.visibility == Visibility.TEAM else "",
            expected_on=one.expected_on,
        )
        for one in found
    )


def limit_text(involvement: Involvement) -> str:
    """How long the household may wait, and who says so; of a request that was fetched `with_limit`."""
    days: int | None = involvement.wait_days  # type: ignore[attr-defined]  # annotated
    by: str = involvement.wait_by  # type: ignore[attr-defined]  # annotated
    if days is None:
        return _("nothing agreed")
    words = {"length": length_of(days)}
    if by == WaitLimit.AGREED:
        return _("agreed: at most %(length)s") % words
    if by == WaitLimit.STATED:
        return _("nothing agreed; with what they state: %(length)s") % words
    return _("an answer within %(length)s") % words


def late_partners(*, team: Team, rights: CaseRights, today: date) -> tuple[LateRow, ...]:
    """The longest first. Two statements."""
    late = (
        Involvement.objects.late(on=today)
        .of_team(team, rights=rights)
        .select_related("case", "organisation", "service")
        .prefetch_related(inquiries_of())
        .with_coordinator_name()
        .order_by("sent_on", "pk")
    )
    return tuple(
        LateRow(
            case_id=row.case_id,
            household_id=row.case.household_id,
            number=row.case.number,
            case_url=reverse("cases:partners", args=[row.case.public_id]),
            partner=row.organisation.name,
            partner_url=reverse("cases:waiting-of", args=[row.organisation.public_id]),
            service=row.service.name if row.service else "",
            mode=row.get_mode_display(),
            since=row.sent_on,
            waits=length_of(row.waited_days(today)),
            limit=limit_text(row),
            inquiries=inquiry_lines(row),
            ask_url=reverse("cases:inquiry", args=[row.case.public_id, row.public_id]),
            coordinator=row.coordinator_name or "",  # type: ignore[attr-defined]  # annotated
        )
        for row in late
    )
