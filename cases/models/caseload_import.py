import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes

UNDONE_WITHIN = timedelta(days=1)


@track_changes()
class CaseloadImport(models.Model):
    """A list of households that was taken in as a whole. Nothing of its contents is kept here.

    `counted` are the numbers of what was made (households, persons, cases); `digest` is the SHA-256 of the file.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField(_("taken in at"))
    # Empty when it was taken in by a command.
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(_("checksum"), max_length=64)
    counted: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(_("made of it"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("list of cases taken in")
        verbose_name_plural = _("lists of cases taken in")
        constraints = [
            models.UniqueConstraint(
                name="caseload_file_taken_in_once",
                fields=["digest"],
                condition=Q(undone_at=None),
                violation_error_message=_("This file was taken in before."),
            ),
            models.CheckConstraint(
                name="caseload_undone_after_it_was_made", condition=Q(undone_at=None) | Q(undone_at__gte=F("made_at"))
            ),
            models.CheckConstraint(
                name="caseload_undone_within_a_day",
                condition=Q(undone_at=None) | Q(undone_at__lte=F("made_at") + UNDONE_WITHIN),
            ),
            models.CheckConstraint(
                name="caseload_undone_by_somebody", condition=Q(undone_at__isnull=False) | Q(undone_by=None)
            ),
        ]

    def __str__(self) -> str:
        return f"caseload import {self.pk}"


@track_changes()
class ImportedCase(models.Model):
    """Which case came from which list, under the number that it had there."""

    batch = models.ForeignKey(CaseloadImport, on_delete=models.PROTECT, related_name="cases")
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="imported_from")
    reference = models.CharField(_("number in the list"), max_length=60, blank=True)
    row = models.PositiveIntegerField(_("row in the list"))

    class Meta:
        verbose_name = _("case from a list")
        verbose_name_plural = _("cases from a list")
        constraints = [models.UniqueConstraint(name="imported_row_makes_one_case", fields=["batch", "row"])]

    def __str__(self) -> str:
        return f"imported case {self.pk}"
