"""One small municipality with everybody in it: the objects and the people of the guards and of the browser tests."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Model
from django.utils import timezone

from cases.models import (
    Absence,
    Action,
    AfterCare,
    Attachment,
    BreakGlass,
    Case,
    CaseConference,
    CollectiveReferral,
    ConferenceItem,
    ConferenceParticipant,
    Contact,
    DomainAssessment,
    Escalation,
    Exploration,
    FamilyQuestion,
    Goal,
    Handover,
    Involvement,
    NetworkPerson,
    OutsideWish,
    OwnPlan,
    Person,
    Plan,
    PlanReadingLink,
    Provision,
    Question,
    Redistribution,
    RequestLink,
    SafetyOfficer,
    SafetyReader,
    SafetyRecord,
    SharedItem,
    SharingRecord,
    StatutoryClock,
)
from cases.services.store_file import write_file
from collectief.models import (
    Certificate,
    Edition,
    Initiative,
    Method,
    Participant,
    Session,
    Signal,
    VisitMatch,
    VisitWish,
    Volunteer,
    VolunteerRole,
)
from netwerk.models import Organisation, PartnerAccess
from tests.factories import (
    AbsenceFactory,
    ActionFactory,
    AfterCareFactory,
    AttachmentFactory,
    BreakGlassFactory,
    CaseConferenceFactory,
    CaseFactory,
    CaseRestrictionFactory,
    CaseUserPermissionFactory,
    CertificateFactory,
    CheckBackFactory,
    CollectiveReferralFactory,
    ConferenceItemFactory,
    ConferenceItemParticipantFactory,
    ConferenceParticipantFactory,
    ContactFactory,
    ContinuationFactory,
    DomainAssessmentFactory,
    DraftFactory,
    EditionLeaderFactory,
    EscalationFactory,
    EvaluationFactory,
    ExplorationFactory,
    FamilyQuestionFactory,
    GoalFactory,
    GoalScoreFactory,
    HandoverFactory,
    HouseholdMemberFactory,
    InvolvementFactory,
    NetworkPersonFactory,
    OpeningHoursFactory,
    OutsideWishFactory,
    OwnPlanFactory,
    ParticipantFactory,
    PartnerAccessFactory,
    PlanAgreementFactory,
    PlanFactory,
    PlanReadingLinkFactory,
    ProfessionalFactory,
    ProvisionFactory,
    QuestionFactory,
    ReadFlagFactory,
    RedistributionFactory,
    RedistributionMoveFactory,
    ReportFileFactory,
    RequestAnswerFactory,
    RequestLinkFactory,
    SafetyOfficerFactory,
    SafetyReaderFactory,
    SafetyRecordFactory,
    SampledReadingFactory,
    SavedViewFactory,
    SessionFactory,
    SharedItemFactory,
    SharingRecordFactory,
    SignalFactory,
    StatutoryClockFactory,
    TeamAreaFactory,
    TeamFactory,
    TeamMembershipFactory,
    TimeEntryFactory,
    UserFactory,
    VisitFactory,
    VisitLinkFactory,
    VisitMatchFactory,
    VisitWishFactory,
    VolunteerFactory,
    VolunteerRoleFactory,
)
from tests.factories.plans import TOKEN
from tests.factories.requests import REQUEST_TOKEN
from tests.factories.visits import VISIT_TOKEN
from wijkteam.accounts.models import User
from wijkteam.audit.models import ReadFlag, SampledReading
from wijkteam.drafts.models import Draft
from wijkteam.hours.models import TimeEntry
from wijkteam.reports.enums import FileKind
from wijkteam.reports.models import MonthlyReport, SavedView
from wijkteam.reports.services.make_report import make_report
from wijkteam.teams.models import OpeningHours, Team, TeamArea, TeamMembership

# In rows that can never be changed, and so not be planted either: of the case, and of the case that was closed.
WORDS_OF_THE_PLAN = {"kanarieterugblik1", "kanariescore1", "kanariegezinsvraag1", "kanarieakkoord1"}
WORDS_OF_PARTNERS = {"kanarieantwoord1", "kanarieantwoord2", "kanarieverlopen1"}
# What the team asked the partner with the live ground: they read it too.
WORDS_FOR_PARTNERS = {"kanarieverzoek1", "kanarieoverleg1"}
WORDS_AFTER_CLOSING = {"kanarievervolg1"}
MADE_AT = datetime(2026, 4, 2, 9, tzinfo=UTC)

OWN_TEAM = ("colleague", "teammate", "coordinator")
OTHER_CASEWORKERS = ("granted", "outsider", "outside_coordinator", "ex_colleague")
CASEWORKERS = (*OWN_TEAM, *OTHER_CASEWORKERS)
TEAM_COORDINATORS = ("coordinator", "outside_coordinator")
OFFICES = ("commissioner", "administrator", "privacy_officer")
PARTNERS = ("partner", "partner_expired")
STAFF = (*CASEWORKERS, *OFFICES)
SIGNED_IN = (*STAFF, *PARTNERS)
SIGNED_OUT = ("anonymous", "disabled")
ACTORS = (*SIGNED_OUT, *SIGNED_IN)


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything belongs to `team`. The people stand in the relation to it that their name says."""

    team: Team
    other_team: Team
    people: dict[str, User]
    membership: TeamMembership
    case: Case
    restricted: Case
    emergency: BreakGlass
    draft: Plan
    plan: Plan
    goal: Goal
    draft_goal: Goal
    person: Person
    opening_hours: OpeningHours
    team_area: TeamArea
    action: Action
    handover: Handover
    redistribution: Redistribution
    saved_view: SavedView
    provision: Provision
    absence: Absence
    contact: Contact
    question: Question
    signal: Signal
    initiative: Initiative
    method: Method
    edition: Edition
    session: Session
    participant: Participant
    volunteer: Volunteer
    certificate: Certificate
    volunteer_role: VolunteerRole
    visit_wish: VisitWish
    visit_match: VisitMatch
    collective_referral: CollectiveReferral
    time_entry: TimeEntry
    report: MonthlyReport
    draft_report: MonthlyReport
    sharing: SharingRecord
    involvement: Involvement
    outside_wish: OutsideWish
    conference: CaseConference
    conference_item: ConferenceItem
    conference_guest: ConferenceParticipant
    shared: SharedItem
    attachment: Attachment
    escalation: Escalation
    safety_record: SafetyRecord
    safety_reader: SafetyReader
    kept_draft: Draft
    street_question: Question
    safety_officer: SafetyOfficer
    exploration: Exploration
    life_domain: DomainAssessment
    network_person: NetworkPerson
    own_plan: OwnPlan
    clock: StatutoryClock
    reading_link: PlanReadingLink
    family_question: FamilyQuestion
    request_link: RequestLink
    partner_access: PartnerAccess
    closed_case: Case
    after_care: AfterCare
    flag: ReadFlag
    sampled: SampledReading

    @property
    def journal(self) -> list[Model]:
        """What belongs to the file of the household, and who reads the file reads it."""
        return [self.attachment, self.escalation]


