"""The public edition: figures of the report alone, for everybody the same, kept by caches, taken down again."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import PublicEditionFactory, TeamFactory, TeamMembershipFactory, sign_in
from tests.factories.conversation import new_version, of_municipality, published
from tests.reports.conftest import NOW, OCTOBER
from wijkteam.accounts.models import User
from wijkteam.reports.models import MonthlyReport, PublicEdition
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db
WORDS = {"words": "Het was een gewone maand in onze buurt.", "plans": "We staan vaker op de markt."}


@pytest.fixture
def report(team: Team) -> MonthlyReport:
    return published(team=team, month=OCTOBER, at=NOW, open_at_end=85, opened=20, questions_answered=15)


def at(team: Team, month: str = "2026-10") -> str:
    return f"/team/{team.slug}/maandbericht/{month}/"


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def numbers_on(page: str) -> set[str]:
    """Every number that somebody reads, in text and in pictures."""
    parser = _Text()
    parser.feed(page)
    return set(re.findall(r"\d+(?:[.,]\d+)?", " ".join(parser.said)))


def published_numbers(content: Any) -> Iterator[str]:
    """All that the report shows, as a page writes it."""
    if isinstance(content, dict):
        for value in content.values():
            yield from published_numbers(value)
    elif isinstance(content, list):
        for value in content:
            yield from published_numbers(value)
    elif isinstance(content, int | float):
        yield f"{content:g}".replace(".", ",")
    elif isinstance(content, str):
        yield from re.findall(r"\d+", content)


def test_a_coordinator_makes_it_public_and_takes_it_down(
    client: Client, coordinator: User, report: MonthlyReport, team: Team
) -> None:
    edit = reverse("reports:public-edit", args=[report.public_id])
    sign_in(client, coordinator)
    assert edit in client.get(reverse("reports:detail", args=[report.public_id])).text
    outside = Client()
    assert outside.get(at(team)).status_code == 404
    assert client.post(edit, {"words": "", "plans": ""}).status_code == 422
    assert client.post(edit, WORDS).status_code == 302
    assert at(team) in client.get(edit).text
    page = outside.get(at(team)).text
    assert WORDS["words"] in page
    assert WORDS["plans"] in page
    assert "ongeveer 85" in page
    assert client.post(edit, {"close": "1"}).status_code == 302
    assert outside.get(at(team)).status_code == 404
    assert client.post(edit, WORDS).status_code == 302
    assert outside.get(at(team)).status_code == 200
    assert PublicEdition.objects.count() == 1


def test_every_number_on_it_stands_in_the_report(report: MonthlyReport, team: Team) -> None:
    PublicEditionFactory.create(report=report)
    figures = report.content["figures"]
    hours = [value for key, value in figures.items() if key.startswith("hours_") and isinstance(value, int)]
    # Beside the hours stand their shares of all hours.
    known = {*published_numbers(report.content), *(str(round(100 * one / figures["hours_total"])) for one in hours)}
    for url in (at(team), f"{at(team)}bericht.html"):
        page = Client().get(url)
        said = numbers_on(page.text)
        # The day of publication, and where the picture of hours ends.
        assert said - known - {"12", "2026", "100"} == set(), url
        assert {"85", "20", "15"} <= said
    assert "huishoudens konden deze maand zonder ons verder" not in page.text  # hidden in the report


def test_own_words_publish_no_other_number(client: Client, coordinator: User, report: MonthlyReport) -> None:
    edit = reverse("reports:public-edit", args=[report.public_id])
    sign_in(client, coordinator)
    for words in ("Er kwamen 3 gezinnen bij.", "Wel 1.250 mensen!", "7 keer zoveel."):
        refused = client.post(edit, {**WORDS, "words": words})
        assert refused.status_code == 422
        assert "Het rapport laat" in refused.text
    assert client.post(edit, {**WORDS, "plans": "Bel Anna op 06-12345678."}).status_code == 422
    fine = "Ongeveer 85 gezinnen kregen hulp. Op 12 november om 10.00 uur of 14:30 zijn we er, ook in 2027."
    assert client.post(edit, {**WORDS, "words": fine}).status_code == 302


def test_it_is_the_same_for_everybody_and_may_be_kept(
    client: Client, coordinator: User, report: MonthlyReport, team: Team
) -> None:
    PublicEditionFactory.create(report=report)
    sign_in(client, coordinator)
    pages = [
        Client().get(at(team)),
        client.get(at(team)),
        Client().get(at(team), headers={"accept-language": "en"}),
        Client().get(at(team), headers={"cookie": "weergave=dark; django_language=en"}),
    ]
    for page in pages:
        assert page.content == pages[0].content
        assert page["Cache-Control"] == "public, max-age=300"
        assert not page.cookies
        assert "<script" not in page.text
        assert "<form" not in page.text


def test_a_page_for_the_own_site_needs_nothing_else(report: MonthlyReport, team: Team) -> None:
    PublicEditionFactory.create(report=report)
    file = Client().get(f"{at(team)}bericht.html")
    assert "attachment" in file["Content-Disposition"]
    assert "maandbericht" in file["Content-Disposition"]
    assert not re.search(r"(?:src|href)=", file.text)
    assert file.text.count("<h1") == 1


def test_who_may_make_it_public(client: Client, commissioner: User, report: MonthlyReport) -> None:
    edit = reverse("reports:public-edit", args=[report.public_id])
    other = TeamMembershipFactory.create(user__team_coordinator=True).user
    member = TeamMembershipFactory.create(team=report.team).user
    assert sign_in(Client(), other).post(edit, WORDS).status_code == 404
    assert sign_in(Client(), member).post(edit, WORDS).status_code == 403
    assert sign_in(client, commissioner).post(edit, WORDS).status_code == 403
    assert not PublicEdition.objects.exists()


def test_the_latest_public_version_and_month_are_shown(report: MonthlyReport, team: Team) -> None:
    PublicEditionFactory.create(report=published(team=team, open_at_end=30))
    PublicEditionFactory.create(report=report)
    second = new_version(report, open_at_end=95)
    newest = f"/team/{team.slug}/maandbericht/"
    assert "ongeveer 85" in Client().get(newest).text
    PublicEditionFactory.create(report=second)
    page = Client().get(newest).text
    assert "ongeveer 95" in page
    assert "versie 2" in page
    assert at(team, "2026-03") in page
    assert "ongeveer 30" in Client().get(at(team, "2026-03")).text
    for wrong in ("2026-13", "2026-1", "26-01", "2026-04"):
        assert Client().get(f"/team/{team.slug}/maandbericht/{wrong}/").status_code == 404
    Team.objects.filter(pk=team.pk).update(is_active=False)
    assert Client().get(newest).status_code == 404


def test_that_of_the_municipality_leads_to_those_of_the_teams(
    client: Client, coordinator: User, report: MonthlyReport, team: Team
) -> None:
    whole = of_municipality(report, published(team=TeamFactory.create(name="Team Zuid"), month=OCTOBER))
    PublicEditionFactory.create(report=report)
    edit = reverse("reports:public-edit", args=[whole.public_id])
    assert sign_in(client, coordinator).post(edit, WORDS).status_code == 302
    page = Client().get("/gemeente/maandbericht/").text
    assert "ongeveer 90" in page
    assert at(team) in page
    assert "Team Zuid" not in page  # that team made nothing public
    assert Client().get("/gemeente/maandbericht/2026-10/bericht.html").status_code == 200
