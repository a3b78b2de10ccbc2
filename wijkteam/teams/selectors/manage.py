"""What the administrator sees of teams."""

from datetime import date, timedelta

from django.db.models import Count, F
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from wijkteam.accounts.selectors.tables import AdminPage, Cell, Link, Row, Section
from wijkteam.areas.selectors.words import role_name, word
from wijkteam.teams.models import (
    CaseloadBand,
    Discipline,
    Employer,
    HourlyRate,
    PreventionFloor,
    Team,
    TeamArea,
    TeamMembership,
)


def teams_page(*, today: date) -> AdminPage:
    people = dict(TeamMembership.objects.current(on=today).values_list("team").annotate(Count("pk")))
    areas = dict(TeamArea.objects.values_list("team").annotate(Count("pk")))
    return AdminPage(
        title=word("team", plural=True, cap=True),
        links=[
            Link(label=_("Disciplines and employers"), url=reverse("teams:lists"), icon="list"),
            Link(label=_("Add a team"), url=reverse("teams:add"), icon="plus"),
        ],
        sections=[
            Section(
                key="teams",
                head=[_("Name"), _("Code"), _("People"), _("Areas"), _("In use")],
                rows=[
                    Row(
                        cells=[
                            Cell(text=team.name, url=reverse("teams:manage", args=[team.slug])),
                            Cell(text=team.code),
                            Cell(text=str(people.get(team.pk, 0)), is_number=True),
                            Cell(text=str(areas.get(team.pk, 0)), is_number=True),
                            Cell(text=_("yes"), tone="positive") if team.is_active else Cell(text=_("no")),
                        ]
                    )
                    for team in Team.objects.order_by("-is_active", "name", "pk")
                ],
                empty_icon="users-group",
                empty_title=_("No teams yet"),
                empty_text=_("Add the first team; then people and areas can get a place in it."),
            )
        ],
    )


def team_page(*, team: Team, today: date) -> AdminPage:
    address = "\n".join(part for part in (team.street, f"{team.postcode} {team.city}".strip()) if part)
    return AdminPage(
        title=team.name,
        meta=team.code,
        crumbs=[(word("team", plural=True, cap=True), reverse("teams:manage-list"))],
        links=[Link(label=_("Public page"), url=reverse("teams:public-page", args=[team.slug]), icon="world")],
        sections=[
            Section(
                key="facts",
                title=_("What residents see"),
                intro=team.welcome,
                links=[Link(label=_("Change"), url=reverse("teams:edit", args=[team.slug]), icon="pencil")],
                facts=[
                    (_("Address"), address),
                    (_("Telephone"), team.phone),
                    (_("E-mail address"), team.email),
                    (_("In use"), _("yes") if team.is_active else _("no")),
                ],
            ),
            _opening_hours(team),
            _areas(team),
            _members(team, today=today),
            _bands(team),
            _floors(team),
            _rates(team),
        ],
    )


def _opening_hours(team: Team) -> Section:
    return Section(
        key="opening-hours",
        title=_("Opening hours"),
        links=[Link(label=_("Add"), about=_("opening hours"), url=reverse("teams:hours-add", args=[team.slug]))],
        head=[_("Day"), _("Time"), _("Note")],
        rows=[
            Row(
                cells=[
                    Cell(text=hours.get_weekday_display()),
                    Cell(text=f"{hours.opens_at:%H.%M} – {hours.closes_at:%H.%M}"),
                    Cell(text=hours.note),
                ],
                links=[
                    Link(
                        label=_("Remove"),
                        about=f"{hours.get_weekday_display()} {hours.opens_at:%H.%M}",
                        url=reverse("teams:hours-remove", args=[team.slug, hours.pk]),
                    )
                ],
            )
            for hours in team.opening_hours.order_by("weekday", "opens_at")
        ],
        empty_icon="clock",
        empty_title=_("No opening hours yet"),
    )


def _areas(team: Team) -> Section:
    return Section(
        key="areas",
        title=_("Areas"),
        links=[Link(label=_("Add"), about=_("areas"), url=reverse("teams:areas-add", args=[team.slug]))],
        head=[_("Name"), _("Kind"), _("CBS code")],
        rows=[
            Row(
                cells=[
                    Cell(text=row.area.name),
                    Cell(text=row.area.get_kind_display()),
                    Cell(text=f"{row.area.code} ({row.area.year})"),
                ],
                links=[
                    Link(
                        label=_("Remove"),
                        about=row.area.name,
                        url=reverse("teams:areas-remove", args=[team.slug, row.area.code]),
                    )
                ],
            )
            for row in team.team_areas.select_related("area").order_by("area__name", "area")
        ],
        empty_icon="map-2",
        empty_title=_("No areas yet"),
        empty_text=_("Residents find their team by the district they live in."),
    )


def _members(team: Team, *, today: date) -> Section:
    memberships = team.memberships.select_related("user", "discipline", "employer").order_by(
        F("ends_on").desc(nulls_first=True), "user__name", "pk"
    )
    return Section(
        key="members",
        title=_("People"),
        intro=_("Somebody sees the cases of this team on the days of the membership, and on no other."),
        links=[Link(label=_("Add"), about=_("somebody"), url=reverse("teams:member-add", args=[team.slug]))],
        head=[_("Name"), _("Period"), _("fte"), _("Discipline"), _("Named publicly")],
        rows=[_member(membership, today=today) for membership in memberships],
        empty_icon="users",
        empty_title=_("Nobody works here yet"),
    )


