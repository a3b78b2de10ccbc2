import uuid
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case, CaseRights
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.core.periods import MomentSpan


class EscalationQuerySet(models.QuerySet["Escalation"]):
    def running(self) -> Self:
        return self.filter(ended_at=None)

    def within(self, rights: CaseRights) -> Self:
        """Those of cases that somebody with these rights may know about."""
        return self.filter(case__in=Case.objects.within(rights))


@track_changes()
class Escalation(models.Model):
    """A crisis in a case, from `began_at` up to `ended_at`; one at a time. Its hours are those of its contacts."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="escalations")
    began_at = models.DateTimeField(_("began"))
    began_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("what is going on"), max_length=2000)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.TextField(_("what made it end"), max_length=2000, blank=True)
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        constraints = [
            models.CheckConstraint(name="escalation_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="escalation_ends_with_who_and_why",
                condition=Q(ended_at=None, ended_by=None, outcome="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="escalation_ends_after_it_began", condition=Q(ended_at=None) | Q(ended_at__gt=F("began_at"))
            ),
            ExclusionConstraint(
                name="case_has_one_escalation_at_a_time",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    (MomentSpan("began_at", "ended_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["case"], condition=Q(ended_at=None), name="escalation_running")]

    def __str__(self) -> str:
        return f"escalation {self.pk}"
