import uuid
from typing import Self

from django.contrib.postgres.functions import RandomUUID
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import OWN_STRENGTH, ActionOwner, GoalOutcome, LifeDomain
from cases.models.case import Case
from collectief.models import Initiative
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes

SCORE = [MinValueValidator(1), MaxValueValidator(5)]


class PlanQuerySet(models.QuerySet["Plan"]):
    def in_force(self) -> Self:
        return self.filter(in_force_at__isnull=False, ended_at=None)

    def draft(self) -> Self:
        return self.filter(in_force_at=None, ended_at=None)


@track_changes()
class Plan(models.Model):
    """One version of the plan of a case: a draft until the household agrees, then in force, then history.

    At most one draft and one in force; versions count 1, 2, 3 without a gap; an ended version cannot be changed,
    nor can its goals and actions (trigger).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField(_("version"))
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    in_force_at = models.DateTimeField(_("in force since"), null=True, blank=True)
    agreed_by = models.CharField(_("who of the household agreed"), max_length=200, blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    evaluate_on = models.DateField(_("look back on"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.UniqueConstraint(name="plan_version_once", fields=["case", "version"]),
            models.UniqueConstraint(
                name="case_has_one_plan_in_force",
                fields=["case"],
                condition=Q(in_force_at__isnull=False, ended_at=None),
            ),
            models.UniqueConstraint(
                name="case_has_one_draft_plan", fields=["case"], condition=Q(in_force_at=None, ended_at=None)
            ),
            models.CheckConstraint(
                name="plan_in_force_is_agreed",
                condition=Q(in_force_at=None, agreed_by="", agreed_on=None, evaluate_on=None)
                | (
                    Q(
                        in_force_at__isnull=False,
                        in_force_at__gte=F("created_at"),
                        agreed_on__isnull=False,
                        evaluate_on__isnull=False,
                        evaluate_on__gt=F("agreed_on"),
                    )
                    & ~Q(agreed_by="")
                ),
            ),
            models.CheckConstraint(
                name="plan_ends_after_it_was_made",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("created_at")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["evaluate_on"],
                include=["case"],
                condition=Q(in_force_at__isnull=False, ended_at=None),
                name="plan_to_evaluate",
            )
        ]

    def __str__(self) -> str:
        return f"plan {self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.in_force_at is None and self.ended_at is None

    @property
    def is_in_force(self) -> bool:
        return self.in_force_at is not None and self.ended_at is None


@track_changes()
class Goal(models.Model):
    """What the household wants to reach in one part of life, in its own words. Scores run from 1 (bad) to 5 (good).

    `lineage` is the same in every version of the plan that has this goal. `current_score` is kept by the database: the
    latest `GoalScore` of the lineage.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    lineage = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    life_domain = models.CharField(_("part of life"), max_length=15, choices=LifeDomain)
    text = models.CharField(_("goal, in the words of the household"), max_length=400)
    start_score = models.PositiveSmallIntegerField(_("score at the start"), null=True, blank=True, validators=SCORE)
    target_score = models.PositiveSmallIntegerField(_("score to reach"), null=True, blank=True, validators=SCORE)
    current_score = models.PositiveSmallIntegerField(_("score now"), null=True, blank=True, editable=False)
    outcome = models.CharField(_("what became of the goal"), max_length=12, choices=GoalOutcome, blank=True)
    result = models.CharField(_("result"), max_length=400, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        constraints = [
            models.UniqueConstraint(name="goal_once_in_a_plan", fields=["plan", "lineage"]),
            models.CheckConstraint(name="goal_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="goal_outcome_is_known", condition=Q(outcome="") | Q(outcome__in=GoalOutcome.values)
            ),
            models.CheckConstraint(
                name="goal_scores_from_1_to_5",
                condition=(Q(start_score=None) | Q(start_score__range=(1, 5)))
                & (Q(target_score=None) | Q(target_score__range=(1, 5)))
                & (Q(current_score=None) | Q(current_score__range=(1, 5))),
            ),
        ]
        indexes = [models.Index(fields=["lineage"], name="goal_lineage")]

    def __str__(self) -> str:
        return f"goal {self.pk}"


@track_changes()
class Action(models.Model):
    """One step towards a goal, with exactly one kind of owner; the team's own actions name the worker.

    `lineage` is the same in every version of the plan that has this action.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    lineage = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="actions")
    text = models.CharField(_("what will be done"), max_length=300)
    owner = models.CharField(_("who does it"), max_length=12, choices=ActionOwner)
    owner_name = models.CharField(_("name"), max_length=120, blank=True)
    worker = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("worker")
    )
    initiative = models.ForeignKey(
        Initiative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("initiative"),
    )
    due_on = models.DateField(_("before"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [
            models.UniqueConstraint(name="action_once_under_a_goal", fields=["goal", "lineage"]),
            models.CheckConstraint(name="action_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="action_has_exactly_one_owner",
                condition=Q(owner=ActionOwner.TEAM, worker__isnull=False, initiative=None)
                | Q(owner=ActionOwner.COLLECTIVE, initiative__isnull=False, worker=None)
                | (~Q(owner__in=[ActionOwner.TEAM, ActionOwner.COLLECTIVE]) & Q(worker=None, initiative=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"action {self.pk}"

    @property
    def is_own_strength(self) -> bool:
        return self.owner in OWN_STRENGTH
