from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkKind(models.TextChoices):
    """What minutes were spent on (domain.md, "Hours and the balance")."""

    INDIVIDUAL = "individual", _("individual")
    ESCALATION = "escalation", _("escalation")
    COLLECTIVE = "collective", _("collective")
    PREVENTION = "prevention", _("prevention")
    OUTREACH = "outreach", _("outreach")
    NETWORK = "network", _("network")
    TEAM = "team", _("team and training")
    ADMINISTRATION = "administration", _("administration")


# The case side and the side that must not be eaten by it; the rest is neither.
CASE_KINDS = frozenset({WorkKind.INDIVIDUAL, WorkKind.ESCALATION})
PREVENTION_KINDS = frozenset({WorkKind.COLLECTIVE, WorkKind.PREVENTION, WorkKind.OUTREACH})
# Casework is registered by logging the contact itself; the others can be entered as hours alone.
QUICK_ENTRY_KINDS = frozenset(set(WorkKind) - CASE_KINDS)
