"""Under which law each theme of the demo falls, and what an hour of its teams costs."""

from decimal import Decimal

from wijkteam.areas.enums import Law
from wijkteam.areas.models import Theme, ThemeLaw
from wijkteam.demo.calendar import Calendar
from wijkteam.teams.models import HourlyRate, Team

# The others are of no single law, which is said by having no row.
LAWS = {
    "geldzorgen": Law.DEBT,
    "opvoeden": Law.YOUTH,
    "veiligheid-thuis": Law.YOUTH,
    "werk": Law.PARTICIPATION,
    "meedoen": Law.PARTICIPATION,
    "eenzaamheid": Law.WMO,
    "gezondheid": Law.WMO,
    "psychische-klachten": Law.WMO,
    "mantelzorg": Law.WMO,
}
RATES = (Decimal("84.50"), Decimal("88.00"))


def make_laws(calendar: Calendar) -> None:
    """Both since the beginning; the rate rose half a year ago."""
    ThemeLaw.objects.bulk_create(
        ThemeLaw(theme=theme, law=LAWS[theme.code], starts_on=calendar.start)
        for theme in Theme.objects.filter(code__in=LAWS).order_by("code")
    )
    rise = calendar.ago(180).replace(day=1)
    HourlyRate.objects.bulk_create(
        rate
        for team in Team.objects.order_by("code")
        for rate in (
            HourlyRate(team=team, starts_on=calendar.start, ends_on=rise, euros=RATES[0]),
            HourlyRate(team=team, starts_on=rise, euros=RATES[1]),
        )
    )