def published_report(team: Team, by: User) -> MonthlyReport:
    """With real figures, and with files that stand for the real ones."""
    report = make_report(team=team, month=date(2026, 2, 1), at=MADE_AT)
    for kind in FileKind:
        ReportFileFactory.create(report=report, kind=kind)
    signed = {"reading_by": by, "reading_at": MADE_AT, "published_by": by, "published_at": MADE_AT}
    MonthlyReport.objects.filter(pk=report.pk).update(reading="Een rustige maand.", **signed)
    return report


def stored_file(case: Case) -> Attachment:
    """With its bytes."""
    file = AttachmentFactory.create(case=case)
    write_file(name=file.stored_as, content=b"%PDF-1.4 invented")
    return file


def reading_link(plan: Plan, goal: Goal) -> PlanReadingLink:
    """Of somebody in the household, with all that was said about the plan."""
    today = timezone.localdate()
    EvaluationFactory.create(plan=plan, went_well="kanarieterugblik1")
    GoalScoreFactory.create(goal=goal, note="kanariescore1")
    PlanAgreementFactory.create(plan=plan, note="kanarieakkoord1")
    until = today + timedelta(days=14)
    return PlanReadingLinkFactory.create(case=plan.case, token=TOKEN, starts_on=today, expires_on=until)


