from cases.models.absence import Absence, StandIn
from cases.models.agreement import PlanAgreement
from cases.models.attachment import Attachment
from cases.models.break_glass import BreakGlass
from cases.models.case import Case, CaseCoordinator, CaseRights, CaseUserPermission
from cases.models.caseload_import import CaseloadImport, ImportedCase
from cases.models.caseload_job import CaseloadJob, CaseloadMap
from cases.models.check_back import CheckBack
from cases.models.closing import AfterCare, Continuation
from cases.models.collective_referral import CollectiveReferral
from cases.models.conference import (
    CaseConference,
    ConferenceDecision,
    ConferenceHours,
    ConferenceItem,
    ConferenceItemParticipant,
    ConferenceParticipant,
)
from cases.models.contact import Contact
from cases.models.escalation import Escalation
from cases.models.evaluation import Evaluation, EvaluationPresence, GoalScore
from cases.models.exploration import DomainAssessment, Exploration, NetworkPerson
from cases.models.handover import Handover
from cases.models.household import Household, HouseholdMember, Person
from cases.models.household_history import HouseholdAddress, HouseholdMerge, HouseholdSplit, PersonMerge, PossibleDouble
from cases.models.inquiry import Inquiry
from cases.models.involvement import Involvement
from cases.models.ladder import LadderScore
from cases.models.mandate import Mandate
from cases.models.outside_wish import OutsideWish
from cases.models.own_plan import OwnPlan
from cases.models.plan import Action, Goal, Plan
from cases.models.provision import Provision, RenewalLook
from cases.models.question import Question
from cases.models.reading_link import FamilyQuestion, PlanReadingLink, ReadingLinkOpening
from cases.models.redistribution import Redistribution, RedistributionMove
from cases.models.request_link import RequestAnswer, RequestCode, RequestLink, RequestLinkUse
from cases.models.restriction import CaseRestriction, CaseRestrictionPerson
from cases.models.safety import SafetyOfficer, SafetyReader, SafetyRecord, SafetyStep
from cases.models.search_word import SearchWord
from cases.models.secondment_notice import SecondmentNotice
from cases.models.sharing import SharedItem, SharingRecord
from cases.models.statutory_clock import ClockExtension, StatutoryClock
from cases.models.visit_referral import VisitReferral

__all__ = [
    "Absence",
    "Action",
    "AfterCare",
    "Attachment",
    "BreakGlass",
    "Case",
    "CaseConference",
    "CaseCoordinator",
    "CaseRestriction",
    "CaseRestrictionPerson",
    "CaseRights",
    "CaseUserPermission",
    "CaseloadImport",
    "CaseloadJob",
    "CaseloadMap",
    "CheckBack",
    "ClockExtension",
    "CollectiveReferral",
    "ConferenceDecision",
    "ConferenceHours",
    "ConferenceItem",
    "ConferenceItemParticipant",
    "ConferenceParticipant",
    "Contact",
    "Continuation",
    "DomainAssessment",
    "Escalation",
    "Evaluation",
    "EvaluationPresence",
    "Exploration",
    "FamilyQuestion",
    "Goal",
    "GoalScore",
    "Handover",
    "Household",
    "HouseholdAddress",
    "HouseholdMember",
    "HouseholdMerge",
    "HouseholdSplit",
    "ImportedCase",
    "Inquiry",
    "Involvement",
    "LadderScore",
    "Mandate",
    "NetworkPerson",
    "OutsideWish",
    "OwnPlan",
    "Person",
    "PersonMerge",
    "Plan",
    "PlanAgreement",
    "PlanReadingLink",
    "PossibleDouble",
    "Provision",
    "Question",
    "ReadingLinkOpening",
    "Redistribution",
    "RedistributionMove",
    "RenewalLook",
    "RequestAnswer",
    "RequestCode",
    "RequestLink",
    "RequestLinkUse",
    "SafetyOfficer",
    "SafetyReader",
    "SafetyRecord",
    "SafetyStep",
    "SearchWord",
    "SecondmentNotice",
    "SharedItem",
    "SharingRecord",
    "StandIn",
    "StatutoryClock",
    "VisitReferral",
]
