"""A coordinator takes in the list of the team: columns, words, a look, and undone within a day."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import CaseloadProblem, CaseloadState
from cases.models import (
    Case,
    CaseloadImport,
    CaseloadJob,
    CaseloadMap,
    Household,
    HouseholdMember,
    ImportedCase,
    Person,
    PossibleDouble,
    Question,
)
from cases.schedules import sweep_caseloads
from cases.services.caseload.run_list import run_list
from cases.services.caseload.send_list import send_list
from cases.services.caseload.undo_list import InTheWay, TooLate, undo_list, work_since
from tests.cases.caseload.lists import team_for_lists
from tests.factories import (
    CaseFactory,
    CaseRestrictionFactory,
    ContactFactory,
    HouseholdMemberFactory,
    PersonFactory,
    TeamFactory,
    TeamMembershipFactory,
    ThemeFactory,
    UserFactory,
    sign_in,
)
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.audit.models import ReadLog
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db

HEADINGS = "Dossiernummer;Achternaam;Voornaam;Geboortedatum;BSN;Buurt;Thema;Regisseur;Startdatum;Hulpvraag"
ROWS = (
    "A-1;Prins;Gerrit;02-01-1950;123456782;De Weide;Geldzorgen;anouk1;06-05-2025;De post blijft liggen.",
    "A-1;Prins;Sem;03-04-2015;;De Weide;Geldzorgen;anouk1;06-05-2025;",
    "A-2;de Vries;Jo;;111222333;Beekzijde;Geldzorgen;;01-02-2026;Alleen sinds de winter.",
)


@pytest.fixture
def team() -> Team:
    return team_for_lists()


@pytest.fixture
def coordinator(team: Team) -> User:
    user: User = UserFactory.create(role=Role.TEAM_COORDINATOR)
    TeamMembershipFactory.create(team=team, user=user, starts_on=dt.date(2024, 3, 1))
    return user


@pytest.fixture
def desk(client: Client, coordinator: User) -> Client:
    sign_in(client, coordinator)
    return client


def listed(*rows: str, headings: str = HEADINGS) -> bytes:
    return "\r\n".join([headings, *(rows or ROWS)]).encode("utf-8-sig")


def sent(desk: Client, team: Team, content: bytes, name: str = "lijst.csv") -> CaseloadJob:
    answer = desk.post(
        reverse("cases:caseload"),
        {"upload": SimpleUploadedFile(name, content), "team": team.code, "request_key": str(uuid4())},
    )
    assert answer.status_code == 302, answer.content.decode()
    return CaseloadJob.objects.latest("pk")


def at(name: str, job: CaseloadJob) -> str:
    return reverse(f"cases:caseload-{name}", args=[job.public_id])


def columns_as_shown(desk: Client, job: CaseloadJob, **changed: str) -> Any:
    """Post the form as it stands on the page, with what somebody changed in it."""
    form = desk.get(at("columns", job)).context["form"]
    said = {name: form[name].value() or "" for name in form.fields if name != "keep"}
    return desk.post(at("columns", job), {**said, "keep": "on", **changed})


def in_another_transaction() -> None:
    """The context of a change lasts as long as its transaction, and a test is one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_id', '', true)")


def taken_in(desk: Client, team: Team, *rows: str) -> CaseloadJob:
    """All the way, as the worker does it."""
    job = sent(desk, team, listed(*rows))
    assert desk.post(at("look", job)).status_code == 302
    run_list(job_id=job.pk)
    in_another_transaction()
    job.refresh_from_db()
    assert job.state == CaseloadState.DONE, job.problem
    return job


def counted() -> Sequence[int]:
    return [model.objects.count() for model in (Household, Person, HouseholdMember, Case, Question, ImportedCase)]


def test_the_columns_are_guessed_and_shown_with_what_stands_in_them(desk: Client, team: Team) -> None:
    job = sent(desk, team, listed())
    page = desk.get(at("columns", job)).content.decode()
    assert "Prins · de Vries" in page
    assert "BSN" in page
    for number in ("123456782", "111222333"):
        assert number not in page
    form = desk.get(at("columns", job)).context["form"]
    assert form["column-1"].value() == "family_name"
    assert "column-4" not in form.fields  # the citizen service number cannot be chosen


