from django.db import models
from django.utils.translation import gettext_lazy as _


class Ground(models.TextChoices):
    """Why a file is kept as long as it is. The longest one that fits a file is its ground."""

    YOUTH = "youth", _("Youth Act (Jeugdwet)")
    WMO = "wmo", _("Social Support Act (Wmo)")
    OTHER = "other", _("no single law")


class RequestKind(models.TextChoices):
    """What a resident may ask of their own data (GDPR art. 15, 16 and 21)."""

    ACCESS = "access", _("access: see what is kept")
    CORRECTION = "correction", _("correction: something is not right")
    OBJECTION = "objection", _("objection: do not use it for this")


class Identity(models.TextChoices):
    """How we know that it is them. Nothing of the document itself is kept."""

    DOCUMENT = "document", _("showed an identity document at the counter")
    KNOWN = "known", _("a worker of the team knows this person")
    DIGID = "digid", _("signed in with DigiD at the municipality")
    AUTHORISED = "authorised", _("a representative, with a written mandate")


class Decision(models.TextChoices):
    GRANTED = "granted", _("granted")
    PARTLY = "partly", _("granted in part")
    REFUSED = "refused", _("refused")