def _member(membership: TeamMembership, *, today: date) -> Row:
    start = date_format(membership.starts_on, "j b Y")
    if membership.leaves_on is not None:
        meant = date_format(membership.leaves_on - timedelta(days=1), "j b Y")
        period = _("from %(start)s; means to leave after %(last)s, hands cases over first") % {
            "start": start,
            "last": meant,
        }
    elif membership.ends_on is None:
        period = _("from %(start)s") % {"start": start}
    else:
        last = date_format(membership.ends_on - timedelta(days=1), "j b Y")
        period = _("%(start)s up to and including %(last)s") % {"start": start, "last": last}
    links = []
    if membership.ends_on is None or membership.ends_on > today:
        about = membership.user.name
        links = [
            Link(label=_("Change"), about=about, url=reverse("teams:member-edit", args=[membership.pk])),
            Link(label=_("End"), about=about, url=reverse("teams:member-end", args=[membership.pk])),
        ]
    return Row(
        cells=[
            Cell(text=membership.user.name, sub=role_name(membership.user.role)),
            Cell(text=period),
            Cell(text=number_format(membership.fte.normalize()), is_number=True),
            Cell(
                text=membership.discipline.name if membership.discipline else "–",
                sub=membership.employer.name if membership.employer else "",
            ),
            Cell(text=_("yes") if membership.is_named_publicly else _("no")),
        ],
        links=links,
    )


def _until(ends_on: date | None) -> Cell:
    if ends_on is None:
        return Cell(text=_("still running"), tone="positive")
    return Cell(text=date_format(ends_on, "j F Y"))


def _bands(team: Team) -> Section:
    return Section(
        key="bands",
        title=_("Caseload agreement"),
        intro=_("How many open cases a full-time worker is agreed to have."),
        links=[Link(label=_("Agree"), about=_("on a caseload"), url=reverse("teams:band-add", args=[team.slug]))],
        head=[_("From"), _("Until"), _("Cases per fte")],
        rows=[
            Row(
                cells=[
                    Cell(text=date_format(band.starts_on, "j F Y")),
                    _until(band.ends_on),
                    Cell(text=f"{band.low} – {band.high}", is_number=True),
                ]
            )
            for band in CaseloadBand.objects.filter(team=team).order_by("-starts_on")
        ],
        empty_icon="adjustments",
        empty_title=_("Nothing agreed yet"),
    )


def _floors(team: Team) -> Section:
    return Section(
        key="floors",
        title=_("Floor for prevention"),
        intro=_("The least part of the hours that goes to collective work, prevention and outreach."),
        links=[Link(label=_("Agree"), about=_("on a floor"), url=reverse("teams:floor-add", args=[team.slug]))],
        head=[_("From"), _("Until"), _("At least")],
        rows=[
            Row(
                cells=[
                    Cell(text=date_format(floor.starts_on, "j F Y")),
                    _until(floor.ends_on),
                    Cell(text=f"{floor.percentage}%", is_number=True),
                ]
            )
            for floor in PreventionFloor.objects.filter(team=team).order_by("-starts_on")
        ],
        empty_icon="scale",
        empty_title=_("Nothing agreed yet"),
    )


def _rates(team: Team) -> Section:
    return Section(
        key="rates",
        title=_("Hourly rate"),
        intro=_("What an hour of the team costs: reports show the hours of individual and collective work as money."),
        links=[Link(label=_("Agree"), about=_("on an hourly rate"), url=reverse("teams:rate-add", args=[team.slug]))],
        head=[_("From"), _("Until"), _("For an hour")],
        rows=[
            Row(
                cells=[
                    Cell(text=date_format(rate.starts_on, "j F Y")),
                    _until(rate.ends_on),
                    Cell(text=f"€ {number_format(rate.euros, 2)}", is_number=True),
                ]
            )
            for rate in HourlyRate.objects.filter(team=team).order_by("-starts_on")
        ],
        empty_icon="coin-euro",
        empty_title=_("Nothing agreed yet"),
    )


def lists_page() -> AdminPage:
    """Disciplines and employers, with how many memberships name them."""
    return AdminPage(
        title=_("Disciplines and employers"),
        crumbs=[(word("team", plural=True, cap=True), reverse("teams:manage-list"))],
        sections=[
            _list("discipline", _("Disciplines"), Discipline, about=_("a discipline")),
            _list("employer", _("Employers"), Employer, about=_("an employer")),
        ],
    )


def _list(key: str, title: str, model: type[Discipline] | type[Employer], *, about: str) -> Section:
    used = dict(TeamMembership.objects.exclude(**{key: None}).values_list(key).annotate(Count("pk")))
    return Section(
        key=key,
        title=title,
        links=[Link(label=_("Add"), about=about, url=reverse("teams:list-add", args=[key]))],
        head=[_("Name"), _("Memberships")],
        rows=[
            Row(
                cells=[
                    Cell(text=row.name, url=reverse("teams:list-edit", args=[key, row.pk])),
                    Cell(text=str(used.get(row.pk, 0)), is_number=True),
                ]
            )
            for row in model.objects.order_by("name", "pk")
        ],
        empty_icon="list",
        empty_title=_("Nothing in this list yet"),
    )
