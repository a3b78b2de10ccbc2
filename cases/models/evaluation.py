import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import EvaluationDecision, ScoreGiver
from cases.models.household import Person
from cases.models.plan import SCORE, Goal, Plan
from wijkteam.accounts.models import User
from wijkteam.core.database_roles import append_only
from wijkteam.core.history import track_changes


@append_only
@track_changes()
class Evaluation(models.Model):
    """The household and the worker look back on the plan in force, and choose how to go on. Never changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="evaluations")
    held_on = models.DateField(_("on which day"))
    people = models.ManyToManyField(
        Person, through="EvaluationPresence", related_name="+", verbose_name=_("who was there")
    )
    others_present = models.CharField(_("who else was there"), max_length=200, blank=True)
    went_well = models.TextField(_("what goes well, in the words of the household"), blank=True, max_length=2000)
    went_badly = models.TextField(_("what does not go well yet"), blank=True, max_length=2000)
    decision = models.CharField(_("how to go on"), max_length=8, choices=EvaluationDecision)
    next_on = models.DateField(_("look back again on"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("written down"))
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        constraints = [
            models.CheckConstraint(
                name="evaluation_names_the_next_one",
                condition=Q(decision=EvaluationDecision.CLOSE, next_on=None)
                | Q(
                    decision__in=[EvaluationDecision.GO_ON, EvaluationDecision.ADJUST],
                    next_on__isnull=False,
                    next_on__gt=F("held_on"),
                ),
            ),
            models.CheckConstraint(name="evaluation_says_something", condition=~Q(went_well="") | ~Q(went_badly="")),
        ]
        indexes = [models.Index(fields=["plan", "held_on", "id"], name="evaluation_of_plan")]

    def __str__(self) -> str:
        return f"evaluation {self.pk}"


@append_only
@track_changes()
class EvaluationPresence(models.Model):
    """Somebody of the household was there."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="presences")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("presence at an evaluation")
        verbose_name_plural = _("presences at evaluations")
        constraints = [models.UniqueConstraint(name="present_once", fields=["evaluation", "person"])]

    def __str__(self) -> str:
        return f"presence {self.pk}"


@append_only
@track_changes()
class GoalScore(models.Model):
    """How a goal stood on a day, from 1 (bad) to 5 (good), and who says so. Never changed: a newer one counts.

    In an evaluation a goal may get a sentence without a score.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="scores")
    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, null=True, blank=True, related_name="goal_scores"
    )
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True, validators=SCORE)
    given_by = models.CharField(_("who says so"), max_length=10, choices=ScoreGiver, default=ScoreGiver.HOUSEHOLD)
    scored_on = models.DateField(_("on which day"))
    note = models.CharField(_("in a sentence"), max_length=400, blank=True)
    recorded_at = models.DateTimeField(_("written down"))
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("score of a goal")
        verbose_name_plural = _("scores of goals")
        constraints = [
            models.UniqueConstraint(name="goal_once_in_an_evaluation", fields=["evaluation", "goal"]),
            models.CheckConstraint(
                name="goal_score_says_something",
                condition=Q(score__isnull=False, score__range=(1, 5))
                | (Q(score=None, evaluation__isnull=False) & ~Q(note="")),
            ),
            models.CheckConstraint(name="goal_score_giver_is_known", condition=Q(given_by__in=ScoreGiver.values)),
        ]
        indexes = [models.Index(fields=["goal", "scored_on", "id"], name="goal_score_in_time")]

    def __str__(self) -> str:
        return f"score {self.pk}"
