from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    OPEN = "open", _("opened")
    LIST = "list", _("seen in a list")
    SEARCH = "search", _("found by searching")
    PRINT = "print", _("printed")
    DENIED = "denied", _("refused")


class Subject(models.TextChoices):
    CASE = "case", _("case")
    QUESTION = "question", _("question")
    HOUSEHOLD = "household", _("household")
    READ_LOG = "read-log", _("read log")
    ATTACHMENT = "attachment", _("file")
    SAFETY = "safety", _("safety record")
    EMERGENCY = "emergency", _("emergency access")


# The fixed words that screens give as purpose, as people say them; another word is shown as it is.
PURPOSES = {
    "casework": _("casework"),
    "intake": _("intake"),
    "oversight": _("oversight"),
    "reporting-code": _("reporting code"),
    "partner": _("asked as a partner"),
}
