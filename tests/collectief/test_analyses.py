"""Neighbourhood analyses: several people write at once, nothing follows from the figures, what is finished stays."""

import re
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connections
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from collectief.enums import AnalysisPart
from collectief.models import AnalysisSection, AnalysisVoice, NeighbourhoodAnalysis
from collectief.services.make_analysis import (
    AnalysisIsFinished,
    MeetingDetails,
    SectionChanged,
    add_meeting,
    begin_analysis,
    finish_analysis,
    save_section,
)
from tests.cases.test_at_once import at_once
from tests.factories import (
    AnalysisMeetingFactory,
    AnalysisVoiceFactory,
    AreaFigureFactory,
    CaseFactory,
    DistrictFactory,
    FigureKindFactory,
    InitiativeFactory,
    MunicipalityAreaFactory,
    NeighbourhoodFactory,
    OpportunityFactory,
    OrganisationFactory,
    ReportFileFactory,
    RingMembershipFactory,
    TeamAreaFactory,
    TeamFactory,
    TeamMembershipFactory,
    ThemeFactory,
    UserFactory,
)
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area
from wijkteam.reports.enums import FileKind
from wijkteam.reports.models import MonthlyReport
from wijkteam.reports.services.make_report import make_report
from wijkteam.teams.models import Team

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


@pytest.fixture
def district(team: Team) -> Area:
    area = DistrictFactory.create(name="Plein")
    TeamAreaFactory.create(team=team, area=area)
    return area


def begun(
    team: Team, *areas: Area, by: User | None = None, year: int = 2026, figures: Any = ()
) -> NeighbourhoodAnalysis:
    return begin_analysis(
        team=team,
        areas=areas,
        figures=figures,
        starts_on=date(year, 1, 1),
        ends_on=date(year, 5, 1),
        by=by or TeamMembershipFactory.create(team=team).user,
        at=NOW,
        request_key=uuid.uuid4(),
    )


@pytest.fixture
def analysis(team: Team, district: Area, colleague: User) -> NeighbourhoodAnalysis:
    return begun(team, district, by=colleague)


def written(analysis: NeighbourhoodAnalysis, by: User) -> None:
    """All it takes to finish."""
    for part in (AnalysisPart.STORIES, AnalysisPart.CONCLUSION):
        save_section(analysis=analysis, part=part, text=f"Over {part}.", version=0, by=by, at=NOW)
    add_meeting(
        analysis=analysis,
        details=MeetingDetails(held_on=date(2026, 5, 1), residents=5, first_names=["Ria"]),
        request_key=uuid.uuid4(),
    )


def finished(analysis: NeighbourhoodAnalysis, by: User) -> NeighbourhoodAnalysis:
    written(analysis, by)
    return finish_analysis(analysis=analysis, by=by, at=NOW)


def address(name: str, analysis: NeighbourhoodAnalysis, *more: str) -> str:
    return reverse(f"collectief:{name}", args=[analysis.public_id, *more])


