"""Secondments, for the administrator."""

from datetime import date, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from netwerk.models import Principles, Secondment
from netwerk.selectors.principles import current_principles
from wijkteam.accounts.selectors.tables import AdminPage, Cell, Link, Row, Section


def secondments_page(*, today: date) -> AdminPage:
    """Running ones first."""
    rows = Secondment.objects.select_related("user", "organisation").order_by(
        F("ends_on").desc(nulls_first=True), "user__name", "pk"
    )
    return AdminPage(
        title=_("Secondments"),
        meta=_("Which partner pays a worker. Where that partner is to help, the worker and the coordinator see it."),
        links=[Link(label=_("Add a secondment"), url=reverse("netwerk:secondment-add"), icon="plus")],
        sections=[
            Section(
                key="secondments",
                head=[_("Worker"), _("Employer"), _("First day"), _("Last day")],
                rows=[_row(one, today=today) for one in rows],
                empty_icon="briefcase",
                empty_title=_("No secondments yet"),
                empty_text=_("Add who is paid by an organisation in the directory."),
            )
        ],
    )


def _row(one: Secondment, *, today: date) -> Row:
    last = date_format(one.ends_on - timedelta(days=1), "j F Y") if one.ends_on else ""
    links = []
    if one.ends_on is None or one.ends_on > today:
        links.append(
            Link(label=_("End"), about=one.user.name, url=reverse("netwerk:secondment-end", args=[one.public_id]))
        )
    return Row(
        cells=[
            Cell(text=one.user.name),
            Cell(text=one.organisation.name),
            Cell(text=date_format(one.starts_on, "j F Y")),
            Cell(text=last or "–"),
        ],
        links=links,
    )


def principles_page() -> AdminPage:
    """The version that holds, and all before it."""
    now = current_principles()
    versions = list(Principles.objects.select_related("written_by").order_by("-version")) or [now]
    return AdminPage(
        title=_("Principles"),
        meta=_("What the teams ask of every provider. Providers endorse a version; a version stays as it was."),
        links=[Link(label=_("Write a new version"), url=reverse("netwerk:principles-new"), icon="pencil")],
        sections=[
            Section(
                key=f"version-{one.version}",
                title=_("Version %(number)s") % {"number": one.version},
                intro="",
                facts=[
                    (_("From"), date_format(one.starts_on, "j F Y")),
                    (_("Written by"), one.written_by.name if one.written_by else _("comes with the application")),
                    (_("Text"), one.text),
                ],
            )
            for one in versions
        ],
    )
