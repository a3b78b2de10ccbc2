from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.models import User
from wijkteam.core.database_roles import append_only
from wijkteam.retention.enums import Ground

# Youth Act art. 7.3.8: 20 years since the last change. Wmo 2015 art. 5.3.4: 15 years. Where neither holds the
# selection list of the municipality decides; until it does we keep to the Wmo, as most of the work is of that kind.
STATUTORY = {Ground.YOUTH: 20, Ground.WMO: 15, Ground.OTHER: 15}
LEAST = {Ground.YOUTH: 20, Ground.WMO: 15, Ground.OTHER: 5}


@append_only
class RetentionTerm(models.Model):
    """How many years the municipality keeps files of a ground, by its selection list. The latest row counts.

    Without a row the law counts, and no row may be shorter than the law.
    """

    ground = models.CharField(_("ground"), max_length=5, choices=Ground)
    years = models.PositiveSmallIntegerField(_("years"))
    source = models.CharField(_("where that stands"), max_length=200)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    decided_at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("retention term")
        verbose_name_plural = _("retention terms")
        constraints = [
            models.CheckConstraint(
                name="term_is_not_shorter_than_the_law",
                condition=Q(ground=Ground.YOUTH, years__gte=20)
                | Q(ground=Ground.WMO, years__gte=15)
                | Q(ground=Ground.OTHER, years__gte=5),
            ),
            models.CheckConstraint(name="term_is_no_eternity", condition=Q(years__lte=115)),
            models.CheckConstraint(name="term_has_a_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"retention term {self.pk}"
