"""What the pages about provisions show, and which ones of a team end soon."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, CaseRights, Provision
from netwerk.models import Secondment
from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class ProvisionRow:
    """`state` says in words how it stands; `tone` is that of its badge."""

    public_id: UUID
    title: str
    kind: "_StrOrPromise"
    provider: str
    who: str
    amount: str
    starts_on: date
    ends_on: date | None
    state: str
    tone: str
    note: str
    is_employer: bool
    needs_look: bool
    can_end: bool


@dataclass(frozen=True, kw_only=True)
class RenewalRow:
    case_id: int
    household_id: int
    household: str
    url: str
    coordinator: str
    title: str
    provider: str
    ends_on: date
    state: str
    tone: str


def _pays(provision: Provision, employers: Mapping[int, str]) -> bool:
    """Whether the provider pays this worker; one that is not in the directory is known by its name alone."""
    if provision.organisation_id is not None:
        return provision.organisation_id in employers
    return provision.provider.casefold().strip() in {name.casefold().strip() for name in employers.values()}


def state_of(provision: Provision, *, has_next: bool, today: date) -> tuple[str, str]:
    """In words, with the tone of its badge; the dates say it all."""
    if provision.end_reason and (provision.ends_on is None or provision.ends_on <= today):
        return _("ended: %(why)s") % {"why": provision.get_end_reason_display()}, ""
    if has_next and provision.ends_on is not None and provision.ends_on <= today:
        return _("renewed"), ""
    if provision.starts_on > today:
        return _("begins later"), "info"
    if provision.ends_on is None:
        return _("running"), "positive"
    days = (provision.ends_on - today).days
    if days <= 0:
        return _("lapsed: nothing was decided"), "negative"
    if provision.end_reason or has_next or days > 84:
        return _("running"), "positive"
    weeks = max(1, days // 7)
    return ngettext("ends within %(n)d week", "ends in %(n)d weeks", weeks) % {"n": weeks}, "warning"


def provision_rows(case: Case, *, user: User, today: date) -> tuple[ProvisionRow, ...]:
    """Two statements; what runs comes first."""
    paying = Secondment.objects.running(on=today).filter(user=user)
    employers = dict(paying.values_list("organisation", "organisation__name"))
    found = list(case.provisions.select_related("person").order_by(F("ends_on").desc(nulls_first=True), "pk"))
    renewed = {one.renews_id for one in found if one.renews_id}
    rows = []
    for one in found:
        has_next = one.pk in renewed
        state, tone = state_of(one, has_next=has_next, today=today)
        is_over = bool(one.end_reason) or has_next
        rows.append(
            ProvisionRow(
                public_id=one.public_id,
                title=one.title,
                kind=one.get_kind_display(),
                provider=one.provider,
                who=one.person.full_name if one.person else "",
                amount=one.amount,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
                state=state,
                tone=tone,
                note=one.end_note,
                is_employer=_pays(one, employers),
                needs_look=case.is_open and not is_over and tone in {"warning", "negative"},
                can_end=case.is_open and not is_over,
            )
        )
    return tuple(rows)


def renewals(*, rights: CaseRights, today: date) -> tuple[RenewalRow, ...]:
    """What ends within twelve weeks in these teams, lapsed first. One statement."""
    due = (
        Provision.objects.to_look_at(on=today)
        .filter(case__in=Case.objects.within(rights).open())
        .select_related("case__household")
        .annotate(now_with=FilteredRelation("case__coordinators", condition=Q(case__coordinators__ended_at=None)))
        .annotate(coordinator=F("now_with__worker__name"))
        .order_by("ends_on", "pk")
    )
    rows = []
    for one in due:
        state, tone = state_of(one, has_next=False, today=today)
        rows.append(
            RenewalRow(
                case_id=one.case_id,
                household_id=one.case.household_id,
                household=one.case.household.name,
                url=reverse("cases:provision-renew", args=[one.case.public_id, one.public_id]),
                coordinator=one.coordinator or "",  # type: ignore[attr-defined]  # annotated above
                title=one.title,
                provider=one.provider,
                ends_on=one.ends_on or today,
                state=state,
                tone=tone,
            )
        )
    return tuple(rows)