def test_from_file_to_cases(desk: Client, team: Team, coordinator: User) -> None:
    job = sent(desk, team, listed())
    assert columns_as_shown(desk, job).headers["Location"] == at("words", job)
    words = desk.get(at("words", job))
    assert "default-coordinator" in words.context["form"].fields
    said = desk.post(at("words", job), {"default-coordinator": "anouk2"})
    assert said.headers["Location"] == at("look", job)
    look = desk.get(at("look", job))
    assert (look.context["list"].households, look.context["list"].persons) == (2, 3)
    assert counted() == [0, 0, 0, 0, 0, 0]
    assert desk.post(at("look", job)).headers["Location"] == at("result", job)
    assert "wacht op zijn beurt" in desk.get(at("result", job)).content.decode()
    run_list(job_id=job.pk)
    assert counted() == [2, 3, 3, 2, 2, 2]
    job.refresh_from_db()
    assert (job.state, job.content) == (CaseloadState.DONE, None)
    assert "2 huishoudens met een casus zijn gemaakt" in desk.get(at("result", job)).content.decode()
    case = Case.objects.get(imported_from__reference="A-2")
    assert case.coordinators.get().worker.username == "anouk2"
    assert Question.objects.filter(received_by=coordinator).count() == 2


def test_the_file_is_sealed_while_it_waits_and_gone_afterwards(desk: Client, team: Team) -> None:
    job = sent(desk, team, listed())
    assert job.content is not None
    assert b"Prins" not in bytes(job.content)
    desk.post(at("drop", job))
    dropped = CaseloadJob.objects.get()
    assert (dropped.state, dropped.content) == (CaseloadState.DROPPED, None)
    assert desk.get(at("columns", job)).headers["Location"] == at("result", job)


def test_a_word_that_is_not_known_is_asked_once_and_remembered(desk: Client, team: Team) -> None:
    strange = [row.replace("Geldzorgen", "Centen enzo") for row in ROWS]
    job = sent(desk, team, listed(*strange))
    columns_as_shown(desk, job)
    page = desk.get(at("words", job)).context["form"]
    assert [field for field in page.fields if field.startswith("word-")] == ["word-theme-0"]
    desk.post(at("words", job), {"word-theme-0": "geldzorgen", "default-coordinator": ""})
    assert desk.get(at("look", job)).context["list"].is_ready
    assert CaseloadMap.objects.get().choices["meanings"] == {"theme": {"Centen enzo": "geldzorgen"}}
    desk.post(at("drop", job))
    again = sent(desk, team, listed(*[row.replace("A-", "B-") for row in strange]))
    assert desk.get(at("look", again)).context["list"].is_ready


def test_one_column_per_field_and_a_name_somewhere(desk: Client, team: Team) -> None:
    job = sent(desk, team, listed())
    twice = columns_as_shown(desk, job, **{"column-2": "family_name"})
    assert twice.status_code == 422
    nameless = columns_as_shown(desk, job, **{"column-1": "", "column-2": ""})
    assert nameless.status_code == 422


def test_another_row_of_headings_is_read_anew(desk: Client, team: Team) -> None:
    job = sent(desk, team, listed(headings="Lijst van het team\r\n" + HEADINGS))
    form = desk.get(at("columns", job)).context["form"]
    assert form["heading_row"].value() == 2
    assert columns_as_shown(desk, job, heading_row="3").headers["Location"] == at("columns", job)
    assert desk.get(at("columns", job)).context["form"]["heading_row"].value() == 3


def test_columns_of_another_row_in_another_tab_are_not_mixed_up(desk: Client, team: Team) -> None:
    job = sent(desk, team, listed(headings="Lijst van het team\r\n" + HEADINGS))
    earlier = desk.get(at("columns", job)).context["form"]["seen"].value()
    columns_as_shown(desk, job, heading_row="3")
    kept = CaseloadJob.objects.get(pk=job.pk).choices
    answer = columns_as_shown(desk, job, seen=earlier, **{"column-0": "underlying_question"})
    assert answer.headers["Location"] == at("columns", job)
    assert CaseloadJob.objects.get(pk=job.pk).choices == kept


