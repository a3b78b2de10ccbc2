"""Which professionals of partners have an account, and until when."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from netwerk.models import PartnerAccess, Professional
from wijkteam.accounts.selectors.tables import AdminPage, Cell, Link, Row, Section

_SOON = timedelta(days=28)


def accesses() -> Sequence[PartnerAccess]:
    """The latest of each account. One statement."""
    latest = PartnerAccess.objects.order_by("user", "-starts_on", "-pk").distinct("user")
    return list(latest.select_related("user", "professional__organisation"))


def find_access(public_id: UUID) -> PartnerAccess | None:
    """One statement."""
    rows = PartnerAccess.objects.select_related("user", "professional__organisation")
    return rows.filter(public_id=public_id).first()


def without_access(*, on: date) -> Sequence[Professional]:
    """Who could be given an account: they work at a partner and have none. One statement."""
    given = PartnerAccess.objects.filter(ended_at=None, ends_on__gt=on)
    working = Professional.objects.working(on=on).exclude(pk__in=given.values("professional"))
    return list(working.select_related("organisation").order_by("organisation__name", "name", "pk"))


def partner_accounts_page(*, today: date) -> AdminPage:
    """One statement."""
    rows = sorted(accesses(), key=lambda one: (not _runs(one, today), one.professional.organisation.name))
    return AdminPage(
        title=_("Partner accounts"),
        meta=_("They answer requests, and read only what was shared with them while that lasts."),
        links=[Link(label=_("Give an account"), url=reverse("netwerk:partner-account-new"), icon="user-plus")],
        sections=[
            Section(
                key="accounts",
                head=[_("Name"), _("Organisation"), _("Up to and including"), _("State")],
                rows=[_row(one, today=today) for one in rows],
                empty_icon="users",
                empty_title=_("Nobody has an account yet"),
                empty_text=_("Without an account partners answer from a mail. An account is for who is asked often."),
            )
        ],
    )


def _runs(one: PartnerAccess, today: date) -> bool:
    """As PartnerAccessQuerySet.running, for what was fetched."""
    professional = one.professional
    works = professional.ends_on is None or professional.ends_on > today
    return (
        one.ended_at is None
        and one.starts_on <= today < one.ends_on
        and one.user.is_active
        and works
        and professional.organisation.is_active(on=today)
    )


def _row(one: PartnerAccess, *, today: date) -> Row:
    url = reverse("netwerk:partner-account", args=[one.public_id])
    state, tone = _("ended"), "plain"
    if _runs(one, today):
        state, tone = (_("ends soon"), "warning") if one.ends_on <= today + _SOON else (_("works"), "positive")
    elif one.ended_at is None and one.starts_on > today:
        state = _("not yet")
    return Row(
        cells=[
            Cell(text=one.professional.name, url=url, sub=one.user.username),
            Cell(text=one.professional.organisation.name),
            Cell(text=date_format(one.ends_on - timedelta(days=1), "j F Y")),
            Cell(text=state, tone=tone),
        ]
    )
