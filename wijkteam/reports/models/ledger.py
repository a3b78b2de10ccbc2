"""What was decided about every number of every report, and the proof that it is safe. Nothing here is published.

No hidden number stands here: the true counts are in MonthSnapshot. Even so the role that serves commissioners has no
right to these tables, since they tell a helper from a small number.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Mod
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from wijkteam.reports.enums import CellStatus
from wijkteam.reports.models.report import MonthSnapshot


class DisclosureAudit(models.Model):
    """The disclosure control of one publication, taken together with everything published before.

    `world` is what changed since the audit before in the one world that fits everything published, `witnesses` the two
    worlds of each sensitive number that is new or had to be proven again, each as changes of that world and by its
    place in `changes`. Read in order all audits give the whole proof, which `disclosure.verify` checks without the
    solver. A trigger refuses to publish a report without one.
    """

    snapshot = models.OneToOneField(
        MonthSnapshot, on_delete=models.PROTECT, related_name="audit", verbose_name=_("counts behind reports")
    )
    snapshot_sha256 = models.CharField(_("checksum of the counts"), max_length=64)
    method_version = models.CharField(_("version of the method"), max_length=20)
    definitions_version = models.CharField(_("version of the definitions"), max_length=20)
    threshold = models.PositiveSmallIntegerField(_("threshold"))
    base = models.PositiveSmallIntegerField(_("rounded to"))
    need_low = models.PositiveSmallIntegerField(_("must be possible: as low as"))
    need_high = models.PositiveSmallIntegerField(_("must be possible: as high as"))
    cells = models.PositiveIntegerField(_("numbers decided on"))
    sensitive = models.PositiveIntegerField(_("sensitive numbers, earlier ones included"))
    proven_again = models.PositiveIntegerField(_("sensitive numbers asked about now"))
    helpers = models.PositiveIntegerField(_("hidden to protect another number"))
    withheld = models.PositiveIntegerField(_("withheld with their whole table"))
    smallest_range = models.PositiveIntegerField(_("smallest proven range"), null=True)
    links: "models.JSONField[list[list[str]], list[list[str]]]" = models.JSONField(_("numbers taken to be the same"))
    watched: "models.JSONField[list[str], list[str]]" = models.JSONField(_("watched combinations that are small"))
    world: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(_("a world that fits"))
    changes: "models.JSONField[list[dict[str, int]], list[dict[str, int]]]" = models.JSONField(
        _("changes of that world")
    )
    witnesses: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(_("both worlds of each number"))
    created_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("disclosure audit")
        verbose_name_plural = _("disclosure audits")
        constraints = [
            models.CheckConstraint(
                name="audit_range_is_wide_enough",
                condition=Q(smallest_range__isnull=False, smallest_range__gte=F("need_high") - F("need_low"))
                | Q(sensitive=0, smallest_range=None),
            ),
            models.CheckConstraint(
                name="audit_counts_fit", condition=Q(proven_again__lte=F("sensitive"), helpers__lte=F("cells"))
            ),
        ]

    def __str__(self) -> str:
        return f"audit of snapshot {self.snapshot_id}"


class PublishedCell(models.Model):
    """One number of one report: shown as what, or hidden. It stands from the moment that the report is made: from then
    on it can be published any day, and it can never be taken back.
    """

    audit = models.ForeignKey(
        DisclosureAudit, on_delete=models.PROTECT, related_name="published_cells", verbose_name=_("disclosure audit")
    )
    scope = models.CharField(_("code of the team, or the word for all"), max_length=20)
    month = models.DateField(_("month"))
    version = models.PositiveSmallIntegerField(_("version"))
    key = models.CharField(_("key"), max_length=60)
    status = models.CharField(_("what was done with it"), max_length=8, choices=CellStatus)
    shown = models.PositiveIntegerField(_("shown as"), null=True)
    is_small = models.BooleanField(_("under the threshold"))

    class Meta:
        verbose_name = _("number in the ledger")
        verbose_name_plural = _("numbers in the ledger")
        constraints = [
            models.UniqueConstraint(name="published_cell_once", fields=["month", "scope", "version", "key"]),
            models.CheckConstraint(name="published_cell_month_is_a_first_day", condition=Q(month__day=1)),
            # No number stands beside "hidden", and a small one is never shown.
            models.CheckConstraint(
                name="published_cell_shown_or_hidden",
                condition=Q(status=CellStatus.SHOWN, shown__isnull=False, is_small=False)
                | Q(status=CellStatus.PRIMARY, shown=None, is_small=True)
                | Q(status=CellStatus.HELPER, shown=None, is_small=False)
                | Q(status=CellStatus.WITHHELD, shown=None),
            ),
            models.CheckConstraint(
                name="published_cell_is_rounded",
                condition=Q(shown=None) | Q(Exact(Mod(F("shown"), 5), 0), shown__gte=10),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.scope} {self.month:%Y-%m} version {self.version}"
