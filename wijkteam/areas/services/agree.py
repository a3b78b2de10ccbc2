"""Use cases: what the municipality agrees on. A new agreement ends the running one, in the same act."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import models, transaction

from wijkteam.accounts.models import User
from wijkteam.areas.models import AgreedTerms, Municipality

Dated = TypeVar("Dated", bound=models.Model)


class LaterAgreementExists(Exception):
    """There is an agreement that starts later than this one would. `starts_on` is when."""

    def __init__(self, starts_on: date) -> None:
        super().__init__(starts_on)
        self.starts_on = starts_on


def replace_running(rows: "models.QuerySet[Dated]", *, starts_on: date, values: Mapping[str, Any]) -> Dated:
    """Let the agreement among `rows` that runs on end at `starts_on`, and add one with `values` from there.

    With the same first day the earlier one is corrected instead. Lock the owner of `rows` first.

    Raises:
        LaterAgreementExists: history is added to at its end only.
    """
    latest = rows.order_by("-starts_on").first()
    if latest is not None:
        latest_start: date = getattr(latest, "starts_on")  # noqa: B009  (a model of which only this is known)
        if latest_start > starts_on:
            raise LaterAgreementExists(latest_start)
        if latest_start == starts_on:
            for name, value in values.items():
                setattr(latest, name, value)
            latest.save(update_fields=list(values))
            return latest
        rows.filter(pk=latest.pk, ends_on=None).update(ends_on=starts_on)
    return rows.create(starts_on=starts_on, **values)


@transaction.atomic
def agree_on_terms(
    *,
    starts_on: date,
    triage_days: int,
    coordinator_days: int,
    plan_days: int,
    silence_days: int,
    acute_hours: int,
    soon_days: int,
    partner_days: int,
    uses_statutory_clock: bool,
    by: User,
    at: datetime,
) -> AgreedTerms:
    """How long a household waits at most from `starts_on` on, and whether the terms of the Wmo are kept.

    Raises:
        LaterAgreementExists
    """
    municipality = Municipality.objects.select_for_update(no_key=True, of=("self",)).get()
    return replace_running(
        AgreedTerms.objects.filter(municipality=municipality),
        starts_on=starts_on,
        values={
            "municipality": municipality,
            "triage_days": triage_days,
            "coordinator_days": coordinator_days,
            "plan_days": plan_days,
            "silence_days": silence_days,
            "acute_hours": acute_hours,
            "soon_days": soon_days,
            "partner_days": partner_days,
            "uses_statutory_clock": uses_statutory_clock,
        },
    )