def text_of(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def publish(team: Team, month: date) -> None:
    report = make_report(team=team, month=month, at=NOW)
    for kind in FileKind:
        ReportFileFactory.create(report=report, kind=kind)
    by = UserFactory.create()
    signed = {"reading_by": by, "reading_at": NOW, "published_by": by, "published_at": NOW}
    MonthlyReport.objects.filter(pk=report.pk).update(reading="Rustig.", **signed)


# -- making one ------------------------------------------------------------------------------------


def test_begin_write_meet_and_finish(signed_in: Client, team: Team, district: Area) -> None:
    kind = FigureKindFactory.create()
    AreaFigureFactory.create(area=district, kind=kind, value=Decimal(4200))
    AreaFigureFactory.create(area=MunicipalityAreaFactory.create(), kind=kind, value=Decimal(870_000))
    partner = RingMembershipFactory.create(team=team).organisation
    key = str(uuid.uuid4())
    given = {
        "areas": [district.pk], "first": "2026-01-01", "last": "2026-03-01", "figures": [kind.pk], "request_key": key,
    }  # fmt: skip
    for _time in range(2):
        assert signed_in.post(reverse("collectief:analysis-new"), given).status_code == 302
    analysis = NeighbourhoodAnalysis.objects.get()
    assert (analysis.starts_on, analysis.ends_on) == (date(2026, 1, 1), date(2026, 4, 1))

    refused = signed_in.post(address("analysis-finish", analysis))
    assert "Voeg de bijeenkomst toe" in text_of(refused, 422)
    assert "Schrijf ‘wat we concluderen’." in text_of(refused, 422)
    for part in ("stories", "conclusion"):
        sent = {"text": f"Tekst van {part}", "version": "0"}
        assert signed_in.post(address("analysis-part", analysis, part), sent).status_code == 302
    meeting = {
        "held_on": "2026-05-01", "residents": "8", "partners": [partner.pk], "functions": "wijkagent",
        "first_names": "Ria\nOmar", "said_yes": "on", "request_key": str(uuid.uuid4()),
    }  # fmt: skip
    for _time in range(2):
        assert signed_in.post(address("analysis-meeting", analysis), meeting).status_code == 302
    assert analysis.meetings.count() == 1
    assert signed_in.post(address("analysis-finish", analysis)).status_code == 302

    page = text_of(signed_in.get(address("analysis", analysis)))
    for words in ("januari 2026 tot en met maart 2026", "Plein", "4.200", "870.000", "8 bewoners", partner.name,
                  "wijkagent", "Ria", "Omar", "Tekst van conclusion", "Reflectie opschrijven"):  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"first_names": "Ria", "said_yes": ""}, "said_yes"),
        ({"first_names": "Ria Jansen"}, "first_names"),
        ({"first_names": "Ria\nOmar\nBep"}, "residents"),
        ({"held_on": "2026-05-05"}, "held_on"),
        ({"residents": "501"}, "residents"),
        ({"residents": "", "first_names": ""}, "residents"),
    ],
)
def test_who_was_there_is_asked_well(
    signed_in: Client, analysis: NeighbourhoodAnalysis, change: dict[str, str], field: str
) -> None:
    given = {
        "held_on": "2026-05-01", "residents": "2", "first_names": "Ria", "said_yes": "on",
        "request_key": str(uuid.uuid4()), **change,
    }  # fmt: skip
    response = signed_in.post(address("analysis-meeting", analysis), given)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not analysis.meetings.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"last": "2025-12-01"}, "last"),
        ({"first": "2022-01-01"}, "last"),
        ({"areas": []}, "areas"),
        ({"first": "x"}, "first"),
    ],
)  # fmt: skip
def test_a_period_that_makes_no_sense(signed_in: Client, district: Area, change: dict[str, Any], field: str) -> None:
    given = {"areas": [district.pk], "first": "2026-01-01", "last": "2026-03-01", "request_key": uuid.uuid4()}
    response = signed_in.post(reverse("collectief:analysis-new"), {**given, **change})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not NeighbourhoodAnalysis.objects.exists()


def test_the_area_of_another_team_cannot_be_chosen(signed_in: Client, district: Area) -> None:
    other = TeamAreaFactory.create(team=TeamFactory.create()).area
    given = {"areas": [other.pk], "first": "2026-01-01", "last": "2026-03-01", "request_key": uuid.uuid4()}
    assert signed_in.post(reverse("collectief:analysis-new"), given).status_code == 422


def test_an_area_in_the_address_is_chosen_already(signed_in: Client, district: Area) -> None:
    url = reverse("collectief:analysis-new")
    form = signed_in.get(url, {"gebied": district.code}).context["form"]
    assert form.initial["areas"] == [district.pk]
    assert signed_in.get(url, {"gebied": "' OR 1"}).context["form"].initial["areas"] == []
    reflection = signed_in.get(reverse("collectief:reflection-new"), {"gebied": district.code})
    assert reflection.context["form"].initial["area"] == district.pk


# -- several people at a table ---------------------------------------------------------------------


def test_two_people_in_two_parts_do_not_notice_each_other(signed_in: Client, analysis: NeighbourhoodAnalysis) -> None:
    for part in ("active", "vulnerable"):
        page = signed_in.get(address("analysis-part", analysis, part))
        assert page.context["form"].initial["version"] == 0
    for part in ("active", "vulnerable"):
        sent = {"text": f"Over {part}", "version": "0"}
        assert signed_in.post(address("analysis-part", analysis, part), sent).status_code == 302
    assert set(analysis.sections.exclude(text="").values_list("part", flat=True)) == {"active", "vulnerable"}


def test_the_same_part_shows_both_texts_and_loses_neither(
    signed_in: Client, analysis: NeighbourhoodAnalysis, team: Team
) -> None:
    other = TeamMembershipFactory.create(team=team, user__name="Sjoerd").user
    save_section(analysis=analysis, part=AnalysisPart.STORIES, text="Zijn tekst", version=0, by=other, at=NOW)
    url = address("analysis-part", analysis, "stories")
    refused = signed_in.post(url, {"text": "Mijn tekst", "version": "0"})
    page = text_of(refused, 409)
    assert "Sjoerd heeft dit deel opgeslagen" in page
    assert "Zijn tekst" in page
    assert "Mijn tekst" in page
    form = refused.context["form"].initial
    assert signed_in.post(url, {"text": "Samen", "version": form["version"]}).status_code == 302
    section = analysis.sections.get(part="stories")
    assert (section.text, section.version) == ("Samen", 2)


