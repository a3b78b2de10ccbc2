from django.db import models
from django.utils.translation import gettext_lazy as _


class InitiativeOwner(models.TextChoices):
    RESIDENTS = "residents", _("residents")
    VOLUNTEER = "volunteer", _("volunteer")
    ORGANISATION = "organisation", _("organisation")
    TEAM = "team", _("the team")


class SignalFollowUp(models.TextChoices):
    """What became of a signal."""

    LOOKED_INTO = "looked-into", _("we looked into it")
    COLLECTIVE = "collective", _("taken up together with the neighbourhood")
    PASSED_ON = "passed-on", _("passed on to another organisation")
    CONTACT = "contact", _("we got in touch with the resident")
    NONE = "none", _("nothing needed to be done")
