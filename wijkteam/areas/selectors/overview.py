"""What the administrator sees of areas, themes and agreed terms."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from wijkteam.accounts.selectors.tables import AdminPage, Cell, Link, Row, Section
from wijkteam.areas.enums import AreaKind
from wijkteam.areas.models import AgreedTerms, Area, AreaFigure, AreaShape, FigureKind, Theme


def areas_page() -> AdminPage:
    """Which years, areas and figures are there. They come in by a command, not through the browser."""
    years = (
        Area.objects.values("year")
        .annotate(
            municipalities=Count("pk", filter=Q(kind=AreaKind.MUNICIPALITY)),
            districts=Count("pk", filter=Q(kind=AreaKind.DISTRICT)),
            neighbourhoods=Count("pk", filter=Q(kind=AreaKind.NEIGHBOURHOOD)),
        )
        .order_by("-year")
    )
    borders = dict(AreaShape.objects.values_list("area__year").annotate(Count("pk")))
    figures = dict(AreaFigure.objects.values_list("area__year").annotate(Count("pk")))
    kinds = FigureKind.objects.annotate(
        number=Count("figures"), years=Count("figures__area__year", distinct=True)
    ).order_by("label", "pk")
    return AdminPage(
        title=_("Areas"),
        meta=_("Districts and neighbourhoods of Statistics Netherlands (CBS)"),
        links=[Link(label=_("Take in borders"), url=reverse("areas:boundaries"), icon="map-2")],
        sections=[
            Section(
                key="years",
                title=_("Years"),
                intro=_(
                    "Areas are read from a CBS file on the server: manage.py import_areas FILE. "
                    "Try it with --dry-run first: that shows what would change."
                ),
                head=[_("Year"), _("Municipalities"), _("Districts"), _("Neighbourhoods"), _("Figures"), _("Borders")],
                rows=[
                    Row(
                        cells=[
                            Cell(text=str(row["year"])),
                            *(
                                Cell(text=number_format(count, force_grouping=True), is_number=True)
                                for count in (
                                    row["municipalities"],
                                    row["districts"],
                                    row["neighbourhoods"],
                                    figures.get(row["year"], 0),
                                    borders.get(row["year"], 0),
                                )
                            ),
                        ]
                    )
                    for row in years
                ],
                empty_icon="map-2",
                empty_title=_("No areas yet"),
                empty_text=_("Import a CBS file first: teams and cases need districts and neighbourhoods."),
            ),
            Section(
                key="figures",
                title=_("Figures"),
                head=[_("Figure"), _("Areas that have it"), _("Years")],
                rows=[
                    Row(
                        cells=[
                            Cell(text=kind.label),
                            Cell(text=number_format(kind.number, force_grouping=True), is_number=True),
                            Cell(text=str(kind.years), is_number=True),
                        ]
                    )
                    for kind in kinds
                ],
                empty_icon="chart-bar",
                empty_title=_("No figures yet"),
            ),
        ],
    )


def themes_page() -> AdminPage:
    return AdminPage(
        title=_("Themes"),
        meta=_("What a question, a case and an initiative are about"),
        links=[
            Link(label=_("Add a theme"), url=reverse("areas:theme-add"), icon="plus"),
            Link(label=_("Laws"), url=reverse("areas:laws"), icon="gavel"),
        ],
        sections=[
            Section(
                key="themes",
                head=[_("Name"), _("Name in English"), _("In use"), _("Sensitive")],
                rows=[
                    Row(
                        cells=[
                            Cell(text=theme.name, url=reverse("areas:theme-edit", args=[theme.code])),
                            Cell(text=theme.name_en or "–"),
                            Cell(text=_("yes"), tone="positive") if theme.is_active else Cell(text=_("no")),
                            Cell(text=_("yes"), tone="warning") if theme.is_sensitive else Cell(text=_("no")),
                        ]
                    )
                    for theme in Theme.objects.order_by("-is_active", "name", "pk")
                ],
                empty_icon="tags",
                empty_title=_("No themes yet"),
                empty_text=_("Add the themes that your municipality uses in its policy."),
            )
        ],
    )


def terms_page() -> AdminPage:
    return AdminPage(
        title=_("Agreed terms"),
        meta=_("How long a household waits at most"),
        links=[Link(label=_("Agree on other terms"), url=reverse("areas:terms-add"), icon="plus")],
        sections=[
            Section(
                key="terms",
                head=[
                    _("From"),
                    _("Until"),
                    _("In danger"),
                    _("In haste"),
                    _("Triage"),
                    _("Coordinator"),
                    _("Plan"),
                    _("Without contact"),
                    _("Partner answers"),
                    _("Wmo"),
                ],
                rows=[
                    Row(
                        cells=[
                            Cell(text=date_format(terms.starts_on, "j F Y")),
                            Cell(text=date_format(terms.ends_on, "j F Y"))
                            if terms.ends_on
                            else Cell(text=_("still running"), tone="positive"),
                            Cell(text=_("%(hours)d hours") % {"hours": terms.acute_hours}),
                            *(
                                Cell(text=_("%(days)d days") % {"days": days})
                                for days in (
                                    terms.soon_days,
                                    terms.triage_days,
                                    terms.coordinator_days,
                                    terms.plan_days,
                                    terms.silence_days,
                                    terms.partner_days,
                                )
                            ),
                            Cell(text=_("yes"), tone="positive") if terms.uses_statutory_clock else Cell(text=_("no")),
                        ]
                    )
                    for terms in AgreedTerms.objects.order_by("-starts_on", "-pk")
                ],
                empty_icon="calendar-due",
                empty_title=_("No terms agreed yet"),
                empty_text=_("Without terms nothing is ever too late on the dashboard."),
            )
        ],
    )
