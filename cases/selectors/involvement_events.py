"""Partners in the timeline of a case: part of the one statement that brings what is not a contact, and its lines."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, DateTimeField, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.enums import AnswerKind, DeclineReason, InvolvementMode
from cases.models import Involvement, RequestAnswer

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
# What a partner said themselves has a name.
_SAID = {"accepted_on": AnswerKind.YES, "declined_on": AnswerKind.NO}


def event_rows(case: int) -> QuerySet[Any, Any]:
    """One row for each request, with its dates and what the partner said themselves in one column."""
    said = (
        RequestAnswer.objects.filter(involvement=OuterRef("pk"))
        .order_by("at", "pk")
        .values_list(JSONObject(at="at", kind="kind", name="name", later_on="later_on"))
    )
    return Involvement.objects.filter(case=case).values_list(
        Value(KIND, CharField()),
        "pk",
        Cast("sent_on", DateTimeField()),
        "organisation__name",
        "question",
        Cast(JSONObject(**{name: name for name in _FIELDS}, answers=ArraySubquery(said)), TextField()),
    )


def told(*, name: str, note: str) -> Iterator[tuple[date, str, str, str]]:
    """Day, icon, tone and sentence of each thing that happened."""
    row = json.loads(note)
    words = {"name": name, "mode": InvolvementMode(row["mode"]).label}
    by = {one["kind"]: one["name"] for one in row["answers"]}
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
            told_by = by.get(_SAID.get(field, ""))
            sentence = text % words
            yield date.fromisoformat(row[field]), icon, tone, f"{sentence} ({told_by})" if told_by else sentence
    for one in row["answers"]:
        if one["kind"] == AnswerKind.LATER:
            until = date_format(date.fromisoformat(one["later_on"]), "j F Y")
            day = timezone.localdate(parse_datetime(one["at"]))
            more = {"name": name, "who": one["name"], "until": until}
            yield day, "calendar-clock", "", _("%(name)s answers by %(until)s (%(who)s)") % more