def test_errors_are_said_per_row_and_nothing_can_be_taken_in(desk: Client, team: Team) -> None:
    job = sent(desk, team, listed(*ROWS, "A-3;Bos;An;31-02-1980;;De Weide;Geldzorgen;;01-01-2025;"))
    look = desk.get(at("look", job))
    problem = look.context["list"].problems.object_list[0]
    assert (problem.row, problem.column, problem.severity) == (5, "Geboortedatum", "error")
    answer = desk.post(at("look", job))
    assert answer.status_code == 422
    job.refresh_from_db()
    assert job.state == CaseloadState.CHOSEN
    assert counted()[0] == 0


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04 nothing", b"\n\n;;\n"])
def test_what_is_no_list_is_refused_in_words(desk: Client, team: Team, content: bytes) -> None:
    answer = desk.post(
        reverse("cases:caseload"),
        {"upload": SimpleUploadedFile("lijst.csv", content), "team": team.code, "request_key": str(uuid4())},
    )
    assert answer.status_code == 422
    assert not CaseloadJob.objects.exists()


def test_the_list_of_another_team_is_not_there(desk: Client) -> None:
    other = TeamFactory.create()
    sender = UserFactory.create(role=Role.TEAM_COORDINATOR)
    job = send_list(team=other, by=sender, file_name="x.csv", content=listed(), at=timezone.now())
    for name in ("columns", "words", "look", "result", "undo"):
        assert desk.get(at(name, job)).status_code == 404
    answer = desk.post(
        reverse("cases:caseload"),
        {"upload": SimpleUploadedFile("x.csv", listed()), "team": other.code, "request_key": str(uuid4())},
    )
    assert answer.status_code == 422


def test_who_is_here_already_is_named_and_logged_and_a_file_for_named_people_is_not(
    desk: Client, team: Team, coordinator: User
) -> None:
    known = CaseFactory.create(team=team)
    person = PersonFactory.create(given_name="Gerrit", family_name="Prins", birth_date=dt.date(1950, 1, 2))
    HouseholdMemberFactory.create(household=known.household, person=person)
    job = sent(desk, team, listed())
    look = desk.get(at("look", job))
    assert known.number in look.content.decode()
    assert ReadLog.objects.filter(user_id=coordinator.pk, subject_id=known.pk, act="search").exists()
    CaseRestrictionFactory.create(case=known)
    hidden = desk.get(at("look", job))
    assert known.number not in hidden.content.decode()
    assert hidden.context["list"].is_ready
    assert desk.post(at("look", job)).status_code == 302
    run_list(job_id=job.pk)
    double = PossibleDouble.objects.get()
    assert (double.known_case, double.new_case.imported_from.reference) == (known, "A-1")


def test_what_changed_since_the_look_ends_it_in_words(desk: Client, team: Team) -> None:
    job = sent(desk, team, listed())
    desk.post(at("look", job))
    ThemeFactory._meta.model.objects.update(is_active=False)
    run_list(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.problem, job.content) == (CaseloadState.FAILED, CaseloadProblem.CHANGED, None)
    assert counted()[0] == 0
    assert "Stuur het bestand opnieuw" in desk.get(at("result", job)).content.decode()


def test_the_same_file_twice_is_said_at_the_second(desk: Client, team: Team) -> None:
    taken_in(desk, team, "A-1;Prins;Gerrit;;;De Weide;Geldzorgen;;06-05-2025;")
    again = sent(desk, team, listed("A-1;Prins;Gerrit;;;De Weide;Geldzorgen;;06-05-2025;"))
    look = desk.get(at("look", again)).context["list"]
    assert (look.households, look.skipped, look.is_ready) == (0, 1, False)


def test_two_lists_at_a_time_are_one_too_many(desk: Client, team: Team) -> None:
    first, second = sent(desk, team, listed()), sent(desk, team, listed(ROWS[0].replace("A-", "Z-")))
    assert desk.post(at("look", first)).status_code == 302
    assert desk.post(at("look", second)).status_code == 409


def test_a_message_delivered_twice_makes_it_once(desk: Client, team: Team) -> None:
    job = taken_in(desk, team)
    assert run_list(job_id=job.pk) is None
    assert CaseloadImport.objects.count() == 1


