"""Use cases: make a published report public in plain words, change those words, and take it down."""

import datetime as dt

from django.db import transaction

from wijkteam.accounts.models import User
from wijkteam.reports.models import MonthlyReport, PublicEdition


@transaction.atomic
def open_edition(*, report: MonthlyReport, words: str, plans: str, by: User, at: dt.datetime) -> PublicEdition:
    """Make it public with these words, or give what is public other words."""
    edition = PublicEdition.objects.select_for_update(of=("self",), no_key=True).filter(report=report.pk).first()
    if edition is None:
        edition, _made = PublicEdition.objects.get_or_create(
            report_id=report.pk, defaults={"words": words, "plans": plans, "opened_at": at, "opened_by": by}
        )
    edition.words, edition.plans = words, plans
    if edition.closed_at is not None:
        edition.opened_at, edition.opened_by, edition.closed_at, edition.closed_by = at, by, None, None
    edition.save()
    return edition


@transaction.atomic
def close_edition(*, report: MonthlyReport, by: User, at: dt.datetime) -> None:
    """Take it down. Once more changes nothing."""
    edition = PublicEdition.objects.select_for_update(of=("self",), no_key=True).filter(report=report.pk).first()
    if edition is not None and edition.closed_at is None:
        edition.closed_at, edition.closed_by = at, by
        edition.save(update_fields=["closed_at", "closed_by"])
