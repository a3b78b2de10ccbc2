from cases.models.attachment import Attachment
from cases.models.case import Case, CaseCoordinator, CaseRights, CaseUserPermission
from cases.models.contact import Contact
from cases.models.escalation import Escalation
from cases.models.household import Household, HouseholdMember, Person
from cases.models.plan import Action, Goal, Plan
from cases.models.question import Question
from cases.models.safety import SafetyOfficer, SafetyReader, SafetyRecord, SafetyStep
from cases.models.sharing import SharedItem, SharingRecord

__all__ = [
    "Action",
    "Attachment",
    "Case",
    "CaseCoordinator",
    "CaseRights",
    "CaseUserPermission",
    "Contact",
    "Escalation",
    "Goal",
    "Household",
    "HouseholdMember",
    "Person",
    "Plan",
    "Question",
    "SafetyOfficer",
    "SafetyReader",
    "SafetyRecord",
    "SafetyStep",
    "SharedItem",
    "SharingRecord",
]
