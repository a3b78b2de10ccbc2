"""Everything of a team in one file: who may, what is in it, what is not, and that it goes."""

import csv
import datetime as dt
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import Visibility
from cases.models import Case, CaseRights, ImportedCase, Person
from tests import factories
from tests.cases.caseload.lists import team_for_lists
from tests.factories import (
    CaseFactory,
    CaseRestrictionFactory,
    ContactFactory,
    HouseholdMemberFactory,
    PersonFactory,
    QuestionFactory,
    TakeoutFactory,
    TeamFactory,
    TeamMembershipFactory,
    UserFactory,
    sign_in,
)
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.audit.models import ReadLog
from wijkteam.core.backups.age import NotOurs
from wijkteam.retention.enums import TakeoutProblem, TakeoutState
from wijkteam.retention.models import Takeout
from wijkteam.retention.schedules import sweep_takeouts
from wijkteam.retention.selectors import takeout_kinds
from wijkteam.retention.selectors.register import own_models
from wijkteam.retention.selectors.takeout_kinds import Scope, kinds, load, problems
from wijkteam.retention.services.takeout.kept_file import place_of, read_takeout, unseal_key
from wijkteam.retention.services.takeout.make import make_takeout
from wijkteam.retention.services.takeout.package import safe_name
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db
REASON = "Het team gaat verder in het systeem van de buurgemeente."


@pytest.fixture(autouse=True)
def _folders(settings: Any, tmp_path: Path) -> None:
    settings.TAKEOUTS_ROOT = tmp_path / "takeouts"
    settings.ATTACHMENTS_ROOT = tmp_path / "files"


@pytest.fixture
def team() -> Team:
    return team_for_lists()


@pytest.fixture
def coordinator(team: Team) -> User:
    user: User = UserFactory.create(role=Role.TEAM_COORDINATOR, name="Mo Coordinator")
    TeamMembershipFactory.create(team=team, user=user, starts_on=dt.date(2024, 3, 1))
    return user


@pytest.fixture
def desk(coordinator: User) -> Client:
    return sign_in(Client(), coordinator)


@pytest.fixture
def officer() -> Client:
    return sign_in(Client(), UserFactory.create(privacy_officer=True))


def a_case(team: Team, word: str, **fields: Any) -> Case:
    case: Case = CaseFactory.create(team=team, underlying_question=f"vraag-{word}", **fields)
    Person.objects.filter(memberships__household=case.household).update(family_name=f"naam-{word}", phone="0612345678")
    ContactFactory.create(case=case, text=f"journaal-{word}")
    return case


def made(team: Team, by: User) -> tuple[Takeout, zipfile.ZipFile]:
    takeout = TakeoutFactory.create(team=team, asked_by=by, allowed=True)
    assert make_takeout(takeout_id=takeout.pk)
    takeout.refresh_from_db()
    return takeout, opened(takeout)


def opened(takeout: Takeout) -> zipfile.ZipFile:
    content = b"".join(read_takeout(takeout.public_id, private=unseal_key(takeout.key or b"")))
    assert hashlib.sha256(content).hexdigest() == takeout.sha256
    assert len(content) == takeout.size
    return zipfile.ZipFile(io.BytesIO(content))


def everything(package: zipfile.ZipFile) -> str:
    return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def lines(package: zipfile.ZipFile, model: type[Any]) -> list[dict[str, Any]]:
    name = next(kind.name for kind in kinds() if kind.model is model)
    return [json.loads(line) for line in package.read(f"jsonl/{name}.jsonl").decode().splitlines()]


