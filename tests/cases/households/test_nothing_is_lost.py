"""Merging two households with a row of every model that points at a household, a person or a case."""

import contextlib
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, Model
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from pghistory.models import Event

from cases import models as m
from tests import factories as f
from tests.cases.households.test_merging import BORN, merge
from tests.factories import sign_in
from wijkteam.accounts.models import User
from wijkteam.core.database_roles import append_only_tables
from wijkteam.retention.models import LegalHold, ResidentRequest, ResidentStatement
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db
FILE = (m.Household, m.Person, m.Case)
WORD = re.compile(r"kanarie\w+")


def pointing() -> Iterator[tuple[type[Model], "ForeignKey[Any, Any]"]]:
    """Every foreign key of ours to a household, a person or a case; history apart."""
    for model in apps.get_models():
        if issubclass(model, Event) or not model._meta.managed:
            continue
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey) and field.related_model in FILE:
                yield model, field


# From the file that goes: its open case, an earlier closed one, and Anna, who is somebody of the other file as well.
MAKERS: dict[type[Model], Callable[[m.Case, m.Case, m.Person], Model]] = {
    m.HouseholdMember: lambda case, _, anna: anna.memberships.get(household=case.household),
    m.Case: lambda case, _, __: case,
    m.CaseCoordinator: lambda case, _, __: case.coordinators.get(),
    m.CaseUserPermission: lambda case, _, __: f.CaseUserPermissionFactory.create(content_object=case),
    m.ImportedCase: lambda case, _, __: f.ImportedCaseFactory.create(case=case),
    m.StandIn: lambda case, _, __: f.StandInFactory.create(case=case),
    m.Plan: lambda case, _, __: f.GoalFactory.create(
        plan=f.PlanFactory.create(case=case, in_force=True), text="kanariedoel"
    ).plan,
    m.PlanAgreement: lambda case, _, anna: f.PlanAgreementFactory.create(
        plan=case.plans.get(), person=anna, note="kanarieakkoord"
    ),
    m.Continuation: lambda _, earlier, __: f.ContinuationFactory.create(case=earlier, text="kanarievervolg"),
    m.AfterCare: lambda _, earlier, __: f.AfterCareFactory.create(case=earlier),
    m.Contact: lambda case, _, __: f.ContactFactory.create(case=case, text="kanariecontact"),
    m.Attachment: lambda case, _, __: f.AttachmentFactory.create(case=case, name="kanariebestand.pdf"),
    m.BreakGlass: lambda case, _, __: f.BreakGlassFactory.create(case=case, ended=True),
    m.CaseRestriction: lambda case, _, __: f.CaseRestrictionFactory.create(case=case, note="kanarieslot"),
    m.Question: lambda case, _, __: f.QuestionFactory.create(
        team=case.team, became_case=True, case=case, asked="kanarievraag"
    ),
    m.SharingRecord: lambda case, _, anna: f.SharingRecordFactory.create(
        case=case, person=anna, consent_by="kanarietoestemming"
    ),
    m.ConferenceParticipant: lambda _, __, anna: f.ConferenceParticipantFactory.create(worker=None, person=anna),
    m.ConferenceItem: lambda case, _, __: f.ConferenceItemFactory.create(
        case=case, conference__team=case.team, question="kanarieoverleg"
    ),
    m.Escalation: lambda case, _, __: f.EscalationFactory.create(case=case),
    m.EvaluationPresence: lambda case, _, anna: f.EvaluationPresenceFactory.create(
        evaluation=f.EvaluationFactory.create(plan=case.plans.get(), went_well="kanarieterugblik"), person=anna
    ),
    m.Exploration: lambda case, _, __: f.DomainAssessmentFactory.create(
        exploration=f.ExplorationFactory.create(case=case), reason="kanarieverkenning"
    ).exploration,
    m.Handover: lambda case, _, __: f.HandoverFactory.create(case=case),
    m.RedistributionMove: lambda case, _, __: f.RedistributionMoveFactory.create(case=case),
    m.HouseholdAddress: lambda case, _, __: f.HouseholdAddressFactory.create(
        household=case.household, street="kanariestraat 1"
    ),
    m.HouseholdSplit: lambda case, _, __: f.HouseholdSplitFactory.create(
        household=case.household,
        made=f.CaseFactory.create(team=case.team, household__name="kanariesplitsing").household,
    ),
    m.HouseholdMerge: lambda case, earlier, _: f.HouseholdMergeFactory.create(
        household=case.household, surviving_case=case, ended_case=earlier
    ),
    m.PersonMerge: lambda _, __, anna: f.PersonMergeFactory.create(person=anna),
    m.PossibleDouble: lambda case, _, __: f.PossibleDoubleFactory.create(known_case=case),
    m.Involvement: lambda case, _, __: f.InvolvementFactory.create(
        case=case, sharing=case.sharing_records.get(), organisation=case.sharing_records.get().organisation,
        question="kanarieinzet",
    ),
    m.CollectiveReferral: lambda case, _, anna: f.CollectiveReferralFactory.create(
        case=case, person=anna, hope="kanariesamen"
    ),
    m.VisitReferral: lambda case, _, anna: f.VisitReferralFactory.create(case=case, person=anna),
    m.LadderScore: lambda case, _, anna: f.LadderScoreFactory.create(case=case, person=anna, note="kanarietrede"),
    m.OutsideWish: lambda case, _, __: f.OutsideWishFactory.create(case=case, note="kanarieelders"),
    m.OwnPlan: lambda case, _, __: f.OwnPlanFactory.create(case=case, text="kanarieeigenplan"),
    m.Provision: lambda case, _, anna: f.ProvisionFactory.create(
        case=case, person=anna, provider="kanariezorg", starts_on=date(2025, 1, 1)
    ),
    m.PlanReadingLink: lambda case, _, anna: f.PlanReadingLinkFactory.create(case=case, person=anna),
    m.SafetyRecord: lambda case, _, __: f.SafetyRecordFactory.create(case=case, about="kanarieveilig"),
    m.SecondmentNotice: lambda case, _, __: f.SecondmentNoticeFactory.create(case=case),
    m.StatutoryClock: lambda case, _, __: f.StatutoryClockFactory.create(case=case),
    ResidentRequest: lambda case, _, anna: f.ResidentRequestFactory.create(
        case=case, person=anna, words="kanarieverzoek"
    ),
    ResidentStatement: lambda case, _, anna: f.ResidentStatementFactory.create(
        request__case=case, request__person=anna, text="kanarieverklaring"
    ),
    LegalHold: lambda _, earlier, __: f.LegalHoldFactory.create(case=earlier, reason="kanariebewaar"),
}  # fmt: skip
# Says what was so then, and goes on saying it: the rows it points at stay as well.
AS_IT_WAS_THEN = {"BreakGlass.household"}


