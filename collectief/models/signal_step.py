from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collectief.enums import SignalStepKind
from collectief.models.initiative import Initiative
from collectief.models.opportunity import Opportunity
from collectief.models.signal import Signal
from wijkteam.accounts.models import User
from wijkteam.core.database_roles import append_only
from wijkteam.core.history import track_changes


@append_only
@track_changes()
class SignalStep(models.Model):
    """What somebody did with a signal, in order: looked at it, brought it somewhere, let it go. Never rewritten.

    Which question for help came of it is known there (`cases.Question.signal`), not here.
    """

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("what was done"), max_length=12, choices=SignalStepKind)
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("initiative")
    )
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("opportunity")
    )
    note = models.TextField(_("what was agreed"), max_length=1000, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    done_at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("step of a signal")
        verbose_name_plural = _("steps of signals")
        constraints = [
            models.CheckConstraint(name="signal_step_kind_is_known", condition=Q(kind__in=SignalStepKind.values)),
            models.CheckConstraint(
                name="signal_step_names_its_thing",
                condition=Q(kind=SignalStepKind.INITIATIVE, initiative__isnull=False, opportunity=None)
                | Q(kind=SignalStepKind.OPPORTUNITY, initiative=None, opportunity__isnull=False)
                | (
                    ~Q(kind__in=[SignalStepKind.INITIATIVE, SignalStepKind.OPPORTUNITY])
                    & Q(initiative=None, opportunity=None)
                ),
            ),
            models.UniqueConstraint(name="signal_once_to_an_initiative", fields=["signal", "initiative"]),
            models.UniqueConstraint(name="signal_once_to_an_opportunity", fields=["signal", "opportunity"]),
        ]
        indexes = [models.Index(fields=["signal", "done_at"], name="step_of_signal")]

    def __str__(self) -> str:
        return f"step of a signal {self.pk}"
