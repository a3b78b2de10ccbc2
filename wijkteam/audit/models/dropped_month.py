"""What stays of a month of the read log whose term was over."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkteam.core.database_roles import append_only


@append_only
class DroppedMonth(models.Model):
    """A month that was thrown away: how many lines, under which seals. Only `audit_drop_month` writes it (trigger).

    The digest is of the seals of its hours, which stay in the file: whoever changes one of both is found.
    """

    name = models.CharField(_("partition"), max_length=63)
    # Empty for the first one, which held everything from before there were months.
    starts_at = models.DateTimeField(_("from"), null=True)
    ends_at = models.DateTimeField(_("until"))
    lines = models.BigIntegerField(_("lines"))
    first_seal = models.CharField(_("first seal"), max_length=64, blank=True)
    last_seal = models.CharField(_("last seal"), max_length=64, blank=True)
    digest = models.CharField(_("digest of the seals"), max_length=64)
    years = models.PositiveSmallIntegerField(_("years kept"))
    dropped_at = models.DateTimeField(_("thrown away at"))

    class Meta:
        verbose_name = _("month of the read log that was thrown away")
        verbose_name_plural = _("months of the read log that were thrown away")

    def __str__(self) -> str:
        return f"dropped month {self.pk}"
