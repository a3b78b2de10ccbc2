from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What an account is for. Exactly one per account: whoever has two jobs here has two accounts."""

    TEAM_MEMBER = "team-member", _("team member")
    TEAM_COORDINATOR = "team-coordinator", _("team coordinator")
    COMMISSIONER = "commissioner", _("commissioner")
    ADMINISTRATOR = "administrator", _("administrator")
    PRIVACY_OFFICER = "privacy-officer", _("privacy officer")
    PARTNER = "partner", _("partner professional")


class ColourScheme(models.TextChoices):
    SYSTEM = "", _("as my device")
    LIGHT = "light", _("light")
    DARK = "dark", _("dark")
