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


# -- what a resident asks for ------------------------------------------------------------------------


class RequestKind(models.TextChoices):
    """The articles 15, 16, 21 and 17 of the AVG."""

    ACCESS = "access", _("see what is kept")
    CORRECTION = "correction", _("correct what is wrong")
    OBJECTION = "objection", _("object to what is done with it")
    ERASURE = "erasure", _("erase what is kept")


class AskedBy(models.TextChoices):
    SELF = "self", _("the person themselves")
    REPRESENTATIVE = "representative", _("somebody on their behalf")


class Identity(models.TextChoices):
    """How we know that it is them. A document is looked at, never copied."""

    KNOWN = "known", _("the worker knows this person")
    SHOWN = "shown", _("showed a document, we kept no copy")
    SIGNED_IN = "signed-in", _("signed in with DigiD")
    CALLED_BACK = "called-back", _("called back on the number in the file")


class Decided(models.TextChoices):
    GRANTED = "granted", _("granted")
    PARTLY = "partly", _("partly granted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn by the resident")


class HiddenBecause(models.TextChoices):
    """Why a passage is black. The resident reads this."""

    SOMEBODY_ELSE = "somebody-else", _("it is about somebody else")
    SAFETY = "safety", _("reading it could put somebody in danger")
    WORKING_NOTE = "working-note", _("it is about how we work, not about you")
