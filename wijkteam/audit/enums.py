from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    OPEN = "open", _("opened")
    LIST = "list", _("seen in a list")
    SEARCH = "search", _("found by searching")
    DENIED = "denied", _("refused")


class Subject(models.TextChoices):
    CASE = "case", _("case")
    QUESTION = "question", _("question")
    HOUSEHOLD = "household", _("household")
