"""Chapters 2 and 3: what was organised as it is, people protected as households are, and old reports as they were."""

import datetime as dt

import pytest

from cases.models import Case
from tests.factories import (
    AttendanceFactory,
    CollectiveReferralFactory,
    EditionFactory,
    InitiativeFactory,
    OpportunityFactory,
    OpportunityReplyFactory,
    OutreachMomentFactory,
    ParticipantFactory,
    ReflectionFactory,
    SessionFactory,
)
from tests.reports.conftest import NOW, OCTOBER, Place, amsterdam
from tests.reports.test_facts import october
from tests.reports.test_network_chapter import counts, day, opened
from wijkteam.reports.selectors.report_page import report_page
from wijkteam.reports.services.make_report import make_report
from wijkteam.reports.services.publication import History, decide
from wijkteam.reports.services.report_content import publication_of_month

pytestmark = pytest.mark.django_db


def test_meetings_count_when_written_down_and_people_each_time(place: Place) -> None:
    edition = EditionFactory.create(initiative__team=place.team)
    ann, bea = ParticipantFactory.create_batch(2, edition=edition)
    for number in (1, 31):
        session = SessionFactory.create(edition=edition, noted=True, held_on=day(number), others=3)
        AttendanceFactory.create(session=session, participant=ann)
        AttendanceFactory.create(session=session, participant=bea, was_there=False)
    SessionFactory.create(edition=edition, held_on=day(8))  # nobody wrote down who came
    SessionFactory.create(edition=edition, noted=True, held_on=day(30, 9))
    SessionFactory.create(edition=edition, noted=True, held_on=day(1, 11))
    SessionFactory.create(edition__initiative=InitiativeFactory.create(), noted=True, held_on=day(8), others=50)
    values = october(place.team)
    assert (values["sessions"], values["attendances"]) == (2, 8)


def test_an_edition_runs_from_its_first_meeting_until_it_is_rounded_off(place: Place) -> None:
    running, later, over, until_november = (EditionFactory.create(initiative__team=place.team) for _ in range(4))
    for edition, begun in ((running, day(31)), (later, day(1, 11)), (over, day(1)), (until_november, day(1))):
        SessionFactory.create(edition=edition, held_on=begun)
    for edition, closed_on in ((over, day(31)), (until_november, day(1, 11))):
        type(edition).objects.filter(pk=edition.pk).update(closed_on=closed_on, ending="finished")
    assert october(place.team)["editions"] == 2


def test_being_out_in_the_neighbourhood(place: Place) -> None:
    for happened_on, met in ((day(30, 9), 40), (day(1), 12), (day(31), 5), (day(1, 11), 40)):
        OutreachMomentFactory.create(team=place.team, happened_on=happened_on, residents_met=met, new_met=0)
    OutreachMomentFactory.create(happened_on=day(5))
    values = october(place.team)
    assert (values["outreach_moments"], values["outreach_met"]) == (2, 17)


def test_opportunities_at_the_end_and_those_answered_in_the_month(place: Place) -> None:
    before, ended, put_off, held = (
        OpportunityFactory.create(team=place.team, first_week=week, last_week=week, looked_week=week)
        for week in (dt.date(2026, 9, 7), dt.date(2026, 9, 14), dt.date(2026, 10, 5), dt.date(2026, 10, 12))
    )
    later = dt.date(2026, 11, 2)
    OpportunityFactory.create(team=place.team, first_week=later, last_week=later, looked_week=later)
    OpportunityFactory.create(first_week=before.first_week, last_week=before.first_week, looked_week=before.first_week)
    type(ended).objects.filter(pk=ended.pk).update(ended_on=day(31))
    OpportunityReplyFactory.create(opportunity=before, replied_at=amsterdam(2026, 9, 30, 23, 59))
    for moment in (amsterdam(2026, 10, 6), amsterdam(2026, 10, 31, 23, 59)):
        OpportunityReplyFactory.create(opportunity=put_off, replied_at=moment)
    ReflectionFactory.create(
        team=place.team, occasion="opportunity", opportunity=held, held_on=day(15), written_at=amsterdam(2026, 10, 15)
    )
    ReflectionFactory.create(team=place.team, held_on=day(1, 11))
    values = october(place.team)
    assert (values["opportunities"], values["opportunities_answered"], values["reflections"]) == (3, 2, 1)


def test_from_a_case_to_an_initiative(place: Place) -> None:
    one, two, gone = (opened(place) for _ in range(3))
    for number in (1, 31):
        CollectiveReferralFactory.create(case=one, referred_on=day(number))
    CollectiveReferralFactory.create(case=two, referred_on=day(1, 11))
    gone.coordinators.update(ended_at=amsterdam(2026, 10, 31, 12))
    Case.objects.filter(pk=gone.pk).update(closed_on=day(31), closing_reason="collective")
    values = october(place.team)
    assert (values["collective_referred"], values["collective_closed"]) == (1, 1)


def test_people_are_protected_and_what_was_organised_is_shown(place: Place) -> None:
    changes = {"attendances": 93, "outreach_met": 9, "collective_referred": 23, "collective_closed": 1}
    publication = publication_of_month(OCTOBER, {"T1": counts(**changes)}, sensitive=())
    shown = {line.key: line.shown for line in decide(publication, History()).lines if line.scope == "T1"}
    assert (shown["attendances"], shown["outreach_met"]) == (95, None)
    assert (shown["collective_referred"], shown["collective_closed"]) == (25, None)
    SessionFactory.create(edition__initiative__team=place.team, noted=True, held_on=day(8), others=4)
    figures = make_report(team=place.team, month=OCTOBER, at=NOW).content["figures"]
    assert (figures["sessions"], figures["attendances"], figures["reflections"]) == (1, "hidden", 0)


def test_a_report_of_before_shows_what_it_had(place: Place) -> None:
    content = make_report(team=place.team, month=OCTOBER, at=NOW).content
    new = (
        *("sessions", "attendances", "editions", "outreach", "collective", "opportunities", "reflections"),
        *("volunteers", "visits", "signals_together", "signals_passed_on", "signals_looked", "signals_nothing"),
    )
    old = {key: value for key, value in content["figures"].items() if not key.startswith(new)}
    page = report_page({**content, "figures": old})
    assert [row.key for row in page.neighbourhood] == ["initiatives", "signals", "signals_followed_up"]
    assert not page.together
