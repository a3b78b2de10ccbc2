import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from collectief.enums import AssignmentUnit, LadderStep
from collectief.models.edition import Edition
from collectief.models.initiative import Initiative
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.core.history import track_changes
from wijkteam.teams.models import Team

OLDEST = 120


def _is_a_step(name: str) -> Q:
    return Q(**{name: None}) | Q(**{f"{name}__isnull": False, f"{name}__in": LadderStep.values})


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Of the teams one works in now, that carry it or work along: real counts stand beside it. The only such rule.

        The municipality reads of them in the monthly report, where small numbers are protected.
        """
        if not user.does_casework:
            return self.none()
        mine = Team.objects.of_worker(user, on=on).values("pk")
        along = Assignment.also_for.through.objects.filter(assignment=OuterRef("pk"), team__in=mine)
        return self.filter(Q(team__in=mine) | Exists(along))

    def in_force(self) -> Self:
        return self.filter(agreed_on__isnull=False, ended_on=None)

    def drafts(self) -> Self:
        return self.filter(agreed_on=None)


@track_changes()
class Assignment(models.Model):
    """What a team agrees to reach with its municipality: for whom, how many, from `starts_on` up to `ends_on`.

    A draft until it is agreed; from then on it stays as it was agreed (trigger), and a change is a new version that
    `replaces` it. How far it is is never stored: `selectors.progress` counts what was registered.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("team"))
    also_for = models.ManyToManyField(Team, related_name="+", blank=True, verbose_name=_("also for these teams"))
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", editable=False
    )
    title = models.CharField(_("goal"), max_length=200)
    target_group = models.CharField(_("target group"), max_length=300)
    step_at_most = models.PositiveSmallIntegerField(
        _("stands at the start on at most this step"), choices=LadderStep, null=True, blank=True
    )
    reaches_step = models.PositiveSmallIntegerField(
        _("comes at least to this step"), choices=LadderStep, null=True, blank=True
    )
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    age_from = models.PositiveSmallIntegerField(_("from what age"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("up to and including what age"), null=True, blank=True)
    number = models.PositiveIntegerField(_("how many"))
    unit = models.CharField(_("of what"), max_length=10, choices=AssignmentUnit)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    means = models.TextField(_("means"), max_length=1000, blank=True)
    hours = models.PositiveIntegerField(_("agreed hours"), null=True, blank=True)
    will_not = models.TextField(_("what the team will not do"), max_length=1000)
    ground = models.CharField(_("on what ground"), max_length=300, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    written_at = models.DateTimeField(_("written down"))
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    agreed_with = models.CharField(_("agreed with"), max_length=200, blank=True)
    agreed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agreed by")
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_note = models.CharField(_("why it ended"), max_length=300, blank=True)
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.CheckConstraint(
                name="assignment_counts_something",
                condition=Q(number__gte=1),
                violation_error_message=_("Say how many: at least one."),
            ),
            models.CheckConstraint(name="assignment_unit_is_known", condition=Q(unit__in=AssignmentUnit.values)),
            models.CheckConstraint(
                name="assignment_has_a_period",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                name="assignment_says_what_and_for_whom", condition=~Q(title="") & ~Q(target_group="")
            ),
            models.CheckConstraint(name="assignment_says_what_is_not_done", condition=~Q(will_not="")),
            models.CheckConstraint(
                name="assignment_steps_are_of_the_ladder",
                condition=_is_a_step("step_at_most") & _is_a_step("reaches_step"),
            ),
            models.CheckConstraint(
                name="assignment_goes_up_the_ladder",
                condition=Q(reaches_step=None)
                | (
                    Q(reaches_step__isnull=False, unit=AssignmentUnit.PEOPLE)
                    & (Q(step_at_most=None) | Q(step_at_most__isnull=False, reaches_step__gt=F("step_at_most")))
                ),
                violation_error_message=_("The step to reach lies above the step at the start, and counts people."),
            ),
            models.CheckConstraint(
                name="assignment_ages_are_possible",
                condition=(Q(age_from=None) | Q(age_from__isnull=False, age_from__lte=OLDEST))
                & (Q(age_to=None) | Q(age_to__isnull=False, age_to__lte=OLDEST))
                & (
                    Q(age_from=None)
                    | Q(age_to=None)
                    | Q(age_from__isnull=False, age_to__isnull=False, age_to__gte=F("age_from"))
                ),
                violation_error_message=_("The highest age lies below the lowest."),
            ),
            models.CheckConstraint(
                name="assignment_agreed_as_a_whole",
                condition=Q(agreed_on=None, agreed_with="", agreed_by=None)
                | (Q(agreed_on__isnull=False, agreed_by__isnull=False) & ~Q(agreed_with="")),
            ),
            models.CheckConstraint(
                name="assignment_ended_after_it_was_agreed",
                condition=Q(ended_on=None, end_note="")
                | (Q(ended_on__isnull=False, agreed_on__isnull=False, ended_on__gte=F("agreed_on")) & ~Q(end_note="")),
            ),
            models.CheckConstraint(
                name="assignment_version_follows",
                condition=Q(version=1, replaces=None) | Q(version__gte=2, replaces__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["team", "ends_on"], name="assignment_of_team")]

    def __str__(self) -> str:
        return f"assignment {self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.agreed_on is None

    @property
    def is_by_the_ladder(self) -> bool:
        """Counted from the steps of people with a file, not from who came."""
        if self.unit == AssignmentUnit.MOVES:
            return True
        by_step = self.step_at_most is not None or self.reaches_step is not None
        return self.unit == AssignmentUnit.PEOPLE and by_step


@track_changes()
class AssignmentPart(models.Model):
    """An initiative, or one edition, that counts for an assignment. May change while it runs; the history keeps it."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="parts")
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("what counts for an assignment")
        verbose_name_plural = _("what counts for assignments")
        constraints = [
            models.CheckConstraint(
                name="assignment_part_is_one_thing",
                condition=Q(initiative__isnull=False, edition=None) | Q(initiative=None, edition__isnull=False),
            ),
            models.UniqueConstraint(
                name="assignment_part_once", fields=["assignment", "initiative", "edition"], nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"part of an assignment {self.pk}"
