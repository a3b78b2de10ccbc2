import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import OwnPlanKind
from cases.models.attachment import Attachment
from cases.models.case import Case
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes


@track_changes()
class OwnPlan(models.Model):
    """A plan that the household made itself (persoonlijk plan, familiegroepsplan) and handed over."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="own_plans")
    kind = models.CharField(_("kind"), max_length=15, choices=OwnPlanKind)
    made_by = models.CharField(_("who made it"), max_length=200)
    made_on = models.DateField(_("made on"))
    handed_over_on = models.DateField(_("handed over on"))
    text = models.TextField(_("what stands in it"), max_length=10000, blank=True)
    # Of the same case (foreign key over both).
    file = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="own_plans",
        verbose_name=_("their plan as a file"),
    )
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by"))

    # One per rendered form: sending the same form twice makes one plan.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("own plan of the household")
        verbose_name_plural = _("own plans of households")
        constraints = [
            models.CheckConstraint(
                name="own_plan_says_something",
                condition=(~Q(text="") | Q(file__isnull=False)) & ~Q(made_by=""),
            ),
            models.CheckConstraint(
                name="own_plan_is_made_before_it_is_handed_over", condition=Q(handed_over_on__gte=F("made_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"own plan {self.pk}"
