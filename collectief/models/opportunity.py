import uuid
from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collectief.enums import OpportunityAnswer
from collectief.models.initiative import Initiative
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.core.database_roles import append_only
from wijkteam.core.history import track_changes
from wijkteam.teams.models import Team

MONDAY = 2  # as PostgreSQL and Django number the days of a week


class ThemeWeek(models.Model):
    """How many questions and signals came about a theme in an area of a team in the week that begins on `week`.

    Counted anew every night (cases/services/count_weeks.py); a week without any has no row. Numbers only.
    """

    week = models.DateField(_("week from"))
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+", verbose_name=_("theme"))
    questions = models.PositiveIntegerField(_("questions"), default=0)
    signals = models.PositiveIntegerField(_("signals"), default=0)

    class Meta:
        verbose_name = _("week of a theme")
        verbose_name_plural = _("weeks of themes")
        constraints = [
            models.UniqueConstraint(name="theme_week_once", fields=["theme", "area", "week"]),
            models.CheckConstraint(name="theme_week_begins_on_monday", condition=Q(week__week_day=MONDAY)),
        ]

    def __str__(self) -> str:
        return f"week of a theme {self.pk}"


class DetectionRun(models.Model):
    """A whole week at which the detector has looked. Nights that were missed are looked at later."""

    week = models.DateField(_("week from"), unique=True)
    looked_at = models.DateTimeField(_("looked at"))
    areas = models.PositiveSmallIntegerField(_("areas"), default=0)
    themes = models.PositiveSmallIntegerField(_("themes"), default=0)

    class Meta:
        verbose_name = _("run of the detector")
        verbose_name_plural = _("runs of the detector")
        constraints = [models.CheckConstraint(name="run_week_begins_on_monday", condition=Q(week__week_day=MONDAY))]

    def __str__(self) -> str:
        return f"run of the detector over the week from {self.week}"


class OpportunityQuerySet(models.QuerySet["Opportunity"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Of the teams one works in now: it shows small numbers. The only place with that rule."""
        if not user.does_casework:
            return self.none()
        return self.filter(team__in=Team.objects.of_worker(user, on=on))

    def running(self) -> Self:
        return self.filter(ended_on=None)


@track_changes()
class Opportunity(models.Model):
    """More questions and signals came about a theme in an area than chance and the area's size explain.

    `expected` and `observed` are of the last `window` weeks up to and including the week `last_week`, the latest in
    which it stood out. `looked_week` is the latest week at which was looked.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="opportunities", verbose_name=_("team"))
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+", verbose_name=_("theme"))
    first_week = models.DateField(_("first seen in the week from"))
    last_week = models.DateField(_("stood out last in the week from"))
    looked_week = models.DateField(_("looked at until the week from"))
    window = models.PositiveSmallIntegerField(_("weeks together"))
    expected: "models.DecimalField[Decimal, Decimal]" = models.DecimalField(
        _("usual in those weeks"), max_digits=9, decimal_places=2
    )
    observed = models.PositiveIntegerField(_("came in those weeks"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        constraints = [
            models.UniqueConstraint(
                name="opportunity_one_running", fields=["theme", "area"], condition=Q(ended_on=None)
            ),
            models.UniqueConstraint(name="opportunity_begins_once", fields=["theme", "area", "first_week"]),
            models.CheckConstraint(
                name="opportunity_weeks_in_order",
                condition=Q(last_week__gte=F("first_week"), looked_week__gte=F("last_week"))
                & (Q(ended_on=None) | Q(ended_on__gt=F("last_week"))),
            ),
            models.CheckConstraint(
                name="opportunity_weeks_begin_on_monday",
                condition=Q(first_week__week_day=MONDAY, last_week__week_day=MONDAY, looked_week__week_day=MONDAY),
            ),
            models.CheckConstraint(
                name="opportunity_is_more_than_usual",
                condition=Q(expected__gte=0, observed__gt=F("expected"), window__gte=1, window__lte=52),
            ),
        ]
        indexes = [models.Index(fields=["team", "-first_week"], name="opportunity_of_team")]

    def __str__(self) -> str:
        return f"opportunity {self.pk}"

    @property
    def is_rising(self) -> bool:
        """It stood out in the last week at which was looked."""
        return self.ended_on is None and self.last_week == self.looked_week


@append_only
@track_changes()
class OpportunityReply(models.Model):
    """What the team said to an opportunity, and when it looks again. Never rewritten: a new reply comes after it.

    Not now has a reason, an initiative is named. A reflection is a reply of its own kind (models/reflection.py).
    """

    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="replies")
    answer = models.CharField(_("what we do"), max_length=10, choices=OpportunityAnswer)
    reason = models.TextField(_("because"), max_length=1000, blank=True)
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("initiative")
    )
    look_again_on = models.DateField(_("look again on"), null=True, blank=True)
    replied_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    replied_at = models.DateTimeField(_("at"))

    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("reply to an opportunity")
        verbose_name_plural = _("replies to opportunities")
        constraints = [
            models.CheckConstraint(
                name="reply_is_whole",
                condition=(
                    Q(answer=OpportunityAnswer.NOT_NOW, initiative=None, look_again_on__isnull=False) & ~Q(reason="")
                )
                | Q(answer=OpportunityAnswer.INITIATIVE, initiative__isnull=False, look_again_on=None),
                violation_error_message=_("Say why not now, or which initiative."),
            ),
        ]

    def __str__(self) -> str:
        return f"reply to an opportunity {self.pk}"
