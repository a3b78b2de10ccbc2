from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wijkteam.areas.enums import Law
from wijkteam.areas.models.municipality import Theme
from wijkteam.core.periods import no_overlap, running_on


class ThemeLawQuerySet(models.QuerySet["ThemeLaw"]):
    def on(self, day: date) -> Self:
        return self.filter(running_on(day))


class ThemeLaw(models.Model):
    """To which law a theme belongs from `starts_on` on (half-open period), for who must account law by law.

    A theme without a row belongs to no single law. It divides figures, never a household.
    """

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="laws", verbose_name=_("theme"))
    law = models.CharField(_("law"), max_length=13, choices=Law)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = ThemeLawQuerySet.as_manager()

    class Meta:
        verbose_name = _("law of a theme")
        verbose_name_plural = _("laws of themes")
        constraints = [
            models.CheckConstraint(name="theme_law_is_known", condition=Q(law__in=Law.values)),
            models.CheckConstraint(
                name="theme_law_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__isnull=False, ends_on__gt=F("starts_on")),
            ),
            no_overlap(name="theme_one_law_at_a_time", same=["theme"]),
        ]

    def __str__(self) -> str:
        return f"law of theme {self.theme_id} from {self.starts_on}"
