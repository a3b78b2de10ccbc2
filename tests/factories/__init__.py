"""Objects that are valid and boring, so that a test names only what it is about. Use `XFactory.create(...)`."""

from tests.factories.accounts import PASSWORD, UserFactory, sign_in
from tests.factories.areas import (
    AgreedTermsFactory,
    AreaFigureFactory,
    DistrictFactory,
    FigureKindFactory,
    MunicipalityAreaFactory,
    MunicipalityFactory,
    NeighbourhoodFactory,
    ThemeFactory,
    WordFactory,
)
from tests.factories.audit import ReadLogFactory
from tests.factories.cases import (
    ActionFactory,
    CaseCoordinatorFactory,
    CaseFactory,
    CaseUserPermissionFactory,
    ContactFactory,
    GoalFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    PersonFactory,
    PlanFactory,
    QuestionFactory,
)
from tests.factories.collectief import InitiativeFactory, SignalFactory
from tests.factories.hours import TimeEntryFactory
from tests.factories.teams import (
    CaseloadBandFactory,
    DisciplineFactory,
    EmployerFactory,
    OpeningHoursFactory,
    PreventionFloorFactory,
    TeamAreaFactory,
    TeamFactory,
    TeamMembershipFactory,
)

__all__ = [
    "PASSWORD",
    "ActionFactory",
    "AgreedTermsFactory",
    "AreaFigureFactory",
    "CaseCoordinatorFactory",
    "CaseFactory",
    "CaseUserPermissionFactory",
    "CaseloadBandFactory",
    "ContactFactory",
    "DisciplineFactory",
    "DistrictFactory",
    "EmployerFactory",
    "FigureKindFactory",
    "GoalFactory",
    "HouseholdFactory",
    "HouseholdMemberFactory",
    "InitiativeFactory",
    "MunicipalityAreaFactory",
    "MunicipalityFactory",
    "NeighbourhoodFactory",
    "OpeningHoursFactory",
    "PersonFactory",
    "PlanFactory",
    "PreventionFloorFactory",
    "QuestionFactory",
    "ReadLogFactory",
    "SignalFactory",
    "TeamAreaFactory",
    "TeamFactory",
    "TeamMembershipFactory",
    "ThemeFactory",
    "TimeEntryFactory",
    "UserFactory",
    "WordFactory",
    "sign_in",
]