def test_the_whole_road_on_screen(
    desk: Client, officer: Client, team: Team, coordinator: User, django_capture_on_commit_callbacks: Any
) -> None:
    case = a_case(team, "eigen")
    key = uuid4()
    asked = {"team": team.pk, "goal": "move", "reason": REASON, "request_key": key}
    assert desk.post(reverse("retention:takeout-ask"), {**asked, "reason": "kort"}).status_code == 422
    first = desk.post(reverse("retention:takeout-ask"), asked)
    assert desk.post(reverse("retention:takeout-ask"), asked).headers["Location"] == first.headers["Location"]
    takeout = Takeout.objects.get()
    assert desk.post(reverse("retention:takeout-ask"), {**asked, "request_key": uuid4()}).status_code == 409
    page = reverse("retention:takeout", args=[takeout.public_id])
    assert REASON in officer.get(page).content.decode()
    assert "naam-eigen" not in officer.get(page).content.decode()
    assert desk.post(reverse("retention:takeout-allow", args=[takeout.public_id])).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert officer.post(reverse("retention:takeout-allow", args=[takeout.public_id])).status_code == 302
    takeout.refresh_from_db()
    assert takeout.state == TakeoutState.READY
    assert b"naam-eigen" not in place_of(takeout.public_id).read_bytes()
    file = reverse("retention:takeout-file", args=[takeout.public_id])
    assert officer.post(file).status_code == 403
    assert desk.get(file).status_code == 405
    taken = desk.post(file)
    content = b"".join(taken.streaming_content)  # type: ignore[attr-defined]  # it streams
    assert taken.headers["Content-Type"] == "application/zip"
    assert int(taken.headers["Content-Length"]) == len(content)
    assert "naam-eigen" in everything(zipfile.ZipFile(io.BytesIO(content)))
    logged = ReadLog.objects.get(act="export", household_id=case.household_id)
    assert (logged.user_id, logged.purpose, logged.subject_id) == (coordinator.pk, "takeout", case.pk)
    takeout.refresh_from_db()
    assert takeout.times_taken == 1
    assert desk.post(reverse("retention:takeout-drop", args=[takeout.public_id])).status_code == 302
    takeout.refresh_from_db()
    assert (takeout.state, takeout.key) == (TakeoutState.GONE, None)


def test_refusing_says_why_and_makes_nothing(desk: Client, officer: Client, team: Team, coordinator: User) -> None:
    takeout = TakeoutFactory.create(team=team, asked_by=coordinator)
    refuse = reverse("retention:takeout-refuse", args=[takeout.public_id])
    assert officer.post(refuse, {"reason": ""}).status_code == 422
    officer.post(refuse, {"reason": "Eerst een afspraak met het archief."})
    page = desk.get(reverse("retention:takeout", args=[takeout.public_id])).content.decode()
    assert "Eerst een afspraak met het archief." in page
    assert not make_takeout(takeout_id=takeout.pk)
    assert officer.post(reverse("retention:takeout-allow", args=[takeout.public_id])).status_code == 302
    takeout.refresh_from_db()
    assert takeout.state == TakeoutState.REFUSED


def test_g02_nothing_of_another_team_and_nothing_that_is_not_for_who_asks(team: Team, coordinator: User) -> None:
    """A word in each text of a case: of the own team it is there, of every other not once."""
    a_case(team, "eigen")
    elsewhere = a_case(TeamFactory.create(), "zomaarelders")
    hidden = a_case(team, "afgeschermd")
    CaseRestrictionFactory.create(case=hidden)
    assert hidden.pk in CaseRights.of(coordinator, on=timezone.localdate()).hidden
    QuestionFactory.create(team=team, asked="gesteld-eigen")
    QuestionFactory.create(team=elsewhere.team, asked="gesteld-zomaarelders", household=elsewhere.household)
    QuestionFactory.create(team=team, asked="gesteld-afgeschermd", household=hidden.household)
    private = a_case(team, "deels")
    ContactFactory.create(case=private, text="besloten-deels", visibility=Visibility.RESTRICTED)
    takeout, package = made(team, coordinator)
    said = everything(package)
    for word in ("naam-eigen", "vraag-eigen", "journaal-eigen", "gesteld-eigen", "naam-deels", "journaal-deels"):
        assert word in said, word
    for word in (
        "zomaarelders",
        "naam-afgeschermd",
        "vraag-afgeschermd",
        "journaal-afgeschermd",
        "gesteld-afgeschermd",
    ):
        assert word not in said, word
    assert "besloten-deels" not in said
    assert takeout.left_out == 1
    assert hidden.pk not in takeout.cases
    assert hidden.household_id not in takeout.households


