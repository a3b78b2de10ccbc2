"""The read log: append-only whoever asks, and read by the privacy officer alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from cases.models import Case
from tests.conftest import as_owner
from tests.factories import ReadLogFactory, UserFactory, sign_in
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.models import ReadLog

pytestmark = pytest.mark.django_db
URL = "/inzage/"
STATEMENTS = [
    "UPDATE audit_readlog SET purpose = 'x'",
    "DELETE FROM audit_readlog",
    "TRUNCATE audit_readlog",
]


@pytest.fixture
def officer(client: Client, privacy_officer: User) -> Client:
    return sign_in(client, privacy_officer)


# -- append-only -----------------------------------------------------------------------------------


@pytest.mark.parametrize("statement", STATEMENTS)
def test_what_serves_pages_cannot_change_the_log(statement: str) -> None:
    ReadLogFactory.create()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert ReadLog.objects.get().purpose == "casework"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", STATEMENTS)
def test_nor_can_the_owner_of_the_table(statement: str) -> None:
    line = ReadLogFactory.create()
    with (
        as_owner(),
        pytest.raises(DatabaseError, match=r"readlog|append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert ReadLog.objects.filter(pk=line.pk, purpose="casework").exists()


def test_the_triggers_cannot_be_switched_off() -> None:
    for statement in ("ALTER TABLE audit_readlog DISABLE TRIGGER ALL", "SET session_replication_role = replica"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


# -- the page --------------------------------------------------------------------------------------


def test_who_saw_what_and_nothing_of_what_stood_there(
    officer: Client, colleague: User, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    now = datetime.now(UTC)
    ReadLogFactory.create(at=now, user_id=colleague.pk, subject_id=case.pk, household_id=case.household_id)
    page = officer.get(URL)
    assert colleague.name in page.text
    assert f"Casus {case.pk}" in page.text
    assert str(case.household_id) in page.text
    assert case.household.name not in page.text
    assert str(case.public_id) not in page.text


def test_reading_the_log_is_read_work_too(officer: Client, privacy_officer: User) -> None:
    officer.get(URL)
    officer.post(URL, {"household": "41"})
    lines = ReadLog.objects.filter(user_id=privacy_officer.pk, subject=Subject.READ_LOG, act=Act.LIST).order_by("pk")
    assert [line.household_id for line in lines] == [None, 41]
    assert "Inzagelogboek" in officer.get(URL).text


def test_filters(officer: Client, colleague: User) -> None:
    mine = {"user_id": colleague.pk, "role": "team-member"}
    ReadLogFactory.create(at=datetime(2026, 3, 10, 22, 30, tzinfo=UTC), household_id=71, **mine)  # 23.30 in Amsterdam
    ReadLogFactory.create(at=datetime(2026, 3, 10, 23, 30, tzinfo=UTC), household_id=72, **mine)  # the next day there
    other = UserFactory.create()
    ReadLogFactory.create(at=datetime(2026, 3, 10, 12, tzinfo=UTC), household_id=73, user_id=other.pk)

    def households(**answers: object) -> set[str]:
        page = officer.post(URL, {"start": "2026-03-10", "end": "2026-03-10", **answers})
        return {line.household for line in page.context["overview"].lines}

    assert households() == {"71", "73"}
    assert households(end="2026-03-11") == {"71", "72", "73"}
    assert households(account=str(colleague.public_id)) == {"71"}
    assert households(end="2026-03-11", household="72") == {"72"}
    assert households(household="999") == set()


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"start": "2026-03-11", "end": "2026-03-10"}, "end"),
        ({"start": "gisteren"}, "start"),
        ({"household": "-1"}, "household"),
        ({"household": "99999999999999999999"}, "household"),
        ({"account": "geen"}, "account"),
        ({"before_at": "x", "before_pk": "1"}, "before_at"),
    ],
)
def test_answers_that_are_refused(officer: Client, answers: dict[str, str], field: str) -> None:
    response = officer.post(URL, answers)
    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_no_days_given_is_the_whole_log(officer: Client) -> None:
    ReadLogFactory.create(at=datetime(2001, 1, 1, tzinfo=UTC), household_id=81)
    for answers in ({}, {"end": "9999-12-31"}, {"start": "0001-01-01"}):
        response = officer.post(URL, answers)
        assert response.status_code == 200
        assert "81" in {line.household for line in response.context["overview"].lines}


def test_pages_by_key_leave_nothing_out_and_nothing_twice(officer: Client) -> None:
    start = datetime(2026, 3, 10, 9, tzinfo=UTC)
    for number in range(120):
        # Forty at each moment: what decides the order among them is the number of the line.
        ReadLogFactory.create(at=start + timedelta(seconds=number // 40), household_id=1000 + number)
    seen: list[str] = []
    answers: dict[str, Any] = {"start": "2026-03-10", "end": "2026-03-10"}
    for _ in range(3):
        page = officer.post(URL, answers)
        overview = page.context["overview"]
        seen += [line.household for line in overview.lines]
        assert ('name="before_pk"' in page.text.split("<table")[1]) is (overview.cursor is not None)
        if overview.cursor:
            answers["before_at"], answers["before_pk"] = overview.cursor[0].isoformat(), overview.cursor[1]
    assert seen == [str(1000 + number) for number in reversed(range(120))]


def test_the_button_for_older_lines_carries_the_search(officer: Client, colleague: User) -> None:
    for _ in range(60):
        ReadLogFactory.create(at=datetime(2026, 3, 10, 9, tzinfo=UTC), user_id=colleague.pk)
    page = officer.post(URL, {"start": "2026-03-10", "end": "2026-03-10", "account": str(colleague.public_id)})
    form = page.text.split('class="pager"')[1]
    hidden = {part.split('"')[0]: part.split('value="')[1].split('"')[0] for part in form.split('name="')[1:]}
    hidden.pop("csrfmiddlewaretoken", None)
    older = officer.post(URL, hidden)
    assert older.status_code == 200
    assert len(older.context["overview"].lines) == 10
    assert {line.who for line in older.context["overview"].lines} == {colleague.name}


def test_an_account_that_is_gone_keeps_its_number(officer: Client) -> None:
    ReadLogFactory.create(at=datetime.now(UTC), user_id=987654)
    assert "account 987654" in officer.get(URL).text


def test_queries_do_not_grow_with_the_lines(officer: Client, django_assert_num_queries: Callable[..., Any]) -> None:
    for _ in range(30):
        ReadLogFactory.create(at=datetime.now(UTC))
    officer.get(URL)
    # the user, the transaction (2), the lines, their accounts, the choice of accounts, the months that went, the log
    with django_assert_num_queries(8):
        officer.get(URL)


def test_nobody_else(client: Client, administrator: User, coordinator: User, commissioner: User) -> None:
    for user in (administrator, coordinator, commissioner):
        sign_in(client, user)
        assert client.get(reverse("audit:list")).status_code == 403
        assert client.get(reverse("retention:register")).status_code == 403
