import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes


class OutsideWishQuerySet(models.QuerySet["OutsideWish"]):
    def current(self) -> Self:
        """At most one for a case."""
        return self.filter(withdrawn_on=None)


@track_changes()
class OutsideWish(models.Model):
    """A household wants help outside its own neighbourhood: since when, and who of them said so.

    While it holds, a case is not pointed to who works round the corner. Why they want it need not be told. A wish ends
    by being taken back, and what was written stays (trigger).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outside_wishes")
    asked_on = models.DateField(_("since"))
    asked_by = models.CharField(_("who said so"), max_length=120)
    note = models.CharField(_("what matters to them"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("written down"))
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written down by"))
    withdrawn_on = models.DateField(_("taken back on"), null=True, blank=True)
    withdrawn_by = models.CharField(_("who took it back"), max_length=120, blank=True)
    withdrawal_recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = OutsideWishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for help elsewhere")
        verbose_name_plural = _("wishes for help elsewhere")
        constraints = [
            models.CheckConstraint(name="outside_wish_is_of_somebody", condition=~Q(asked_by="")),
            models.CheckConstraint(
                name="outside_wish_withdrawn_as_a_whole",
                condition=Q(withdrawn_on=None, withdrawn_by="", withdrawal_recorded_by=None)
                | (
                    Q(
                        withdrawn_on__isnull=False,
                        withdrawn_on__gte=F("asked_on"),
                        withdrawal_recorded_by__isnull=False,
                    )
                    & ~Q(withdrawn_by="")
                ),
            ),
            models.UniqueConstraint(name="case_has_one_outside_wish", fields=["case"], condition=Q(withdrawn_on=None)),
        ]

    def __str__(self) -> str:
        return f"wish for help elsewhere {self.pk}"
