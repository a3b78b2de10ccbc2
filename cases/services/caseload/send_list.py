"""Use cases around a list that a coordinator sent: keep it, say what is in it, have it taken in, put it aside."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.enums import CaseloadState
from cases.models import CaseloadJob, CaseloadMap, CaseRights
from cases.services.caseload.reading import (
    checked_list,
    choices_of,
    first_layout,
    headings_digest,
    kept_choices,
    layout_with,
    sheets_of,
)
from cases.services.caseload.sealed import seal
from cases.services.caseload.take_in import NotReady
from wijkteam.accounts.models import User
from wijkteam.core.bell import ring_after_commit
from wijkteam.core.constraints import broken_constraint
from wijkteam.core.spreadsheets import FOR_A_PAGE, read_spreadsheet
from wijkteam.teams.models import Team

# The task in schedules.py. Named, as services do not know what calls them.
RUN = "cases.take_in_caseload"
KEPT_FOR = dt.timedelta(days=1)


class NoLongerOpen(Exception):
    """It was taken in, put aside or confirmed meanwhile."""


class AnotherRuns(Exception):
    """A list of this team is being taken in already."""


def send_list(
    *, team: Team, by: User, file_name: str, content: bytes, at: dt.datetime, request_key: UUID | None = None
) -> CaseloadJob:
    """Keep the file, and guess what its columns hold. A form that is sent twice gets the same one.

    Raises:
        SpreadsheetRefused
    """
    sheets = read_spreadsheet(content, limits=FOR_A_PAGE)
    layout = first_layout(sheets)
    choices = kept_choices(layout, team=team) or choices_of(layout)
    try:
        with transaction.atomic():
            return CaseloadJob.objects.create(
                team=team,
                sent_by=by,
                sent_at=at,
                file_name=file_name[-150:] or "lijst",
                content=seal(content),
                choices=choices,
                request_key=request_key,
            )
    except IntegrityError as error:
        if "request_key" in broken_constraint(error):
            return CaseloadJob.objects.get(request_key=request_key)
        raise


def _locked(job: CaseloadJob) -> CaseloadJob:
    """Raises NoLongerOpen."""
    found = CaseloadJob.objects.select_for_update(of=("self",), no_key=True).select_related("team").get(pk=job.pk)
    if found.state != CaseloadState.CHOSEN:
        raise NoLongerOpen
    return found


@transaction.atomic
def choose(*, job: CaseloadJob, choices: Mapping[str, Any], by: User, at: dt.datetime, keep: bool = False) -> None:
    """What each column holds and what words mean; with `keep` also for the next file with the same headings.

    Raises:
        NoLongerOpen, SealIsGone
    """
    found = _locked(job)
    found.choices = dict(choices)
    found.save(update_fields=["choices"])
    if keep:
        CaseloadMap.objects.update_or_create(
            team=found.team,
            headings=headings_digest(layout_with(sheets_of(found), choices)),
            defaults={"choices": dict(choices), "kept_by": by, "kept_at": at},
        )


def confirm(*, job: CaseloadJob, by: User, at: dt.datetime) -> None:
    """Have it taken in by a worker.

    Raises:
        NoLongerOpen, SealIsGone
        NotReady: there are errors in it, or nothing to take in.
        AnotherRuns
    """
    try:
        with transaction.atomic():
            found = _locked(job)
            today = timezone.localdate(at)
            checked = checked_list(found, rights=CaseRights.of(by, on=today), today=today)
            if not checked.is_ready or not checked.cases:
                raise NotReady
            found.state, found.confirmed_at, found.sent_by = CaseloadState.WAITING, at, by
            found.save(update_fields=["state", "confirmed_at", "sent_by"])
            ring_after_commit(RUN, job_id=found.pk)
    except IntegrityError as error:
        if broken_constraint(error) == "one_caseload_is_taken_in_at_a_time":
            raise AnotherRuns from error
        raise


@transaction.atomic
def drop(*, job: CaseloadJob, at: dt.datetime) -> None:
    """Put it aside: the file is gone.

    Raises:
        NoLongerOpen
    """
    found = _locked(job)
    found.state, found.content, found.ended_at = CaseloadState.DROPPED, None, at
    found.save(update_fields=["state", "content", "ended_at"])


def drop_what_was_left(*, at: dt.datetime) -> int:
    """Files of more than a day ago that nobody went on with."""
    left = CaseloadJob.objects.filter(state=CaseloadState.CHOSEN, sent_at__lte=at - KEPT_FOR)
    return left.update(state=CaseloadState.DROPPED, content=None, ended_at=at)
