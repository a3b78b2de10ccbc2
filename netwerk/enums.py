from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What a partner is, in the words of domain.md: the first eight usually stand close by."""

    SCHOOL = "school", _("school")
    GP = "gp", _("general practice")
    HOUSING = "housing", _("housing association")
    POLICE = "police", _("police")
    INFORMAL_CARE = "informal-care", _("informal care and volunteers")
    FAITH = "faith", _("church or mosque")
    SPORTS = "sports", _("sports club")
    SHOP = "shop", _("shop or business")
    WELFARE = "welfare", _("welfare organisation")
    MENTAL_HEALTH = "mental-health", _("mental health care")
    PUBLIC_HEALTH = "public-health", _("public health service")
    DOMESTIC_VIOLENCE = "domestic-violence", _("domestic violence centre")
    DEBT_HELP = "debt-help", _("debt help")
    YOUTH_CARE = "youth-care", _("youth care")
    OTHER = "other", _("other")


class Level(models.TextChoices):
    """How far a service reaches."""

    NEIGHBOURHOOD = "neighbourhood", _("in the neighbourhood")
    CITY = "city", _("citywide")
    REGION = "region", _("regional")


class LevelReason(models.TextChoices):
    """Why something stands outside the neighbourhood on purpose."""

    SPECIALISED = "specialised", _("too specialised for one neighbourhood")
    SAFETY = "safety", _("safety of the workers")
    PRIVACY = "privacy", _("privacy of residents")


class Ring(models.IntegerChoices):
    FIRST = 1, _("first ring")
    SECOND = 2, _("second ring")


class Lead(models.TextChoices):
    """Who keeps the coordination while a partner helps."""

    TEAM = "team", _("the team")
    PARTNER = "partner", _("the partner")
    TOGETHER = "together", _("agreed per household")


class MomentKind(models.TextChoices):
    """How a team and a partner met."""

    VISIT = "visit", _("visit")
    MEETING = "meeting", _("meeting")
    PHONE = "phone", _("by telephone")
    MESSAGE = "message", _("message")


class Exchange(models.TextChoices):
    """Who asked something of whom, or helped whom: a relation in which one side always asks grows cold."""

    WE_ASKED = "we-asked", _("we asked for something")
    THEY_ASKED = "they-asked", _("they asked for something")
    WE_HELPED = "we-helped", _("we helped them")
    THEY_HELPED = "they-helped", _("they helped us")


class Answer(models.TextChoices):
    """What a provider said when it was asked to endorse the principles."""

    ENDORSED = "endorsed", _("endorses the principles")
    DECLINED = "declined", _("does not endorse the principles")


class PressureKind(models.TextChoices):
    """How a provider pressed: its own interest before the question of a resident."""

    OWN_OFFER = "own-offer", _("pushes its own offer")
    BYPASS = "bypass", _("goes round the coordinator")
    KEEPS = "keeps", _("keeps somebody longer than needed")
    DELAYS = "delays", _("lets people wait, or delays on purpose")
    REFUSES = "refuses", _("picks the easy ones")
    OTHER = "other", _("something else")


class PressureStep(models.TextChoices):
    """What was done with a pressure signal, in the order in which it usually goes."""

    PROVIDER = "provider", _("talked about it with the provider")
    MUNICIPALITY = "municipality", _("told the municipality")
    MUNICIPALITY_DID = "municipality-did", _("what the municipality did with it")
    SETTLED = "settled", _("settled")


class DilemmaKind(models.TextChoices):
    DILEMMA = "dilemma", _("a dilemma")
    LOYALTY = "loyalty", _("a question of loyalty")
