"""G25: a list goes the whole road with three people, and then nothing of its files is left."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from cases.models import Case, Contact, Household, Person
from tests.factories import (
    CaseFactory,
    ContactFactory,
    DestructionEntryFactory,
    DestructionListFactory,
    HouseholdMemberFactory,
    LegalHoldFactory,
    ProvisionFactory,
    RetentionTermFactory,
    ThemeFactory,
    ThemeLawFactory,
    UserFactory,
)
from tests.factories.retention import closed_long_ago
from tests.promises import Measured
from wijkteam.hours.models import TimeEntry
from wijkteam.retention.enums import Ground
from wijkteam.retention.models import DestructionEntry, DestructionList, Residue
from wijkteam.retention.selectors.due import due_files
from wijkteam.retention.services.hold_case import IsBeingDestroyed, lift_hold, place_hold
from wijkteam.retention.services.walk_list import (
    NothingIsDue,
    NotNow,
    SamePerson,
    TooEarly,
    approve_list,
    confirm_list,
    draw_up_list,
    drop_list,
    leave_out,
    review_list,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 5, 4, 9, tzinfo=dt.UTC)
TODAY = NOW.date()


def contact(case: Case, at: dt.datetime) -> None:
    ContactFactory.create(case=case, author=case.coordinators.get().worker, occurred_at=at)


class Road:
    """The three people of a list."""

    def __init__(self) -> None:
        self.author = UserFactory.create(administrator=True)
        self.reviewer = UserFactory.create(privacy_officer=True)
        self.archivist = UserFactory.create(administrator=True)

    def draw_up(self, at: dt.datetime = NOW) -> DestructionList:
        return draw_up_list(by=self.author, at=at, request_key=uuid.uuid4())

    def approved(self, at: dt.datetime = NOW) -> DestructionList:
        made = review_list(destruction=self.draw_up(at), by=self.reviewer, at=at)
        return approve_list(destruction=made, by=self.archivist, at=at)


@pytest.fixture
def road() -> Road:
    return Road()


@pytest.fixture
def carried_out(road: Road, django_capture_on_commit_callbacks: Any) -> Any:
    """Walks the whole road with what is due; the worker does its work at once."""

    def walk() -> DestructionList:
        connection.check_constraints()  # what a commit would have judged of the file long ago
        approved = road.approved()
        with django_capture_on_commit_callbacks(execute=True):
            made = confirm_list(destruction=approved, by=road.author, at=NOW + dt.timedelta(days=7))
        made.refresh_from_db()
        assert not made.problem
        return made

    return walk


def test_a_file_is_due_when_its_longest_term_is_over() -> None:
    youth, wmo = (closed_long_ago(theme=ThemeFactory.create(code=code)) for code in ("opvoeden", "wonen"))
    ThemeLawFactory.create(theme=youth.theme, law="youth", starts_on=dt.date(2000, 1, 1))
    ThemeLawFactory.create(theme=wmo.theme, law="wmo", starts_on=dt.date(2000, 1, 1))
    found = {one.case_id: one for one in due_files(on=dt.date(2029, 3, 2))}
    assert (found[youth.pk].ground, found[youth.pk].due_on) == (Ground.YOUTH, dt.date(2029, 3, 2))
    assert (found[wmo.pk].ground, found[wmo.pk].due_on) == (Ground.WMO, dt.date(2024, 3, 2))
    assert youth.pk not in {one.case_id for one in due_files(on=dt.date(2029, 3, 1))}
    assert wmo.pk in {one.case_id for one in due_files(on=dt.date(2024, 3, 2))}


def test_youth_help_in_a_provision_makes_it_twenty_years() -> None:
    case = closed_long_ago(
        filled=lambda one: ProvisionFactory.create(case=one, kind="youth-support", starts_on=dt.date(2007, 5, 1))
    )
    ThemeLawFactory.create(theme=case.theme, law="wmo", starts_on=dt.date(2000, 1, 1))
    assert not due_files(on=dt.date(2029, 3, 1))
    assert due_files(on=dt.date(2029, 3, 2))[0].ground == Ground.YOUTH


def test_the_term_begins_at_the_last_change() -> None:
    case = closed_long_ago(filled=lambda one: contact(one, dt.datetime(2009, 2, 1, 9, tzinfo=dt.UTC)))
    assert due_files(on=dt.date(2024, 3, 1)) == []
    Contact.objects.filter(case=case).update(corrected_at=dt.datetime(2010, 6, 1, 9, tzinfo=dt.UTC))
    assert due_files(on=dt.date(2025, 5, 31)) == []
    assert due_files(on=dt.date(2025, 6, 1))[0].changed_on == dt.date(2010, 6, 1)


def test_open_files_and_files_on_a_list_are_not_due(road: Road) -> None:
    CaseFactory.create(opened_on=dt.date(2021, 1, 1))
    listed = closed_long_ago()
    road.draw_up()
    assert listed.pk not in {one.case_id for one in due_files(on=TODAY)}
    with pytest.raises(NothingIsDue):
        road.draw_up()


def test_the_municipality_decides_on_a_longer_or_shorter_term() -> None:
    closed_long_ago(on=dt.date(2015, 3, 2))
    assert not due_files(on=TODAY)
    RetentionTermFactory.create(ground=Ground.OTHER, years=10)
    assert due_files(on=TODAY)[0].years == 10


def test_g25_three_people_and_seven_days(road: Road, measured: Measured) -> None:
    closed_long_ago()
    made = road.draw_up()
    with pytest.raises(SamePerson):
        review_list(destruction=made, by=road.author, at=NOW)
    with pytest.raises(NotNow):
        approve_list(destruction=made, by=road.archivist, at=NOW)
    review_list(destruction=made, by=road.reviewer, at=NOW)
    for who in (road.author, road.reviewer):
        with pytest.raises(SamePerson):
            approve_list(destruction=made, by=who, at=NOW)
    with pytest.raises(NotNow):
        confirm_list(destruction=made, by=road.author, at=NOW + dt.timedelta(days=30))
    approve_list(destruction=made, by=road.archivist, at=NOW)
    with pytest.raises(TooEarly):
        confirm_list(destruction=made, by=road.author, at=NOW + dt.timedelta(days=7) - dt.timedelta(seconds=1))
    assert Case.objects.count() == 1
    measured("G25", "3 people, 0 of 4 short cuts taken, not a second before 7 days", part="people")


def test_g25_nothing_is_left_but_numbers(carried_out: Any) -> None:
    case = closed_long_ago(filled=lambda one: contact(one, dt.datetime(2009, 2, 1, 9, tzinfo=dt.UTC)))
    number = case.pk
    made = carried_out()
    assert made.ended_at is not None
    assert not Case.objects.exists()
    assert not Household.objects.exists()
    assert not Person.objects.exists()
    assert not TimeEntry.objects.exists()
    left = Residue.objects.get(case_id=number)
    assert left.household_gone
    assert left.rows["cases_case"] == 1
    assert left.rows["cases_contact"] == 1
    assert DestructionEntry.objects.get().destroyed_at is not None


def test_a_household_with_another_file_stays(carried_out: Any) -> None:
    old = closed_long_ago()
    HouseholdMemberFactory.create(household=old.household)
    people = Person.objects.count()
    later = CaseFactory.create(household=old.household, previous_case=old)
    carried_out()
    later.refresh_from_db()
    assert later.previous_case is None
    assert Person.objects.count() == people > 0
    assert not Residue.objects.filter(case_id=old.pk, household_gone=True).exists()


def test_a_person_who_lives_on_in_another_household_stays(carried_out: Any) -> None:
    old = closed_long_ago()
    member = HouseholdMemberFactory.create(
        household=old.household, starts_on=dt.date(2008, 3, 2), ends_on=dt.date(2020, 1, 1)
    )
    HouseholdMemberFactory.create(person=member.person, starts_on=dt.date(2020, 1, 1))
    carried_out()
    assert Person.objects.filter(pk=member.person_id).exists()
    assert not Household.objects.filter(pk=old.household_id).exists()


def test_a_held_file_leaves_the_list_and_comes_back_after_it(road: Road) -> None:
    case, officer = closed_long_ago(), road.reviewer
    closed_long_ago()
    made = road.draw_up()
    hold = place_hold(
        case_id=case.pk, reason="Klacht", until=dt.date(2027, 1, 1), by=officer, at=NOW, request_key=uuid.uuid4()
    )
    assert made.entries.standing().count() == 1
    with pytest.raises(NothingIsDue):
        road.draw_up()
    lift_hold(hold=hold, because="Klaar", by=officer, at=NOW)
    assert [one.case_id for one in due_files(on=TODAY)] == [case.pk]


def test_a_hold_comes_too_late_when_the_list_is_confirmed(road: Road) -> None:
    case = closed_long_ago()
    approved = road.approved()
    confirm_list(destruction=approved, by=road.author, at=NOW + dt.timedelta(days=7))
    with pytest.raises(IsBeingDestroyed):
        place_hold(case_id=case.pk, reason="Klacht", until=TODAY, by=road.reviewer, at=NOW, request_key=uuid.uuid4())


def test_what_is_taken_out_stays(road: Road, carried_out: Any) -> None:
    case, other = closed_long_ago(), closed_long_ago()
    made = review_list(destruction=road.draw_up(), by=road.reviewer, at=NOW)
    leave_out(entry=made.entries.get(case_id=case.pk), because="Historisch belang", by=road.reviewer, at=NOW)
    approve_list(destruction=made, by=road.archivist, at=NOW)
    drop_list(destruction=made, because="Toch niet", by=road.author, at=NOW)
    assert Case.objects.filter(pk__in=[case.pk, other.pk]).count() == 2
    assert {one.case_id for one in due_files(on=TODAY)} == {case.pk, other.pk}


@pytest.mark.parametrize("state", ["drawn up", "reviewed", "approved"])
def test_g25_postgresql_destroys_nothing_that_did_not_come_the_road(state: str) -> None:
    traits = {} if state == "drawn up" else {state: True}
    entry = DestructionEntryFactory.create()
    DestructionList.objects.filter(pk=entry.destruction_id).update(
        **{
            name: getattr(DestructionListFactory.create(**traits), name)
            for name in ("reviewed_by", "reviewed_at", "approved_by", "approved_at")
        }
    )
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT carry_out_destruction(%s)", [entry.pk])
    assert caught.value.__cause__.diag.constraint_name == "destroyed_after_the_road"  # type: ignore[union-attr]
    assert Case.objects.filter(pk=entry.case_id).exists()


def test_g25_the_pages_may_not_destroy_by_themselves() -> None:
    from django.db import ProgrammingError

    case = closed_long_ago()
    for call in ("retention_destroy(%s)", "replay_destruction(jsonb_build_object('case_id', %s))"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('wijkteam.destroys', 'on', true)")
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT {call}", [case.pk])


def test_a_held_file_cannot_come_on_a_list_past_the_code() -> None:
    hold = LegalHoldFactory.create(case=closed_long_ago())
    with pytest.raises(IntegrityError):
        DestructionEntryFactory.create(case=hold.case)
