import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import AgreementManner
from cases.models.household import Person
from cases.models.plan import Plan
from wijkteam.accounts.models import User
from wijkteam.core.database_roles import append_only
from wijkteam.core.history import track_changes


@append_only
@track_changes()
class PlanAgreement(models.Model):
    """One person of the household agrees with a version of the plan, or does not. Of one person the last one counts."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="agreements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("who"))
    agrees = models.BooleanField(_("agrees"))
    said_on = models.DateField(_("on which day"))
    manner = models.CharField(_("how"), max_length=10, choices=AgreementManner)
    note = models.CharField(_("what this person said"), max_length=400, blank=True)
    recorded_at = models.DateTimeField(_("written down"))
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("agreement with a plan")
        verbose_name_plural = _("agreements with plans")
        constraints = [
            models.CheckConstraint(name="agreement_manner_is_known", condition=Q(manner__in=AgreementManner.values)),
        ]
        indexes = [models.Index(fields=["plan", "person", "-id"], name="agreement_of_plan")]

    def __str__(self) -> str:
        return f"agreement {self.pk}"
