"""The text that a household is found by is always what its rows say, whatever changed it and in which order."""

import re
import threading
from datetime import date, timedelta
from functools import partial
from random import Random

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cases.enums import HouseholdRole, MoveKind
from cases.models import Household, HouseholdMember, Person, SearchWord
from cases.services.change_household import (
    HOUSEHOLD_FIELDS,
    PERSON_FIELDS,
    LivesElsewhere,
    add_member,
    end_membership,
    save_household,
    save_person,
)
from cases.services.detect_change import fingerprint
from cases.services.mend_search_words import mend_search_words
from cases.services.merge_households import merge_households
from cases.services.merge_persons import AreMerged, CannotMerge, merge_persons
from cases.services.move_house import MovedBeforeThat, NewAddress, move_house
from cases.services.split_household import Goes, MembersHaveChanged, NewHome, NobodyLeft, split_household
from tests.cases.test_at_once import at_once
from tests.factories import CaseFactory, HouseholdFactory, HouseholdMemberFactory, PersonFactory
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

REFUSED = (LivesElsewhere, AreMerged, CannotMerge, NobodyLeft, MembersHaveChanged, MovedBeforeThat)
NAMES = ("Yılmaz", "de Vries", "Özdemir", "Jansen", "van de Ven", "Peña", "Li")


