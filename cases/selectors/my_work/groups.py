"""Meetings of editions that this worker leads: who came is not written down yet."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.selectors.my_work.item import Reader, WorkItem, days_late
from collectief.selectors.editions import sessions_to_note


def items(reader: Reader) -> Iterable[WorkItem]:
    for session in sessions_to_note(user=reader.user, today=reader.today):
        edition = session.edition
        assert edition is not None  # noqa: S101  (sessions of editions alone)
        yield WorkItem(
            kind="group",
            urgency=days_late(session.held_on, today=reader.today),
            why=_("Who came on %(day)s?") % {"day": date_format(session.held_on, "l j F")},
            detail=edition.name,
            when=session.held_on,
            url=reverse("collectief:attendance", args=[session.public_id]),
            name=edition.initiative.name,
            icon="user-check",
        )
