"""What somebody other than the reader looks into: given to one person, and closed with what came of it."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.models import User
from wijkteam.audit.enums import Outcome, Pattern
from wijkteam.core.history import track_changes

SAMPLE_SIZE = 20


def _rules(kind: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            name=f"{kind}_given_as_a_whole",
            condition=Q(assigned_to=None, assigned_at=None) | Q(assigned_to__isnull=False, assigned_at__isnull=False),
        ),
        models.CheckConstraint(
            name=f"{kind}_given_to_another", condition=Q(assigned_to=None) | ~Q(assigned_to=F("user"))
        ),
        models.CheckConstraint(
            name=f"{kind}_closed_as_a_whole",
            condition=Q(closed_at=None, closed_by=None, outcome="", finding="")
            | (
                Q(closed_at__isnull=False, closed_by__isnull=False, assigned_to__isnull=False)
                & Q(outcome__in=Outcome.values)
                & ~Q(finding="")
            ),
        ),
        models.CheckConstraint(name=f"{kind}_closed_by_another", condition=Q(closed_by=None) | ~Q(closed_by=F("user"))),
    ]


class ReadFlagQuerySet(models.QuerySet["ReadFlag"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class SampledReadingQuerySet(models.QuerySet["SampledReading"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class ToLookAt(models.Model):
    """`user` is whose reading it is: that person is never the one who looks into it (checks of PostgreSQL)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("who read"))
    assigned_to = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who looks into it")
    )
    assigned_at = models.DateTimeField(_("given at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=10, choices=Outcome, blank=True)
    finding = models.TextField(_("finding"), max_length=2000, blank=True)

    class Meta:
        abstract = True


@track_changes()
class ReadFlag(ToLookAt):
    """A pattern that the nightly look found in one day of one person. Takes nothing away from anybody.

    `household_id` is a plain number, as in the log; `figure` what the sentence of the pattern counts.
    """

    pattern = models.CharField(_("pattern"), max_length=20, choices=Pattern)
    day = models.DateField(_("day"))
    household_id = models.BigIntegerField(_("household number"), null=True, blank=True)
    figure = models.PositiveIntegerField(_("how many"), default=1)
    made_at = models.DateTimeField(_("found at"))

    objects = ReadFlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("flag in the read log")
        verbose_name_plural = _("flags in the read log")
        constraints = [
            *_rules("flag"),
            models.CheckConstraint(name="flag_pattern_is_known", condition=Q(pattern__in=Pattern.values)),
            models.UniqueConstraint(
                name="flag_once_a_day", fields=["user", "day", "pattern", "household_id"], nulls_distinct=False
            ),
        ]
        indexes = [models.Index(fields=["made_at"], condition=Q(closed_at=None), name="flag_open")]

    def __str__(self) -> str:
        return f"flag {self.pk}"


@track_changes()
class SampledReading(ToLookAt):
    """One of the twenty lines of the read log that were drawn from the week that began on `week`."""

    week = models.DateField(_("Monday of the week"))
    place = models.PositiveSmallIntegerField(_("place"))
    # A plain number: the lines of the log outlive everything, and go when their own term is over.
    line_id = models.BigIntegerField(_("line of the read log"), unique=True)
    drawn_at = models.DateTimeField(_("drawn at"))

    objects = SampledReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading in the weekly sample")
        verbose_name_plural = _("readings in the weekly sample")
        constraints = [
            *_rules("sampled"),
            models.CheckConstraint(name="sampled_week_begins_on_monday", condition=Q(week__iso_week_day=1)),
            models.CheckConstraint(
                name="sampled_place_in_the_sample", condition=Q(place__gte=1, place__lte=SAMPLE_SIZE)
            ),
            models.UniqueConstraint(name="sampled_once_at_a_place", fields=["week", "place"]),
        ]

    def __str__(self) -> str:
        return f"sampled reading {self.pk}"
