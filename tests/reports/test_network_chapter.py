"""Chapter 4: partners and waiting protected as households are, organisations as they are, and none of the screens."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from netwerk.models import Organisation
from tests.factories import (
    EndorsementFactory,
    InvolvementFactory,
    OrganisationFactory,
    PressureSignalFactory,
    RelationFactory,
    RelationMomentFactory,
    ReportFileFactory,
    RingMembershipFactory,
    SecondmentNoticeFactory,
    WorkingAgreementFactory,
)
from tests.reports.conftest import NOW, OCTOBER, Place, amsterdam
from tests.reports.test_facts import october
from wijkteam.accounts.models import User
from wijkteam.reports.enums import FileKind
from wijkteam.reports.models import MonthlyReport
from wijkteam.reports.selectors.report_page import report_page
from wijkteam.reports.services.make_report import make_report
from wijkteam.reports.services.publication import History, decide
from wijkteam.reports.services.report_content import Counts, publication_of_month

pytestmark = pytest.mark.django_db


def day(number: int, month: int = 10) -> dt.date:
    return dt.date(2026, month, number)


def opened(place: Place) -> Case:
    """A case of a household of its own, open since March."""
    made = place.case(day(1, 3))
    assert isinstance(made, Case)
    return made


def referred(case: Case, partner: Organisation, **fields: Any) -> None:
    Case.objects.filter(pk=case.pk).update(underlying_question="Rust in huis")
    InvolvementFactory.create(case=case, organisation=partner, referred=True, **fields)


def test_households_count_once_in_the_ring_of_that_day(place: Place) -> None:
    moved, outside = OrganisationFactory.create(), OrganisationFactory.create()
    first = RingMembershipFactory.create(team=place.team, organisation=moved, ends_on=day(15), end_reason="Verhuisd")
    RingMembershipFactory.create(
        team=place.team, organisation=moved, ring=2, starts_on=first.ends_on, reason="Verder weg"
    )
    one, two = opened(place), opened(place)
    for sent_on in (day(1), day(2), day(14)):
        InvolvementFactory.create(case=one, organisation=moved, anonymous=True, sent_on=sent_on)
    InvolvementFactory.create(case=two, organisation=moved, anonymous=True, sent_on=day(15))
    InvolvementFactory.create(case=two, organisation=outside, anonymous=True, sent_on=day(31))
    for sent_on in (day(30, 9), day(1, 11)):
        InvolvementFactory.create(case=one, organisation=outside, anonymous=True, sent_on=sent_on)
    values = october(place.team)
    assert (values["partners_first"], values["partners_second"], values["partners_none"]) == (1, 1, 1)


def test_waiting_looks_back_to_the_end_of_the_month(place: Place) -> None:
    agreement = WorkingAgreementFactory.create(team=place.team, max_wait_weeks=4)
    partner, other = agreement.organisation, OrganisationFactory.create()
    agreed: dict[str, Any] = {"agreement": agreement, "outside_agreement": ""}
    exactly, longer, late, gone, consulted, closed = (opened(place) for _ in range(6))
    referred(exactly, partner, sent_on=day(3), **agreed)  # four weeks to the day
    referred(longer, partner, sent_on=day(2), **agreed)
    referred(late, other, sent_on=day(1, 6))  # nothing was agreed, so nothing is too long
    referred(late, partner, sent_on=day(20), accepted_on=day(21), started_on=day(1, 11), **agreed)  # November
    referred(gone, partner, sent_on=day(1, 9), declined_on=day(31), decline_reason="capacity", **agreed)
    InvolvementFactory.create(case=consulted, organisation=partner, sent_on=day(1, 6))
    referred(closed, partner, sent_on=day(1, 8), **agreed)
    closed.coordinators.update(ended_at=amsterdam(2026, 10, 31, 12))
    Case.objects.filter(pk=closed.pk).update(closed_on=day(31), closing_reason="goals-reached")
    values = october(place.team)
    assert (values["partners_waiting"], values["partners_too_long"]) == (3, 1)


def test_the_median_is_of_help_that_began(place: Place) -> None:
    partner = OrganisationFactory.create()
    for number, waited in enumerate((10, 20, 60)):
        begun = day(5 + number)
        sent_on = begun - dt.timedelta(days=waited)
        referred(opened(place), partner, sent_on=sent_on, accepted_on=sent_on, started_on=begun)
    referred(opened(place), partner, sent_on=day(1, 9))
    values = october(place.team)
    assert (values["partners_started"], values["days_to_help"]) == (3, 20)


def test_what_is_about_partners_alone(place: Place) -> None:
    due = WorkingAgreementFactory.create(team=place.team, review_on=day(31))
    WorkingAgreementFactory.create(team=place.team, review_on=day(1, 11))
    WorkingAgreementFactory.create(review_on=day(1))  # of another team
    for organisation in (due.organisation, OrganisationFactory.create(), OrganisationFactory.create()):
        RingMembershipFactory.create(team=place.team, organisation=organisation)
    EndorsementFactory.create(organisation=due.organisation)
    RingMembershipFactory.create(team=place.team, organisation=EndorsementFactory.create(declined=True).organisation)
    for reported in (day(30, 9), day(1), day(31), day(1, 11)):
        PressureSignalFactory.create(team=place.team, happened_on=reported, reported_on=reported)
    warm, quiet = (RelationFactory.create(team=place.team, rhythm_weeks=4).organisation for _ in range(2))
    RelationFactory.create(team=place.team, organisation__ended=True)
    RelationMomentFactory.create(team=place.team, organisation=warm, happened_on=day(3))  # four weeks to the day
    RelationMomentFactory.create(team=place.team, organisation=quiet, happened_on=day(2))
    RelationMomentFactory.create(team=place.team, organisation=quiet, happened_on=day(1, 11))
    values = october(place.team)
    keys = ("agreements", "agreements_due", "partners_around", "principles_endorsed", "pressure_signals")
    assert [values[key] for key in keys] == [2, 1, 4, 1, 2]
    assert values["relations_quiet"] == 1


def test_the_own_employer_counts_households(place: Place) -> None:
    one = opened(place)
    for number in range(2):
        SecondmentNoticeFactory.create(case=one, noticed_on=day(5 + number))
    SecondmentNoticeFactory.create(case=opened(place), noticed_on=day(1, 11))
    assert october(place.team)["partners_own_employer"] == 1


def counts(**changes: int) -> Counts:
    keys = (
        "reopened", "waiting", "plan_overdue", "silent", "long_running", "questions", "questions_proactive",
        "questions_answered", "questions_collective", "questions_case", "questions_declined", "signals",
        "signals_followed_up", "partners_first", "partners_second", "partners_none", "partners_waiting",
        "partners_too_long", "partners_own_employer",
    )  # fmt: skip
    whole = {"open_at_start": 100, "opened": 20, "closed": 20, "open_at_end": 100}
    agreed = {"floor_percentage": None}
    return Counts(
        values={**dict.fromkeys(keys, 0), **whole, **agreed, **changes}, themes={"a": 60, "overig": 40}, districts={}
    )


def test_few_households_with_a_partner_are_hidden_and_many_rounded() -> None:
    changes = {"partners_first": 33, "partners_second": 9, "partners_waiting": 23, "partners_too_long": 1}
    publication = publication_of_month(OCTOBER, {"T1": counts(**changes)}, sensitive=())
    shown = {line.key: line.shown for line in decide(publication, History()).lines if line.scope == "T1"}
    assert (shown["partners_first"], shown["partners_second"]) == (35, None)
    assert (shown["partners_waiting"], shown["partners_too_long"]) == (25, None)
    assert shown["partners_own_employer"] is None  # nobody: zero is hidden as well


def test_a_commissioner_reads_the_figures_and_none_of_the_screens(
    client: Client, commissioner: User, place: Place
) -> None:
    partner = OrganisationFactory.create(name="Kanarie Kliniek")
    RingMembershipFactory.create(team=place.team, organisation=partner)
    PressureSignalFactory.create(
        team=place.team, organisation=partner, happened_on=day(5), reported_on=day(5), text="kanariedruk"
    )
    for _ in range(3):
        InvolvementFactory.create(case=opened(place), organisation=partner, anonymous=True, sent_on=day(5))
    report = make_report(team=place.team, month=OCTOBER, at=NOW)
    figures = report.content["figures"]
    assert figures["partners_first"] == figures["partners_waiting"] == figures["days_to_help"] == "hidden"
    assert (figures["pressure_signals"], figures["partners_around"], figures["principles_endorsed"]) == (1, 1, 0)
    signed = {"reading_by": place.worker, "reading_at": NOW, "published_by": place.worker, "published_at": NOW}
    for kind in FileKind:
        ReportFileFactory.create(report=report, kind=kind)
    MonthlyReport.objects.filter(pk=report.pk).update(reading="Een rustige maand.", **signed)
    client.force_login(commissioner)
    text = client.get(reverse("reports:detail", args=[report.public_id])).text
    assert "Drukmeldingen" in text
    assert "kanarie" not in text.lower()
    for name in ("independence", "relations", "directory", "rings", "agreements", "dilemmas"):
        assert client.get(reverse(f"netwerk:{name}")).status_code == 403


def test_a_report_of_before_has_no_chapter(place: Place) -> None:
    content = make_report(team=place.team, month=OCTOBER, at=NOW).content
    assert report_page(content).organisations
    old = {key: value for key, value in content["figures"].items() if not key.startswith(("partners", "agreements"))}
    page = report_page({**content, "figures": old})
    assert (page.partners, page.organisations) == ([], [])


def test_counts_of_before_the_chapter_still_make_a_report(place: Place) -> None:
    """The municipality's report is made from the snapshot of the first team's, which may be older than a figure."""
    old = {key: value for key, value in counts().values.items() if not key.startswith("partners")}
    cells = Counts(values=old, themes={}, districts={}).cells()
    assert "open_at_end" in cells
    assert not [key for key in cells if key.startswith("partners")]
