"""G02, G20, G22: planted words come out where they may and nowhere else: pages, headers, addresses, log lines."""

import inspect
import logging
import re
from collections.abc import Iterator

import pytest
from celery import current_app
from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from pghistory.models import Event

from cases.models import (
    Action,
    AfterCare,
    Attachment,
    Case,
    CaseConference,
    CheckBack,
    ClockExtension,
    CollectiveReferral,
    ConferenceDecision,
    ConferenceItem,
    Contact,
    Continuation,
    DomainAssessment,
    Escalation,
    Evaluation,
    Exploration,
    FamilyQuestion,
    Goal,
    GoalScore,
    Handover,
    Household,
    Involvement,
    LadderScore,
    NetworkPerson,
    OutsideWish,
    OwnPlan,
    Person,
    Plan,
    PlanAgreement,
    Provision,
    Question,
    Redistribution,
    RedistributionMove,
    RenewalLook,
    RequestAnswer,
    RequestLink,
    SafetyRecord,
    SafetyStep,
    SharedItem,
    SharingRecord,
)
from collectief.models import (
    Certificate,
    Participant,
    PolicyAsk,
    Signal,
    SignalStep,
    Visit,
    VisitLink,
    VisitMatch,
    VisitWish,
    Volunteer,
    VolunteerRole,
    VolunteerThanks,
)
from tests import factories
from tests.factories import sign_in
from tests.factories.base import Factory
from tests.guards.planted import WORD, free_text, plant_world
from tests.guards.rows import ACCESS
from tests.guards.world import (
    CASEWORKERS,
    OFFICES,
    OWN_TEAM,
    PARTNERS,
    World,
)
from tests.promises import Measured
from wijkteam.audit.models import ReadLog

OWN_APPS = ("wijkteam.", "cases", "collectief", "netwerk")
PERSONAL: tuple[type[Model], ...] = (
    CheckBack,
    ClockExtension,
    DomainAssessment,
    Exploration,
    NetworkPerson,
    OwnPlan,
    Household,
    Person,
    Case,
    Contact,
    Plan,
    Goal,
    Action,
    Question,
    Signal,
    SignalStep,
    PolicyAsk,
    Participant,
    Volunteer,
    Certificate,
    VolunteerRole,
    VolunteerThanks,
    VisitWish,
    VisitMatch,
    Visit,
    VisitLink,
    Attachment,
    Escalation,
    SafetyRecord,
    SafetyStep,
    SharingRecord,
    SharedItem,
    Involvement,
    CollectiveReferral,
    LadderScore,
    OutsideWish,
    Evaluation,
    GoalScore,
    PlanAgreement,
    FamilyQuestion,
    Continuation,
    AfterCare,
    Handover,
    Redistribution,
    RedistributionMove,
    Provision,
    RenewalLook,
    RequestAnswer,
    RequestLink,
    CaseConference,
    ConferenceItem,
    ConferenceDecision,
)
# What names no person: organisations, places, words and figures.
PUBLIC_NAMES = {
    "areas.Area", "areas.AreaShape", "areas.FigureKind", "areas.Municipality", "areas.Word", "areas.Theme",
    "teams.Team", "teams.Discipline", "teams.Employer", "collectief.Initiative", "collectief.Method",
    "collectief.Edition", "collectief.Session", "collectief.Funding", "netwerk.Organisation", "netwerk.Service",
    "netwerk.Location", "reports.MonthlyReport", "reports.ReportFile",
    "reports.PeriodReport", "reports.PeriodReportFile", "reports.ReportJob",
    "reports.MonthSnapshot", "reports.TeamMonth", "reports.DisclosureAudit", "reports.PublishedCell",
}  # fmt: skip


def follow(client: Client, start: list[str], *, further: int = 120) -> Iterator[tuple[str, str, str]]:
    """Every page of `start` and so many that links lead to: address, headers, and text."""
    seen, waiting = set(start), list(start)
    limit = len(seen) + further
    while waiting and len(seen) <= limit:
        url = waiting.pop(0)
        response = client.get(url)
        body = response.content.decode("utf-8", "replace")
        yield url, str(dict(response.headers)), body
        if response.get("Location", "").startswith("/"):
            found = [response["Location"]]
        else:
            found = [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)"', body)]
        for link in found:
            if not link.startswith(("/static/", "/account/")) and link not in seen and len(seen) < limit:
                seen.add(link)
                waiting.append(link)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["anonymous", *CASEWORKERS, *OFFICES, *PARTNERS])
