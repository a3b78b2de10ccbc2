"""A family through a year: two parents who part, a child in both homes, an escalation, a referral that finds no room,
a handover, and the question three months after closing how it goes. Each step by whose work it is, on its day.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.models import AfterCare, Case, Escalation, Handover, HouseholdMember, Involvement, Person
from tests.browser.conftest import PHONE, Screen
from tests.browser.test_main_job import Neighbourhood, choose, choose_or_select, fill, press
from tests.factories import OrganisationFactory, RingMembershipFactory, TeamMembershipFactory, WorkingAgreementFactory
from wijkteam.accounts.models import User
from wijkteam.hours.models import TimeEntry

pytestmark = pytest.mark.django_db(transaction=True)


class Family:
    """What the steps have in common: the people, and a browser for who works that day."""

    def __init__(self, open_screen: Callable[..., Screen]) -> None:
        self.open_screen = open_screen
        self.there = Neighbourhood()
        team = self.there.team
        self.mila = self.there.member
        self.bram: User = TeamMembershipFactory.create(team=team, user__name="Bram Otten").user
        self.youth_care = OrganisationFactory.create(name="Jeugdhulp Noord")
        RingMembershipFactory.create(team=team, organisation=self.youth_care, ring=2)
        WorkingAgreementFactory.create(team=team, organisation=self.youth_care)

    @contextmanager
    def on(self, day: date, who: User, *, width: int = 1280) -> Iterator[Page]:
        """That day, somebody at work: a session of their own."""
        with time_machine.travel(datetime.combine(day, time(10), tzinfo=UTC), tick=True):
            screen = self.open_screen(width=width).sign_in(who)
            yield screen.page
            assert screen.barriers() == []

    @property
    def case(self) -> Case:
        return Case.objects.get(household__name__startswith="De Boer")

    def at(self, page: Page, name: str, *args: object) -> None:
        page.goto(reverse(f"cases:{name}", args=[self.case.public_id, *args]))

    def person(self, given_name: str) -> Person:
        return Person.objects.get(given_name=given_name)


def test_a_family_through_a_year(open_screen: Callable[..., Screen]) -> None:
    family = Family(open_screen)
    with family.on(date(2026, 1, 12), family.mila) as page:
        they_come(family, page)
    with family.on(date(2026, 1, 26), family.mila) as page:
        they_plan(family, page)
    with family.on(date(2026, 3, 9), family.mila) as page:
        the_parents_part(family, page)
    with family.on(date(2026, 4, 3), family.mila, width=PHONE) as page:
        it_escalates(family, page)
    with family.on(date(2026, 4, 7), family.mila) as page:
        it_calms_down(family, page)
    with family.on(date(2026, 5, 11), family.mila) as page:
        a_partner_is_asked(family, page)
    with family.on(date(2026, 5, 20), family.mila) as page:
        the_partner_has_no_room(family, page)
    with family.on(date(2026, 6, 15), family.mila) as page:
        mila_hands_over(family, page)
    with family.on(date(2026, 6, 16), family.bram, width=PHONE) as page:
        bram_accepts(family, page)
    with family.on(date(2026, 7, 6), family.bram) as page:
        they_look_back(family, page)
    with family.on(date(2026, 9, 14), family.bram) as page:
        it_is_rounded_off(family, page)
    with family.on(date(2026, 12, 14), family.bram, width=PHONE) as page:
        bram_asks_how_it_goes(family, page)
    what_stays(family)


def they_come(family: Family, page: Page) -> None:
    """A mother asks; her household gets a case, with the father and the child in it."""
    page.goto(reverse("cases:create"))
    page.locator("main [name$='-given_name']").first.fill("Sanne")
    page.locator("main [name$='-family_name']").first.fill("De Boer")
    page.locator("main select[name$=area]").first.select_option(str(family.there.street.pk))
    page.locator("main select[name$=theme], main input[name$=theme]").first.select_option(str(family.there.theme.pk))
    if page.locator("main textarea[name$=asked]").count():
        page.locator("main textarea[name$=asked]").fill("We schreeuwen alleen nog. Onze zoon slaapt er slecht van.")
    press(page)
    page.wait_for_url("**/casussen/*/")
    case = family.case
    take = page.locator(f"form[action='{reverse('cases:coordinator-take', args=[case.public_id])}'] button")
    if take.count():
        take.first.click()
        page.wait_for_load_state()
    assert case.coordinators.get(ended_at=None).worker == family.mila
    for given_name, birth_date, role in (("Joost", "4-6-1984", "parent"), ("Finn", "20-8-2017", "child")):
        family.at(page, "member-add")
        fill(page, given_name=given_name, family_name="De Boer", birth_date=birth_date)
        choose_or_select(page, "role", role)
        press(page)
        page.wait_for_url("**/casussen/*/")
    expect(page.locator("main")).to_contain_text("Finn De Boer")


def they_plan(family: Family, page: Page) -> None:
    """The question behind the question, a goal with scores, and what both parents agree on."""
    family.at(page, "edit")
    fill(page, underlying_question="Ze willen uit elkaar, zonder Finn kwijt te raken.")
    press(page)
    page.wait_for_url("**/casussen/*/")
    page.locator(f"form[action='{reverse('cases:plan-start', args=[family.case.public_id])}'] button").click()
    page.wait_for_url("**/plan/*/")
    plan = family.case.plans.get()
    family.at(page, "goal-add", plan.public_id)
    choose_or_select(page, "life_domain", "domestic")
    fill(page, text="Rustig samen afspraken maken over Finn")
    choose_or_select(page, "start_score", "2")
    choose_or_select(page, "target_score", "4")
    press(page)
    page.wait_for_url("**/plan/*/")
    goal = plan.goals.get()
    family.at(page, "action-add", plan.public_id, goal.public_id)
    fill(page, text="Elke zondag om vijf uur samen de week doorspreken")
    choose_or_select(page, "owner", "resident")
    press(page)
    page.wait_for_url("**/plan/*/")
    fill(page, agreed_by="Sanne en Joost")
    press(page, f"form[action='{reverse('cases:plan-agree', args=[family.case.public_id, plan.public_id])}']")
    page.wait_for_load_state()
    plan.refresh_from_db()
    assert plan.is_in_force


def the_parents_part(family: Family, page: Page) -> None:
    """Joost gets a place of his own; Finn lives in both, mainly with his mother."""
    family.at(page, "household-split")
    choose(page, f"p{family.person('Joost').public_id.hex}", "goes")
    choose(page, f"p{family.person('Finn').public_id.hex}", "mainly-here")
    fill(page, name="De Boer (vader)", street="Kade 12", postcode="1024 AB", city="Amsterdam")
    page.locator("main select[name=area]").select_option(str(family.there.street.pk))
    press(page)
    page.wait_for_load_state()
    homes = HouseholdMember.objects.filter(person__given_name="Finn", ends_on=None).order_by("-is_main")
    assert [(home.household.name, home.is_main) for home in homes] == [
        (family.case.household.name, True),
        ("De Boer (vader)", False),
    ]
    family.at(page, "household")
    expect(page.locator("main")).to_contain_text("Joost De Boer")
    expect(page.locator("main")).to_contain_text("9 maart 2026")


def it_escalates(family: Family, page: Page) -> None:
    """On the stairs, on the telephone: what goes on, and the visit that it costs."""
    family.at(page, "escalations")
    fill(page, reason="Ruzie bij het overdragen van Finn. De buren belden de politie.")
    press(page)
    page.wait_for_load_state()
    family.at(page, "detail")
    fill(page, text="Met beiden apart gesproken, Finn slaapt vannacht bij oma.", minutes="90")
    choose_or_select(page, "kind", "visit")
    press(page, "#compose")
    expect(page.locator("#timeline")).to_contain_text("Finn slaapt vannacht bij oma")
    assert TimeEntry.objects.get(minutes=90).kind == "escalation", "proposed while one runs"


def it_calms_down(family: Family, page: Page) -> None:
    escalation = Escalation.objects.get()
    family.at(page, "escalation-end", escalation.public_id)
    fill(page, outcome="Overdragen gebeurt voortaan op school.")
    press(page)
    page.wait_for_load_state()
    escalation.refresh_from_db()
    assert escalation.ended_at is not None
    family.at(page, "escalations")
    expect(page.locator("main")).to_contain_text("Overdragen gebeurt voortaan op school.")


def a_partner_is_asked(family: Family, page: Page) -> None:
    """Nothing goes to the partner without a ground; with it the referral shows what was agreed with them."""
    family.at(page, "involvement-add", family.youth_care.public_id)
    choose(page, "mode", "referred")
    fill(page, question="Kunnen jullie Finn leren met de spanning om te gaan?")
    press(page)
    expect(page.locator("main")).to_contain_text("Kunnen jullie Finn leren")
    assert not Involvement.objects.exists(), "without a ground nothing leaves"

    family.at(page, "sharing-add")
    choose(page, "people", str(family.person("Finn").public_id))
    choose(page, "kinds", "goals")
    page.locator("main select[name=organisation]").select_option(str(family.youth_care.public_id))
    choose(page, "basis", "consent")
    fill(page, consent_by="Sanne en Joost", ends_on="2026-11-11")
    choose(page, "consent_manner", "spoken")
    press(page)
    page.wait_for_load_state()

    family.at(page, "involvement-add", family.youth_care.public_id)
    choose(page, "mode", "referred")
    fill(page, question="Kunnen jullie Finn leren met de spanning om te gaan?")
    page.locator("main label:has(input[name=records])").first.click()
    press(page)
    page.wait_for_load_state()
    assert Involvement.objects.get().organisation == family.youth_care


def the_partner_has_no_room(family: Family, page: Page) -> None:
    """No room is something else than not wanting to; who coordinates stays who it was."""
    asked = Involvement.objects.get()
    family.at(page, "involvement-step", asked.public_id, "afgewezen")
    choose(page, "reason", "capacity")
    fill(page, note="Pas na de zomer weer plek.")
    press(page)
    page.wait_for_load_state()
    asked.refresh_from_db()
    assert (asked.declined_on, asked.decline_reason) == (date(2026, 5, 20), "capacity")
    assert family.case.coordinators.get(ended_at=None).worker == family.mila
    family.at(page, "partners")
    expect(page.locator("main")).to_contain_text("Pas na de zomer weer plek.")


def mila_hands_over(family: Family, page: Page) -> None:
    family.at(page, "coordinator-hand-over")
    receiver = page.locator("main select[name=receiver]")
    receiver.select_option(value=receiver.locator("option", has_text="Bram Otten").first.get_attribute("value") or "")
    fill(
        page,
        reason="Ik ga minder werken.",
        to_know="Overdragen op school werkt. Joost belt liever dan dat hij schrijft.",
    )
    fill(page, informed_on="2026-06-15", informed_how="aan de keukentafel")
    press(page)
    page.wait_for_load_state()
    assert family.case.coordinators.get(ended_at=None).worker == family.mila, "until Bram says yes"


def bram_accepts(family: Family, page: Page) -> None:
    page.goto(reverse("cases:my-work"))
    handover = Handover.objects.get()
    where = reverse("cases:handover", args=[family.case.public_id, handover.public_id])
    page.locator(f"main a[href='{where}']").first.click()
    expect(page.locator("main")).to_contain_text("Joost belt liever dan dat hij schrijft.")
    accept = reverse("cases:handover-accept", args=[family.case.public_id, handover.public_id])
    page.locator(f"form[action='{accept}'] button").first.click()
    page.wait_for_load_state()
    assert family.case.coordinators.get(ended_at=None).worker == family.bram


def they_look_back(family: Family, page: Page) -> None:
    plan = family.case.plans.get()
    goal = plan.goals.get()
    family.at(page, "plan-evaluate", plan.public_id)
    choose_or_select(page, f"score_{goal.public_id.hex}", "4")
    fill(page, went_well="We praten weer zonder te schreeuwen.", next_on="2026-09-14")
    choose(page, "decision", "go-on")
    press(page)
    page.wait_for_load_state()
    family.at(page, "plans")
    expect(page.locator("main")).to_contain_text("We praten weer zonder te schreeuwen.")
    goal.refresh_from_db()
    assert goal.current_score == 4


def it_is_rounded_off(family: Family, page: Page) -> None:
    """What became of the goal, in their words; what goes on; and when somebody asks how it goes."""
    goal = family.case.plans.get().goals.get()
    family.at(page, "close")
    choose(page, "reason", "goals-reached")
    choose(page, f"outcome_{goal.public_id.hex}", "reached")
    fill(page, words="Finn slaapt weer.", own_network="Oma past op dinsdag op Finn.")
    choose(page, "after_care", "3")
    page.locator("main form button.button--danger").click()
    page.wait_for_load_state()
    assert family.case.closed_on == date(2026, 9, 14)
    family.at(page, "closed")
    expect(page.locator("main")).to_contain_text("Finn slaapt weer.")
    expect(page.locator("main")).to_contain_text("Oma past op dinsdag op Finn.")


def bram_asks_how_it_goes(family: Family, page: Page) -> None:
    """Three months later it stands on his list, though the case is closed."""
    page.goto(reverse("cases:my-work"))
    care = AfterCare.objects.get()
    assert (care.due_on, care.worker) == (date(2026, 12, 14), family.bram)
    where = reverse("cases:after-care", args=[family.case.public_id, care.public_id])
    page.locator(f"main a[href='{where}']").first.click()
    fill(page, text="Sanne vertelt dat het goed gaat. Finn is jarig geweest met iedereen erbij.", minutes="20")
    press(page)
    page.wait_for_load_state()
    family.at(page, "closed")
    expect(page.locator("main")).to_contain_text("Finn is jarig geweest")
    page.goto(reverse("cases:my-work"))
    expect(page.locator(f"main a[href='{where}']")).to_have_count(0)


def what_stays(family: Family) -> None:
    """After a year the database tells the same story."""
    case = family.case
    assert not case.is_open
    periods = list(case.coordinators.order_by("started_at"))
    assert [period.worker for period in periods] == [family.mila, family.bram]
    assert periods[0].ended_at == periods[1].started_at, "nobody stood without, not for a moment"
    assert sum(TimeEntry.objects.filter(kind="escalation").values_list("minutes", flat=True)) == 90
    assert TimeEntry.objects.get(minutes=20).user == family.bram