def drifted() -> list[tuple[int, str, str]]:
    """Households whose text is not the one made anew, put together in another way than the triggers do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, search_text, fold_name(name), fold_name(street), fold_name(postcode) FROM cases_household"
        )
        rows = cursor.fetchall()
        cursor.execute(
            "SELECT m.household_id, fold_name(p.given_name || ' ' || p.family_name)"
            "  FROM cases_householdmember m JOIN cases_person p ON p.id = m.person_id"
        )
        people: dict[int, set[str]] = {}
        for household, name in cursor.fetchall():
            people.setdefault(household, set()).add(name)
    found = []
    for household, text, name, street, postcode in rows:
        address = f"{street} {postcode}".strip()
        lines = [name, *([address] if address else []), *people.get(household, ())]
        if sorted(text.split("\n")) != sorted(lines):
            found.append((household, text, "\n".join(lines)))
    return found


def wrong_words() -> set[str]:
    """Words to compare with that no household has, that are missing or that are there twice."""
    texts = Household.objects.values_list("search_text", flat=True)
    pieces = {piece for text in texts for piece in re.findall(r"[^\W_]{3,}", text) if not piece.isdecimal()}
    kept = list(SearchWord.objects.values_list("word", flat=True))
    return pieces ^ set(kept) | {one for one in kept if kept.count(one) > 1}


def called(person: Person, family_name: str, by: User) -> None:
    seen = fingerprint(person, PERSON_FIELDS)
    person.family_name = family_name
    save_person(person=person, seen=seen, by=by)


@pytest.mark.django_db
def test_nothing_drifts_in_a_walk_through_the_services(team: Team, colleague: User) -> None:
    chance, today, now = Random(20260504), date(2026, 5, 4), timezone.now()
    for _ in range(6):
        HouseholdMemberFactory.create(household=CaseFactory.create(team=team, coordinator=colleague).household)
    done: dict[str, int] = {}
    for step in range(90):
        living = list(Household.objects.filter(merged_into=None).order_by("pk"))
        home, members = chance.choice(living), list(HouseholdMember.objects.order_by("pk").select_related("person"))
        member = chance.choice(members)
        kind = chance.choice(("name", "person", "join", "leave", "move", "split", "merge", "same", "gone", "two"))
        try:
            with transaction.atomic():
                match kind:
                    case "name":
                        seen = fingerprint(home, HOUSEHOLD_FIELDS)
                        home.name = f"Gezin {chance.choice(NAMES)}"
                        save_household(household=home, seen=seen, by=colleague)
                    case "person":
                        called(member.person, f"{chance.choice(NAMES)}-{step}", colleague)
                    case "join":
                        person = chance.choice([member.person, PersonFactory.build(given_name="Zoë")])
                        starts_on = today - timedelta(days=chance.randrange(900))
                        add_member(
                            household=home,
                            person=person,
                            role=HouseholdRole.CHILD,
                            is_main=person is not member.person,
                            starts_on=starts_on,
                            by=colleague,
                        )
                    case "leave" if member.ends_on is None:
                        end_membership(member=member, ends_on=today + timedelta(days=7), by=colleague)
                    case "gone":
                        end_membership(member=member, ends_on=member.starts_on, by=colleague)  # takes the row away
                    case "move":
                        to = NewAddress(street=f"Weg {step}", postcode="3511 AB", city="", area=home.area)
                        means = MoveKind.SAME
                        seen = fingerprint(home, HOUSEHOLD_FIELDS)
                        move_house(household=home, to=to, moved_on=today, means=means, seen=seen, by=colleague)
                    case "split":
                        own = list(home.members.current(on=today).select_related("person"))
                        choices = {
                            one.person.public_id: Goes.GOES if place else Goes.STAYS for place, one in enumerate(own)
                        }
                        split_household(
                            household=home,
                            home=NewHome(
                                name="Apart", address=NewAddress(street="", postcode="", city="", area=home.area)
                            ),
                            choices=choices,
                            split_on=today,
                            by=colleague,
                            at=now,
                        )
                    case "merge":
                        other = chance.choice(living)
                        merge_households(keep=home, merged=other, same={}, why="Eén gezin.", by=colleague, at=now)
                    case "same":
                        other_member = chance.choice(members)
                        merge_persons(keep=member.person, merged=other_member.person, why="x", by=colleague, at=now)
                    case "two":  # several in one statement
                        HouseholdMember.objects.bulk_create(
                            HouseholdMemberFactory.build(household=home, person=PersonFactory.create(family_name=name))
                            for name in chance.sample(NAMES, 2)
                        )
        except REFUSED:  # changes nothing
            continue
        done[kind] = done.get(kind, 0) + 1
        assert drifted() == [], kind
        assert not wrong_words(), kind
    assert len(done) == 10, str(done)
    assert Person.objects.count() > 10


@pytest.mark.django_db
def test_what_is_written_to_it_is_put_aside() -> None:
    household = HouseholdFactory.create(name="Gezin Özdemir")
    before = Household.objects.get(pk=household.pk).search_text
    assert "gezin ozdemir" in before
    Household.objects.filter(pk=household.pk).update(search_text="x")
    household.search_text = "y"
    household.save()
    assert Household.objects.get(pk=household.pk).search_text == before


@pytest.mark.django_db
def test_a_field_that_nobody_searches_in_changes_nothing() -> None:
    member = HouseholdMemberFactory.create()
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text FROM cases_household WHERE id = %s", [member.household_id])
        (before,) = cursor.fetchone()
        Person.objects.filter(pk=member.person_id).update(phone="0612345678")
        HouseholdMember.objects.filter(pk=member.pk).update(ends_on=date(2026, 5, 1))
        cursor.execute("SELECT xmin::text FROM cases_household WHERE id = %s", [member.household_id])
        assert cursor.fetchone() == (before,)


@pytest.mark.django_db
def test_a_word_goes_with_the_last_household_that_has_it() -> None:
    first, second = (HouseholdFactory.create(name=f"Gezin Wolkenveld {number}") for number in ("Een", "Twee"))
    HouseholdFactory.create(name="Gezin Eendracht")
    first.members.all().delete()
    first.delete()
    assert SearchWord.objects.filter(word="wolkenveld").exists()
    assert not SearchWord.objects.filter(word="een").exists()  # a piece of another word is not that word
    Household.objects.filter(pk=second.pk).update(name="Gezin Anders")
    assert not SearchWord.objects.filter(word="wolkenveld").exists()
    assert not wrong_words()


@pytest.mark.django_db
def test_the_night_mends_words_that_are_double_missing_or_left() -> None:
    HouseholdFactory.create(name="Gezin Wolkenveld")
    SearchWord.objects.filter(word="wolkenveld").delete()
    SearchWord.objects.bulk_create([SearchWord(word="gezin"), SearchWord(word="vertrokken")])
    assert wrong_words() == {"wolkenveld", "gezin", "vertrokken"}
    mend_search_words()
    assert not wrong_words()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_who_writes_the_same_new_word() -> None:
    """An import of a minute holds up nobody who writes down a family of the same name."""
    area = HouseholdFactory.create().area
    written, saved = threading.Event(), threading.Event()

    def as_import() -> bool:
        with transaction.atomic():
            HouseholdFactory.create(name="Gezin Wolkenveld", area=area)
            written.set()
            return saved.wait(timeout=30)  # the other did not wait for the end of this transaction

    def meanwhile() -> bool:
        found = written.wait(timeout=30)
        HouseholdFactory.create(name="Gezin Wolkenveld", area=area)
        saved.set()
        return found

    assert at_once(as_import, meanwhile) == [True, True]
    mend_search_words()
    assert not wrong_words()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_people_join_and_are_called_otherwise_at_once(colleague: User) -> None:
    homes = [HouseholdFactory.create() for _ in range(2)]
    person = PersonFactory.create(family_name="Jansen")

    def join(home: Household) -> HouseholdMember:
        return HouseholdMember.objects.create(
            household=home, person=person, role=HouseholdRole.ADULT, is_main=False, starts_on=date(2020, 1, 1)
        )

    def rename(name: str) -> None:
        Person.objects.filter(pk=person.pk).update(family_name=name)

    for name in ("Özdemir", "Peña", "Li"):
        results = at_once(
            lambda: join(homes[0]),
            partial(rename, name),
            lambda: join(homes[1]),
            lambda: HouseholdMemberFactory.create(household=homes[0]),
            lambda: HouseholdMemberFactory.create(household=homes[0]),
        )
        assert not [one for one in results if isinstance(one, Exception)]
        assert drifted() == []
        HouseholdMember.objects.filter(person=person).delete()
        assert drifted() == []