def test_g02_nobody_reads_what_is_not_theirs(
    who: str, world: World, caplog: pytest.LogCaptureFixture, measured: Measured
) -> None:
    planted = plant_world(world)
    question, signal, dilemma, pressure = planted.rows
    allowed, led = planted.allowed_to(who), planted.words["led"]
    client = Client()
    if who != "anonymous":
        sign_in(client, world.people[who])
    # What links lead to, and what somebody would get who guesses the addresses.
    start = ["/", reverse("teams:public-page", args=[world.team.slug])]
    start += [
        reverse(name, kwargs=dict(row.at(world)))
        for name, row in ACCESS.items()
        if not name.startswith(("account_", "mfa_", "core:"))
    ]
    start += [
        reverse("cases:question", args=[question.public_id]),
        reverse("collectief:signal", args=[signal.public_id]),
        reverse("netwerk:dilemma", args=[dilemma.public_id]),
        reverse("netwerk:pressure", args=[pressure.public_id]),
    ]
    seen: set[str] = set()
    pages = 0
    with caplog.at_level(logging.DEBUG):
        for url, headers, body in follow(client, start):
            pages += 1
            assert not WORD.search(url), f"{who}: a word of a person stands in the address of a page"
            assert not WORD.search(headers), f"{who}: {url} puts a word of a person in its headers"
            title = body.partition("<title>")[2].partition("</title>")[0]  # a browser keeps it in its history
            assert not WORD.search(title), f"{who}: {url} puts a word of a person in its title"
            for link in re.findall(r'(?:href|action|hx-get|hx-post|src)="([^"]*)"', body):
                assert not WORD.search(link) or link.startswith(("mailto:", "tel:")), f"{who}: {url} links to {link}"
            foreign = set(WORD.findall(body)) - allowed
            assert not foreign, f"{who} reads {sorted(foreign)[:5]} on {url}"
            seen |= set(WORD.findall(body))
    assert who != "colleague" or led <= seen, "who leads a group reads who is in it"
    assert not WORD.search(caplog.text), "a word of a person stands in a log line"
    if allowed:
        assert seen, f"{who} should have found something: the crawl sees nothing"
    measured.add("G02", "pages read, 0 words of others", pages, part="pages")


@pytest.mark.django_db
@pytest.mark.parametrize("who", [*OWN_TEAM, "granted"])
def test_g22_whoever_opens_a_file_stands_in_the_log(who: str, world: World, measured: Measured) -> None:
    client = sign_in(Client(), world.people[who])
    ReadLog.objects.filter(user_id=world.people[who].pk)
    before = ReadLog.objects.filter(user_id=world.people[who].pk, household_id=world.case.household_id).count()
    assert client.get(reverse("cases:detail", args=[world.case.public_id])).status_code == 200
    after = ReadLog.objects.filter(user_id=world.people[who].pk, household_id=world.case.household_id).count()
    assert after == before + 1
    measured.add("G22", "files opened, 1 line each", 1, part="opened")


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["outsider", "ex_colleague", "administrator"])
def test_g22_whoever_is_refused_has_opened_nothing(who: str, world: World) -> None:
    client = sign_in(Client(), world.people[who])
    assert client.get(reverse("cases:detail", args=[world.case.public_id])).status_code in {403, 404}
    assert not ReadLog.objects.filter(user_id=world.people[who].pk, act="open").exists()


def factories_by_model() -> dict[type[Model], type[Factory[Model]]]:
    made = [value for value in vars(factories).values() if inspect.isclass(value) and issubclass(value, Factory)]
    return {one._meta.model: one for one in made}


@pytest.mark.django_db
@pytest.mark.parametrize("model", sorted(factories_by_model(), key=str), ids=str)
def test_g20_a_name_for_the_log_holds_nothing_of_a_person(model: type[Model]) -> None:
    if model._meta.label in PUBLIC_NAMES:
        assert model not in PERSONAL
        return
    row = factories_by_model()[model].create()
    for one in free_text(model):
        setattr(row, one.attname, f"kanarie{one.name}")
    shown = f"{row} {row!r}"
    assert "kanarie" not in shown, f"{model._meta.label}.__str__ ends up in logs: show its number only"


def own_tasks() -> dict[str, object]:
    current_app.loader.import_default_modules()
    return {name: task for name, task in current_app.tasks.items() if not name.startswith("celery.")}


