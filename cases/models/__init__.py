from cases.models.attachment import Attachment
from cases.models.break_glass import BreakGlass
from cases.models.case import Case, CaseCoordinator, CaseRights, CaseUserPermission
from cases.models.check_back import CheckBack
from cases.models.contact import Contact
from cases.models.escalation import Escalation
from cases.models.exploration import DomainAssessment, Exploration, NetworkPerson
from cases.models.household import Household, HouseholdMember, Person
from cases.models.household_history import HouseholdAddress, HouseholdMerge, HouseholdSplit, PersonMerge, PossibleDouble
from cases.models.involvement import Involvement
from cases.models.own_plan import OwnPlan
from cases.models.plan import Action, Goal, Plan
from cases.models.question import Question
from cases.models.restriction import CaseRestriction, CaseRestrictionPerson
from cases.models.safety import SafetyOfficer, SafetyReader, SafetyRecord, SafetyStep
from cases.models.sharing import SharedItem, SharingRecord
from cases.models.statutory_clock import ClockExtension, StatutoryClock

__all__ = [
    "Action",
    "Attachment",
    "BreakGlass",
    "Case",
    "CaseCoordinator",
    "CaseRestriction",
    "CaseRestrictionPerson",
    "CaseRights",
    "CaseUserPermission",
    "CheckBack",
    "ClockExtension",
    "Contact",
    "DomainAssessment",
    "Escalation",
    "Exploration",
    "Goal",
    "Household",
    "HouseholdAddress",
    "HouseholdMember",
    "HouseholdMerge",
    "HouseholdSplit",
    "Involvement",
    "NetworkPerson",
    "OwnPlan",
    "Person",
    "PersonMerge",
    "Plan",
    "PossibleDouble",
    "Question",
    "SafetyOfficer",
    "SafetyReader",
    "SafetyRecord",
    "SafetyStep",
    "SharedItem",
    "SharingRecord",
    "StatutoryClock",
]
