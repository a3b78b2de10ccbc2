from cases.models.attachment import Attachment
from cases.models.break_glass import BreakGlass
from cases.models.case import Case, CaseCoordinator, CaseRights, CaseUserPermission
from cases.models.contact import Contact
from cases.models.escalation import Escalation
from cases.models.household import Household, HouseholdMember, Person
from cases.models.household_history import HouseholdAddress, HouseholdMerge, HouseholdSplit, PersonMerge, PossibleDouble
from cases.models.plan import Action, Goal, Plan
from cases.models.question import Question
from cases.models.restriction import CaseRestriction, CaseRestrictionPerson
from cases.models.safety import SafetyOfficer, SafetyReader, SafetyRecord, SafetyStep
from cases.models.sharing import SharedItem, SharingRecord

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
    "Contact",
    "Escalation",
    "Goal",
    "Household",
    "HouseholdAddress",
    "HouseholdMember",
    "HouseholdMerge",
    "HouseholdSplit",
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
]
