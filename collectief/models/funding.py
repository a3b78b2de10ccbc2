import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collectief.enums import FundingState
from collectief.models.initiative import Initiative
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes


class FundingQuerySet(models.QuerySet["Funding"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Whoever sees the initiative sees what it lives on."""
        return self.filter(initiative__in=Initiative.objects.visible_to(user, on=on))

    def at_risk(self, *, until: date) -> Self:
        """Uncertain, or ending by itself up to and including `until`; what stopped is no risk any more."""
        lapsing = Q(state=FundingState.RUNNING, ends_on__lte=until)
        return self.filter(lapsing | Q(state=FundingState.THREATENED))


@track_changes()
class Funding(models.Model):
    """What an initiative lives on: from whom, up to when (not including that day), and how sure it is."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="funding")
    funder = models.CharField(_("from whom"), max_length=120)
    amount = models.PositiveIntegerField(_("amount in euros"), null=True, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("first day without it"))
    state = models.CharField(_("how sure it is"), max_length=12, choices=FundingState, default=FundingState.RUNNING)
    note = models.CharField(_("explanation"), max_length=300, blank=True)

    objects = FundingQuerySet.as_manager()

    class Meta:
        verbose_name = _("funding")
        verbose_name_plural = _("funding")
        constraints = [
            models.CheckConstraint(name="funding_has_a_giver", condition=~Q(funder="")),
            models.CheckConstraint(name="funding_state_is_known", condition=Q(state__in=FundingState.values)),
            models.CheckConstraint(
                name="funding_ends_after_start",
                condition=Q(starts_on=None) | Q(starts_on__isnull=False, ends_on__gt=F("starts_on")),
                violation_error_message=_("The end lies before the start."),
            ),
        ]
        indexes = [models.Index(fields=["state", "ends_on"], name="funding_by_end")]

    def __str__(self) -> str:
        return f"funding {self.pk}"
