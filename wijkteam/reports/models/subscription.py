"""Who gets a mail when a report is published. The mail holds a link, no figure."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.reports.enums import MailFailure, Subscribed
from wijkteam.reports.models.report import MonthlyReport
from wijkteam.teams.models import Team


class ReportSubscriptionQuerySet(models.QuerySet["ReportSubscription"]):
    def for_report(self, report: MonthlyReport) -> Self:
        """Those that want to hear of this report."""
        kind = Q(kind=Subscribed.MUNICIPALITY) if report.is_of_municipality else Q(team=report.team_id)
        return self.filter(Q(kind=Subscribed.ALL) | kind)


@track_changes()
class ReportSubscription(models.Model):
    """What one reader wants to hear of: everything, the municipality, or one team. Stopping removes the row."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="report_subscriptions")
    kind = models.CharField(_("which reports"), max_length=12, choices=Subscribed)
    team = models.ForeignKey(
        Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    since = models.DateTimeField(_("since"))

    objects = ReportSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription to reports")
        verbose_name_plural = _("subscriptions to reports")
        constraints = [
            models.CheckConstraint(
                name="subscription_names_a_team_or_none",
                condition=Q(kind=Subscribed.TEAM, team__isnull=False)
                | Q(kind__in=[Subscribed.ALL, Subscribed.MUNICIPALITY], team=None),
            ),
            models.UniqueConstraint(name="subscription_once", fields=["user", "kind", "team"], nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"subscription {self.pk}"


class ReportMailQuerySet(models.QuerySet["ReportMail"]):
    def waiting(self) -> Self:
        return self.filter(sent_at=None, failed_at=None, claimed_at=None)


class ReportMail(models.Model):
    """The mail about one publication to one reader, made with the publication itself.

    It is claimed, and that is committed, before it goes out: a machine that stops in between leaves a claim, and what
    was claimed is never sent again. Somebody may then miss a mail; nobody gets two.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(MonthlyReport, on_delete=models.PROTECT, related_name="mails")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    try_after = models.DateTimeField(null=True, blank=True, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failed_at = models.DateTimeField(_("given up"), null=True, blank=True)
    failure = models.CharField(_("why"), max_length=12, choices=MailFailure, blank=True)

    objects = ReportMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail about a report")
        verbose_name_plural = _("mails about reports")
        constraints = [
            models.UniqueConstraint(name="report_mail_once", fields=["report", "user"]),
            models.CheckConstraint(
                name="report_mail_sent_or_given_up",
                condition=Q(failed_at=None, failure="")
                | Q(failed_at__isnull=False, sent_at=None, failure__in=MailFailure.values),
            ),
            models.CheckConstraint(
                name="report_mail_sent_was_claimed",
                condition=Q(sent_at=None) | Q(sent_at__isnull=False, claimed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["try_after"], name="report_mail_waits", condition=Q(sent_at=None, failed_at=None))
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"