def test_every_model_of_a_file_is_merged_below() -> None:
    assert {model for model, _ in pointing()} == set(MAKERS)


@pytest.fixture
def files(case: m.Case, team: Team, colleague: User) -> tuple[m.Case, m.Case, m.Person, m.Person]:
    """The case that goes on, the one that goes, and Anna as both know her."""
    case.household.members.all().delete()
    stays, goes = f.PersonFactory.create_batch(2, given_name="Anna", family_name="Bakker", birth_date=BORN)
    f.HouseholdMemberFactory.create(household=case.household, person=stays)
    home = f.HouseholdFactory.create(members=0)
    f.HouseholdMemberFactory.create(household=home, person=goes)
    return case, f.CaseFactory.create(team=team, coordinator=colleague, household=home), stays, goes


def pages_of(case: m.Case) -> dict[str, str]:
    """Every address of a file that names the case and nothing else."""
    _prefix, resolver = get_resolver().namespace_dict["cases"]
    found = {}
    for name in {name for name in resolver.reverse_dict if isinstance(name, str)}:
        with contextlib.suppress(NoReverseMatch):
            address = reverse(f"cases:{name}", kwargs={"public_id": case.public_id})
            if address.startswith("/casussen/"):
                found[name] = address
    return found


def read(client: Client, *cases: m.Case) -> tuple[dict[str, int], set[str]]:
    """What each page answers, and the planted words that stand on one of them."""
    answers: dict[str, int] = {}
    words: set[str] = set()
    for case in cases:
        for name, address in pages_of(case).items():
            answer = client.get(address)
            answers[f"{name} {case.pk}"] = answer.status_code
            if answer.status_code == 200 and not answer.streaming:
                words.update(WORD.findall(answer.content.decode("utf-8", "replace")))
    return answers, words


