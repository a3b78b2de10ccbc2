"""The list with its filters, and searching by name; both only within one's rights and both in the read log."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from tests.cases.conftest import HTMX, NOW, TODAY, statements
from tests.factories import (
    AgreedTermsFactory,
    CaseFactory,
    ContactFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    PlanFactory,
    ThemeFactory,
)
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act
from wijkteam.audit.models import ReadLog
from wijkteam.core.periods import start_of
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
LIST = reverse("cases:list")
SEARCH = reverse("cases:search")


def shown(client: Client, query: str = "") -> set[int]:
    return {row.case_id for row in client.get(f"{LIST}?{query}").context["overview"].rows}


def ids(*cases: Case) -> set[int]:
    return {case.pk for case in cases}


# -- list ------------------------------------------------------------------------------------------


def test_a_worker_begins_with_the_own_cases_and_a_coordinator_with_those_of_the_team(
    client: Client, case: Case, team: Team, colleague: User, coordinator: User
) -> None:
    other = CaseFactory.create(team=team)
    CaseFactory.create()
    client.force_login(colleague)
    assert shown(client) == ids(case)
    assert shown(client, "toon=open") == ids(case, other)
    client.force_login(coordinator)
    assert shown(client) == ids(case, other)


def test_every_number_of_the_dashboard_has_its_list(signed_in: Client, team: Team, case: Case) -> None:
    AgreedTermsFactory.create(plan_days=42, silence_days=30)
    recent = TODAY - timedelta(days=5)
    waits = CaseFactory.create(team=team, waiting=True, opened_on=recent)
    silent = CaseFactory.create(team=team, opened_on=date(2026, 1, 5))
    PlanFactory.create(case=silent, in_force=True)
    planless = CaseFactory.create(team=team, opened_on=date(2026, 1, 6))
    ContactFactory.create(case=planless, occurred_at=start_of(recent))
    closed = CaseFactory.create(
        team=team, opened_on=date(2026, 1, 7), closed_on=date(2026, 4, 30), closing_reason="moved", coordinator=False
    )
    ContactFactory.create(case=case, occurred_at=NOW)
    PlanFactory.create(case=case, in_force=True)
    assert shown(signed_in, "toon=wacht") == ids(waits)
    assert shown(signed_in, "toon=stil") == ids(silent)
    assert shown(signed_in, "toon=zonder-plan") == ids(planless)
    assert shown(signed_in, "toon=gesloten") == ids(closed)
    assert shown(signed_in, "toon=ingestroomd&maand=2026-01") == ids(silent, planless, closed)
    assert shown(signed_in, "toon=uitgestroomd&maand=2026-04") == ids(closed)
    assert shown(signed_in, "toon=uitgestroomd&maand=2026-05") == set()


def test_without_agreed_terms_nothing_is_late(signed_in: Client, case: Case) -> None:
    assert shown(signed_in, "toon=stil") == shown(signed_in, "toon=zonder-plan") == set()


def test_narrowing_by_worker_area_and_theme(
    signed_in: Client, team: Team, case: Case, colleague: User, teammate: User
) -> None:
    other = CaseFactory.create(team=team, coordinator=teammate, theme=ThemeFactory.create(code="eenzaam"))
    assert other.area.parent is not None
    assert shown(signed_in, f"toon=open&regisseur={teammate.public_id}") == ids(other)
    assert shown(signed_in, f"toon=open&buurt={other.area.code}") == ids(other)
    assert other.pk in shown(signed_in, f"toon=open&wijk={other.area.parent.code}")
    assert shown(signed_in, "toon=open&thema=eenzaam") == ids(other)
    assert shown(signed_in, f"toon=open&team={team.code}") == ids(case, other)
    assert shown(signed_in, "toon=open&team=elders") == set()


@pytest.mark.parametrize(
    "query",
    [
        "toon=alles&volgorde=x&maand=2026-13&pagina=-1",
        "regisseur=geen-uuid&buurt=%01&wijk=%27&thema=%F0%9F%98%80&team=" + "x" * 500,
        "pagina=99999999999999999999",
        "maand=0000-00&toon=ingestroomd",
        "maand=9999-12&toon=uitgestroomd",
    ],
)
def test_no_address_breaks_the_list(signed_in: Client, case: Case, query: str) -> None:
    assert signed_in.get(f"{LIST}?{query}").status_code == 200


def test_a_page_is_logged_for_every_household_on_it(signed_in: Client, case: Case, colleague: User) -> None:
    signed_in.get(LIST)
    line = ReadLog.objects.get(act=Act.LIST)
    assert (line.user_id, line.subject_id, line.household_id) == (colleague.pk, case.pk, case.household_id)


def test_htmx_gets_the_rows_alone_and_the_address_without_the_fragment(signed_in: Client, case: Case) -> None:
    answer = signed_in.get(f"{LIST}?toon=open&thema=&deel=rows", headers=HTMX)
    assert answer.text.lstrip().startswith('<section id="rows"')
    assert answer["HX-Push-Url"] == f"{LIST}?toon=open"
    assert answer.text.count('id="tabs" hx-swap-oob="true"') == 1
    whole = signed_in.get(f"{LIST}?toon=open&deel=rows").text
    assert "<html" in whole
    assert whole.count('id="tabs"') == 1


def test_pages_are_of_25_and_stay_within_six_statements(signed_in: Client, team: Team, case: Case) -> None:
    CaseFactory.create_batch(30, team=team)
    first = signed_in.get(f"{LIST}?toon=open&team={team.code}")
    assert len(first.context["overview"].rows) == 25
    assert shown(signed_in, "toon=open&pagina=2").isdisjoint(row.case_id for row in first.context["overview"].rows)
    seen = statements(lambda: signed_in.get(f"{LIST}?toon=open&team={team.code}"))
    assert len(seen) == 6, "\n".join(seen)  # user, rights, terms, count, rows, read log


# -- search ----------------------------------------------------------------------------------------


def hits(client: Client, text: str) -> set[int]:
    return {hit.case_id for hit in client.post(SEARCH, {"q": text}).context["result"].hits}


def test_a_piece_of_a_name_finds_it_whatever_the_accents(signed_in: Client, team: Team) -> None:
    case = CaseFactory.create(team=team, household=HouseholdFactory.create(name="Van de Ven", members=0))
    HouseholdMemberFactory.create(
        household=case.household, person__given_name="Zoë", person__family_name="Łukaszewicz-Çelik"
    )
    for text in ("zoe", "LUKASZ", "çelik", "e luk", "de ven"):
        assert hits(signed_in, text) == ids(case), text
    assert hits(signed_in, "%") == hits(signed_in, "__") == hits(signed_in, "zoë%") == set()


def test_all_years_and_who_moved_out_are_found(signed_in: Client, team: Team) -> None:
    case = CaseFactory.create(team=team, closed=True)
    HouseholdMemberFactory.create(household=case.household, person__family_name="Vertrokken", ends_on=date(2021, 1, 1))
    assert hits(signed_in, "vertrok") == ids(case)


def test_a_number_finds_its_case(signed_in: Client, case: Case) -> None:
    for text in (case.number, str(case.pk), f" {case.pk:05d} "):
        assert hits(signed_in, text) == ids(case)


def test_files_of_others_are_not_found_by_name_or_number(signed_in: Client, other_team: Team) -> None:
    other = CaseFactory.create(team=other_team, household=HouseholdFactory.create(name="Verborgen"))
    for text in ("verborgen", other.number, str(other.pk)):
        assert hits(signed_in, text) == set()
    assert not ReadLog.objects.exists()


def test_one_letter_searches_nothing(signed_in: Client, case: Case) -> None:
    assert signed_in.post(SEARCH, {"q": "n"}).context["result"].is_too_short


def test_what_was_typed_stays_out_of_addresses_and_comes_back(signed_in: Client, case: Case) -> None:
    name = case.household.name
    answer = signed_in.post(SEARCH + "?deel=hits", {"q": name}, headers=HTMX)
    assert "HX-Push-Url" not in answer.headers
    again = signed_in.get(SEARCH)
    assert [hit.case_id for hit in again.context["result"].hits] == [case.pk]
    assert f'value="{name}"' in again.text
    signed_in.post(SEARCH, {"q": ""})
    assert signed_in.get(SEARCH).context["result"].hits == ()


def test_each_hit_is_logged_in_one_statement(signed_in: Client, team: Team, colleague: User) -> None:
    cases = CaseFactory.create_batch(7, team=team)
    signed_in.post(SEARCH, {"q": "huis"})  # what was looked for is in the session from here on
    logged = ReadLog.objects.filter(act=Act.SEARCH, user_id=colleague.pk)
    assert set(logged.values_list("subject_id", flat=True)) == ids(*cases)
    seen = statements(lambda: signed_in.post(SEARCH, {"q": "huis"}))
    assert len(seen) == 5, "\n".join(seen)  # user, rights, cases, people, read log
    seen = statements(lambda: signed_in.post(SEARCH, {"q": "huish"}))
    assert len(seen) <= 6, "\n".join(seen)  # and the session
