from django.db import models
from django.utils.translation import gettext_lazy as _


class Ground(models.TextChoices):
    """Why a file is kept as long as it is. The longest one that fits a file is its ground."""

    YOUTH = "youth", _("Youth Act (Jeugdwet)")
    WMO = "wmo", _("Social Support Act (Wmo)")
    OTHER = "other", _("no single law")


class TakeoutGoal(models.TextChoices):
    """What the data of a team are taken along for."""

    MOVE = "move", _("the team goes on in another system")
    ARCHIVE = "archive", _("to keep in the archive of the municipality")
    RESEARCH = "research", _("to look into the own work")
    OTHER = "other", _("something else")


class TakeoutState(models.TextChoices):
    ASKED = "asked", _("waits for the privacy officer")
    REFUSED = "refused", _("not allowed")
    WAITING = "waiting", _("waits for its turn")
    RUNNING = "running", _("is being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("did not succeed")
    GONE = "gone", _("removed")


class TakeoutProblem(models.TextChoices):
    """Why it could not be made, in words that say what to do."""

    RIGHTS = "rights", _("Who asked for it does not coordinate this team any more.")
    SPACE = "space", _("There is no room on the disk. Tell whoever runs the application.")
    BROKEN = "broken", _("It stopped several times. Tell whoever runs the application.")
