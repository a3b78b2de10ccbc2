from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wijkteam.core.history import track_changes


@track_changes()
class KeptRow(models.Model):
    """A row of a directory file that belongs to no organisation here: kept, so that an export has it again."""

    table = models.CharField(max_length=40)
    hsds_id = models.CharField(max_length=64)
    content = models.JSONField()

    class Meta:
        verbose_name = _("kept row of a directory file")
        verbose_name_plural = _("kept rows of directory files")
        constraints = [
            models.UniqueConstraint(name="kept_row_once_per_table", fields=["table", "hsds_id"]),
            models.CheckConstraint(name="kept_row_says_what_it_is", condition=~Q(table="") & ~Q(hsds_id="")),
        ]

    def __str__(self) -> str:
        return f"kept row {self.pk}"