def test_g20_tasks_carry_ids_and_nothing_else() -> None:
    tasks = own_tasks()
    assert tasks, "no task was found: are they registered?"
    for name, task in tasks.items():
        run = task.run  # type: ignore[attr-defined]  # a Celery task
        assert not name.startswith(run.__module__), f"{name}: give the task a fixed name, so that its module can move"
        parameters = inspect.signature(run).parameters.values()
        assert any(one.kind is one.VAR_KEYWORD for one in parameters), f"{name}: take **_, for an argument to come"
        for one in parameters:
            if one.kind is one.VAR_KEYWORD:
                continue
            assert one.kind is one.KEYWORD_ONLY, f"{name}: arguments of tasks are keyword-only"
            assert re.fullmatch(r"\w+_ids?|month|months|today", one.name), f"{name}: {one.name} is no id"


def test_every_model_with_text_of_people_is_known_here() -> None:
    """A new model with free text is either personal, and then planted above, or public, and then says so."""
    others = {
        "accounts.User", "accounts.BrowserSession", "accounts.ExternalIdentity",  # each sees the own: tests/accounts
        "cases.CaseUserPermission", "cases.CaseCoordinator", "hours.TimeEntry", "teams.OpeningHours",
        "audit.ReadLog", "audit.DroppedMonth",  # the second: numbers and seals of a month
        # Of the privacy officer alone: tests/audit/test_oversight.py. What a worker told of their home is a mark.
        "audit.ReadFlag", "audit.SampledReading", "audit.WorkerHome", "audit.BudgetRaise", "audit.OpenedHousehold",
        # In the directory that every caseworker reads: people at partners, never residents.
        # Written by a team about the neighbourhood; the forms ask to name nobody. tests/collectief: only the team.
        "collectief.OutreachMoment", "collectief.Heard", "collectief.OpportunityReply",
        "collectief.Reflection", "collectief.ReflectionReview", "collectief.ReflectionFigure",
        # Of the team until it is approved and shared (tests/collectief/test_stories.py).
        "collectief.Story",
        # What was agreed with the municipality, by function: of the team, in tests/guards/rows.
        "collectief.Assignment", "cases.Mandate",
        "reports.SavedView",  # of one person alone; tests/reports/test_overview.py
        "cases.CaseloadImport",  # a checksum
        "cases.ImportedCase",  # the number of a household in a list: shown on no page
        # A sealed file and how it is read: of the team coordinators (tests/cases/caseload/test_screens.py).
        "cases.CaseloadJob", "cases.CaseloadMap",
        "drafts.Draft",  # its text is encrypted; tests/drafts
        "cases.CaseRestriction", "cases.BreakGlass", "cases.HouseholdAddress",
        "cases.HouseholdMerge", "cases.PersonMerge",
        "netwerk.KeptRow", "netwerk.Professional", "netwerk.RingMembership", "netwerk.WorkingAgreement",
        "netwerk.RelationMoment",
        # About partners; who reads what stands in tests/guards/rows and tests/netwerk. Dilemmas are planted above.
        "netwerk.Principles", "netwerk.Endorsement", "netwerk.PressureSignal", "netwerk.PressureFollowUp",
        "netwerk.Dilemma", "netwerk.DilemmaNote",
        # Who gets a mail that goes outside, and its words: read by the team alone (tests/collectief/test_rounds.py).
        "collectief.RoundRecipient", "collectief.InformationRound", "collectief.RoundItem", "collectief.RoundDelivery",
        # Made to be read outside; the forms say so. tests/collectief/test_analyses.py: who reads a draft.
        "collectief.NeighbourhoodAnalysis", "collectief.AnalysisSection", "collectief.AnalysisMeeting",
        "collectief.AnalysisVoice",
        # Between the municipality and teams, about published figures; forms refuse what looks personal (tests/reports).
        "reports.ReportThread", "reports.ThreadPost", "reports.ReflectionPlan", "reports.PublicEdition",
        "areas.AreaShape",  # the name of a file of borders
        # Numbers, grounds and reasons in which nobody is named; tests/retention: what stays of a file.
        # What residents ask, by who may see the file and the privacy officer; sealed files: tests/retention, rows.
        "retention.ResidentRequest", "retention.RequestFile", "retention.ResidentStatement",
        "retention.LegalHold", "retention.DestructionList", "retention.DestructionEntry", "retention.RetentionTerm",
        "retention.Takeout",  # why a team takes its data along: read by its coordinators and the privacy officer
    }  # fmt: skip
    for model in apps.get_models():
        if model.__module__.startswith(OWN_APPS) and not issubclass(model, Event) and list(free_text(model)):
            label = model._meta.label
            assert model in PERSONAL or label in PUBLIC_NAMES | others, f"Say in this module what {label} holds."