def test_every_table_is_what_the_codebook_says(team: Team, coordinator: User) -> None:
    """One of everything that can be made, so that each kind is asked of PostgreSQL; no number points at nothing."""
    for made_by in vars(factories).values():
        if isinstance(made_by, type) and issubclass(made_by, factories.base.Factory):
            label = made_by._meta.model._meta.label
            own = load()["goes"].get(label) == "team:team" and label != "teams.TeamMembership"
            made_by.create(**({"team": team} if own else {}))
    a_case(team, "eigen")
    takeout, package = made(team, coordinator)
    described = json.loads(package.read("datapackage.json"))
    rows: dict[str, list[dict[str, Any]]] = {}
    for resource in described["resources"]:
        content = package.read(resource["path"])
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)
        names = [one["name"] for one in resource["schema"]["fields"]]
        assert all(one["title"] for one in resource["schema"]["fields"])
        if resource["format"] == "csv":
            table = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
            assert all(list(row) == names for row in table)
            assert len(table) == takeout.counted[resource["name"]]
            rows[resource["name"]] = table
        else:
            table = [json.loads(line) for line in content.decode().splitlines()]
            assert all(list(row) == names for row in table)
            assert len(table) == len(rows[resource["name"].removesuffix("-jsonl")])
    for resource in described["resources"]:
        for key in resource["schema"]["foreignKeys"]:
            there = {row["id"] for row in rows[key["reference"]["resource"]]}
            pointed = {row[key["fields"][0]] for row in rows.get(resource["name"], ())} - {""}
            assert pointed <= there, f"{resource['name']}.{key['fields'][0]} points at nothing"
    assert sum(1 for number in takeout.counted.values() if number) > 50
    said = [line.partition("  ") for line in package.read("manifest-sha256.txt").decode().splitlines()]
    manifest = {name: digest for digest, _space, name in said}
    assert set(manifest) == set(package.namelist()) - {"manifest-sha256.txt"}
    assert all(hashlib.sha256(package.read(name)).hexdigest() == digest for name, digest in manifest.items())


def test_no_cell_is_a_formula_and_json_has_the_text_as_it_was(team: Team, coordinator: User) -> None:
    case = a_case(team, "eigen")
    ContactFactory.create(case=case, text='=HYPERLINK("http://weg")')
    _takeout, package = made(team, coordinator)
    name = next(kind.name for kind in kinds() if kind.model._meta.label == "cases.Contact")
    table = csv.DictReader(io.StringIO(package.read(f"csv/{name}.csv").decode("utf-8-sig")), delimiter=";")
    assert '\'=HYPERLINK("http://weg")' in {row["text"] for row in table}
    said = {row["text"] for row in lines(package, type(case.contacts.get(text__startswith="=")))}
    assert '=HYPERLINK("http://weg")' in said
    for path in package.namelist():
        if path.endswith(".csv"):
            cells = csv.reader(io.StringIO(package.read(path).decode("utf-8-sig")), delimiter=";")
            assert not [cell for row in cells for cell in row if cell.startswith(("=", "+", "@", "\t"))], path


def people_of(case: Case) -> set[tuple[Any, ...]]:
    fields = ("person__given_name", "person__family_name", "person__birth_date", "person__phone", "role")
    return set(case.household.members.values_list(*fields))


def test_the_list_is_read_in_again_elsewhere(team: Team, coordinator: User, tmp_path: Path, capsys: Any) -> None:
    """Export, let go, import: the same people with the same cases."""
    case = a_case(team, "eigen", has_safety_concern=True)
    first = case.household.members.get().person
    Person.objects.filter(pk=first.pk).update(given_name="Jo", birth_date=dt.date(1980, 2, 1), phone="+31612345678")
    child = PersonFactory.create(given_name="Kim", family_name="naam-eigen", birth_date=dt.date(2015, 5, 5))
    HouseholdMemberFactory.create(household=case.household, person=child, role="child", starts_on=case.opened_on)
    closed = a_case(team, "klaar", closed=True)
    _takeout, package = made(team, coordinator)
    people = {one.number: people_of(one) for one in (case, closed)}
    Person.objects.update(family_name="Weg")  # elsewhere nobody knows them
    path = tmp_path / "lijst.csv"
    path.write_bytes(package.read("inlezen.csv"))
    before = set(Case.objects.values_list("pk", flat=True))
    call_command("import_caseload", str(path))
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert None not in said[0]["mapping"].values(), said[0]
    assert said[-1]["taken_in"], said
    again = {one.reference: one.case for one in ImportedCase.objects.exclude(case__in=before)}
    assert set(again) == {case.number, closed.number}
    for old in (case, closed):
        new = again[old.number]
        assert (new.opened_on, new.closed_on, new.closing_reason) == (old.opened_on, old.closed_on, old.closing_reason)
        assert (new.theme, new.area, new.has_safety_concern) == (old.theme, old.area, old.has_safety_concern)
        assert new.underlying_question == old.underlying_question
        assert people_of(new) == people[old.number]


