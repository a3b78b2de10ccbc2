import uuid
from datetime import date
from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from netwerk.enums import Level, LevelReason
from netwerk.models.location import Location
from netwerk.models.organisation import Organisation, folded, new_hsds_id
from wijkteam.areas.models import Area, Theme
from wijkteam.core.history import track_changes
from wijkteam.core.periods import running_on


class ServiceQuerySet(models.QuerySet["Service"]):
    def offered(self, *, on: date) -> Self:
        return self.filter(running_on(on))


@track_changes()
class Service(models.Model):
    """What an organisation offers, how far it reaches and why, and how long they say one waits."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="services", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("what it is"), blank=True, max_length=4000)
    level = models.CharField(_("how far it reaches"), max_length=15, choices=Level, default=Level.NEIGHBOURHOOD)
    level_reason = models.CharField(
        _("why it is outside the neighbourhood"), max_length=15, choices=LevelReason, blank=True
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("themes"))
    areas = models.ManyToManyField(Area, blank=True, related_name="+", verbose_name=_("areas"))
    locations = models.ManyToManyField(Location, blank=True, related_name="services", verbose_name=_("locations"))
    waiting_weeks = models.PositiveSmallIntegerField(_("stated waiting time, in weeks"), null=True, blank=True)
    waiting_stated_on = models.DateField(_("stated on"), null=True, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    hsds_id = models.CharField(max_length=64, unique=True, default=new_hsds_id, editable=False)
    hsds_extra = models.JSONField(default=dict, editable=False)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            models.CheckConstraint(
                name="service_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(name="service_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="service_outside_the_neighbourhood_says_why",
                condition=Q(level=Level.NEIGHBOURHOOD, level_reason="")
                | Q(level__in=[Level.CITY, Level.REGION], level_reason__in=LevelReason.values),
                violation_error_message=_("Say why it stands outside the neighbourhood."),
            ),
            models.CheckConstraint(
                name="service_waiting_has_its_day",
                condition=Q(waiting_weeks=None, waiting_stated_on=None)
                | Q(waiting_weeks__isnull=False, waiting_stated_on__isnull=False, waiting_weeks__lte=260),
                violation_error_message=_("Give both the weeks (at most 260) and the day on which they said so."),
            ),
        ]
        indexes = [
            GinIndex(
                OpClass(folded(F("name")), name="gin_trgm_ops"),
                OpClass(folded(F("description")), name="gin_trgm_ops"),
                name="service_search",
            )
        ]

    def __str__(self) -> str:
        return self.name
