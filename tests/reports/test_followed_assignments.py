"""An assignment through the reports: the published numbers month by month, with what was asked about it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from tests.factories import TeamFactory, sign_in
from tests.factories.conversation import ReportThreadFactory, assignment_row, new_version, published
from wijkteam.accounts.models import User
from wijkteam.core.periods import next_month
from wijkteam.reports.models import MonthlyReport, ReportThread
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db


def month(back: int) -> dt.date:
    return next_month(localdate().replace(day=1), step=-back)


def reported(team: Team, back: int, **said: Any) -> MonthlyReport:
    return published(team=team, month=month(back), assignments=[assignment_row(**said)])


@pytest.fixture
def months(team: Team) -> list[MonthlyReport]:
    return [
        reported(team, 3, reached="hidden", expected=4, forecast=None, state="unknown"),
        reported(team, 2, reached=15, expected=8),
        reported(team, 1, reached=20, expected=12),
    ]


def test_each_month_stands_as_it_was_reported(client: Client, commissioner: User, months: list[MonthlyReport]) -> None:
    sign_in(client, commissioner)
    page = client.get(reverse("reports:assignment", args=[7])).context["page"]
    assert [(one.reached, one.expected) for one in page.months] == [("20", "12"), ("15", "8"), ("x", "4")]
    assert page.chart.lines[0].values == [None, 15.0, 20.0]
    assert page.months[0].url.startswith(reverse("reports:detail", args=[months[2].public_id]))


def test_a_later_version_goes_before_an_earlier_one(client: Client, commissioner: User, team: Team) -> None:
    sign_in(client, commissioner)
    first = reported(team, 1, reached=20)
    second = new_version(first)
    assert "assignments" not in second.content or not second.content["assignments"]
    assert client.get(reverse("reports:assignment", args=[7])).status_code == 404, "the later version speaks of none"


def test_what_no_report_speaks_of_is_not_there(client: Client, commissioner: User, months: list[MonthlyReport]) -> None:
    sign_in(client, commissioner)
    assert client.get(reverse("reports:assignment", args=[8])).status_code == 404


def test_the_list_and_the_start_page_show_how_each_stands(client: Client, commissioner: User, team: Team) -> None:
    sign_in(client, commissioner)
    reported(team, 2, state="behind")
    reported(team, 1, state="on-pace")
    reported(TeamFactory.create(name="Aan de Vaart"), 1, code="9", title="Zwemles")
    rows = client.get(reverse("reports:assignments")).context["rows"]
    assert [row.title for row in rows] == ["Zwemles", "Vijftig buren aan de slag"]
    assert rows[1].tone == "positive"
    start = client.get(reverse("reports:start"))
    assert [row.title for row in start.context["page"].assignments] == [row.title for row in rows]


def test_a_question_is_asked_on_its_line_and_stays_with_it(
    client: Client, commissioner: User, months: list[MonthlyReport]
) -> None:
    sign_in(client, commissioner)
    page = client.get(reverse("reports:assignment", args=[7])).context["page"]
    form = client.get(page.ask_url)
    assert form.context["page"].line.value == "20"
    team = months[2].team
    assert team is not None
    posted = {
        "question": "Wat maakt dat het nu zo goed gaat?",
        "teams": [str(team.pk)],
        "request_key": form.context["form"]["request_key"].value(),
    }
    asked = client.post(page.ask_url, posted)
    assert asked.status_code == 302, asked.context and asked.context["form"].errors
    thread = ReportThread.objects.get()
    assert thread.line == "assignment:7:reached"
    again = client.get(reverse("reports:assignment", args=[7])).context["page"]
    assert [row.question for row in again.threads] == [thread.question]


def test_the_report_has_a_balloon_at_the_assignment_and_leads_to_it(
    client: Client, commissioner: User, months: list[MonthlyReport]
) -> None:
    sign_in(client, commissioner)
    report = months[2]
    ReportThreadFactory.create(report=report, team=report.team, line="assignment:7:reached")
    answer = client.get(reverse("reports:detail", args=[report.public_id]))
    balloon = answer.text.split(reverse("reports:line", args=[report.public_id, "assignment:7:reached"]))[1]
    assert '<span class="count">1</span>' in balloon.split("</a>")[0]
    assert reverse("reports:assignment", args=[7]) in answer.text


def test_the_statements_do_not_grow(
    client: Client, commissioner: User, team: Team, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, commissioner)
    for back in range(1, 8):
        reported(team, back)
    for _each in range(3):
        ReportThreadFactory.create(report=MonthlyReport.objects.latest("pk"), team=team, line="assignment:7:reached")
    client.get(reverse("reports:assignment", args=[7]))
    with django_assert_max_num_queries(8):
        client.get(reverse("reports:assignment", args=[7]))
