"""A question on a line of a report: asked, answered, closed, and planned to sit down about."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.factories import TeamFactory, TeamMembershipFactory, UserFactory, sign_in
from tests.factories.conversation import (
    ReflectionPlanFactory,
    ReportThreadFactory,
    ThreadPostFactory,
    new_version,
    of_municipality,
    published,
)
from tests.reports.conftest import NOW, OCTOBER
from wijkteam.accounts.models import User
from wijkteam.reports.models import MonthlyReport, ReflectionPlan, ReportThread, ThreadPost
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db
ASK = "Waardoor groeide de caseload zo?"


def key() -> str:
    return str(uuid.uuid4())


@pytest.fixture
def report(team: Team, coordinator: User) -> MonthlyReport:
    """Of the team of `coordinator`."""
    return published(team=team, month=OCTOBER, at=NOW, open_at_end=60)


def asked(client: Client, report: MonthlyReport, line: str = "open_at_end", **fields: object) -> ReportThread:
    data = {"question": ASK, "request_key": key(), **fields}
    answer = client.post(reverse("reports:line", args=[report.public_id, line]), data)
    assert answer.status_code == 302, answer.text
    return ReportThread.objects.latest("pk")


def test_a_commissioner_asks_beside_a_figure(client: Client, commissioner: User, report: MonthlyReport) -> None:
    sign_in(client, commissioner)
    url = reverse("reports:line", args=[report.public_id, "open_at_end"])
    assert url in client.get(reverse("reports:detail", args=[report.public_id])).text
    assert "60" in client.get(url).text
    thread = asked(client, report)
    assert (thread.line_name, thread.team) == ("Open aan het eind", report.team)
    page = client.get(reverse("reports:detail", args=[report.public_id])).text
    assert "Stel een vraag over Open aan het eind" in page
    assert 'class="count">1<' in page


@pytest.mark.parametrize("line", ["chapter:prevention", "theme:geld", "closed", "hours_total", "theme:rust"])
def test_every_kind_of_line_can_be_asked_about(
    client: Client, commissioner: User, report: MonthlyReport, line: str
) -> None:
    sign_in(client, commissioner)
    assert asked(client, report, line).line == line


@pytest.mark.parametrize("line", ["bestaat-niet", "theme:bestaat-niet", "chapter:x", "team:X", "x:y:z", ":", "theme:"])
def test_a_line_that_is_not_in_the_report_is_not_there(
    client: Client, commissioner: User, report: MonthlyReport, line: str
) -> None:
    sign_in(client, commissioner)
    assert client.get(reverse("reports:line", args=[report.public_id, line])).status_code == 404


def test_a_hidden_figure_stays_hidden_on_the_page_of_its_questions(
    client: Client, commissioner: User, report: MonthlyReport
) -> None:
    assert report.content["figures"]["closed"] == "hidden"
    page = sign_in(client, commissioner).get(reverse("reports:line", args=[report.public_id, "closed"])).text
    assert "<strong>x</strong>" in page


def test_the_team_answers_and_the_start_page_says_so(
    client: Client, commissioner: User, coordinator: User, report: MonthlyReport
) -> None:
    sign_in(client, commissioner)
    thread = asked(client, report)
    start = reverse("reports:start")
    assert "Je vragen die wachten op een team" in client.get(start).text

    lead = sign_in(Client(), coordinator)
    url = reverse("reports:thread", args=[thread.public_id])
    work = lead.get(reverse("cases:my-work")).text
    assert url in work
    assert "De gemeente vraagt iets over ‘Open aan het eind’ (oktober 2026)." in work
    assert ASK not in work
    assert lead.post(url, {"text": "Door de geldzorgen van de winter.", "request_key": key()}).status_code == 302
    assert url not in lead.get(reverse("cases:my-work")).text

    told = client.get(start).text
    assert "Beantwoord, en nog niet door je gelezen" in told
    assert "wachten op een team" not in told
    assert "Door de geldzorgen van de winter." in client.get(url).text
    assert "Beantwoord, en nog niet" not in client.get(start).text
    assert "beantwoord" in client.get(reverse("reports:questions")).text

    assert client.post(url, {"text": "En in het voorjaar?", "request_key": key()}).status_code == 302
    assert url in lead.get(reverse("cases:my-work")).text


def test_the_same_form_twice_is_one_question_and_one_answer(
    client: Client, commissioner: User, coordinator: User, report: MonthlyReport
) -> None:
    sign_in(client, commissioner)
    once = key()
    thread = asked(client, report, request_key=once)
    assert asked(client, report, request_key=once) == thread
    lead, url = sign_in(Client(), coordinator), reverse("reports:thread", args=[thread.public_id])
    for _ in range(2):
        lead.post(url, {"text": "Antwoord.", "request_key": once})
    assert ThreadPost.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Gaat dit over 111222333?", "een burgerservicenummer"),
        ("Bel 06-12345678 even.", "een telefoonnummer"),
        ("Bel +31 20 123 4567 even.", "een telefoonnummer"),
        ("Mail jan@voorbeeld.nl maar.", "een e-mailadres"),
        ("Zij is van 3-4-1987.", "een geboortedatum"),
        ("Geboren 3 april 2025 toch?", "een geboortedatum"),
        ("Het gezin op 1234 AB 7.", "een postcode"),
    ],
)
def test_what_looks_like_a_person_is_refused_with_why(
    client: Client, commissioner: User, report: MonthlyReport, text: str, what: str
) -> None:
    sign_in(client, commissioner)
    url = reverse("reports:line", args=[report.public_id, "open_at_end"])
    refused = client.post(url, {"question": text, "request_key": key()})
    assert refused.status_code == 422
    assert f"Dit lijkt op {what}" in refused.text
    assert text in refused.text
    assert not ReportThread.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "In oktober 2026 waren het er 60, in september 45: waarom?",
        "Op 12 november 2026 om 10:00 spreken we elkaar; of op 12-11-2026?",
        "De 1.250 uren van 2025 en de 10.000 euro van 2026, is dat samen 11250?",
        "100 000 inwoners, 5 teams, 123456789 is een getal zonder betekenis.",
    ],
)
def test_figures_and_days_of_now_are_let_through(
    client: Client, commissioner: User, report: MonthlyReport, text: str
) -> None:
    assert asked(sign_in(client, commissioner), report, question=text).question == text


def test_who_may_do_what(client: Client, commissioner: User, coordinator: User, report: MonthlyReport) -> None:
    thread = asked(sign_in(client, commissioner), report)
    url = reverse("reports:thread", args=[thread.public_id])
    line = reverse("reports:line", args=[report.public_id, "open_at_end"])
    member = sign_in(Client(), TeamMembershipFactory.create(team=report.team).user)
    other = sign_in(Client(), TeamMembershipFactory.create(user__team_coordinator=True).user)
    for reader in (member, other):
        page = reader.get(url)
        assert ASK in page.text
        assert "<textarea" not in page.text
        assert reader.post(url, {"text": "Ik ook.", "request_key": key()}).status_code == 403
        assert reader.post(line, {"question": "Waarom?", "request_key": key()}).status_code == 403
    assert other.post(reverse("reports:thread-close", args=[thread.public_id]), {"note": "Klaar."}).status_code == 403
    lead = sign_in(Client(), coordinator)
    assert lead.post(line, {"question": "Waarom?", "request_key": key()}).status_code == 403
    # What a team did not answer it does not close.
    assert lead.post(reverse("reports:thread-close", args=[thread.public_id]), {"note": "Klaar."}).status_code == 403
    administrator = sign_in(Client(), UserFactory.create(administrator=True))
    assert administrator.get(url).status_code == 403
    assert not ThreadPost.objects.exists()


def test_the_report_of_the_municipality_asks_several_teams(
    client: Client, commissioner: User, coordinator: User, team: Team
) -> None:
    other = TeamFactory.create(name="Team Zuid")
    whole = of_municipality(published(team=team), published(team=other))
    sign_in(client, commissioner)
    assert "Team Zuid" in client.get(reverse("reports:detail", args=[whole.public_id])).text
    url = reverse("reports:line", args=[whole.public_id, f"team:{other.code}"])
    assert f'value="{other.code}"' in client.get(url).text
    assert client.post(url, {"question": ASK, "request_key": key()}).status_code == 422
    assert client.post(url, {"question": ASK, "teams": ["NIET"], "request_key": key()}).status_code == 422
    asked(client, whole, "open_at_end", teams=[team.code, other.code])
    assert set(ReportThread.objects.values_list("team", flat=True)) == {team.pk, other.pk}
    page = client.get(reverse("reports:line", args=[whole.public_id, "open_at_end"])).text
    assert "Team Zuid" in page
    lead = sign_in(Client(), coordinator)
    mine, theirs = ReportThread.objects.get(team=team), ReportThread.objects.get(team=other)
    answer = {"text": "Bij ons door de winter.", "request_key": key()}
    assert lead.post(reverse("reports:thread", args=[theirs.public_id]), answer).status_code == 403
    assert lead.post(reverse("reports:thread", args=[mine.public_id]), answer).status_code == 302


def test_a_closed_question_takes_nothing_more(
    client: Client, commissioner: User, coordinator: User, report: MonthlyReport
) -> None:
    thread = asked(sign_in(client, commissioner), report)
    url, close = (reverse(f"reports:{name}", args=[thread.public_id]) for name in ("thread", "thread-close"))
    assert client.post(close, {"note": ""}).status_code == 422
    assert client.post(close, {"note": "We spraken erover."}).status_code == 302
    assert "We spraken erover." in client.get(url).text
    assert client.post(close, {"note": "Nog eens."}).status_code == 302
    late = sign_in(Client(), coordinator).post(url, {"text": "Te laat getypt.", "request_key": key()})
    assert late.status_code == 409
    assert "Te laat getypt." in late.text
    assert not ThreadPost.objects.exists()
    plan = {"day": "2026-11-20", "who": "Beleid", "about": "De winter", "request_key": key()}
    with time_machine.travel(NOW):
        client.post(reverse("reports:plan", args=[thread.public_id]), plan)
    assert not ReflectionPlan.objects.exists()


def test_a_reflection_is_planned_from_it(
    client: Client, commissioner: User, coordinator: User, report: MonthlyReport
) -> None:
    with time_machine.travel(NOW):
        thread = asked(sign_in(client, commissioner), report)
        propose = reverse("reports:plan", args=[thread.public_id])
        plan = {"day": "2026-11-20", "who": "Beleidsadviseur schulden", "about": "De winter.", "request_key": key()}
        assert client.post(propose, {**plan, "day": "2026-11-01"}).status_code == 422
        assert client.post(propose, {**plan, "day": "2028-01-01"}).status_code == 422
        assert client.post(propose, plan).status_code == 302
        assert client.post(propose, {**plan, "request_key": key()}).status_code == 302  # one at a time
        made = ReflectionPlan.objects.get()

        lead = sign_in(Client(), coordinator)
        assert "stelt een dag voor" in lead.get(reverse("cases:my-work")).text
        answer = reverse("reports:plan-answer", args=[made.public_id])
        assert answer in lead.get(reverse("reports:thread", args=[thread.public_id])).text
        assert lead.post(answer, {"accepted": "yes", "note": ""}).status_code == 422
        assert lead.post(answer, {"accepted": "yes", "note": "10.00 uur, De Hoek"}).status_code == 302
        assert lead.post(answer, {"accepted": "no", "note": "Toch niet"}).status_code == 302
        made.refresh_from_db()
        assert made.accepted

        listed = lead.get(reverse("collectief:reflections")).text
        assert "Afgesproken met de gemeente" in listed
        assert "Beleidsadviseur schulden" in listed
        told = client.get(reverse("reports:start")).text
        assert "Afgesproken: samen om tafel" in told
        assert "Beantwoord, en nog niet door je gelezen" in told
        assert "Afgesproken: samen om tafel op vrijdag 20 november 2026" in (
            client.get(reverse("reports:thread", args=[thread.public_id])).text
        )
    with time_machine.travel(NOW + dt.timedelta(days=30)):
        assert "Afgesproken met de gemeente" not in lead.get(reverse("collectief:reflections")).text


def test_another_coordinator_answers_no_proposal(client: Client) -> None:
    plan = ReflectionPlanFactory.create()
    other = TeamMembershipFactory.create(user__team_coordinator=True).user
    sign_in(client, other)
    assert client.get(reverse("reports:plan-answer", args=[plan.public_id])).status_code == 403


def test_another_version_has_questions_of_its_own_and_says_what_changed(
    client: Client, commissioner: User, report: MonthlyReport
) -> None:
    first = ReportThreadFactory.create(report=report, team=report.team)
    second = new_version(report, open_at_end=65)
    page = sign_in(client, commissioner).get(reverse("reports:line", args=[second.public_id, "open_at_end"])).text
    assert page.index("Over een andere versie van deze maand") < page.index(first.question)
    with time_machine.travel(NOW + dt.timedelta(hours=1)):
        start = client.get(reverse("reports:start")).text
    assert "Open aan het eind: van 60 naar 65." in start
    assert "versie 2" in start
    assert 'class="count">' not in client.get(reverse("reports:detail", args=[second.public_id])).text


def test_a_report_that_was_opened_is_not_new(client: Client, commissioner: User, report: MonthlyReport) -> None:
    sign_in(client, commissioner)
    with time_machine.travel(NOW + dt.timedelta(hours=1)):
        start = client.get(reverse("reports:start")).text
        assert "Nieuwe rapporten" in start
        assert reverse("reports:detail", args=[report.public_id]) in start
        for one in MonthlyReport.objects.all():
            client.get(reverse("reports:detail", args=[one.public_id]))
        assert "Je bent bij" in client.get(reverse("reports:start")).text
    with time_machine.travel(NOW + dt.timedelta(days=90)):  # who never looked is not asked to catch up on a year
        other = sign_in(Client(), UserFactory.create(commissioner=True))
        assert "Je bent bij" in other.get(reverse("reports:start")).text


def test_pages_take_as_many_statements_for_many_questions(
    client: Client, commissioner: User, report: MonthlyReport, django_assert_num_queries: object
) -> None:
    sign_in(client, commissioner)
    for _ in range(3):
        thread = asked(client, report)
        ThreadPostFactory.create(thread=thread, at=NOW)
    url = reverse("reports:detail", args=[report.public_id])
    client.get(url)
    with django_assert_num_queries(6 + 2):  # type: ignore[operator]  # account, report, versions, files, read, questions
        client.get(url)
    # account, reports, read, newest, mine and theirs, days, assignments
    with django_assert_num_queries(9 + 2):  # type: ignore[operator]
        client.get(reverse("reports:start"))
