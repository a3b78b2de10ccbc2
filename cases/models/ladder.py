import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case, CaseRights
from cases.models.household import Person
from collectief.enums import LadderStep
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes


class LadderScoreQuerySet(models.QuerySet["LadderScore"]):
    def within(self, rights: CaseRights) -> Self:
        """Who may know of the case in which it was written down. The only place with that rule."""
        return self.filter(case__in=Case.objects.within(rights))


@track_changes()
class LadderScore(models.Model):
    """Where somebody of a household stood on the participation ladder on a day.

    A later day takes its place and never overwrites it; a correction of the same day stays in the history.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ladder_scores")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ladder_scores", verbose_name=_("who"))
    step = models.PositiveSmallIntegerField(_("step"), choices=LadderStep)
    scored_on = models.DateField(_("day"))
    scored_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("scored by"))
    note = models.CharField(_("explanation"), max_length=200, blank=True)

    objects = LadderScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score on the participation ladder")
        verbose_name_plural = _("scores on the participation ladder")
        constraints = [
            models.CheckConstraint(name="ladder_step_is_known", condition=Q(step__in=LadderStep.values)),
            models.UniqueConstraint(
                name="ladder_score_once_a_day",
                fields=["person", "scored_on"],
                violation_error_message=_("This person has a step on that day already."),
            ),
        ]
        indexes = [models.Index(fields=["case", "scored_on"], name="ladder_of_case")]

    def __str__(self) -> str:
        return f"score on the ladder {self.pk}"
