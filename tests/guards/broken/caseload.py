"""The rules of a caseload that was taken in as a list."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from cases.models import CaseloadJob
from tests.factories import (
    CaseFactory,
    CaseloadImportFactory,
    CaseloadJobFactory,
    CaseloadMapFactory,
    ImportedCaseFactory,
    TeamFactory,
    UserFactory,
)
from tests.guards.past_the_code import twice


def two_cases_of_one_row() -> None:
    batch = CaseloadImportFactory.create()
    for _each in range(2):
        ImportedCaseFactory.create(batch=batch, case=CaseFactory.create(), row=2)


def undone_too_early() -> None:
    made = CaseloadImportFactory.create()
    made.undone_at = made.made_at - timedelta(minutes=1)
    made.save()


def undone_too_late() -> None:
    made = CaseloadImportFactory.create()
    made.undone_at = made.made_at + timedelta(days=1, minutes=1)
    made.save()


def undone_by_somebody_and_not_undone() -> None:
    CaseloadImportFactory.create(undone_by=UserFactory.create())


def undone(**more: Any) -> Any:
    made = CaseloadImportFactory.create()
    made.undone_at = made.made_at + timedelta(hours=1)
    made.save()
    return made


def undone_twice() -> None:
    made = undone()
    made.undone_at += timedelta(hours=1)
    made.save()


def stands_again() -> None:
    made = undone()
    made.undone_at = None
    made.save()


def undone_and_removed() -> None:
    undone().delete()


def a_case_of_an_undone_list() -> None:
    ImportedCaseFactory.create(batch=undone())


def undone_with_a_case_left() -> None:
    made = CaseloadImportFactory.create()
    ImportedCaseFactory.create(batch=made)
    made.undone_at = made.made_at + timedelta(hours=1)
    made.save()


AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
HELD = "caseload_job_is_held_while_it_runs"
FILE = "caseload_job_file_goes_when_it_ends"
ENDS = "caseload_job_ends_in_one_way"
CONFIRMED = "caseload_job_is_confirmed_before_it_runs"


def two_at_work(**second: Any) -> Callable[[], None]:
    def attack() -> None:
        team = TeamFactory.create()
        CaseloadJobFactory.create(team=team, state="waiting", confirmed_at=AT)
        CaseloadJobFactory.create(team=team, confirmed_at=AT, **second)

    return attack


def job(**given: Any) -> Callable[[], Any]:
    return lambda: CaseloadJobFactory.create(**given)


def job_with_a_batch(**given: Any) -> Callable[[], Any]:
    return lambda: CaseloadJobFactory.create(batch=CaseloadImportFactory.create(), **given)


def two_ways_to_read() -> None:
    team = TeamFactory.create()
    CaseloadMapFactory.create(team=team)
    CaseloadMapFactory.create(team=team)


ONCE: list[tuple[type[Any], Callable[..., Any]]] = [(CaseloadJob, CaseloadJobFactory.create)]

RULES: list[tuple[str, Callable[[], Any]]] = [
    ("caseload_file_taken_in_once", lambda: twice(CaseloadImportFactory.create, digest="0" * 64)),
    ("caseload_undone_after_it_was_made", undone_too_early),
    ("imported_row_makes_one_case", two_cases_of_one_row),
    ("caseload_undone_within_a_day", undone_too_late),
    ("caseload_undone_by_somebody", undone_by_somebody_and_not_undone),
    ("caseload_undone_once", undone_twice),
    ("caseload_undone_once", stands_again),
    ("caseload_undone_once", undone_and_removed),
    ("imported_case_of_a_list_that_stands", a_case_of_an_undone_list),
    ("undone_caseload_leaves_no_case", undone_with_a_case_left),
    ("one_caseload_is_taken_in_at_a_time", two_at_work(state="waiting")),
    ("one_caseload_is_taken_in_at_a_time", two_at_work(state="running", leased_until=AT, runs=1)),
    (HELD, job(state="running", confirmed_at=AT, runs=1)),
    (HELD, job(state="running", confirmed_at=AT, leased_until=AT)),
    (HELD, job(leased_until=AT)),
    (FILE, job(content=None)),
    (FILE, job(state="dropped", ended_at=AT)),
    (ENDS, job_with_a_batch()),
    (ENDS, job(problem="broken")),
    (ENDS, job(ended_at=AT, content=None)),
    (ENDS, job(state="done", confirmed_at=AT, ended_at=AT, content=None)),
    (ENDS, job(state="failed", confirmed_at=AT, ended_at=AT, content=None)),
    (ENDS, job_with_a_batch(state="failed", problem="broken", confirmed_at=AT, ended_at=AT, content=None)),
    (ENDS, job_with_a_batch(state="dropped", ended_at=AT, content=None)),
    (ENDS, job(state="dropped")),
    (CONFIRMED, job(confirmed_at=AT)),
    (CONFIRMED, job(state="waiting")),
    (CONFIRMED, job(state="dropped", confirmed_at=AT, ended_at=AT, content=None)),
    ("caseload_job_file_has_a_name", job(file_name="")),
    ("one_way_to_read_these_headings", two_ways_to_read),
]
