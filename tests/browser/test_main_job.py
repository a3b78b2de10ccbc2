"""The main job in one walk: from the question of a resident to the report that a commissioner reads.

With JavaScript and without: the same people, the same pages, the same result.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time
from io import BytesIO

import pikepdf
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Case, Contact, Question
from tests.browser.conftest import Screen
from tests.factories import (
    CaseloadBandFactory,
    NeighbourhoodFactory,
    PreventionFloorFactory,
    TeamFactory,
    TeamMembershipFactory,
    ThemeFactory,
    UserFactory,
)
from wijkteam.accounts.models import User
from wijkteam.core.periods import month_of, next_month
from wijkteam.hours.models import TimeEntry
from wijkteam.reports.models import MonthlyReport
from wijkteam.reports.schedules import make_due_reports
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "report"])
ASKED = "Ik krijg steeds brieven over geld en ik durf ze niet meer open te maken."
READING = (
    "Een gewone maand. Er kwam een vraag bij over geld; wij zien dat meer mensen in de buurt hun post niet meer "
    "openmaken. Daarom beginnen wij in de bibliotheek met een inloop waar bewoners elkaar met de post helpen."
)


class Neighbourhood:
    """A team in a district, with two people who work there and a commissioner."""

    def __init__(self) -> None:
        street = NeighbourhoodFactory.create(name="De Hoek")
        self.team: Team = TeamFactory.create(name="Team De Hoek", slug="de-hoek", areas=[street.parent])
        self.member: User = TeamMembershipFactory.create(team=self.team, user__name="Mila de Wit").user
        self.lead: User = TeamMembershipFactory.create(team=self.team, user__team_coordinator=True).user
        self.commissioner: User = UserFactory.create(commissioner=True)
        self.theme = ThemeFactory.create()
        self.street = street
        CaseloadBandFactory.create(team=self.team)
        PreventionFloorFactory.create(team=self.team)


def press(page: Page, form: str = "main form") -> None:
    """The one button that a form is for."""
    page.locator(f"{form} button.button--primary").first.click()


def choose(page: Page, name: str, value: str) -> None:
    """A radio button, drawn as a chip or a card, by pressing its label."""
    page.locator(f"label:has(input[name={name}][value='{value}'])").first.click()


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"main [name='{name}']").first.fill(value)


def ask_for_help(page: Page, there: Neighbourhood) -> None:
    page.goto(reverse("cases:ask", args=[there.team.slug]))
    fill(page, asked=ASKED, asker="Fatma Yilmaz", reach="06 12345678")
    page.wait_for_timeout(3200)  # a form that comes back within three seconds is taken for a robot's
    press(page)
    page.wait_for_url("**/verstuurd/")


def decide(page: Page, there: Neighbourhood) -> Case:
    """Triage, and a case for a household that was not known."""
    question = Question.objects.get(asked=ASKED)
    page.goto(reverse("cases:questions"))
    page.locator(f"a[href='{reverse('cases:question', args=[question.public_id])}']").first.click()
    expect(page.locator("main blockquote").first).to_contain_text(ASKED)
    page.goto(reverse("cases:create-from-question", args=[question.public_id]))
    people = page.locator("main [name$='-family_name']").first
    people.fill("Yilmaz")
    page.locator("main [name$='-given_name']").first.fill("Fatma")
    page.locator("main select[name$=area]").first.select_option(str(there.street.pk))
    page.locator("main select[name$=theme], main input[name$=theme]").first.select_option(str(there.theme.pk))
    press(page)
    page.wait_for_url("**/casussen/*/")
    case = Case.objects.get()
    question.refresh_from_db()
    assert question.case == case
    assert question.asked == ASKED
    return case


def take_the_case(page: Page, case: Case, worker: User) -> None:
    if case.awaiting_coordinator_since is not None:
        page.locator(f"form[action='{reverse('cases:coordinator-take', args=[case.public_id])}'] button").click()
        page.wait_for_load_state()
    assert case.coordinators.get(ended_at=None).worker == worker


def make_a_plan(page: Page, case: Case) -> None:
    page.goto(reverse("cases:detail", args=[case.public_id]))
    page.locator(f"form[action='{reverse('cases:plan-start', args=[case.public_id])}'] button").click()
    page.wait_for_url("**/plan/*/")
    plan = case.plans.get()
    page.goto(reverse("cases:goal-add", args=[case.public_id, plan.public_id]))
    choose_or_select(page, "life_domain", "finance")
    fill(page, text="Weer zelf de post openmaken")
    press(page)
    page.wait_for_url("**/plan/*/")
    goal = plan.goals.get()
    page.goto(reverse("cases:action-add", args=[case.public_id, plan.public_id, goal.public_id]))
    fill(page, text="Iedere dinsdag samen de post doornemen")
    choose_or_select(page, "owner", "network")
    press(page)
    page.wait_for_url("**/plan/*/")
    assert goal.actions.get().owner == "network"
    fill(page, agreed_by="Fatma Yilmaz")
    press(page, f"form[action='{reverse('cases:plan-agree', args=[case.public_id, plan.public_id])}']")
    page.wait_for_load_state()
    plan.refresh_from_db()
    assert plan.is_in_force


def choose_or_select(page: Page, name: str, value: str) -> None:
    if page.locator(f"main select[name={name}]").count():
        page.locator(f"main select[name={name}]").select_option(value)
    else:
        choose(page, name, value)


def log_a_contact(page: Page, case: Case) -> None:
    page.goto(reverse("cases:detail", args=[case.public_id]))
    fill(page, text="Samen drie brieven geopend. Er ligt een aanmaning van de huur.", minutes="45")
    choose_or_select(page, "kind", "visit")
    press(page, "#compose")
    expect(page.locator("#timeline")).to_contain_text("Samen drie brieven geopend.")
    contact = Contact.objects.get()
    entry = TimeEntry.objects.get()
    assert (contact.time_entry, entry.minutes, entry.kind) == (entry, 45, "individual")


def write_and_publish(page: Page, report: MonthlyReport) -> None:
    page.goto(reverse("reports:drafts"))
    page.locator(f"a[href='{reverse('reports:draft', args=[report.public_id])}']").first.click()
    page.wait_for_url("**/maandrapporten/*/")
    page.goto(reverse("reports:reading", args=[report.public_id]))
    fill(page, reading=READING)
    press(page)
    page.wait_for_load_state()
    page.goto(reverse("reports:publish", args=[report.public_id]))
    press(page)
    page.wait_for_load_state()
    report.refresh_from_db()
    assert report.is_published


def read_and_download(page: Page, report: MonthlyReport) -> None:
    page.goto(reverse("reports:list"))
    page.locator(f"a[href='{reverse('reports:detail', args=[report.public_id])}']").first.click()
    expect(page.locator("main")).to_contain_text("inloop waar bewoners elkaar met de post helpen")
    with page.expect_download() as download:
        page.locator(f"a[href='{reverse('reports:file', args=[report.public_id, 'pdf'])}']").first.click()
    with pikepdf.open(BytesIO(download.value.path().read_bytes())) as pdf:
        assert len(pdf.pages) >= 1
        assert "/StructTreeRoot" in pdf.Root, "the PDF is tagged for screen readers"


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_from_a_question_to_a_published_report(open_screen: Callable[..., Screen], javascript: bool) -> None:
    there = Neighbourhood()

    resident = open_screen(javascript=javascript, width=390)
    ask_for_help(resident.page, there)

    worker = open_screen(javascript=javascript).sign_in(there.member)
    case = decide(worker.page, there)
    take_the_case(worker.page, case, there.member)
    make_a_plan(worker.page, case)
    log_a_contact(worker.page, case)

    lead = open_screen(javascript=javascript).sign_in(there.lead)
    dashboard = lead.open(reverse("reports:dashboard"))
    expect(dashboard.locator("main")).to_contain_text("Mila de Wit")

    month = month_of(timezone.localdate())
    with time_machine.travel(datetime.combine(next_month(month), time(9), tzinfo=UTC), tick=True):
        make_due_reports.delay()
        report = MonthlyReport.objects.get(team=there.team, month=month)
        publisher = open_screen(javascript=javascript).sign_in(there.lead)
        write_and_publish(publisher.page, report)
        reader = open_screen(javascript=javascript).sign_in(there.commissioner)
        read_and_download(reader.page, report)
        refused = reverse("cases:detail", args=[case.public_id])
        assert "Yilmaz" not in reader.open(refused, refused=403).content()