def test_a_double_click_is_no_quarrel(signed_in: Client, analysis: NeighbourhoodAnalysis) -> None:
    for _time in range(2):
        sent = {"text": "Twee keer", "version": "0"}
        assert signed_in.post(address("analysis-part", analysis, "stories"), sent).status_code == 302
    assert analysis.sections.get(part="stories").version == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_many_who_save_a_part_at_once_one_is_first() -> None:
    team = TeamFactory.create()
    analysis = begun(team, DistrictFactory.create())
    by = TeamMembershipFactory.create(team=team).user
    told: list[str] = []

    def save(number: int) -> None:
        try:
            save_section(analysis=analysis, part=AnalysisPart.ACTIVE, text=f"Tekst {number}", version=0, by=by, at=NOW)
        except SectionChanged as changed:
            told.append(changed.section.text)

    at_once(*[lambda number=number: save(number) for number in range(6)])
    section = AnalysisSection.objects.get(analysis=analysis, part=AnalysisPart.ACTIVE)
    assert section.version == 1
    assert told == [section.text] * 5


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True, databases=["default", "report"])
def test_nobody_writes_while_it_is_being_finished() -> None:
    """Past the code: the part locks the analysis, so one of the two is refused or comes first."""
    team = TeamFactory.create()
    by = TeamMembershipFactory.create(team=team).user
    for _round in range(4):
        analysis = begun(team, DistrictFactory.create())
        written(analysis, by)
        barrier = threading.Barrier(2)

        def finish(analysis: Any = analysis, barrier: threading.Barrier = barrier) -> None:
            barrier.wait()
            try:
                finish_analysis(analysis=analysis, by=by, at=NOW)
            finally:
                connections["report"].close()

        def meet(analysis: Any = analysis, barrier: threading.Barrier = barrier) -> None:
            barrier.wait()
            try:
                AnalysisMeetingFactory.create(analysis=analysis, residents=99)
            except IntegrityError as error:
                assert "meeting_stays_as_it_was" in str(error.__cause__.diag.constraint_name)  # type: ignore[union-attr]  # noqa: PT017

        results = at_once(finish, meet)
        assert not any(isinstance(one, Exception) for one in results), results
        analysis.refresh_from_db()
        assert analysis.is_finished


# -- finished --------------------------------------------------------------------------------------


def test_what_is_finished_stays(signed_in: Client, analysis: NeighbourhoodAnalysis, colleague: User) -> None:
    finished(analysis, colleague)
    with pytest.raises(AnalysisIsFinished):
        save_section(analysis=analysis, part=AnalysisPart.ACTIVE, text="Nog iets", version=0, by=colleague, at=NOW)
    for name, more in (("analysis-part", ["active"]), ("analysis-meeting", [])):
        for response in (
            signed_in.get(address(name, analysis, *more)),
            signed_in.post(address(name, analysis, *more), {"text": "Nog iets", "version": "0"}),
        ):
            assert "blijft zoals zij was" in text_of(response, 409)
    meeting = analysis.meetings.get()
    assert signed_in.post(reverse("collectief:meeting-remove", args=[meeting.public_id])).status_code == 409
    assert signed_in.post(address("analysis-finish", analysis)).status_code == 302
    assert analysis.meetings.count() == 1


def test_figures_stay_as_they_were_and_a_later_one_lies_beside_it(
    signed_in: Client, team: Team, district: Area, colleague: User
) -> None:
    figure = AreaFigureFactory.create(area=district, value=Decimal(4200))
    InitiativeFactory.create(team=team, area=district, name="Samen eten", starts_on=date(2024, 1, 1))
    earlier = finished(begun(team, district, by=colleague, year=2025, figures=[figure.kind]), colleague)
    figure.value = Decimal(5100)
    figure.save()
    later = begun(team, district, by=colleague, figures=[figure.kind])
    page = text_of(signed_in.get(address("analysis", earlier)))
    assert "4.200" in page
    assert "5.100" not in page
    assert "1 initiatief" in page
    both = text_of(signed_in.get(address("analysis", later), {"naast": str(earlier.public_id)}))
    assert both.index("5.100") < both.index("4.200")
    assert "Over conclusion." in both
    assert signed_in.get(address("analysis", later), {"naast": "x"}).status_code == 200


def test_a_name_can_always_be_taken_away(signed_in: Client, analysis: NeighbourhoodAnalysis, colleague: User) -> None:
    finished(analysis, colleague)
    voice = AnalysisVoice.objects.get()
    assert signed_in.post(reverse("collectief:voice-forget", args=[voice.public_id])).status_code == 302
    page = text_of(signed_in.get(address("analysis", analysis)))
    assert "Ria" not in page
    assert "5 bewoners" in page