def request_link(involvement: Involvement) -> RequestLink:
    """Mailed today; its address has `REQUEST_TOKEN`. Somebody said "later", so that it still waits."""
    today, now = timezone.localdate(), timezone.now()
    link = RequestLinkFactory.create(
        involvement=involvement,
        token=REQUEST_TOKEN,
        starts_on=today,
        expires_on=today + timedelta(days=14),
        created_at=now,
        sent_at=now,
    )
    until = today + timedelta(days=3)
    RequestAnswerFactory.create(
        link=link, later=True, at=now, later_on=until, name="kanarieantwoord1", words="kanarieantwoord2"
    )
    return link


def visits_with_own_page(team: Team) -> VisitMatch:
    """A volunteer of the team visits somebody; the address of the own page has `VISIT_TOKEN`."""
    today, now = timezone.localdate(), timezone.now()
    match = VisitMatchFactory.create(wish__team=team)
    VisitFactory.create(match=match, told=True)
    VisitLinkFactory.create(
        volunteer=match.volunteer,
        token=VISIT_TOKEN,
        starts_on=today,
        expires_on=today + timedelta(days=300),
        created_at=now,
        sent_at=now,
    )
    return match


def led_edition(team: Team, leader: User) -> Edition:
    """Led by one colleague alone: the rest of the team sees no names."""
    return EditionLeaderFactory.create(edition__initiative__team=team, worker=leader).edition


def partner_of(organisation: Organisation) -> User:
    """Somebody who works there, with an account since this month."""
    today = timezone.localdate()
    professional = ProfessionalFactory.create(organisation=organisation)
    access = PartnerAccessFactory.create(
        professional=professional, starts_on=today - timedelta(days=20), ends_on=today + timedelta(days=100)
    )
    return access.user


def partner_whose_ground_ended(case: Case) -> User:
    """Their request is open still, but what was asked may no longer be shown to them."""
    ground = SharingRecordFactory.create(case=case, ended=True)
    InvolvementFactory.create(case=case, organisation=ground.organisation, sharing=ground, question="kanarieverlopen1")
    return partner_of(ground.organisation)


def at_the_table(partner: User, case: Case, sharing: SharingRecord) -> None:
    """Invited to one item of a conference tomorrow; the other item is none of their business."""
    conference = CaseConferenceFactory.create(team=case.team, starts_at=timezone.now() + timedelta(days=1))
    professional = partner.partner_access.get().professional
    guest = ConferenceParticipantFactory.create(conference=conference, worker=None, professional=professional)
    item = ConferenceItemFactory.create(conference=conference, case=case, question="kanarieoverleg1")
    ConferenceItemParticipantFactory.create(item=item, participant=guest, sharing=sharing)


def _redistribution(case: Case, *, giver: User, receiver: User) -> Redistribution:
    """A plan with one case in it."""
    plan = RedistributionFactory.create(team=case.team, giver=giver)
    RedistributionMoveFactory.create(redistribution=plan, case=case, receiver=receiver)
    return plan


def _provision(case: Case) -> Provision:
    """It ran before the team came, so that the question of the case may still be open."""
    return ProvisionFactory.create(case=case, starts_on=date(2025, 1, 1))