def test_a_worker_that_died_is_followed_by_the_next(desk: Client, team: Team) -> None:
    job = sent(desk, team, listed())
    desk.post(at("look", job))
    now = timezone.now()
    CaseloadJob.objects.filter(pk=job.pk).update(
        state=CaseloadState.RUNNING, runs=1, leased_until=now + dt.timedelta(minutes=5)
    )
    assert run_list(job_id=job.pk) is None  # somebody holds it
    CaseloadJob.objects.filter(pk=job.pk).update(
        leased_until=now - dt.timedelta(minutes=1), confirmed_at=now - dt.timedelta(minutes=20)
    )
    sweep_caseloads()
    job.refresh_from_db()
    assert (job.state, job.runs) == (CaseloadState.DONE, 2)


def test_a_file_that_nobody_goes_on_with_is_gone_after_a_day(desk: Client, team: Team) -> None:
    job = sent(desk, team, listed())
    CaseloadJob.objects.update(sent_at=timezone.now() - dt.timedelta(hours=25))
    sweep_caseloads()
    job.refresh_from_db()
    assert (job.state, job.content) == (CaseloadState.DROPPED, None)


def test_undone_leaves_nothing_but_the_history(desk: Client, team: Team, coordinator: User) -> None:
    before = counted()
    job = taken_in(desk, team)
    assert counted() != before
    assert "gaan weg" in desk.get(at("undo", job)).content.decode()
    assert desk.post(at("undo", job)).headers["Location"] == at("result", job)
    assert counted() == before
    batch = CaseloadImport.objects.get()
    assert (batch.undone_by, batch.undone_at is not None) == (coordinator, True)
    history = Household._meta.apps.get_model("cases", "HouseholdEvent").objects
    assert history.filter(name="Prins", pgh_label="delete").exists()
    assert "ongedaan gemaakt" in desk.get(at("result", job)).content.decode()


def test_undone_twice_is_once(desk: Client, team: Team) -> None:
    job = taken_in(desk, team)
    desk.post(at("undo", job))
    assert desk.post(at("undo", job)).status_code == 302
    with pytest.raises(TooLate):
        undo_list(batch=CaseloadImport.objects.get(), by=None, at=timezone.now())


def test_what_was_undone_can_be_taken_in_again(desk: Client, team: Team) -> None:
    job = taken_in(desk, team)
    desk.post(at("undo", job))
    again = taken_in(desk, team)
    assert again.batch != job.batch
    assert counted() == [2, 3, 3, 2, 2, 2]


def test_after_a_day_it_stands(desk: Client, team: Team) -> None:
    job = taken_in(desk, team)
    assert job.batch is not None
    with pytest.raises(TooLate):
        undo_list(batch=job.batch, by=None, at=job.batch.made_at + dt.timedelta(hours=24, seconds=1))
    assert counted()[0] == 2


def contact(case: Case) -> None:
    ContactFactory.create(case=case)


def changed_case(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(underlying_question="Wie helpt er met de post?")


def moved_person(case: Case) -> None:
    Person.objects.filter(memberships__household=case.household).update(phone="0612345678")


def new_member(case: Case) -> None:
    HouseholdMemberFactory.create(household=case.household)


@pytest.mark.parametrize("work", [contact, changed_case, moved_person, new_member])
def test_work_since_stands_in_the_way_and_nothing_is_half_undone(
    desk: Client, team: Team, work: Callable[[Case], None]
) -> None:
    job = taken_in(desk, team)
    case = Case.objects.get(imported_from__reference="A-2")
    work(case)
    before = counted()
    answer = desk.post(at("undo", job))
    assert answer.status_code == 409
    assert case.number in answer.content.decode()
    assert counted() == before
    assert desk.get(at("undo", job)).status_code == 200


def test_a_file_for_named_people_is_not_named_when_it_stands_in_the_way(
    desk: Client, team: Team, coordinator: User
) -> None:
    job = taken_in(desk, team)
    case = Case.objects.get(imported_from__reference="A-2")
    CaseRestrictionFactory.create(case=case, people=[UserFactory.create()])
    assert job.batch is not None
    work = work_since(job.batch, by=coordinator, at=timezone.now())
    assert [one.number for one in work] == [""]
    with pytest.raises(InTheWay):
        undo_list(batch=job.batch, by=coordinator, at=timezone.now())
