from cases.models.case import Case, CaseCoordinator, CaseRights, CaseUserPermission
from cases.models.contact import Contact
from cases.models.household import Household, HouseholdMember, Person
from cases.models.plan import Action, Goal, Plan
from cases.models.question import Question

__all__ = [
    "Action",
    "Case",
    "CaseCoordinator",
    "CaseRights",
    "CaseUserPermission",
    "Contact",
    "Goal",
    "Household",
    "HouseholdMember",
    "Person",
    "Plan",
    "Question",
]
