from django.db import models
from django.utils.translation import gettext_lazy as _


class AreaKind(models.TextChoices):
    """The three levels of Statistics Netherlands (CBS)."""

    MUNICIPALITY = "GM", _("municipality")
    DISTRICT = "WK", _("district")
    NEIGHBOURHOOD = "BU", _("neighbourhood")


class Law(models.TextChoices):
    """By which law a municipality accounts for a theme. Much of what a team does is of no single one."""

    WMO = "wmo", _("Social Support Act (Wmo)")
    YOUTH = "youth", _("Youth Act (Jeugdwet)")
    PARTICIPATION = "participation", _("Participation Act (Participatiewet)")
    DEBT = "debt", _("debt help (Wgs)")
    NONE = "none", _("no single law")


class WordKey(models.TextChoices):
    """The words that differ per municipality: one calls a team member a generalist, another a wijkcoach."""

    TEAM_MEMBER = "team-member", _("team member")
    TEAM_COORDINATOR = "team-coordinator", _("team coordinator")
    CASE_COORDINATOR = "case-coordinator", _("coordinator of a case")
    TEAM = "team", _("neighbourhood team")
    COMMISSIONER = "commissioner", _("commissioner")
