from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wijkteam.areas.enums import WordKey
from wijkteam.areas.models.area import Area
from wijkteam.core.periods import no_overlap, running_on


class Municipality(models.Model):
    """The municipality that this installation serves: one row, one database, so that nothing can leak next door."""

    name = models.CharField(_("name"), max_length=100)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("area"))
    only = models.BooleanField(default=True, editable=False, unique=True)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        constraints = [models.CheckConstraint(name="municipality_is_the_only_one", condition=Q(only=True))]

    def __str__(self) -> str:
        return self.name


class Word(models.Model):
    """What this municipality calls something, per language."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="words")
    key = models.CharField(_("word"), max_length=20, choices=WordKey)
    language = models.CharField(_("language"), max_length=2, choices=[("nl", _("Dutch")), ("en", _("English"))])
    singular = models.CharField(_("one"), max_length=60)
    plural = models.CharField(_("several"), max_length=60)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        constraints = [
            models.UniqueConstraint(name="word_once_per_language", fields=["municipality", "key", "language"])
        ]

    def __str__(self) -> str:
        return self.singular


class Theme(models.Model):
    """What questions, cases and initiatives are about: exactly one main theme each, so that counts add up.

    `is_sensitive` themes get extra protection in reports (privacy.md: near-total rule). `life_domains` are the parts of
    life of a plan that go with it: who is suggested for a goal follows from them.
    """

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    is_sensitive = models.BooleanField(_("sensitive"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)
    life_domains = ArrayField(
        models.CharField(max_length=15), verbose_name=_("parts of life that go with it"), default=list, blank=True
    )

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name


class AgreedTermsQuerySet(models.QuerySet["AgreedTerms"]):
    def on(self, day: date) -> Self:
        return self.filter(running_on(day))


class AgreedTerms(models.Model):
    """What the municipality and its teams agreed on waiting, from `starts_on` on (half-open period).

    `triage_days` is for a question without haste; a hurried one has `soon_days`, one where somebody is in danger
    `acute_hours`. `partner_days` counts where nothing was agreed with a partner. `uses_statutory_clock`: the terms of
    the Wmo are kept for each report (melding) and application.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="terms")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    acute_hours = models.PositiveSmallIntegerField(_("hours to triage when it is acute"), default=4)
    soon_days = models.PositiveSmallIntegerField(_("days to triage when there is haste"), default=1)
    triage_days = models.PositiveSmallIntegerField(_("days to triage"), default=3)
    coordinator_days = models.PositiveSmallIntegerField(_("days to a coordinator"), default=7)
    plan_days = models.PositiveSmallIntegerField(_("days to a plan"), default=42)
    silence_days = models.PositiveSmallIntegerField(_("days without contact"), default=30)
    partner_days = models.PositiveSmallIntegerField(_("days to an answer of a partner"), default=14)
    uses_statutory_clock = models.BooleanField(_("keeps the terms of the Wmo"), default=False)

    objects = AgreedTermsQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreed terms")
        verbose_name_plural = _("agreed terms")
        constraints = [
            models.CheckConstraint(
                name="terms_end_after_start", condition=Q(ends_on=None) | Q(ends_on__gt=models.F("starts_on"))
            ),
            models.CheckConstraint(
                name="terms_for_haste_are_some_time", condition=Q(acute_hours__gte=1, soon_days__gte=1)
            ),
            no_overlap(name="terms_do_not_overlap", same=["municipality"]),
        ]

    def __str__(self) -> str:
        return f"agreed terms from {self.starts_on}"
