"""Which theme belongs to which law, and since when."""

from collections.abc import Mapping
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wijkteam.accounts.selectors.tables import AdminPage, Cell, Link, Row, Section
from wijkteam.areas.enums import Law
from wijkteam.areas.models import Theme, ThemeLaw


def laws_on(day: date) -> Mapping[str, Law]:
    """Code of the theme -> its law on that day; a theme that is not there belongs to no single law. One statement."""
    return {code: Law(law) for code, law in ThemeLaw.objects.on(day).values_list("theme__code", "law")}


def laws_page(*, today: date) -> AdminPage:
    """Two statements."""
    rows = list(ThemeLaw.objects.select_related("theme").order_by("theme__name", "theme", "-starts_on"))
    now = {row.theme_id for row in rows if row.starts_on <= today and (row.ends_on is None or row.ends_on > today)}
    without = list(Theme.objects.filter(is_active=True).exclude(pk__in=now).order_by("name", "pk"))
    return AdminPage(
        title=_("Laws"),
        meta=_("Under which law a theme falls, for who must account law by law"),
        crumbs=[(_("Themes"), reverse("areas:themes"))],
        links=[Link(label=_("Put a theme under a law"), url=reverse("areas:law-add"), icon="plus")],
        sections=[
            Section(
                key="laws",
                intro=_(
                    "A report shows the whole first: one household, one plan. Beside it stands how that whole divides "
                    "over the laws, by the main theme. What is in no single law is counted as such."
                ),
                head=[_("Theme"), _("Law"), _("From"), _("Until")],
                rows=[
                    Row(
                        cells=[
                            Cell(text=str(row.theme)),
                            Cell(text=row.get_law_display()),
                            Cell(text=date_format(row.starts_on, "j F Y")),
                            Cell(text=date_format(row.ends_on, "j F Y"))
                            if row.ends_on
                            else Cell(text=_("still running"), tone="positive"),
                        ]
                    )
                    for row in rows
                ],
                empty_icon="gavel",
                empty_title=_("No theme has a law yet"),
                empty_text=_("Until then every theme counts as of no single law."),
            ),
            Section(
                key="without",
                title=_("Of no single law now"),
                head=[_("Theme")],
                rows=[Row(cells=[Cell(text=str(theme))]) for theme in without],
                empty_icon="check",
                empty_title=_("Every theme in use has a law"),
            ),
        ],
    )
