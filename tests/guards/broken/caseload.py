"""The rules of a caseload that was taken in as a list."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.factories import CaseFactory, CaseloadImportFactory, ImportedCaseFactory
from tests.guards.past_the_code import twice


def two_cases_of_one_row() -> None:
    batch = CaseloadImportFactory.create()
    for _each in range(2):
        ImportedCaseFactory.create(batch=batch, case=CaseFactory.create(), row=2)


def undone_too_early() -> None:
    made = CaseloadImportFactory.create()
    made.undone_at = made.made_at - timedelta(minutes=1)
    made.save()


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("caseload_file_taken_in_once", lambda: twice(CaseloadImportFactory.create, digest="0" * 64)),
    ("caseload_undone_after_it_was_made", undone_too_early),
    ("imported_row_makes_one_case", two_cases_of_one_row),
]
