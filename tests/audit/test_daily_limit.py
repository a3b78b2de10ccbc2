"""T01: a day has room for so many households; what somebody works for stays open (ADR 44)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from tests.factories import (
    BreakGlassFactory,
    BudgetRaiseFactory,
    CaseFactory,
    ReadLogFactory,
    TeamMembershipFactory,
    UserFactory,
    sign_in,
)
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act, Outcome, Pattern, Subject
from wijkteam.audit.models import BudgetRaise, OpenedHousehold, ReadFlag, ReadLog
from wijkteam.audit.services.keep_limit import forget_counts
from wijkteam.audit.services.record_reading import TooManyHouseholds, record_reading
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db
WARN, STOP = 3, 5
SAID = "Je hebt vandaag de dossiers van %d huishoudens geopend."
ENOUGH = "Genoeg nieuwe dossiers voor vandaag"


@pytest.fixture(autouse=True)
def _few(settings: Any) -> None:
    settings.HOUSEHOLDS_WARN, settings.HOUSEHOLDS_STOP = WARN, STOP


@pytest.fixture
def reader(team: Team) -> User:
    return TeamMembershipFactory.create(team=team).user


@pytest.fixture
def cases(team: Team) -> list[Case]:
    return CaseFactory.create_batch(STOP + 2, team=team)


def place(case: Case) -> str:
    return reverse("cases:detail", args=[case.public_id])


def opened_by(user: User) -> int:
    return OpenedHousehold.objects.filter(user_id=user.pk).count()


def test_t01_told_on_the_way_and_stopped_at_the_end(client: Client, reader: User, cases: list[Case]) -> None:
    sign_in(client, reader)
    answers = [client.get(place(case)) for case in cases]
    assert [answer.status_code for answer in answers] == [200] * STOP + [429] * 2
    assert [SAID % number in answers[number - 1].text for number in range(1, STOP + 1)] == [
        number >= WARN for number in range(1, STOP + 1)
    ]
    page = answers[-1].text
    assert ENOUGH in page
    assert cases[-1].household.name not in page
    assert "privacyfunctionaris" in page
    assert opened_by(reader) == STOP


def test_what_was_opened_today_stays_open_and_counts_once(client: Client, reader: User, cases: list[Case]) -> None:
    sign_in(client, reader)
    for case in [*cases, *cases[:STOP], cases[0]]:
        client.get(place(case))
    assert [client.get(place(case)).status_code for case in cases[:STOP]] == [200] * STOP
    again = client.get(place(cases[0]))
    assert "Je hebt vandaag" not in again.text
    assert opened_by(reader) == STOP


def test_tomorrow_is_a_new_day(reader: User) -> None:
    at = datetime(2026, 3, 10, 22, 59, tzinfo=UTC)  # a minute before midnight in Amsterdam
    for household in range(1, STOP + 1):
        read(reader, household, at)
    with pytest.raises(TooManyHouseholds), transaction.atomic():
        read(reader, 77, at)
    read(reader, 77, at + timedelta(minutes=1))
    assert OpenedHousehold.objects.get(user_id=reader.pk, household_id=77).nth == 1


def read(by: User, household: int, at: datetime, act: Act = Act.OPEN, purpose: str = "casework") -> None:
    seen = [(household, household)]
    record_reading(by=by, at=at, act=act, subject=Subject.HOUSEHOLD, seen=seen, purpose=purpose)


@pytest.mark.parametrize("act", list(Act))
def test_what_counts_is_what_somebody_chose(reader: User, act: Act) -> None:
    read(reader, 1, timezone.now(), act)
    assert opened_by(reader) == (act in {Act.OPEN, Act.PRINT, Act.EXPORT})


@pytest.mark.parametrize("purpose", ["takeout", "oversight"])
def test_what_the_privacy_officer_allowed_in_one_go_does_not_count(reader: User, purpose: str) -> None:
    read(reader, 1, timezone.now(), Act.EXPORT, purpose)
    assert opened_by(reader) == 0


@pytest.mark.parametrize("role", list(Role))
def test_everybody_but_the_privacy_officer_is_stopped(role: Role) -> None:
    user, now = UserFactory.create(role=role), timezone.now()
    for household in range(1, STOP + 1):
        read(user, household, now)
    if role == Role.PRIVACY_OFFICER:
        read(user, 77, now)
    else:
        with pytest.raises(TooManyHouseholds), transaction.atomic():
            read(user, 77, now)
    assert opened_by(user) == STOP + (role == Role.PRIVACY_OFFICER)


def test_being_stopped_is_written_down_and_flagged_once(client: Client, reader: User, cases: list[Case]) -> None:
    sign_in(client, reader)
    for case in [*cases, cases[-1]]:
        client.get(place(case))
    denied = ReadLog.objects.filter(user_id=reader.pk, act=Act.DENIED).order_by("pk")
    homes = [case.household_id for case in (cases[-2], cases[-1], cases[-1])]
    assert [line.household_id for line in denied] == homes
    assert not ReadLog.objects.filter(user_id=reader.pk, act=Act.OPEN, household_id__in=homes).exists()
    flag = ReadFlag.objects.get()
    assert (flag.pattern, flag.user, flag.figure, flag.household_id) == (Pattern.STOPPED, reader, STOP, None)


def test_own_work_stays_open(client: Client, reader: User, team: Team, cases: list[Case]) -> None:
    own = CaseFactory.create(team=team, coordinator=reader)
    sign_in(client, reader)
    for case in cases:
        client.get(place(case))
    assert client.get(place(own)).status_code == 200
    assert opened_by(reader) == STOP + 1


def test_an_emergency_counts_and_is_not_stopped(client: Client, reader: User, cases: list[Case]) -> None:
    sign_in(client, reader)
    for case in cases[:STOP]:
        client.get(place(case))
    now = timezone.now()
    case = cases[-1]
    BreakGlassFactory.create(
        user=reader,
        case=case,
        household=case.household,
        started_at=now - timedelta(minutes=1),
        ends_at=now + timedelta(minutes=40),
    )
    assert client.get(place(case)).status_code == 200
    assert ReadLog.objects.filter(household_id=case.household_id).last().is_emergency  # type: ignore[union-attr]
    assert opened_by(reader) == STOP + 1


def test_htmx_gets_a_sentence_and_the_screen_stays(client: Client, reader: User, cases: list[Case]) -> None:
    sign_in(client, reader)
    for case in cases[:STOP]:
        client.get(place(case))
    answer = client.get(place(cases[-1]), headers={"HX-Request": "true"})
    assert (answer.status_code, answer["Content-Type"]) == (429, "text/plain; charset=utf-8")
    assert "<" not in answer.text
    assert f"{STOP} huishoudens" in answer.text


def test_what_leaves_without_a_page_is_told_on_the_next(client: Client, reader: User, cases: list[Case]) -> None:
    sign_in(client, reader)
    for case in cases[: WARN - 1]:
        client.get(place(case))
    part = reverse("cases:contact-log", args=[cases[WARN].public_id]) + "?deel=compose"
    assert SAID % WARN not in client.get(part, headers={"HX-Request": "true"}).text
    assert opened_by(reader) == WARN
    assert SAID % WARN in client.get("/", follow=True).text


# -- more room -------------------------------------------------------------------------------------


@pytest.fixture
def officer(client: Client, privacy_officer: User) -> Client:
    return sign_in(client, privacy_officer)


def asked(user: User, **changed: Any) -> dict[str, Any]:
    reason = "Zij leest alle dossiers na voor de overdracht van morgen."
    return {"user": user.public_id, "households": STOP + 1, "reason": reason, **changed}


def test_the_privacy_officer_gives_more_room_today(
    officer: Client, privacy_officer: User, reader: User, cases: list[Case]
) -> None:
    mine = sign_in(Client(), reader)
    assert [mine.get(place(case)).status_code for case in cases][STOP:] == [429, 429]
    page = officer.get(reverse("audit:limit")).text
    assert reader.name in page
    assert "Gestopt" in officer.get(reverse("audit:oversight")).text
    assert officer.post(reverse("audit:limit"), asked(reader)).status_code == 302
    row = BudgetRaise.objects.get()
    assert (row.user, row.made_by, row.day) == (reader, privacy_officer, timezone.localdate())
    assert "overdracht van morgen" in officer.get(reverse("audit:limit")).text
    assert [mine.get(place(case)).status_code for case in cases[STOP:]] == [200, 429]


@pytest.mark.parametrize("wrong", [{"reason": "te kort"}, {"households": STOP}, {"households": 1001}])
def test_a_raise_that_is_none(officer: Client, reader: User, wrong: dict[str, Any]) -> None:
    assert officer.post(reverse("audit:limit"), asked(reader, **wrong)).status_code == 422
    assert not BudgetRaise.objects.exists()


def test_nobody_raises_their_own(officer: Client, privacy_officer: User) -> None:
    assert officer.post(reverse("audit:limit"), asked(privacy_officer)).status_code == 422
    with pytest.raises(IntegrityError, match="raise_by_another"), transaction.atomic():
        BudgetRaiseFactory.create(user=privacy_officer, made_by=privacy_officer)
    with pytest.raises(IntegrityError, match="raise_has_a_reason"), transaction.atomic():
        BudgetRaiseFactory.create(reason=" " * 30)


@pytest.mark.parametrize("households", [0, 1001])
def test_a_raise_past_the_form_stays_within_reason(households: int) -> None:
    with pytest.raises(IntegrityError, match="raise_within_reason"), transaction.atomic():
        BudgetRaiseFactory.create(households=households)


@pytest.mark.parametrize(("household", "nth", "rule"), [(1, 2, "opened_once_a_day"), (2, 1, "opened_one_at_a_place")])
def test_a_household_counts_once_and_each_place_is_taken_once(household: int, nth: int, rule: str) -> None:
    day = timezone.localdate()
    OpenedHousehold.objects.create(user_id=1, day=day, household_id=1, nth=1)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        OpenedHousehold.objects.create(user_id=1, day=day, household_id=household, nth=nth)


def test_what_was_counted_and_raised_stays() -> None:
    ReadLogFactory.create()
    BudgetRaiseFactory.create()
    for statement in ("DELETE FROM audit_openedhousehold", "UPDATE audit_budgetraise SET households = 9"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_counts_are_forgotten_after_a_week() -> None:
    for days in (0, 7, 8):
        ReadLogFactory.create(at=timezone.now() - timedelta(days=days), household_id=days + 1)
    forget_counts()
    assert set(OpenedHousehold.objects.values_list("household_id", flat=True)) == {1, 8}


def test_a_stop_that_was_work_can_be_closed(officer: Client, reader: User, cases: list[Case]) -> None:
    mine = sign_in(Client(), reader)
    for case in cases:
        mine.get(place(case))
    flag = ReadFlag.objects.get()
    url = reverse("audit:flag", args=[flag.public_id])
    assert "geweigerd" in officer.get(url).text
    officer.post(url, {"outcome": Outcome.WORK, "finding": "Gevraagd: een overdracht."})
    assert not ReadFlag.objects.open().exists()


# -- many at once ----------------------------------------------------------------------------------


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_t01_sixty_four_at_the_limit_open_one(team: Team, reader: User) -> None:
    cases = CaseFactory.create_batch(64, team=team)
    for household in range(1, STOP):
        read(reader, 900_000 + household, timezone.now())
    cookies = sign_in(Client(), reader).cookies.output(header="", sep=";")
    connection.close()
    ready = threading.Barrier(64)

    def get(case: Case) -> int:
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie(cookies)
        try:
            ready.wait(timeout=60)
            return client.get(place(case)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(get, cases))
    assert answers.count(200) == 1, answers
    assert set(answers) <= {200, 429, 409}
    assert opened_by(reader) == STOP
    assert ReadLog.objects.filter(user_id=reader.pk, act=Act.OPEN, subject=Subject.CASE).count() == 1
