"""Who could help: the neighbourhood first, what fits, what a household wants, and why somebody is not shown."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, OutsideWish
from cases.selectors.reach import Home, Reach
from cases.selectors.suggestions import SuggestionsPage, suggestions_page, themes_of
from netwerk.enums import Level, LevelReason, OrganisationKind
from netwerk.models import Organisation
from tests.cases.conftest import TODAY, statements
from tests.factories import (
    DistrictFactory,
    EndorsementFactory,
    GoalFactory,
    InitiativeFactory,
    InquiryFactory,
    InvolvementFactory,
    LocationFactory,
    NeighbourhoodFactory,
    OrganisationFactory,
    OutsideWishFactory,
    PlanFactory,
    RelationMomentFactory,
    RingMembershipFactory,
    ServiceFactory,
    ThemeFactory,
    WorkingAgreementFactory,
)
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def elsewhere(case: Case) -> Area:
    """A neighbourhood in a district that the team does not serve."""
    return NeighbourhoodFactory.create(parent=DistrictFactory.create())


def partner(name: str, case: Case | None = None, *, area: Area | None = None, **fields: Any) -> Organisation:
    """With the theme of `case` when it is given, and a service at a place in `area`."""
    made = OrganisationFactory.create(name=name, **fields)
    if case is not None:
        made.themes.add(case.theme)
    if area is not None:
        ServiceFactory.create(organisation=made).locations.add(LocationFactory.create(organisation=made, area=area))
    return made


def citywide(name: str, case: Case) -> Organisation:
    made = partner(name, case)
    ServiceFactory.create(organisation=made, level=Level.CITY, level_reason=LevelReason.SPECIALISED)
    return made


def found(case: Case, **choices: Any) -> SuggestionsPage:
    return suggestions_page(case, today=TODAY, **choices)


def names(page: SuggestionsPage) -> list[str]:
    return [one.name for group in page.groups for one in group.partners]


def hidden(page: SuggestionsPage) -> dict[str, str]:
    return {name: one.why for one in page.hidden for name in one.names}


def choose(case: Case) -> str:
    return reverse("cases:involvement-choose", args=[case.public_id])


def test_informal_and_first_ring_before_second_before_others(case: Case, team: Team) -> None:
    other, second, first, informal = (partner(name, case) for name in ("Alfa", "Bravo", "Charlie", "Delta"))
    Organisation.objects.filter(pk=informal.pk).update(kind=OrganisationKind.INFORMAL_CARE)
    RingMembershipFactory.create(team=team, organisation=second, second=True)
    RingMembershipFactory.create(team=team, organisation=first)
    assert names(found(case)) == ["Delta", "Charlie", "Bravo", "Alfa"]
    assert [group.key for group in found(case).groups] == ["informal", "first", "second", "others"]
    assert other.name == "Alfa"


def test_inside_a_group_what_was_agreed_and_the_shorter_wait_come_first(case: Case, team: Team) -> None:
    for name, weeks in (("Alfa", 9), ("Bravo", 3)):
        ServiceFactory.create(organisation=partner(name, case), waiting_weeks=weeks, waiting_stated_on=TODAY)
    WorkingAgreementFactory.create(team=team, organisation=partner("Charlie", case))
    assert names(found(case)) == ["Charlie", "Bravo", "Alfa"]


def test_the_reasons_are_in_plain_words(signed_in: Client, case: Case, team: Team) -> None:
    clinic = partner("Kliniek Zuid", case)
    RingMembershipFactory.create(team=team, organisation=clinic)
    RelationMomentFactory.create(team=team, organisation=clinic, happened_on=TODAY - timedelta(days=6))
    WorkingAgreementFactory.create(team=team, organisation=clinic, review_on=date(2026, 4, 1))
    for days in (13, 14, 14, 15, 16):
        started = date(2026, 3, 9) + timedelta(days=days)
        InvolvementFactory.create(organisation=clinic, temporary=True, accepted_on=started, started_on=started)
    text = signed_in.get(choose(case)).content.decode()
    assert "In de eerste ring, 6 dagen geleden nog gesproken, wachttijd ongeveer 2 weken" in text
    for said in ("afgesproken: het team heeft de regie", "hoogstens 6 weken wachten", "terugkijken is te laat"):
        assert said in text


def test_asking_again_counts_as_contact_with_the_partner(case: Case, team: Team) -> None:
    sent = InvolvementFactory.create(case=case, temporary=True)
    sent.organisation.themes.add(case.theme)
    (one,) = [one for group in found(case).groups for one in group.partners]
    assert one.last_contact is None
    inquiry = InquiryFactory.create(involvement=sent)
    (one,) = [one for group in found(case).groups for one in group.partners]
    assert one.last_contact == inquiry.contact.occurred_at.date()


def test_what_is_in_the_neighbourhood_and_fits_comes_before_any_partner(
    signed_in: Client, case: Case, team: Team, elsewhere: Area
) -> None:
    partner("Kliniek Zuid", case)
    InitiativeFactory.create(name="Eettafel", theme=case.theme, team=team, area=case.area)
    InitiativeFactory.create(name="Elders koken", theme=case.theme, area=elsewhere)
    InitiativeFactory.create(name="Wandelen", theme=ThemeFactory.create(code="sport"), team=team)
    InitiativeFactory.create(name="Voorbij", theme=case.theme, team=team, ends_on=date(2026, 5, 1))
    assert [one.name for one in found(case).initiatives] == ["Eettafel"]
    text = signed_in.get(choose(case)).content.decode()
    assert text.index("Eettafel") < text.index("Kliniek Zuid")


def test_the_goals_of_the_plan_are_about_something_too(case: Case) -> None:
    money = ThemeFactory.create(code="budget", name="Geld", life_domains=["finance"])
    ThemeFactory.create(code="wonen", life_domains=["housing"])
    clinic = OrganisationFactory.create(name="Budgethuis")
    clinic.themes.add(money)
    assert names(found(case)) == []
    assert hidden(found(case)) == {"Budgethuis": "past niet bij de thema’s van deze casus"}
    GoalFactory.create(plan=PlanFactory.create(case=case, in_force=True), life_domain="finance")
    assert names(found(case)) == ["Budgethuis"]
    assert list(themes_of(case).values()) == [str(case.theme), "Geld (doel: geld)"]


def test_who_works_elsewhere_is_left_out_and_the_page_says_so(signed_in: Client, case: Case, elsewhere: Area) -> None:
    partner("Nabij", case, area=case.area)
    partner("Ver weg", case, area=elsewhere)
    only_there = citywide("Alleen daar", case)
    only_there.services.get().areas.add(elsewhere)
    page = found(case)
    assert names(page) == ["Nabij"]
    assert set(hidden(page)) == {"Ver weg", "Alleen daar"}
    text = signed_in.get(choose(case)).content.decode()
    assert "Werkt in een ander deel van de stad (2)" in text
    everybody = signed_in.get(choose(case), {"toon": "alles"}).content.decode()
    assert everybody.count("Werkt in een ander deel van de stad") == 2
    assert "Ver weg" in names(found(case, search="ver w"))  # who asks by name gets it, with the warning


def test_a_wish_for_help_elsewhere_turns_it_round(signed_in: Client, case: Case, elsewhere: Area) -> None:
    partner("Nabij", case, area=case.area)
    partner("Ver weg", case, area=elsewhere)
    partner("Ergens", case)
    citywide("Hele stad", case)
    InitiativeFactory.create(name="Eettafel", theme=case.theme, team=case.team)
    OutsideWishFactory.create(case=case, note="Niet in onze straat")
    page = found(case)
    assert set(names(page)) == {"Ver weg", "Hele stad"}
    assert hidden(page) == {
        "Nabij": "werkt in de eigen buurt, en dit gezin wil hulp ergens anders",
        "Ergens": "niet bekend of zij buiten de buurt werken, en dit gezin wil dat",
    }
    assert page.initiatives == ()
    text = signed_in.get(choose(case)).content.decode()
    assert "Dit gezin wil hulp buiten de eigen buurt" in text
    assert "Niet in onze straat" in text
    assert "Nabij" in names(found(case, shows_all=True))


def test_a_wish_is_written_shown_and_taken_back(signed_in: Client, colleague: User, case: Case) -> None:
    page = reverse("cases:outside-wish", args=[case.public_id])
    data = {"asked_by": "Moeder", "asked_on": "2026-05-01", "note": ""}
    for _ in range(2):
        assert signed_in.post(page, data).status_code == 302
    wish = OutsideWish.objects.get()
    assert (wish.asked_on, wish.recorded_by, wish.withdrawn_on) == (date(2026, 5, 1), colleague, None)
    tab = reverse("cases:partners", args=[case.public_id])
    assert "Hulp buiten de eigen buurt, sinds 1 mei 2026: gezegd door Moeder" in signed_in.get(tab).content.decode()
    back = reverse("cases:outside-wish-withdraw", args=[case.public_id, wish.public_id])
    assert signed_in.post(back, {"said_by": "Moeder", "on": "2026-04-01"}).status_code == 422
    assert signed_in.post(back, {"said_by": "Moeder", "on": "2026-05-04"}).status_code == 302
    assert signed_in.post(back, {"said_by": "Moeder", "on": "2026-05-04"}).status_code == 404
    wish.refresh_from_db()
    assert (wish.withdrawn_on, wish.withdrawn_by) == (TODAY, "Moeder")
    assert signed_in.post(page, data).status_code == 302
    assert OutsideWish.objects.current().count() == 1
    assert signed_in.post(page, {**data, "asked_on": "2026-05-05"}).status_code == 302  # it is there: nothing changes
    assert OutsideWish.objects.count() == 2


def test_where_a_partner_stands_on_our_principles_is_seen_before_one_asks(signed_in: Client, case: Case) -> None:
    EndorsementFactory.create(organisation=partner("Met ons", case))
    EndorsementFactory.create(organisation=partner("Niet met ons", case), declined=True)
    partner("Nooit gevraagd", case)
    page = signed_in.get(choose(case)).text
    assert page.count("onderschrijft onze uitgangspunten") == 2
    assert page.count("onderschrijft onze uitgangspunten niet") == 1


def test_search_finds_by_name_service_and_theme_and_keeps_out_the_rest(case: Case) -> None:
    clinic = partner("Kliniek Zuid", case)
    ServiceFactory.create(organisation=clinic, name="Slaaptraining")
    partner("Andere", case)
    for word in ("kliniek", "slaap"):
        assert names(found(case, search=word)) == ["Kliniek Zuid"]
    assert names(found(case, search=str(case.theme)[:20])) == ["Andere", "Kliniek Zuid"]


def test_a_long_list_is_cut_and_says_so(case: Case) -> None:
    for number in range(15):
        partner(f"Partner {number}", case)
    (group,) = found(case).groups
    assert (len(group.partners), group.more) == (12, 3)
    (group,) = found(case, shows_all=True).groups
    assert (len(group.partners), group.more) == (15, 0)


def test_the_page_takes_the_same_statements_however_much_there_is(
    signed_in: Client, case: Case, team: Team, elsewhere: Area
) -> None:
    def page() -> int:
        return len(statements(lambda: signed_in.get(choose(case))))

    def add(number: int) -> None:
        one = partner(f"Partner {number}", case, area=case.area)
        one.services.get().areas.add(case.area)
        one.services.get().themes.add(case.theme)
        RingMembershipFactory.create(team=team, organisation=one)
        RelationMomentFactory.create(team=team, organisation=one)
        WorkingAgreementFactory.create(team=team, organisation=one)
        EndorsementFactory.create(organisation=one)
        InitiativeFactory.create(theme=case.theme, team=team, area=case.area)

    add(0)
    page()
    few = page()
    for number in range(1, 5):
        add(number)
    assert page() == few


@pytest.mark.parametrize(
    ("level", "areas", "places", "expected"),
    [
        (Level.NEIGHBOURHOOD, [], [], Reach.UNKNOWN),
        (Level.NEIGHBOURHOOD, [], ["own"], Reach.NEAR),
        (Level.NEIGHBOURHOOD, [], ["beside"], Reach.NEAR),
        (Level.NEIGHBOURHOOD, [], ["elsewhere"], Reach.ELSEWHERE),
        (Level.NEIGHBOURHOOD, ["district"], ["elsewhere"], Reach.NEAR),
        (Level.NEIGHBOURHOOD, ["beside"], ["own"], Reach.ELSEWHERE),
        (Level.CITY, [], ["own"], Reach.WIDE),
        (Level.REGION, ["elsewhere"], [], Reach.ELSEWHERE),
        (Level.REGION, ["city"], [], Reach.WIDE),
    ],
)
def test_how_far_a_service_reaches(
    level: Level, areas: list[str], places: list[str], expected: Reach, case: Case, elsewhere: Area
) -> None:
    district = case.area.parent
    assert district is not None
    assert district.parent is not None
    known = {
        "own": case.area,
        "beside": NeighbourhoodFactory.create(parent=district),
        "district": district,
        "city": district.parent,
        "elsewhere": elsewhere,
    }
    reason = "" if level == Level.NEIGHBOURHOOD else LevelReason.SPECIALISED
    service = ServiceFactory.create(level=level, level_reason=reason)
    service.areas.set([known[name] for name in areas])
    for name in places:
        service.locations.add(LocationFactory.create(organisation=service.organisation, area=known[name]))
    home = Home.of(case.area, served=[])
    assert home.reach_of_service(service, []) == expected
