from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    OPEN = "open", _("opened")
    LIST = "list", _("seen in a list")
    SEARCH = "search", _("found by searching")
    PRINT = "print", _("printed")
    EXPORT = "export", _("taken along as a file")
    DENIED = "denied", _("refused")


# Somebody chose to see this file; a line of a list is no choice.
CHOSEN = (Act.OPEN, Act.PRINT, Act.EXPORT)


class Subject(models.TextChoices):
    CASE = "case", _("case")
    QUESTION = "question", _("question")
    HOUSEHOLD = "household", _("household")
    READ_LOG = "read-log", _("read log")
    ATTACHMENT = "attachment", _("file")
    SAFETY = "safety", _("safety record")
    EMERGENCY = "emergency", _("emergency access")


class Pattern(models.TextChoices):
    """What the nightly look at the read log stumbles over, and the daily limit. Each has a sentence in flags.py."""

    MANY = "many", _("many files in one day")
    OWN_NAME = "own-name", _("somebody with the same family name")
    OWN_STREET = "own-street", _("somebody in the own street")
    OTHER_TEAM = "other-team", _("a file of another team")
    AT_NIGHT = "at-night", _("files at night")
    SEARCHED_NAME = "searched-name", _("searching for the own family name")
    TAKEN_ALONG = "taken-along", _("many files printed or taken along")
    AGAIN = "again", _("the same file again and again")
    ENDED = "ended", _("a file that ended long ago")
    RELATIVE = "relative", _("the family of a colleague")
    CROWD = "crowd", _("a file that many are curious about")
    AWAY = "away", _("files on a day off")
    STOPPED = "stopped", _("stopped at the limit of a day")


class Outcome(models.TextChoices):
    """What came of looking into it."""

    WORK = "work", _("it was for the work")
    TALK = "talk", _("talked about it, and agreed something")
    WRONG = "wrong", _("not allowed: passed on")


# The fixed words that screens give as purpose, as people say them; another word is shown as it is.
PURPOSES = {
    "casework": _("casework"),
    "intake": _("intake"),
    "oversight": _("oversight"),
    "reporting-code": _("reporting code"),
    "partner": _("asked as a partner"),
    "resident": _("overview for the resident"),
    "takeout": _("taking the data of the team along"),
}
