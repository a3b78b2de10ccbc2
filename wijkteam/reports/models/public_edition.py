import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.reports.models.report import MonthlyReport


class PublicEditionQuerySet(models.QuerySet["PublicEdition"]):
    def shown(self) -> Self:
        return self.filter(closed_at=None)


@track_changes()
class PublicEdition(models.Model):
    """A published report for residents and partners: what the team says of it in plain words, and what it will do.

    The figures are those of the report, chosen by the page (selectors.public_edition): nothing is stored here that a
    reader of the report could not read. Taken down is `closed_at`; the figures were public by then.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.OneToOneField(MonthlyReport, on_delete=models.PROTECT, related_name="public_edition")
    words = models.TextField(_("what the month was like"), max_length=1500)
    plans = models.TextField(_("what we are going to do"), max_length=1500)
    opened_at = models.DateTimeField(_("made public"))
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("made public by"))
    closed_at = models.DateTimeField(_("taken down"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken down by")
    )

    objects = PublicEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("public edition of a report")
        verbose_name_plural = _("public editions of reports")
        constraints = [
            models.CheckConstraint(name="public_edition_has_words", condition=~Q(words="") & ~Q(plans="")),
            models.CheckConstraint(
                name="public_edition_closed_by_somebody",
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"public edition {self.pk}"