def test_nothing_is_lost_and_nothing_becomes_unreadable(
    files: tuple[m.Case, m.Case, m.Person, m.Person], colleague: User
) -> None:
    case, other, stays, goes = files
    earlier = f.CaseFactory.create(team=other.team, household=other.household, closed=True)
    gone = other.household
    rows = [make(other, earlier, goes) for make in MAKERS.values()]
    client = sign_in(Client(), colleague)
    before, words = read(client, other, earlier)
    assert len(words) > 15, words
    assert merge(client, case, other) == 302

    became = {gone.pk: case.household_id}
    for row in rows:
        now = type(row)._default_manager.filter(pk=row.pk).first()
        if isinstance(row, m.HouseholdMember):
            now = m.HouseholdMember.objects.get(household=case.household, person=stays)
        assert now is not None, type(row)
        for model, field in pointing():
            if model is not type(row):
                continue
            was, is_now = getattr(row, field.attname), getattr(now, field.attname)
            frozen = model._meta.db_table in append_only_tables() or f"{model.__name__}.{field.name}" in AS_IT_WAS_THEN
            if f"{model.__name__}.{field.name}" == "HouseholdAddress.came_from":
                assert is_now == gone.pk
            elif frozen or field.related_model is m.Case:
                assert is_now == was, f"{model.__name__}.{field.name}"
            elif field.related_model is m.Household:
                assert is_now == became.get(was, was), f"{model.__name__}.{field.name}"
            else:
                assert is_now == (stays.pk if was == goes.pk else was), f"{model.__name__}.{field.name}"
        visible_to = getattr(type(row)._default_manager.all(), "visible_to", None)
        if visible_to is not None and not isinstance(row, m.BreakGlass):  # for its coordinator to judge, not to read
            assert visible_to(colleague, on=timezone.localdate()).filter(pk=row.pk).exists(), type(row)
    # What was left pointing at the merged household and person can still be read there.
    assert m.HouseholdMerge.objects.get(merged=gone).household == case.household
    assert m.PersonMerge.objects.get(merged=goes).person == stays

    after, words_after = read(client, case, other, earlier)
    assert words <= words_after, words - words_after
    shut = {
        name: after[name] for name, status in before.items() if status == 200 and after[name] not in (200, 302, 403)
    }
    assert not shut


def test_the_open_file_that_joins_a_closed_one_keeps_its_reading_link_and_its_grounds(
    files: tuple[m.Case, m.Case, m.Person, m.Person], colleague: User
) -> None:
    """There the persons of the open case are those that go."""
    _, other, __, goes = files
    closed = f.CaseFactory.create(team=other.team, closed=True, household=f.HouseholdFactory.create(members=0))
    stays = f.PersonFactory.create(given_name="Anna", family_name="Bakker", birth_date=BORN)
    f.HouseholdMemberFactory.create(household=closed.household, person=stays)
    today = timezone.localdate()
    link = f.PlanReadingLinkFactory.create(
        case=other, person=goes, starts_on=today, expires_on=today + timedelta(days=7), created_at=timezone.now()
    )
    record = f.SharingRecordFactory.create(case=other, person=goes)
    coordinator = f.TeamMembershipFactory.create(team=other.team, user__team_coordinator=True).user
    assert merge(sign_in(Client(), coordinator), closed, other) == 302
    link.refresh_from_db()
    record.refresh_from_db()
    assert link.person == record.person == stays
    assert m.PlanReadingLink.objects.live(on=today).get() == link


def test_what_was_recorded_follows_a_merge_and_nothing_else(
    files: tuple[m.Case, m.Case, m.Person, m.Person],
) -> None:
    _, other, stays, goes = files
    record = f.SharingRecordFactory.create(case=other, person=goes)
    link = f.PlanReadingLinkFactory.create(case=other, person=goes)
    for row in (record, link):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(person=stays)
    other.household.members.all().delete()
    f.PersonMergeFactory.create(person=stays, merged=goes)
    for row in (record, link):
        type(row)._default_manager.filter(pk=row.pk).update(person=stays)
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(person=f.PersonFactory.create())
