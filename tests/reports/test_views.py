"""Who may read and publish what, and what the pages say."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.factories import TeamFactory, TeamMembershipFactory, sign_in
from tests.reports.conftest import NOW, OCTOBER, Place
from wijkteam.accounts.models import User
from wijkteam.reports.enums import DEFINITIONS
from wijkteam.reports.models import MonthlyReport
from wijkteam.reports.services.make_report import make_report
from wijkteam.reports.services.publish_report import publish_report, write_reading
from wijkteam.reports.views.published import _drawn

pytestmark = pytest.mark.django_db
READING = "Er kwamen meer gezinnen bij dan er uit gingen, vooral met geldzorgen. De kooklessen gingen gewoon door."


@pytest.fixture
def draft(place: Place) -> MonthlyReport:
    place.crowd(dt.date(2026, 9, 1))
    return make_report(team=place.team, month=OCTOBER, at=NOW)


@pytest.fixture
def report(draft: MonthlyReport, coordinator: User) -> MonthlyReport:
    return publish_report(
        report=write_reading(report=draft, reading=READING, by=coordinator, at=NOW), by=coordinator, at=NOW
    )


def test_a_commissioner_reads_what_is_published(client: Client, commissioner: User, report: MonthlyReport) -> None:
    sign_in(client, commissioner)
    listed = client.get(reverse("reports:list"))
    assert report.name in listed.text
    page = client.get(reverse("reports:detail", args=[report.public_id]))
    assert READING in page.text
    assert "Eind oktober kregen ongeveer 60 huishoudens hulp van het team." in page.text
    assert page.text.count("<h1") == 1


def test_a_report_is_drawn_once_for_who_is_shown_the_same(
    client: Client, commissioner: User, coordinator: User, report: MonthlyReport
) -> None:
    url = reverse("reports:detail", args=[report.public_id])
    sign_in(client, commissioner)
    assert "Stel een vraag over Open aan het eind" in client.get(url).text
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(url).text
    assert "Ask a question about Open at the end" in page
    assert "Stel een vraag" not in page
    del client.cookies[settings.LANGUAGE_COOKIE_NAME]
    sign_in(client, coordinator)
    assert "Stel een vraag over" not in client.get(url).text
    sign_in(client, commissioner)
    before = _drawn.cache_info()
    assert "Stel een vraag over Open aan het eind" in client.get(url).text
    assert (_drawn.cache_info().misses, _drawn.cache_info().hits) == (before.misses, before.hits + 1)


def test_a_draft_is_not_there_for_a_commissioner(client: Client, commissioner: User, draft: MonthlyReport) -> None:
    sign_in(client, commissioner)
    assert draft.name not in client.get(reverse("reports:list")).text
    assert client.get(reverse("reports:detail", args=[draft.public_id])).status_code == 404
    assert client.get(reverse("reports:file", args=[draft.public_id, "pdf"])).status_code == 404
    for name in ("draft", "reading", "publish"):
        assert client.get(reverse(f"reports:{name}", args=[draft.public_id])).status_code == 403


def test_a_coordinator_of_another_team_finds_no_draft(client: Client, draft: MonthlyReport) -> None:
    other = TeamMembershipFactory.create(team=TeamFactory.create(), user__team_coordinator=True).user
    sign_in(client, other)
    for name in ("draft", "reading", "publish"):
        assert client.get(reverse(f"reports:{name}", args=[draft.public_id])).status_code == 404


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv", "json"])
def test_a_file_is_the_stored_one(client: Client, commissioner: User, report: MonthlyReport, kind: str) -> None:
    sign_in(client, commissioner)
    answer = client.get(reverse("reports:file", args=[report.public_id, kind]))
    assert answer.content == bytes(report.files.get(kind=kind).content)
    assert f"wijkteam-{report.scope.lower()}-2026-10.{kind}" in answer["Content-Disposition"]
    assert client.get(reverse("reports:file", args=[report.public_id, "exe"])).status_code == 404


def test_publishing_from_draft_to_report(client: Client, coordinator: User, draft: MonthlyReport) -> None:
    sign_in(client, coordinator)
    assert "Duiding schrijven" in client.get(reverse("reports:draft", args=[draft.public_id])).text
    publish = reverse("reports:publish", args=[draft.public_id])
    assert client.post(publish).status_code == 422

    reading = reverse("reports:reading", args=[draft.public_id])
    too_short = client.post(reading, {"reading": "Druk."})
    assert too_short.status_code == 422
    assert "Schrijf ten minste een paar zinnen" in too_short.text
    assert client.post(reading, {"reading": READING}).status_code == 302
    assert READING in client.get(reverse("reports:draft", args=[draft.public_id])).text

    confirm = client.get(publish)
    assert "Daarna kun je het niet meer wijzigen of terughalen." in confirm.text
    assert client.post(publish).status_code == 302
    assert MonthlyReport.objects.get(pk=draft.pk).is_published
    assert client.post(publish).status_code == 302  # a second tap
    late = client.post(reading, {"reading": READING + " En nog iets."})
    assert late.status_code == 422
    assert "intussen gepubliceerd" in late.text
    assert client.get(reverse("reports:draft", args=[draft.public_id])).status_code == 302


def test_what_needs_doing_stands_first(client: Client, coordinator: User, draft: MonthlyReport) -> None:
    page = sign_in(client, coordinator).get(reverse("reports:drafts")).text
    assert "duiding nodig" in page
    assert draft.name in page


def test_every_definition_is_on_its_page(client: Client, commissioner: User) -> None:
    page = sign_in(client, commissioner).get(reverse("reports:definitions")).text
    for definition in DEFINITIONS:
        assert f'id="{definition.key}"' in page


def test_reading_lists_takes_as_many_queries_for_a_year(
    client: Client, commissioner: User, coordinator: User, place: Place, django_assert_num_queries: object
) -> None:
    sign_in(client, commissioner)
    for month in (8, 9, 10):
        one = make_report(team=place.team, month=dt.date(2026, month, 1), at=NOW)
        write_reading(report=one, reading=READING, by=coordinator, at=NOW)
        publish_report(report=one, by=coordinator, at=NOW)
        client.get(reverse("reports:list"))
        with django_assert_num_queries(3 + 2):  # type: ignore[operator]  # account, reports, periods; the savepoint of a test
            client.get(reverse("reports:list"))
    # Account, report, versions, files, questions, read; and what is in it, until that is drawn.
    for statements in (7 + 2, 6 + 2):
        with django_assert_num_queries(statements):  # type: ignore[operator]  # a fixture, typed as an object
            client.get(reverse("reports:detail", args=[one.public_id]))
