"""Partners in the timeline of a case: part of the one statement that brings what is not a contact, and its lines."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import CharField, DateTimeField, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext as _

from cases.enums import DeclineReason, InvolvementMode
from cases.models import Case, Involvement

KIND = "involvement"
_FIELDS = (
    "mode",
    "sent_on",
    "accepted_on",
    "started_on",
    "finished_on",
    "declined_on",
    "cancelled_on",
    "decline_reason",
)


def event_rows(case: Case) -> QuerySet[Any, Any]:
    """One row for each request, with its dates in one column."""
    return Involvement.objects.filter(case=case).values_list(
        Value(KIND, CharField()),
        "pk",
        Cast("sent_on", DateTimeField()),
        "organisation__name",
        "question",
        Cast(JSONObject(**{name: name for name in _FIELDS}), TextField()),
    )


def told(*, name: str, note: str) -> Iterator[tuple[date, str, str, str]]:
    """Day, icon, tone and sentence of each thing that happened."""
    row = json.loads(note)
    words = {"name": name, "mode": InvolvementMode(row["mode"]).label}
    if row["decline_reason"]:
        words["why"] = DeclineReason(row["decline_reason"]).label
    for field, icon, tone, text in (
        ("sent_on", "send", "", _("%(name)s was asked: %(mode)s")),
        ("accepted_on", "check", "", _("%(name)s said yes")),
        ("started_on", "building-community", "brand", _("The help of %(name)s started")),
        ("finished_on", "circle-check", "", _("The help of %(name)s is finished")),
        ("declined_on", "circle-x", "negative", _("%(name)s said no: %(why)s")),
        ("cancelled_on", "x", "", _("The request to %(name)s was called off")),
    ):
        if row[field]:
            yield date.fromisoformat(row[field]), icon, tone, text % words
