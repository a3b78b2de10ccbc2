"""The conversation about a published report: a question on one of its lines, answers, and sitting down together.

Written by commissioners and team coordinators, read by everybody who reads the report. Nothing is rewritten: who wants
to correct something writes a further post.
"""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.core.database_roles import append_only
from wijkteam.core.history import track_changes
from wijkteam.reports.models.report import MonthlyReport
from wijkteam.teams.models import Team

READER_ROLES = (Role.COMMISSIONER, Role.TEAM_COORDINATOR, Role.TEAM_MEMBER)
POST_LENGTH = 2000


class ReportThreadQuerySet(models.QuerySet["ReportThread"]):
    def visible_to(self, user: User) -> Self:
        """Who reads published reports reads what is said about them. The only place with that rule."""
        return self if user.role in READER_ROLES else self.none()

    def answered_by(self, user: User, *, on: date) -> Self:
        """Those that this person answers for the team: the coordinator of the team that was asked."""
        if user.role != Role.TEAM_COORDINATOR:
            return self.none()
        return self.filter(team__in=Team.objects.of_worker(user, on=on))

    def with_last_post(self) -> Self:
        """`last_from_team` is empty while there is only the question."""
        last = ThreadPost.objects.filter(thread=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            last_from_team=Subquery(last.values("is_from_team")[:1]), last_at=Subquery(last.values("at")[:1])
        )

    def waiting_for_team(self) -> Self:
        """Open, and the municipality had the last word."""
        waiting = self.with_last_post().filter(closed_at=None)
        return waiting.filter(Q(last_from_team=None) | Q(last_from_team=False))

    def open(self) -> Self:
        return self.filter(closed_at=None)


@track_changes()
class ReportThread(models.Model):
    """A question about one line of a published report to one team, with everything that was said about it.

    `line` is the stable key of the figure, theme, district, team or chapter (selectors.report_lines). A question to
    several teams is a thread for each of them, so that each answers for itself.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(MonthlyReport, on_delete=models.PROTECT, related_name="threads")
    line = models.CharField(_("line of the report"), max_length=80)
    line_name = models.CharField(_("what that line is called"), max_length=160)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    question = models.TextField(_("what was asked"), max_length=POST_LENGTH)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )
    close_note = models.CharField(_("why it could be closed"), max_length=300, blank=True)
    # One per rendered form; a form that asks several teams makes one row for each.
    request_key = models.UUIDField(null=True, blank=True, editable=False)

    objects = ReportThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("question about a report")
        verbose_name_plural = _("questions about reports")
        constraints = [
            models.CheckConstraint(
                name="thread_asks_something", condition=~Q(line="") & ~Q(line_name="") & ~Q(question="")
            ),
            models.CheckConstraint(
                name="thread_closed_as_a_whole",
                condition=Q(closed_at=None, closed_by=None, close_note="")
                | (
                    Q(closed_at__isnull=False, closed_at__gte=F("asked_at"), closed_by__isnull=False)
                    & ~Q(close_note="")
                ),
            ),
            models.UniqueConstraint(name="thread_once_per_form_and_team", fields=["request_key", "team"]),
        ]
        indexes = [
            models.Index(fields=["report", "line"], name="thread_of_line"),
            models.Index(fields=["team"], condition=Q(closed_at=None), name="thread_open"),
        ]

    def __str__(self) -> str:
        return f"question {self.pk} about a report"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


@append_only
class ThreadPost(models.Model):
    """What somebody adds to a thread: the team that answers, or a commissioner who asks on. Never changed."""

    thread = models.ForeignKey(ReportThread, on_delete=models.PROTECT, related_name="posts")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    is_from_team = models.BooleanField(_("of the team"))
    text = models.TextField(_("text"), max_length=POST_LENGTH)
    at = models.DateTimeField(_("written"))
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("answer in a question about a report")
        verbose_name_plural = _("answers in questions about reports")
        constraints = [models.CheckConstraint(name="post_says_something", condition=~Q(text=""))]
        indexes = [models.Index(fields=["thread", "-id"], name="post_of_thread")]

    def __str__(self) -> str:
        return f"post {self.pk}"


class ReflectionPlanQuerySet(models.QuerySet["ReflectionPlan"]):
    def waiting(self) -> Self:
        return self.filter(answered_at=None)

    def planned(self) -> Self:
        return self.filter(accepted=True)


@track_changes()
class ReflectionPlan(models.Model):
    """A commissioner proposes to sit down about a question: a day, and who comes. The coordinator says yes or no."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    thread = models.ForeignKey(ReportThread, on_delete=models.PROTECT, related_name="plans")
    day = models.DateField(_("day"))
    who = models.CharField(_("who comes from the municipality"), max_length=200)
    about = models.TextField(_("what you want to look at together"), max_length=1000)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed"))
    accepted = models.BooleanField(_("it suits the team"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    note = models.CharField(_("where and when, or why not"), max_length=300, blank=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = ReflectionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal to sit down together")
        verbose_name_plural = _("proposals to sit down together")
        constraints = [
            models.CheckConstraint(name="reflection_plan_says_who_and_what", condition=~Q(who="") & ~Q(about="")),
            models.CheckConstraint(
                name="reflection_plan_answered_as_a_whole",
                condition=Q(accepted=None, answered_at=None, answered_by=None, note="")
                | (Q(accepted__isnull=False, answered_at__isnull=False, answered_by__isnull=False) & ~Q(note="")),
            ),
            models.UniqueConstraint(
                name="reflection_plan_one_at_a_time", fields=["thread"], condition=Q(answered_at=None)
            ),
        ]
        indexes = [models.Index(fields=["day"], condition=Q(accepted=True), name="reflection_planned")]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class ReportReading(models.Model):
    """That a commissioner opened a report, or a thread about it: what they have not seen stands on their start page."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    report = models.ForeignKey(MonthlyReport, on_delete=models.PROTECT, related_name="+")
    thread = models.ForeignKey(ReportThread, on_delete=models.PROTECT, null=True, blank=True, related_name="readings")
    read_at = models.DateTimeField(_("read"))

    class Meta:
        verbose_name = _("reading of a report")
        verbose_name_plural = _("readings of reports")
        constraints = [
            models.UniqueConstraint(name="reading_once", fields=["user", "report", "thread"], nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"reading {self.pk}"