def test_after_a_week_the_file_and_its_key_are_gone(team: Team, coordinator: User, desk: Client) -> None:
    takeout, _package = made(team, coordinator)
    private = unseal_key(takeout.key or b"")
    copy = place_of(takeout.public_id).read_bytes()
    Takeout.objects.filter(pk=takeout.pk).update(
        made_at=timezone.now() - dt.timedelta(days=7), erase_at=timezone.now() - dt.timedelta(seconds=1)
    )
    response = desk.post(reverse("retention:takeout-file", args=[takeout.public_id]))
    assert response.status_code == 302
    assert not ReadLog.objects.filter(act="export").exists()
    sweep_takeouts()
    takeout.refresh_from_db()
    assert (takeout.state, takeout.key, takeout.cases) == (TakeoutState.GONE, None, [])
    assert private.encode() not in copy


def test_a_file_that_was_changed_is_not_given(team: Team, coordinator: User) -> None:
    takeout, _package = made(team, coordinator)
    place = place_of(takeout.public_id)
    content = bytearray(place.read_bytes())
    content[-100] ^= 1
    place.write_bytes(content)
    with pytest.raises(NotOurs):
        opened(takeout)


def test_who_left_the_team_gets_nothing(team: Team, coordinator: User) -> None:
    takeout = TakeoutFactory.create(team=team, asked_by=coordinator, allowed=True)
    coordinator.memberships.update(ends_on=timezone.localdate())
    assert not make_takeout(takeout_id=takeout.pk)
    takeout.refresh_from_db()
    assert (takeout.state, takeout.problem) == (TakeoutState.FAILED, TakeoutProblem.RIGHTS)


def test_what_was_killed_is_taken_up_again_and_at_last_given_up(team: Team, coordinator: User) -> None:
    now = timezone.now()
    takeout = TakeoutFactory.create(
        team=team, asked_by=coordinator, allowed=True, state="running", runs=1, leased_until=now
    )
    sweep_takeouts()
    takeout.refresh_from_db()
    assert (takeout.state, takeout.runs) == (TakeoutState.READY, 2)
    assert not make_takeout(takeout_id=takeout.pk)
    hopeless = TakeoutFactory.create(
        team=team, asked_by=coordinator, allowed=True, state="running", runs=5, leased_until=now
    )
    sweep_takeouts()
    hopeless.refresh_from_db()
    assert (hopeless.state, hopeless.problem) == (TakeoutState.FAILED, TakeoutProblem.BROKEN)


def test_a_new_model_must_say_whether_it_goes_along() -> None:
    assert not list(problems(load(), own_models()))
    without = {**load(), "goes": {label: path for label, path in load()["goes"].items() if label != "cases.Goal"}}
    assert ("cases.Goal", "does not say whether it goes along with a team") in list(problems(without, own_models()))


def test_every_kind_has_a_name_of_its_own() -> None:
    names = [kind.name for kind in kinds()]
    assert len(names) == len(set(names))


def test_names_of_files_hide_no_folder() -> None:
    assert safe_name("../../etc/passwd") == "_.._etc_passwd"
    assert safe_name("con\x00.pdf\r\n") == "con_.pdf_"
    assert safe_name("") == "bestand"


def test_statements_do_not_grow_with_the_team(
    team: Team, coordinator: User, django_assert_max_num_queries: Any
) -> None:
    a_case(team, "een")
    a_case(team, "twee")
    most = 2 * len(kinds()) + 40
    with django_assert_max_num_queries(most):
        made(team, coordinator)


def test_scope_is_asked_once(team: Team, coordinator: User) -> None:
    scope = Scope(team=team, user=coordinator, today=timezone.localdate())
    assert scope.left_out == 0
    assert takeout_kinds.DECLARED.name == "takeout.toml"
