import uuid
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.core.database_roles import readable_by_report
from wijkteam.reports.enums import FileKind
from wijkteam.teams.models import Team

# The connection of the PostgreSQL role that sees published reports and nothing else.
REPORT_ROLE = "report"
READING_AT_LEAST = 80


class MonthlyReportQuerySet(models.QuerySet["MonthlyReport"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def latest_versions(self) -> Self:
        """For each team and month the version with the highest number, published or not."""
        later = MonthlyReport.objects.filter(
            month=OuterRef("month"), version__gt=OuterRef("version"), scope=OuterRef("scope")
        )
        return self.filter(~Exists(later))

    def latest_published_versions(self) -> Self:
        """For each team and month the version that was published last."""
        later = MonthlyReport.objects.using(self.db).filter(
            month=OuterRef("month"),
            version__gt=OuterRef("version"),
            scope=OuterRef("scope"),
            published_at__isnull=False,
        )
        return self.filter(~Exists(later))

    def editable_by(self, user: User, *, on: date) -> Self:
        """Reports whose draft this person may see and publish: of the own teams. The only place with that rule."""
        if user.role != Role.TEAM_COORDINATOR:
            return self.none()
        return self.filter(team__in=Team.objects.of_worker(user, on=on))


@readable_by_report
class MonthlyReport(models.Model):
    """The report of a month for one team, or for the whole municipality when `team` is empty.

    `content` holds protected figures only: a value as it may be shown, or "hidden", never the number behind it.
    It is frozen when the row is made; a trigger lets nothing change but the reading and the publication, and after
    that nothing at all. A correction is a new row with the next version and a reason. The PostgreSQL role
    `wijkteam_report` sees published rows only (row level security).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    scope = models.CharField(_("code of the team, or the word for all"), max_length=20)
    name = models.CharField(_("about whom"), max_length=100)
    month = models.DateField(_("month"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    reason = models.CharField(_("why there is a new version"), max_length=300, blank=True)
    definitions_version = models.CharField(_("version of the definitions"), max_length=20)
    content: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(_("figures as published"))
    created_at = models.DateTimeField(_("made"))
    reading = models.TextField(_("reading of the month"), blank=True, max_length=6000)
    reading_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )
    reading_at = models.DateTimeField(_("written"), null=True, blank=True)
    stories: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(
        _("stories as published"), default=list, db_default=Value([], models.JSONField()), blank=True
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("published by")
    )

    objects = MonthlyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("monthly report")
        verbose_name_plural = _("monthly reports")
        constraints = [
            models.UniqueConstraint(
                name="report_once_per_version", fields=["team", "month", "version"], nulls_distinct=False
            ),
            models.UniqueConstraint(
                name="report_one_draft_at_a_time",
                fields=["team", "month"],
                condition=Q(published_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="report_month_is_a_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="report_later_version_has_a_reason",
                condition=Q(version=1, reason="") | (Q(version__gt=1) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="report_reading_is_signed",
                condition=Q(reading="", reading_by=None, reading_at=None)
                | (Q(reading_by__isnull=False, reading_at__isnull=False) & ~Q(reading="")),
            ),
            models.CheckConstraint(
                name="report_published_with_a_reading",
                condition=Q(published_at=None, published_by=None)
                | (Q(published_at__isnull=False, published_by__isnull=False) & ~Q(reading="")),
            ),
        ]
        indexes = [models.Index(fields=["-month", "name"], name="report_by_month")]

    def __str__(self) -> str:
        return f"report {self.scope} {self.month:%Y-%m} version {self.version}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_of_municipality(self) -> bool:
        return self.team_id is None


class MonthSnapshot(models.Model):
    """The true counts from which reports were made, and what was hidden. Never published, never changed.

    The reports of a month share one, of `scope` "gemeente": what is hidden is decided on once, over all of them
    together. A later version of a team's report has one of its own. The role that serves commissioners has no right
    to this table.
    """

    month = models.DateField(_("month"))
    scope = models.CharField(_("code of the team, or the word for all"), max_length=20)
    version = models.PositiveSmallIntegerField(_("version"))
    counts: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(_("true counts"))
    created_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("counts behind reports")
        verbose_name_plural = _("counts behind reports")
        constraints = [
            models.UniqueConstraint(name="snapshot_once", fields=["month", "scope", "version"]),
            models.CheckConstraint(name="snapshot_month_is_a_first_day", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"counts of {self.scope} {self.month:%Y-%m} version {self.version}"


@readable_by_report
class ReportFile(models.Model):
    """A published report as a file, made once at publication: whoever fetches it later gets the same bytes."""

    report = models.ForeignKey(MonthlyReport, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(_("kind"), max_length=4, choices=FileKind)
    content = models.BinaryField(_("contents"))
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(_("checksum"), max_length=64)

    class Meta:
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")
        constraints = [models.UniqueConstraint(name="report_file_once_per_kind", fields=["report", "kind"])]

    def __str__(self) -> str:
        return f"{self.kind} of report {self.report_id}"
