import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def running(self, *, on: date) -> Self:
        """The day `until` still counts."""
        return self.filter(lifted_at=None, until__gte=on)


@track_changes()
class LegalHold(models.Model):
    """A file that may not be destroyed for now: an objection, a complaint or a court case runs.

    A held file is on no destruction list (triggers): placing a hold takes it off, and it cannot come on.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="legal_holds")
    reason = models.CharField(_("why"), max_length=300)
    until = models.DateField(_("up to and including"))
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    placed_at = models.DateTimeField(_("at"))
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_because = models.CharField(_("why it was lifted"), max_length=300, blank=True)
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        constraints = [
            models.CheckConstraint(name="hold_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="hold_is_lifted_as_a_whole",
                condition=Q(lifted_at=None, lifted_by=None, lifted_because="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False, lifted_at__gte=F("placed_at"))
                & ~Q(lifted_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"legal hold {self.pk}"