def build_world() -> World:
    team, other_team = TeamFactory.create(), TeamFactory.create()
    membership = TeamMembershipFactory.create(team=team)
    case = CaseFactory.create(team=team, coordinator=membership.user)
    people = {
        "disabled": TeamMembershipFactory.create(team=team, user__disabled=True).user,
        "colleague": membership.user,
        "teammate": TeamMembershipFactory.create(team=team).user,
        "coordinator": TeamMembershipFactory.create(team=team, user__team_coordinator=True).user,
        "granted": TeamMembershipFactory.create(team=other_team).user,
        "outsider": TeamMembershipFactory.create(team=other_team).user,
        "outside_coordinator": TeamMembershipFactory.create(team=other_team, user__team_coordinator=True).user,
        "ex_colleague": TeamMembershipFactory.create(team=team, ended=True).user,
        "commissioner": UserFactory.create(commissioner=True),
        "administrator": UserFactory.create(administrator=True),
        "privacy_officer": UserFactory.create(privacy_officer=True),
    }
    CaseUserPermissionFactory.create(content_object=case, user=people["granted"])
    restricted = CaseFactory.create(team=team, coordinator=membership.user)
    CaseRestrictionFactory.create(case=restricted)
    plan = PlanFactory.create(case=case, in_force=True)
    goal = GoalFactory.create(plan=plan)
    draft = PlanFactory.create(case=case)
    sharing = SharingRecordFactory.create(case=case)
    safety_record = SafetyRecordFactory.create(case=case)
    exploration = ExplorationFactory.create(case=case)
    link = reading_link(plan, goal)
    closed_case = CaseFactory.create(team=team, closed=True)
    edition = led_edition(team, membership.user)
    volunteer = VolunteerFactory.create(team=team)
    ContinuationFactory.create(case=closed_case, text="kanarievervolg1")
    conference = CaseConferenceFactory.create(team=team, chair=membership.user)
    involvement = InvolvementFactory.create(
        case=case, organisation=sharing.organisation, sharing=sharing, question="kanarieverzoek1"
    )
    people["partner"] = partner_of(sharing.organisation)
    people["partner_expired"] = partner_whose_ground_ended(case)
    at_the_table(people["partner"], case, sharing)
    return World(
        team=team,
        other_team=other_team,
        people=people,
        membership=membership,
        case=case,
        restricted=restricted,
        emergency=BreakGlassFactory.create(user=people["outsider"], case=CaseFactory.create(team=team)),
        draft=draft,
        plan=plan,
        goal=goal,
        draft_goal=GoalFactory.create(plan=draft),
        person=HouseholdMemberFactory.create(household=case.household).person,
        opening_hours=OpeningHoursFactory.create(team=team),
        team_area=TeamAreaFactory.create(team=team, area=case.area.parent),
        handover=HandoverFactory.create(
            case=CaseFactory.create(team=team, coordinator=membership.user), receiver=people["teammate"]
        ),
        redistribution=_redistribution(case, giver=membership.user, receiver=people["teammate"]),
        saved_view=SavedViewFactory.create(user=people["coordinator"], team=team),
        provision=_provision(case),
        absence=AbsenceFactory.create(user=membership.user, ends_on=None),
        action=ActionFactory.create(goal=goal, by_team=True),
        contact=ContactFactory.create(case=case, author=membership.user),
        question=QuestionFactory.create(team=team),
        signal=SignalFactory.create(team=team),
        initiative=edition.initiative,
        method=edition.method,
        edition=edition,
        session=SessionFactory.create(edition=edition),
        participant=ParticipantFactory.create(edition=edition),
        volunteer=volunteer,
        visit_wish=VisitWishFactory.create(team=team),
        visit_match=visits_with_own_page(team),
        certificate=CertificateFactory.create(volunteer=volunteer),
        volunteer_role=VolunteerRoleFactory.create(volunteer=volunteer, initiative=edition.initiative),
        collective_referral=CollectiveReferralFactory.create(case=case, initiative=edition.initiative),
        time_entry=TimeEntryFactory.create(membership=membership, worked_on=timezone.localdate()),
        report=published_report(team, people["coordinator"]),
        street_question=CheckBackFactory.create(question__team=team).question,
        exploration=exploration,
        life_domain=DomainAssessmentFactory.create(exploration=exploration),
        network_person=NetworkPersonFactory.create(exploration=exploration),
        own_plan=OwnPlanFactory.create(case=case),
        clock=StatutoryClockFactory.create(case=case),
        draft_report=make_report(team=team, month=date(2026, 3, 1), at=MADE_AT),
        sharing=sharing,
        conference=conference,
        conference_item=ConferenceItemFactory.create(conference=conference, case=case),
        conference_guest=ConferenceParticipantFactory.create(conference=conference, outsider=True),
        involvement=involvement,
        request_link=request_link(involvement),
        partner_access=people["partner"].partner_access.get(),
        outside_wish=OutsideWishFactory.create(case=case),
        shared=SharedItemFactory.create(record=sharing),
        attachment=stored_file(case),
        escalation=EscalationFactory.create(case=case),
        safety_record=safety_record,
        safety_reader=SafetyReaderFactory.create(record=safety_record, user=people["administrator"]),
        safety_officer=SafetyOfficerFactory.create(team=other_team, user=people["outsider"]),
        kept_draft=DraftFactory.create(user=membership.user, subject=case.public_id),
        reading_link=link,
        family_question=FamilyQuestionFactory.create(link=link, text="kanariegezinsvraag1"),
        closed_case=closed_case,
        after_care=AfterCareFactory.create(case=closed_case),
        flag=ReadFlagFactory.create(user=people["outsider"]),
        sampled=SampledReadingFactory.create(user=people["outsider"]),
    )
