"""G22: one search box for everything: what is found, by whom, and that each file shown is in the read log."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from tests.cases.conftest import statements
from tests.factories import (
    BreakGlassFactory,
    CaseFactory,
    CaseRestrictionFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    InitiativeFactory,
    MonthlyReportFactory,
    OrganisationFactory,
    ProfessionalFactory,
    UserFactory,
    VolunteerFactory,
    sign_in,
)
from tests.factories.conversation import published
from tests.promises import Measured
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act
from wijkteam.audit.models import ReadLog
from wijkteam.core.periods import next_month
from wijkteam.daily.selectors.find import MOST, Group
from wijkteam.daily.selectors.typed import Typed
from wijkteam.reports.selectors.report_page import month_name
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
FIND = reverse("daily:find")


@pytest.fixture
def family(team: Team) -> Case:
    case = CaseFactory.create(
        team=team,
        household=HouseholdFactory.create(
            name="Gezin Łukaszewicz", street="Kanaalstraat 12", postcode="3531 CJ", members=0
        ),
    )
    HouseholdMemberFactory.create(
        household=case.household,
        person__given_name="Zoë",
        person__family_name="van de Ven",
        person__birth_date=date(1984, 3, 12),
    )
    return case


def groups(client: Client, text: str) -> dict[str, Group]:
    return {group.key: group for group in client.post(FIND, {"q": text}).context["result"].groups}


def titles(client: Client, text: str, kind: str = "cases") -> list[str]:
    found = groups(client, text)
    return [line.title for line in found[kind].lines] if kind in found else []


# -- households and cases --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "lukasz", "LUKASZEWICZ", "zoe", "van de ven", "ven zoe", "zoë kanaalstraat", "kanaalstraat 12", "3531cj",
        "3531 CJ", "12-3-1984", "12/03/1984", "12 3 1984", "1984-03-12",
    ],
)  # fmt: skip
def test_a_household_is_found_by_name_street_and_date_of_birth(signed_in: Client, family: Case, text: str) -> None:
    assert titles(signed_in, text) == ["Gezin Łukaszewicz"]


@pytest.mark.parametrize("text", ["kanaalstrat 12", "lukasewicz", "lukazsewicz", "knaalstraat"])
def test_a_typing_error_is_forgiven_and_said_to_be_one(signed_in: Client, family: Case, text: str) -> None:
    found = groups(signed_in, text)["cases"].lines
    assert [line.title for line in found] == ["Gezin Łukaszewicz"]
    assert found[0].is_guess


def test_what_is_exactly_so_stands_above_what_looks_like_it(signed_in: Client, team: Team) -> None:
    for name in ("Janssen", "Jansen"):
        CaseFactory.create(team=team, household=HouseholdFactory.create(name=name, members=0))
    found = groups(signed_in, "jansen")["cases"].lines
    assert [(line.title, line.is_guess) for line in found] == [("Jansen", False), ("Janssen", True)]


def test_a_number_finds_its_case_and_nothing_else(signed_in: Client, family: Case) -> None:
    assert titles(signed_in, family.number) == ["Gezin Łukaszewicz"]
    assert titles(signed_in, "999999999999") == []


def test_files_of_others_are_found_by_nobody_in_no_way(signed_in: Client, other_team: Team) -> None:
    hidden = CaseFactory.create(
        team=other_team, household=HouseholdFactory.create(name="Verborgenoord", street="Geheimlaan 9", members=0)
    )
    HouseholdMemberFactory.create(
        household=hidden.household, person__family_name="Onvindbaar", person__birth_date=date(1971, 1, 2)
    )
    tried = ("verborgenoord", "verborgnoord", "geheimlaan", "gehiemlaan 9", "onvindbaar", "2-1-1971", hidden.number)
    for text in tried:
        answer = signed_in.post(FIND, {"q": text})
        assert answer.context["result"].groups == ()
        for word in ("Verborgenoord", "Geheimlaan 9", "Onvindbaar"):
            assert answer.text.count(word) == answer.text.count(f'value="{word}"')
    assert not ReadLog.objects.exists()


def test_a_restricted_file_is_found_by_who_is_named_alone(
    client: Client, family: Case, colleague: User, teammate: User
) -> None:
    CaseRestrictionFactory.create(case=family, people=[colleague])
    assert titles(sign_in(client, colleague), "lukasz") == ["Gezin Łukaszewicz"]
    assert titles(sign_in(Client(), teammate), "lukasz") == []


def test_g22_each_file_that_is_found_is_logged_and_one_that_is_not_shown_is_not(
    signed_in: Client, team: Team, colleague: User, family: Case, measured: Measured
) -> None:
    for number in range(MOST + 3):
        CaseFactory.create(team=team, household=HouseholdFactory.create(name=f"Veelvoud {number}", members=0))
    found = groups(signed_in, "veelvoud")["cases"]
    assert len(found.lines) == MOST
    assert found.more == reverse("cases:search")
    logged = ReadLog.objects.filter(user_id=colleague.pk, act=Act.SEARCH, purpose="search")
    assert sorted(logged.values_list("subject_id", "household_id")) == sorted(
        line.seen for line in found.lines if line.seen is not None
    )
    assert family.pk not in set(logged.values_list("subject_id", flat=True))
    measured.add("G22", "dossiers gevonden met de zoekbalk, elk met een regel", len(found.lines), part="complete")


def test_a_name_stays_out_of_the_address_and_comes_back_from_the_session(signed_in: Client, family: Case) -> None:
    assert titles(signed_in, "lukasz") == ["Gezin Łukaszewicz"]
    again = signed_in.get(FIND)
    assert again.context["result"].count == 1
    assert 'value="lukasz"' in again.text
    assert ReadLog.objects.filter(subject_id=family.pk).count() == 2


# -- everything else -------------------------------------------------------------------------------


def test_organisations_people_initiatives_and_volunteers_are_found(
    signed_in: Client, team: Team, other_team: Team
) -> None:
    organisation = OrganisationFactory.create(name="Schuldhulpmaatje Utrecht")
    ProfessionalFactory.create(organisation=organisation, name="Ömer Çelik", function="Schuldhulpverlener")
    InitiativeFactory.create(team=other_team, name="Schuldencafé")
    VolunteerFactory.create(team=team, name="Schuldina Vrij")
    VolunteerFactory.create(team=other_team, name="Schulda van Elders")
    found = groups(signed_in, "schuld")
    assert {key: [line.title for line in group.lines] for key, group in found.items()} == {
        "organisations": ["Schuldhulpmaatje Utrecht"],
        "professionals": ["Ömer Çelik"],
        "volunteers": ["Schuldina Vrij"],
        "initiatives": ["Schuldencafé"],
    }
    assert titles(signed_in, "omer celik", "professionals") == ["Ömer Çelik"]
    assert titles(signed_in, "schuldhulpmatje", "organisations") == ["Schuldhulpmaatje Utrecht"]
    assert not ReadLog.objects.exists()


def test_pages_are_found_by_the_words_of_the_menu(signed_in: Client, client: Client) -> None:
    assert "Uren" in titles(signed_in, "uren", "pages")
    assert "Initiatieven" in titles(signed_in, "initatieven", "pages")
    for role in ("commissioner", "administrator", "privacy-officer"):
        sign_in(client, UserFactory.create(role=role))
        assert "Casussen" not in titles(client, "casussen", "pages")


def test_who_does_no_casework_finds_pages_and_reports_alone(client: Client, team: Team, family: Case) -> None:
    OrganisationFactory.create(name="Lukaszorg")
    InitiativeFactory.create(team=team, name="Lukaszclub")
    for role in ("commissioner", "administrator", "privacy-officer", "partner"):
        sign_in(client, UserFactory.create(role=role))
        for text in ("lukasz", "12-3-1984", family.number, "kanaalstraat"):
            assert groups(client, text) == {}, (role, text)
    assert not ReadLog.objects.exists()


def test_a_commissioner_finds_what_is_published_and_no_draft(client: Client, team: Team) -> None:
    report = published(team=team)
    MonthlyReportFactory.create(team=team, month=next_month(report.month))
    sign_in(client, UserFactory.create(role="commissioner"))
    found = groups(client, report.name)["reports"].lines
    assert [line.url for line in found] == [reverse("reports:detail", args=[report.public_id])]
    assert found[0].detail == month_name(report.month)


# -- how it behaves --------------------------------------------------------------------------------


def test_a_fixed_number_of_statements_whatever_is_found(signed_in: Client, team: Team, family: Case) -> None:
    for number in range(MOST + 5):
        CaseFactory.create(team=team, household=HouseholdFactory.create(name=f"Veelvoud {number}"))
        OrganisationFactory.create(name=f"Veelvoud {number}")
    for text in ("veelvoud", "lukasz"):
        signed_in.post(FIND, {"q": text})  # what was looked for is in the session from here on
        seen = statements(lambda text=text: signed_in.post(FIND, {"q": text}))  # type: ignore[misc]
        # user, how much must be alike, rights, cases, people, all other kinds together, read log; and to forgive typing
        # errors: rights, words, cases, people
        assert len(seen) == (7 if text == "veelvoud" else 11), "\n".join(seen)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "%", "_", "'", "\\", "\x00", "a", "%%%%", "' OR 1=1 --", "31-2-2020", "0-0-0000", "99-99-9999",
        "9" * 80, "x" * 5000, "😀😀😀", "-", "van de", "ng", "2026-", "12-3-1984 12-3-1984",
    ],
)  # fmt: skip
def test_nothing_that_is_typed_breaks_it(signed_in: Client, family: Case, text: str) -> None:
    assert signed_in.post(FIND, {"q": text}).status_code == 200


def test_a_name_of_two_letters_is_found(signed_in: Client, team: Team) -> None:
    CaseFactory.create(team=team, household=HouseholdFactory.create(name="Li", members=0))
    assert titles(signed_in, "li") == ["Li"]


def test_small_words_go_with_the_next() -> None:
    assert Typed.of("van de Ven").words == ("van de Ven",)
    assert Typed.of("jan van den berg").words == ("jan", "van den berg")
    assert Typed.of("jansen li").words == ("jansen li",)
    assert Typed.of("li").words == ("li",)
    assert Typed.of("3531cj").words == ("3531 cj",)


def test_who_opened_a_file_in_an_emergency_finds_it(client: Client, family: Case, teammate: User) -> None:
    outsider = UserFactory.create(role="team-member")
    assert titles(sign_in(client, outsider), "lukasz") == []
    BreakGlassFactory.create(case=family, user=outsider)
    assert titles(client, "lukasz") == ["Gezin Łukaszewicz"]
