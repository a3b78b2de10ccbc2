import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import Informer
from cases.models.case import Case
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes


class HandoverQuerySet(models.QuerySet["Handover"]):
    def open(self) -> Self:
        """Proposed, and not answered yet."""
        return self.filter(accepted_at=None, refused_at=None, withdrawn_at=None)

    def to_inform(self) -> Self:
        """Done, but the household has not been told."""
        return self.filter(accepted_at__isnull=False, informed_on=None)

    def visible_to(self, user: User, *, on: date) -> Self:
        return self.filter(case__in=Case.objects.visible_to(user, on=on))


@track_changes()
class Handover(models.Model):
    """The coordinator proposes to give a case to a colleague: open until accepted, refused or withdrawn.

    Until it is accepted the giver stays the coordinator, so that there is never a gap. A team coordinator may decide
    without an answer, with the reason. `read_until`: the giver reads on up to (not including) that day.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    giver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("from"))
    receiver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("to"))
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed"))
    reason = models.CharField(_("why"), max_length=300)
    to_know = models.TextField(_("what the receiver must know"), blank=True, max_length=4000)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True)
    refusal_reason = models.CharField(_("why it was refused"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_because = models.CharField(_("why it was decided without an answer"), max_length=300, blank=True)
    informer = models.CharField(_("who tells the household"), max_length=10, choices=Informer)
    informed_on = models.DateField(_("household informed on"), null=True, blank=True)
    informed_how = models.CharField(_("how it was told"), max_length=200, blank=True)
    visit_on = models.DateField(_("visit together on"), null=True, blank=True)
    read_until = models.DateField(_("giver reads on until"), null=True, blank=True)
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        constraints = [
            models.UniqueConstraint(
                name="case_has_one_open_handover",
                fields=["case"],
                condition=Q(accepted_at=None, refused_at=None, withdrawn_at=None),
            ),
            models.CheckConstraint(name="handover_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="handover_is_to_somebody_else", condition=~Q(giver=F("receiver"))),
            models.CheckConstraint(
                name="handover_is_in_one_state",
                condition=Q(accepted_at=None, refused_at=None, withdrawn_at=None, refusal_reason="", decided_by=None)
                | Q(
                    accepted_at__isnull=False,
                    accepted_at__gte=F("proposed_at"),
                    refused_at=None,
                    withdrawn_at=None,
                    refusal_reason="",
                    decided_by__isnull=False,
                )
                | (
                    Q(
                        refused_at__isnull=False,
                        refused_at__gte=F("proposed_at"),
                        accepted_at=None,
                        withdrawn_at=None,
                        decided_by__isnull=False,
                    )
                    & ~Q(refusal_reason="")
                )
                | Q(
                    withdrawn_at__isnull=False,
                    withdrawn_at__gte=F("proposed_at"),
                    accepted_at=None,
                    refused_at=None,
                    refusal_reason="",
                ),
            ),
            models.CheckConstraint(
                name="handover_is_accepted_by_the_receiver_or_for_a_reason",
                condition=Q(accepted_at=None, decided_because="")
                | Q(accepted_at__isnull=False, decided_by__isnull=False, decided_by=F("receiver"), decided_because="")
                | (Q(accepted_at__isnull=False) & ~Q(decided_because="")),
            ),
            models.CheckConstraint(
                name="handover_household_informed_as_a_whole",
                condition=Q(informed_on=None, informed_how="") | (Q(informed_on__isnull=False) & ~Q(informed_how="")),
            ),
            models.CheckConstraint(name="handover_informer_is_known", condition=Q(informer__in=["giver", "receiver"])),
        ]
        indexes = [
            models.Index(
                fields=["receiver"],
                condition=Q(accepted_at=None, refused_at=None, withdrawn_at=None),
                name="handover_to_answer",
            ),
            models.Index(
                fields=["case"], condition=Q(accepted_at__isnull=False, informed_on=None), name="handover_to_inform"
            ),
        ]

    def __str__(self) -> str:
        return f"handover {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.refused_at is None and self.withdrawn_at is None

    @property
    def informer_id(self) -> int:
        """Whose task it is to tell the household."""
        return self.giver_id if self.informer == Informer.GIVER else self.receiver_id
