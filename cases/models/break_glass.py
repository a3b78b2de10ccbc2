"""Noodtoegang: opening one household that is not one's own, for an hour, with a reason that somebody else judges."""

import uuid
from datetime import date, datetime, timedelta
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import EmergencyKind, ReviewResult
from cases.models.case import Case
from cases.models.household import Household
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.core.periods import MomentSpan
from wijkteam.teams.models import Team

LASTS = timedelta(minutes=60)
SHORTEST_REASON = 20
REVIEW_WORKING_DAYS = 3


class BreakGlassQuerySet(models.QuerySet["BreakGlass"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """All for the privacy officer; a team coordinator those about the own team; everybody one's own."""
        if user.role == Role.PRIVACY_OFFICER:
            return self
        if user.role == Role.TEAM_COORDINATOR:
            return self.filter(Q(user=user) | Q(case__team__in=Team.objects.of_worker(user, on=on)))
        return self.filter(user=user)

    def running(self, *, at: datetime) -> Self:
        return self.filter(started_at__lte=at, ends_at__gt=at)

    def waiting(self) -> Self:
        """Nobody has judged it yet."""
        return self.filter(reviewed_at=None)


@track_changes()
class BreakGlass(models.Model):
    """Each time somebody asked for it: also with a number that no case has, as the answer is the same.

    Rows stay as they are: a trigger lets through that it ended earlier, was announced and was reviewed, once each.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="emergencies", verbose_name=_("who"))
    number = models.CharField(_("case number"), max_length=20)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="emergencies")
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="emergencies"
    )
    kind = models.CharField(_("what is the matter"), max_length=10, choices=EmergencyKind)
    reason = models.TextField(_("why it cannot wait"), max_length=1000)
    started_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    announced_at = models.DateTimeField(_("announced"), null=True, blank=True, editable=False)
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewed by")
    )
    result = models.CharField(_("judgement"), max_length=12, choices=ReviewResult, blank=True)
    review_note = models.TextField(_("explanation"), max_length=1000, blank=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        verbose_name = _("emergency access")
        verbose_name_plural = _("emergency accesses")
        constraints = [
            models.CheckConstraint(
                name="emergency_reason_says_something",
                condition=GreaterThanOrEqual(Length(Trim("reason")), SHORTEST_REASON),
            ),
            models.CheckConstraint(
                name="emergency_lasts_an_hour_at_most",
                condition=Q(ends_at__gte=F("started_at"), ends_at__lte=F("started_at") + LASTS),
            ),
            models.CheckConstraint(
                name="emergency_is_of_a_household",
                condition=Q(case=None, household=None) | Q(case__isnull=False, household__isnull=False),
            ),
            models.CheckConstraint(
                name="emergency_reviewed_by_another",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("user")),
            ),
            models.CheckConstraint(
                name="emergency_reviewed_as_a_whole",
                condition=Q(reviewed_at=None, reviewed_by=None, result="", review_note="")
                | (
                    Q(reviewed_at__isnull=False, reviewed_at__gte=F("started_at"), reviewed_by__isnull=False)
                    & ~Q(result="")
                    & ~Q(review_note="")
                ),
            ),
            ExclusionConstraint(
                name="one_emergency_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (MomentSpan("started_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["user", "household", "ends_at"], name="emergency_of_user"),
            models.Index(fields=["started_at"], condition=Q(reviewed_at=None), name="emergency_to_review"),
        ]

    def __str__(self) -> str:
        return f"emergency access {self.pk}"

    @property
    def review_by(self) -> date:
        """The last day on which it should have been judged: three working days after it."""
        day = timezone.localdate(self.started_at)
        left = REVIEW_WORKING_DAYS
        while left:
            day += timedelta(days=1)
            left -= day.weekday() < 5
        return day
