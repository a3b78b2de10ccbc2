import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wijkteam.core.database_roles import readable_by_report
from wijkteam.reports.enums import FileKind, PeriodKind


@readable_by_report
class PeriodReport(models.Model):
    """What cannot be shown by the month: a quarter, half a year or a year of the whole municipality.

    It is published as it is made, with its files and the proof that it is safe, and stays as it is. Who explains it are
    the readings of its months.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=9, choices=PeriodKind)
    start = models.DateField(_("first day"))
    name = models.CharField(_("about whom"), max_length=100)
    definitions_version = models.CharField(_("version of the definitions"), max_length=20)
    content: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(_("figures as published"))
    published_at = models.DateTimeField(_("published"))

    class Meta:
        verbose_name = _("report over a longer period")
        verbose_name_plural = _("reports over a longer period")
        constraints = [
            models.UniqueConstraint(name="period_report_once", fields=["kind", "start"]),
            # Calendar periods only: windows that overlap could be taken from each other.
            models.CheckConstraint(
                name="period_report_begins_with_its_period",
                condition=Q(start__day=1)
                & (
                    Q(kind=PeriodKind.QUARTER, start__month__in=[1, 4, 7, 10])
                    | Q(kind=PeriodKind.HALF_YEAR, start__month__in=[1, 7])
                    | Q(kind=PeriodKind.YEAR, start__month=1)
                ),
            ),
        ]
        indexes = [models.Index(fields=["-start", "kind"], name="period_report_by_start")]

    def __str__(self) -> str:
        return f"{self.kind} from {self.start:%Y-%m}"

    @property
    def months(self) -> list[date]:
        return [self.start.replace(month=self.start.month + number) for number in range(PeriodKind(self.kind).months)]


@readable_by_report
class PeriodReportFile(models.Model):
    """A period report as a file, made with it."""

    report = models.ForeignKey(PeriodReport, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(_("kind"), max_length=4, choices=FileKind)
    content = models.BinaryField(_("contents"))
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(_("checksum"), max_length=64)

    class Meta:
        verbose_name = _("file of a report over a longer period")
        verbose_name_plural = _("files of reports over a longer period")
        constraints = [
            models.UniqueConstraint(name="period_file_once_per_kind", fields=["report", "kind"]),
            models.CheckConstraint(name="period_file_of_a_known_kind", condition=Q(kind__in=FileKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of report {self.report_id}"
