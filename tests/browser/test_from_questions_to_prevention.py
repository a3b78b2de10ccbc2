"""A cluster of questions becomes prevention: what the night found, what was chosen, a group, a story, the report."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.models import Question
from cases.schedules import find_opportunities
from collectief.models import Edition, Initiative, Opportunity, Reflection, Story
from tests.browser.conftest import PHONE, Screen
from tests.browser.test_main_job import READING, choose, choose_or_select, fill, press
from tests.factories import (
    CaseloadBandFactory,
    DistrictFactory,
    MethodFactory,
    NeighbourhoodFactory,
    PreventionFloorFactory,
    QuestionFactory,
    TeamFactory,
    TeamMembershipFactory,
    ThemeFactory,
    UserFactory,
)
from wijkteam.accounts.models import User
from wijkteam.hours.models import TimeEntry
from wijkteam.reports.models import MonthlyReport
from wijkteam.reports.schedules import make_due_reports
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "report"])
MONDAY = date(2026, 5, 4)
WEEKS = 70
TOLD = (
    "Na de dood van haar man zat ze iedere avond alleen aan tafel. In de groep hoorde ze dat anderen dat ook kennen. "
    "Nu eten drie van hen op zondag samen."
)
GROUP = ("Ans", "Bep", "Corrie", "Dirk", "Els", "Fien", "Gerda", "Hans")


class Place:
    """Two teams with two districts each, where two questions about loss a week are usual."""

    def __init__(self) -> None:
        self.theme = ThemeFactory.create(name="Verlies", code="verlies")
        districts = [DistrictFactory.create(name=name) for name in ("De Hoek", "De Kade", "De Brink", "De Tuinen")]
        self.streets = [NeighbourhoodFactory.create(parent=district) for district in districts]
        self.team: Team = TeamFactory.create(name="Team De Hoek", slug="de-hoek", areas=districts[:2])
        self.other: Team = TeamFactory.create(areas=districts[2:])
        self.lead: User = TeamMembershipFactory.create(
            team=self.team, user__team_coordinator=True, user__name="Lena Bos"
        ).user
        self.reader: User = TeamMembershipFactory.create(team=self.team, user__name="Mila de Wit").user
        self.commissioner: User = UserFactory.create(commissioner=True)
        self.method = MethodFactory.create(name="Samen verder na verlies")
        self.method.themes.add(self.theme)
        CaseloadBandFactory.create(team=self.team)
        PreventionFloorFactory.create(team=self.team)

    def plant(self) -> None:
        """Two questions a week in every district, and eight in the last four weeks in the first."""
        rows = []
        for at in range(1, WEEKS + 1):
            moment = datetime.combine(MONDAY - timedelta(weeks=at) + timedelta(days=2), time(10), tzinfo=UTC)
            for place, street in enumerate(self.streets):
                usual = 8 if place == 0 and at <= 4 else 2
                rows += [
                    QuestionFactory.build(
                        team=self.team if place < 2 else self.other, area=street, theme=self.theme, received_at=moment
                    )
                    for _ in range(usual)
                ]
        Question.objects.bulk_create(rows)


def test_a_cluster_of_questions_becomes_prevention(open_screen: Callable[..., Screen]) -> None:
    place = Place()
    place.plant()
    with time_machine.travel(datetime.combine(MONDAY, time(9), tzinfo=UTC), tick=True):
        find_opportunities()
        lead = open_screen().sign_in(place.lead)
        reflection = they_reflect(lead, place)
        initiative = they_begin(lead.page, reflection)
        edition = they_plan_a_group(lead.page, place, initiative)
        assert lead.barriers() == []
    with time_machine.travel(datetime(2026, 5, 7, 16, tzinfo=UTC), tick=True):
        phone = open_screen(width=PHONE).sign_in(place.lead)
        all_but_one_came(phone.page, place, edition)
        story = they_tell(phone.page, place, edition)
        assert phone.barriers() == []
        second = open_screen().sign_in(place.reader)
        somebody_else_reads(second.page, story)
        assert second.barriers() == []
    with time_machine.travel(datetime(2026, 6, 1, 9, tzinfo=UTC), tick=True):
        make_due_reports.delay()
        report = MonthlyReport.objects.get(team=place.team, month=date(2026, 5, 1))
        publish(open_screen().sign_in(place.lead).page, report, story)
        reader = open_screen().sign_in(place.commissioner)
        page = reader.open(reverse("reports:detail", args=[report.public_id]))
        what_the_municipality_reads(page)
        assert reader.barriers() == []


def they_reflect(lead: Screen, place: Place) -> Reflection:
    """What the night found stands in the work of today; the team looks at it with residents."""
    page = lead.open(reverse("cases:my-work"))
    found = Opportunity.objects.get()
    assert (found.area, found.observed) == (place.streets[0].parent, 32)
    page.locator(f"a[href='{reverse('collectief:opportunity', args=[found.public_id])}']").first.click()
    expect(page.locator("main")).to_contain_text("in 4 weken 32 hulpvragen en signalen")
    expect(page.locator("main")).to_contain_text("Samen verder na verlies")
    page.locator(f"a[href*='?kans={found.public_id}']").click()
    fill(
        page,
        residents="5",
        seen="Veel mensen verloren deze winter hun partner en zitten alleen thuis.",
        chosen="Een groep van zes bijeenkomsten in het buurthuis.",
        decided_by="Het team en de bewoners die er waren",
    )
    choose(page, "choice", "method")
    press(page)
    page.wait_for_url("**/reflecties/*/")
    made = Reflection.objects.get()
    assert (made.opportunity, made.responsible, made.residents) == (found, place.lead, 5)
    return made


def they_begin(page: Page, reflection: Reflection) -> Initiative:
    page.locator(f"a[href*='?reflectie={reflection.public_id}']").click()
    fill(page, name="Samen verder", place="Buurthuis De Hoek")
    choose(page, "owner", "team")
    press(page)
    page.wait_for_url("**/initiatieven/*/")
    made = Initiative.objects.get()
    assert (made.came_from, made.theme, made.area) == (reflection, reflection.theme, reflection.area)
    return made


def they_plan_a_group(page: Page, place: Place, initiative: Initiative) -> Edition:
    """The method says the days; eight people put their name down."""
    page.goto(reverse("collectief:reflection", args=[initiative.came_from.public_id]))  # type: ignore[union-attr]  # it came from one
    page.locator(f"a[href*='?initiatief={initiative.public_id}']").click()
    choose_or_select(page, "method", str(place.method.public_id))
    fill(page, name="Voorjaar 2026", first="2026-05-07", begins_at="14:00")
    press(page)
    page.wait_for_url("**/edities/*/")
    made = Edition.objects.get()
    assert made.sessions.count() == 7
    for name in GROUP:
        page.goto(reverse("collectief:sign-up", args=[made.public_id]))
        fill(page, name=name)
        press(page)
        page.wait_for_url(f"**{reverse('collectief:edition', args=[made.public_id])}")
    assert made.participants.count() == len(GROUP)
    return made


def all_but_one_came(page: Page, place: Place, edition: Edition) -> None:
    """On a phone, after the first meeting: everybody is ticked, one tap takes Hans off, and the hours go along."""
    first = edition.sessions.order_by("held_on")[0]
    page.goto(reverse("collectief:edition", args=[edition.public_id]))
    page.locator(f"a[href='{reverse('collectief:attendance', args=[first.public_id])}']").first.click()
    page.locator("main label", has_text="Hans").first.click()
    fill(page, minutes="120")
    press(page)
    page.wait_for_url("**/edities/*/")
    first.refresh_from_db()
    assert first.attendance.filter(was_there=True).count() == len(GROUP) - 1
    assert TimeEntry.objects.get().minutes == 120


def they_tell(page: Page, place: Place, edition: Edition) -> Story:
    """What no figure says, composed of what several people told; a colleague is asked to read it."""
    page.goto(reverse("collectief:edition", args=[edition.public_id]))
    page.locator(f"a[href*='?editie={edition.public_id}']").click()
    fill(page, title="Op zondag niet meer alleen", text=TOLD)
    choose(page, "kind", "composed")
    press(page)
    page.wait_for_url("**/verhalen/*-*/")
    made = Story.objects.get()
    assert made.edition == edition
    page.goto(reverse("collectief:story-ask", args=[made.public_id]))
    page.locator("main select[name=reader]").select_option(str(place.reader.pk))
    press(page)
    page.wait_for_url(f"**{reverse('collectief:story', args=[made.public_id])}")
    return made


def somebody_else_reads(page: Page, story: Story) -> None:
    page.goto(reverse("cases:my-work"))
    page.locator(f"a[href='{reverse('collectief:story-reading', args=[story.public_id])}']").first.click()
    expect(page.locator("main")).to_contain_text(TOLD)
    for name in ("nobody_recognised", "consent_checked", "in_plain_words"):
        page.locator(f"main [name={name}]").check()
    press(page)
    page.wait_for_url(f"**{reverse('collectief:story', args=[story.public_id])}")
    story.refresh_from_db()
    assert story.state == "approved"


def publish(page: Page, report: MonthlyReport, story: Story) -> None:
    page.goto(reverse("reports:stories", args=[report.public_id]))
    choose(page, "stories", str(story.public_id))
    press(page)
    page.wait_for_load_state()
    page.goto(reverse("reports:reading", args=[report.public_id]))
    fill(page, reading=READING)
    press(page)
    page.wait_for_load_state()
    page.goto(reverse("reports:publish", args=[report.public_id]))
    press(page)
    page.wait_for_load_state()
    report.refresh_from_db()
    assert report.is_published


def what_the_municipality_reads(page: Page) -> None:
    """What was done counts; how often somebody came is about seven people, and so protected; nobody is named."""
    expect(page.locator("main")).to_contain_text(TOLD)
    read = {
        "Preventief werk": "2",
        "Gehouden bijeenkomsten": "1",
        "Lopende edities volgens een methode": "1",
        "Keren dat er iemand was": "x",
        "Beantwoorde kansen": "1",
        "Gehouden reflecties": "1",
    }
    for label, value in read.items():
        expect(page.locator(f"main tr:has(th:text-is('{label}')) td.number")).to_have_text(value)
    assert not [name for name in GROUP if page.locator("main").get_by_text(name, exact=True).count()]
