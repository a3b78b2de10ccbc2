"""Moving, living apart, and what the page of the household shows of it."""

import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Household, HouseholdAddress, HouseholdMember, HouseholdSplit
from cases.selectors.likeness import households_like
from tests.factories import (
    CaseFactory,
    HouseholdMemberFactory,
    NeighbourhoodFactory,
    PersonFactory,
    sign_in,
)
from wijkteam.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def page_of(case: Case, client: Client) -> str:
    return client.get(reverse("cases:household", args=[case.public_id])).content.decode()


def move(client: Client, case: Case, **answers: object) -> int:
    url = reverse("cases:household-move", args=[case.public_id])
    seen = client.get(url).context["form"].initial["seen"]
    data = {
        "moved_on": "2026-04-01",
        "street": "Nieuwe Weg 2",
        "area": NeighbourhoodFactory.create().pk,
        "means": "same",
        "seen": seen,
        **answers,
    }
    return client.post(url, data).status_code


def test_moving_keeps_the_old_address(case: Case, signed_in: Client) -> None:
    old = case.household.street
    assert move(signed_in, case) == 302
    assert move(signed_in, case, street="Verre Weg 3", moved_on="2026-05-01", means="handover") == 302
    case.household.refresh_from_db()
    assert case.household.street == "Verre Weg 3"
    past = HouseholdAddress.objects.filter(household=case.household).order_by("ends_on")
    assert [(one.street, one.starts_on, one.ends_on) for one in past] == [
        (old, None, date(2026, 4, 1)),
        ("Nieuwe Weg 2", date(2026, 4, 1), date(2026, 5, 1)),
    ]
    page = page_of(case, signed_in)
    assert old in page
    assert "uit onze wijk verhuisd" in page
    assert Case.objects.get(pk=case.pk).area_id == case.area_id  # reports count it where it was opened


@pytest.mark.parametrize("day", ["2026-04-01", "2026-03-01", "2027-01-01"])
def test_moves_follow_each_other_in_time(day: str, case: Case, signed_in: Client) -> None:
    assert move(signed_in, case) == 302
    assert move(signed_in, case, moved_on=day, street="Andere Weg 9") == 422
    case.household.refresh_from_db()
    assert case.household.street == "Nieuwe Weg 2"


def test_a_move_does_not_wipe_out_a_colleagues_correction(case: Case, signed_in: Client) -> None:
    assert move(signed_in, case, seen="something else") == 409
    assert not HouseholdAddress.objects.exists()


@pytest.fixture
def family(case: Case) -> dict[str, HouseholdMember]:
    case.household.members.all().delete()
    return {
        name: HouseholdMemberFactory.create(
            household=case.household,
            role=role,
            person=PersonFactory.create(given_name=name, family_name="Bakker", birth_date=born),
        )
        for name, role, born in (
            ("Anna", "parent", date(1985, 1, 1)),
            ("Bas", "parent", date(1984, 1, 1)),
            ("Cato", "child", date(2015, 1, 1)),
            ("Dirk", "child", date(2017, 1, 1)),
        )
    }


def split(client: Client, case: Case, family: dict[str, HouseholdMember], **answers: object) -> int:
    choices = {"Anna": "stays", "Bas": "goes", "Cato": "mainly-here", "Dirk": "mainly-there"}
    fields = {f"p{family[name].person.public_id.hex}": choice for name, choice in choices.items()}
    data: dict[str, object] = {
        "split_on": "2026-04-01",
        "name": "Bakker (Bas)",
        "street": "Andere Weg 9",
        "area": NeighbourhoodFactory.create().pk,
        "request_key": uuid.uuid4(),
        **fields,
        **answers,
    }
    return client.post(reverse("cases:household-split", args=[case.public_id]), data).status_code


def test_parents_live_apart_and_each_child_has_one_main_home(
    case: Case, signed_in: Client, family: dict[str, HouseholdMember]
) -> None:
    assert split(signed_in, case, family) == 302
    made = HouseholdSplit.objects.get().made

    def living(household: Household) -> dict[str, bool]:
        rows = HouseholdMember.objects.current(on=date(2026, 5, 4)).filter(household=household)
        return {row.person.given_name: row.is_main for row in rows.select_related("person")}

    assert living(case.household) == {"Anna": True, "Cato": True, "Dirk": False}
    assert living(made) == {"Bas": True, "Cato": False, "Dirk": True}
    assert not made.cases.exists()  # the file stayed, nothing was copied
    page = page_of(case, signed_in)
    assert "Bakker (Bas)" in page
    assert "Wie hier eerder woonde" in page
    # Who may see the family may open a case for the new household; nobody else learns of it.
    create = reverse("cases:create-for", args=[made.public_id])
    assert signed_in.get(create).status_code == 200


def test_a_split_form_sent_twice_makes_one_household(
    case: Case, signed_in: Client, family: dict[str, HouseholdMember]
) -> None:
    key = uuid.uuid4()
    assert split(signed_in, case, family, request_key=key) == split(signed_in, case, family, request_key=key) == 302
    assert HouseholdSplit.objects.count() == 1


@pytest.mark.parametrize("choice", ["goes", "stays"])
def test_neither_household_is_left_empty(
    choice: str, case: Case, signed_in: Client, family: dict[str, HouseholdMember]
) -> None:
    everybody = {f"p{one.person.public_id.hex}": choice for one in family.values()}
    assert split(signed_in, case, family, **everybody) == 422
    assert not HouseholdSplit.objects.exists()


def test_the_new_household_is_nothing_to_another_team(
    case: Case, signed_in: Client, outsider: User, family: dict[str, HouseholdMember]
) -> None:
    split(signed_in, case, family)
    made = HouseholdSplit.objects.get().made
    client = sign_in(Client(), outsider)
    assert client.get(reverse("cases:create-for", args=[made.public_id])).status_code == 404


def test_another_household_is_named_only_to_who_may_know(case: Case, signed_in: Client) -> None:
    child = HouseholdMemberFactory.create(household=case.household, is_main=False).person
    foreign = CaseFactory.create()
    HouseholdMemberFactory.create(household=foreign.household, person=child)
    page = page_of(case, signed_in)
    assert foreign.household.name not in page
    assert "in een ander huishouden" in page


def test_nothing_to_go_by_finds_nothing() -> None:
    assert households_like([PersonFactory.build(birth_date=None)], street="", postcode="") is None
