import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collectief.models.signal import Signal
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes


class PolicyAskQuerySet(models.QuerySet["PolicyAsk"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Whoever sees the signal. The only place with that rule."""
        return self.filter(signal__in=Signal.objects.visible_to(user, on=on))

    def waiting(self) -> Self:
        return self.filter(answered_on=None)


@track_changes()
class PolicyAsk(models.Model):
    """A signal taken to the policy department of the municipality: what was asked, and what they did with it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="policy_asks")
    department = models.CharField(_("department or function"), max_length=120)
    asked = models.TextField(_("what we ask"), max_length=2000)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_on = models.DateField(_("asked on"))
    written_at = models.DateTimeField(_("written down"))
    due_on = models.DateField(_("answer expected on"))
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = models.TextField(_("what they did with it"), max_length=2000, blank=True)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("written down by")
    )

    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = PolicyAskQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to the municipality")
        verbose_name_plural = _("questions to the municipality")
        constraints = [
            models.CheckConstraint(name="policy_ask_says_something", condition=~Q(department="") & ~Q(asked="")),
            models.CheckConstraint(name="policy_ask_days_in_order", condition=Q(due_on__gte=F("asked_on"))),
            models.CheckConstraint(
                name="policy_ask_answered_as_a_whole",
                condition=Q(answered_on=None, answer="", recorded_by=None)
                | (
                    Q(answered_on__isnull=False, answered_on__gte=F("asked_on"), recorded_by__isnull=False)
                    & ~Q(answer="")
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["asked_by", "due_on"], condition=Q(answered_on=None), name="policy_ask_waiting"),
        ]

    def __str__(self) -> str:
        return f"question to the municipality {self.pk}"
