"""A filter of the overview that somebody wants back, by name."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.reports.enums import OverviewPage
from wijkteam.teams.models import Team

MOST_VIEWS = 12


class SavedView(models.Model):
    """Of one person alone. Each has a place of its own, so that there are never more than twelve."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("whose"))
    name = models.CharField(_("name of the view"), max_length=40)
    place = models.PositiveSmallIntegerField(_("place"))
    is_default = models.BooleanField(_("opens by itself"), default=False, db_default=False)
    page = models.CharField(_("page"), max_length=10, choices=OverviewPage)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+", verbose_name=_("team"))
    district = models.ForeignKey(
        Area, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    months = models.PositiveSmallIntegerField(_("months"))

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(name="saved_view_name_once", fields=["user", "name"]),
            models.UniqueConstraint(name="saved_view_place_once", fields=["user", "place"]),
            models.UniqueConstraint(name="saved_view_one_default", fields=["user"], condition=Q(is_default=True)),
            models.CheckConstraint(name="saved_view_at_most_twelve", condition=Q(place__gte=1, place__lte=MOST_VIEWS)),
            models.CheckConstraint(name="saved_view_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="saved_view_page_is_known", condition=Q(page__in=OverviewPage.values)),
            models.CheckConstraint(name="saved_view_period_is_offered", condition=Q(months__in=[6, 12, 24])),
        ]

    def __str__(self) -> str:
        return f"saved view {self.pk}"
