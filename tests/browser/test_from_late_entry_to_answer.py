"""A month from late entry to a second version, to a commissioner's question and the team's answer."""

import datetime as dt
from collections.abc import Callable
from datetime import UTC

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Screen
from tests.browser.test_main_job import READING, fill, press
from tests.factories import (
    AgreedTermsFactory,
    CaseloadBandFactory,
    DistrictFactory,
    NeighbourhoodFactory,
    PreventionFloorFactory,
    TeamAreaFactory,
    TeamFactory,
    TeamMembershipFactory,
    ThemeFactory,
    TimeEntryFactory,
    UserFactory,
)
from tests.reports.conftest import Place
from wijkteam.hours.enums import WorkKind
from wijkteam.reports.models import MonthlyReport, ReportThread
from wijkteam.reports.schedules import make_due_reports

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "report"])
QUESTION = "Er ging meer tijd naar preventie. Waar ging die tijd heen?"
ANSWER = "Naar de kooklessen: twee collega's vulden hun uren later in."
WHY = "Uren van twee collega's zijn later ingevuld."


def at(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, tzinfo=UTC)


def test_a_late_entry_is_published_asked_about_and_answered(open_screen: Callable[..., Screen]) -> None:
    with time_machine.travel(at(1), tick=True):
        team = TeamFactory.create(name="Team De Hoek", slug="de-hoek")
        street = NeighbourhoodFactory.create(parent=DistrictFactory.create(name="Noord"))
        TeamAreaFactory.create(team=team, area=street.parent)
        membership = TeamMembershipFactory.create(team=team)
        lead = TeamMembershipFactory.create(team=team, user__team_coordinator=True, user__name="Lena Bos").user
        reader = UserFactory.create(commissioner=True, name="Ruud Pinas")
        AgreedTermsFactory.create()
        CaseloadBandFactory.create(team=team)
        PreventionFloorFactory.create(team=team)
        place = Place(team=team, worker=membership.user, street=street, theme=ThemeFactory.create())
        place.crowd(dt.date(2026, 9, 1))
        make_due_reports()
        first = MonthlyReport.objects.get(team=team, month=dt.date(2026, 10, 1))
    with time_machine.travel(at(3), tick=True):
        publish(open_screen().sign_in(lead).page, first)
        TimeEntryFactory.create(
            membership=membership, worked_on=dt.date(2026, 10, 20), minutes=1200, kind=WorkKind.PREVENTION
        )
    with time_machine.travel(at(4), tick=True):
        screen = open_screen().sign_in(lead)
        second = they_make_a_new_version(screen, first)
        publish(screen.page, second)
        assert screen.barriers() == []
    with time_machine.travel(at(5), tick=True):
        municipality = open_screen().sign_in(reader)
        thread = the_municipality_asks(municipality, second)
    with time_machine.travel(at(6), tick=True):
        phone = open_screen(width=PHONE).sign_in(lead)
        the_team_answers(phone, thread)
    with time_machine.travel(at(7), tick=True):
        municipality = open_screen().sign_in(reader)
        page = municipality.open(reverse("reports:start"))
        expect(page.locator("#beantwoord")).to_contain_text("Preventief werk")
        page.locator("#beantwoord a").first.click()
        expect(page.locator("main")).to_contain_text(ANSWER)
        assert municipality.barriers() == []


def publish(page: Page, report: MonthlyReport) -> None:
    page.goto(reverse("reports:reading", args=[report.public_id]))
    fill(page, reading=READING)
    press(page)
    page.wait_for_url("**/maandrapporten/*/")
    page.goto(reverse("reports:publish", args=[report.public_id]))
    press(page)
    page.wait_for_url(f"**{reverse('reports:detail', args=[report.public_id])}")


def they_make_a_new_version(screen: Screen, first: MonthlyReport) -> MonthlyReport:
    """The screen says what came in late; the reason stands on both versions."""
    page = screen.open(reverse("reports:new_version", args=[first.public_id]))
    expect(page.locator("#nagekomen")).to_contain_text("Preventief werk")
    fill(page, reason=WHY)
    press(page)
    page.wait_for_url("**/maandrapporten/maken/*/")
    made = MonthlyReport.objects.get(team=first.team, month=first.month, version=2)
    assert made.reason == WHY
    return made


def the_municipality_asks(screen: Screen, report: MonthlyReport) -> ReportThread:
    """By keyboard, from what is new to a question beside the figure."""
    page = screen.open(reverse("reports:start"))
    expect(page.locator("#nieuw")).to_contain_text("versie 2")
    assert screen.barriers() == []
    page.locator(f"#nieuw a[href='{reverse('reports:detail', args=[report.public_id])}']").click()
    expect(page.locator("main")).to_contain_text(WHY)
    assert screen.barriers() == []
    beside = page.locator(f"a[href='{reverse('reports:line', args=[report.public_id, 'hours_prevention'])}']").first
    beside.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/vraag/hours_prevention/")
    expect(page.locator("main")).to_contain_text("20")
    fill(page, question="Belt u 06-12345678 even?")
    press(page)
    expect(page.locator("main")).to_contain_text("Dit lijkt op een telefoonnummer")
    assert screen.barriers() == []
    fill(page, question=QUESTION)
    press(page)
    page.wait_for_url("**/rapporten/vragen/*/")
    return ReportThread.objects.get()


def the_team_answers(screen: Screen, thread: ReportThread) -> None:
    """On a phone, from the work of today."""
    page = screen.open(reverse("cases:my-work"))
    page.locator(f"a[href='{reverse('reports:thread', args=[thread.public_id])}']").first.click()
    expect(page.locator("main")).to_contain_text(QUESTION)
    fill(page, text=ANSWER)
    press(page)
    expect(page.locator("ol.timeline")).to_contain_text(ANSWER)
    assert screen.barriers() == []
    assert not screen.is_wider_than_the_screen()