def test_a_meeting_by_mistake_is_taken_away(signed_in: Client, analysis: NeighbourhoodAnalysis) -> None:
    meeting = AnalysisVoiceFactory.create(meeting__analysis=analysis).meeting
    meeting.partners.add(OrganisationFactory.create())
    assert signed_in.post(reverse("collectief:meeting-remove", args=[meeting.public_id])).status_code == 302
    assert not analysis.meetings.exists()
    assert not AnalysisVoice.objects.exists()


# -- who reads it, and what follows from it --------------------------------------------------------


def test_a_draft_is_of_the_team_and_a_finished_one_of_everybody_in_a_team(
    client: Client, analysis: NeighbourhoodAnalysis, colleague: User, outsider: User
) -> None:
    client.force_login(outsider)
    assert client.get(address("analysis", analysis)).status_code == 404
    assert "Plein" not in text_of(client.get(reverse("collectief:analyses")))
    finished(analysis, colleague)
    page = text_of(client.get(address("analysis", analysis)))
    assert "Over stories." in page
    assert "Naam weghalen" not in page
    for name, more in (("analysis-part", ["active"]), ("analysis-meeting", []), ("analysis-finish", [])):
        assert client.get(address(name, analysis, *more)).status_code == 404
    assert "Plein" in text_of(client.get(reverse("collectief:analyses")))


def test_own_figures_are_those_of_published_reports_and_no_others(
    signed_in: Client, analysis: NeighbourhoodAnalysis, team: Team, district: Area
) -> None:
    """Twelve households on one theme, three on another: the three are nowhere, nor is anything before publication."""
    many, few = (ThemeFactory.create(code=name.lower(), name=name) for name in ("Geldzorgen", "Verslaving"))
    area = NeighbourhoodFactory.create(parent=district)
    opened = date(2026, 2, 2)
    for theme, number in ((many, 12), (few, 3)):
        for _number in range(number):
            CaseFactory.create(team=team, theme=theme, area=area, opened_on=opened)
    url = address("analysis", analysis)
    before = text_of(signed_in.get(url))
    assert "nog geen maandrapport over deze periode" in before
    assert "Geldzorgen" not in before

    publish(team, date(2026, 3, 1))
    page = text_of(signed_in.get(url))
    report = MonthlyReport.objects.get(scope=team.code)
    shown = {row["name"]: row["households"] for row in report.content["themes"]}
    assert shown["Geldzorgen"] == 10
    assert shown["Verslaving"] == "hidden"
    assert "Geldzorgen 10" in page
    assert "Verslaving x" in page

    for _number in range(9):
        CaseFactory.create(team=team, theme=few, area=area, opened_on=opened)
    assert text_of(signed_in.get(url)) == page, "what was not published changes nothing"


def test_a_report_outside_the_period_says_nothing_here(
    signed_in: Client, team: Team, district: Area, colleague: User
) -> None:
    publish(team, date(2026, 3, 1))
    page = text_of(signed_in.get(address("analysis", begun(team, district, by=colleague, year=2024))))
    assert "nog geen maandrapport over deze periode" in page


def test_what_stood_out_helps_the_makers_and_stands_in_no_analysis(
    signed_in: Client, analysis: NeighbourhoodAnalysis, team: Team, district: Area, colleague: User
) -> None:
    OpportunityFactory.create(team=team, area=district, theme=ThemeFactory.create(name="Mantelzorg"))
    assert "Mantelzorg · Plein" in text_of(signed_in.get(address("analysis-part", analysis, "vulnerable")))
    finished(analysis, colleague)
    assert "Mantelzorg" not in text_of(signed_in.get(address("analysis", analysis)))
    analysis.refresh_from_db()
    assert "Mantelzorg" not in str(analysis.snapshot)


def test_the_page_asks_little(
    signed_in: Client, analysis: NeighbourhoodAnalysis, team: Team, district: Area, colleague: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for _number in range(6):
        InitiativeFactory.create(team=team, area=district)
        AnalysisMeetingFactory.create(analysis=analysis)
    finished(analysis, colleague)
    with django_assert_max_num_queries(14):
        response = signed_in.get(address("analysis", analysis))
    assert len(response.content) < 60 * 1024


def test_the_page_of_the_area_leads_to_it(signed_in: Client, analysis: NeighbourhoodAnalysis, district: Area) -> None:
    html = signed_in.get(reverse("collectief:place", args=[district.code])).content.decode()
    assert address("analysis", analysis) in html
    assert f"{reverse('collectief:analysis-new')}?gebied={district.code}" in html
