"""Published reports in the search box of every page: by the name of the team, or of the municipality."""

from datetime import date

from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.models import User
from wijkteam.daily.selectors import find
from wijkteam.reports.models import MonthlyReport
from wijkteam.reports.models.conversation import READER_ROLES
from wijkteam.reports.selectors.report_page import month_name


def _reports(user: User, on: date) -> QuerySet[MonthlyReport]:
    return MonthlyReport.objects.published().latest_published_versions()


def _with_month(title: str, detail: str) -> tuple[str, str]:
    return title, month_name(date.fromisoformat(detail))


def register() -> None:
    find.register(
        find.RowSource(
            key="reports",
            heading=_("Reports"),
            icon="report-analytics",
            order=80,
            roles=frozenset(READER_ROLES),
            rows=_reports,
            searched=("name",),
            title=Cast(F("name"), TextField()),
            detail=Cast(F("month"), TextField()),
            public_id=F("public_id"),
            url_name="reports:detail",
            finish=_with_month,
            order_by=("-month", "-pk"),
        )
    )
