from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Municipality
from wijkteam.core.history import track_changes
from wijkteam.core.periods import running_on
from wijkteam.teams.enums import Weekday


class TeamQuerySet(models.QuerySet["Team"]):
    def of_worker(self, user: User, *, on: date) -> Self:
        """The teams in which this person works on that day."""
        return self.filter(running_on(on, of="memberships"), memberships__user=user.pk)

    def visible_to(self, user: User, *, on: date) -> Self:
        """Teams whose organisation (not whose cases) this person may look into. The only place with that rule."""
        if user.role in {Role.ADMINISTRATOR, Role.COMMISSIONER, Role.PRIVACY_OFFICER}:
            return self.all()
        return self.of_worker(user, on=on)


@track_changes()
class Team(models.Model):
    """A neighbourhood team, as its residents find it."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="teams")
    code = models.CharField(_("code"), max_length=12, unique=True)
    slug = models.SlugField(_("address of its page"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100)
    welcome = models.TextField(_("welcome text"), blank=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    city = models.CharField(_("town"), max_length=60, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    areas = models.ManyToManyField(Area, through="TeamArea", related_name="teams", verbose_name=_("areas"))
    is_active = models.BooleanField(_("in use"), default=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self) -> str:
        return self.name


class TeamArea(models.Model):
    """A district or neighbourhood that a team works for; each belongs to one team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="team_areas")
    area = models.OneToOneField(Area, on_delete=models.PROTECT, related_name="team_area", verbose_name=_("area"))

    class Meta:
        verbose_name = _("area of a team")
        verbose_name_plural = _("areas of teams")

    def __str__(self) -> str:
        return f"area {self.area_id} of team {self.team_id}"


class OpeningHours(models.Model):
    """When residents can walk in, in local time."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    opens_at = models.TimeField(_("from"))
    closes_at = models.TimeField(_("until"))
    note = models.CharField(_("note"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        constraints = [
            models.CheckConstraint(name="opening_ends_after_start", condition=Q(closes_at__gt=models.F("opens_at"))),
            models.UniqueConstraint(name="opening_once_per_start", fields=["team", "weekday", "opens_at"]),
        ]

    def __str__(self) -> str:
        return f"opening hours {self.pk}"
