import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from pghistory.models import Event

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area
from wijkteam.core.history import track_changes
from wijkteam.core.periods import next_month
from wijkteam.hours.enums import WorkKind
from wijkteam.teams.models import Team


class TimeEntryQuerySet(models.QuerySet["TimeEntry"]):
    def in_month(self, month: date) -> Self:
        """`month` is its first day."""
        return self.filter(worked_on__gte=month, worked_on__lt=next_month(month))

    def standing_alone(self) -> Self:
        """Hours that nothing points at: no contact or other work that made them and would be left without."""
        work = [
            relation for relation in TimeEntry._meta.related_objects if not issubclass(relation.related_model, Event)
        ]
        return self.filter(**{f"{relation.name}__isnull": True for relation in work})

    def visible_to(self, user: User, *, on: date) -> Self:
        """Own hours; a team coordinator also those of the own team. The only place with that rule."""
        if user.role == Role.TEAM_COORDINATOR:
            return self.filter(Q(user=user) | Q(team__in=Team.objects.of_worker(user, on=on)))
        if user.role == Role.TEAM_MEMBER:
            return self.filter(user=user)
        return self.none()


@track_changes()
class TimeEntry(models.Model):
    """Minutes that somebody worked for a team on a day. Knows nothing of what they were for: that points here."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="time_entries", verbose_name=_("team"))
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="time_entries", verbose_name=_("worker"))
    worked_on = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    kind = models.CharField(_("kind of work"), max_length=15, choices=WorkKind)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    note = models.CharField(_("what it was"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = TimeEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("hours")
        verbose_name_plural = _("hours")
        constraints = [
            models.CheckConstraint(
                name="time_entry_fits_in_a_day",
                condition=Q(minutes__gte=1, minutes__lte=1440),
                violation_error_message=_("Fill in between 1 and 1440 minutes."),
            ),
            models.CheckConstraint(name="time_entry_kind_is_known", condition=Q(kind__in=WorkKind.values)),
        ]
        indexes = [
            # The balance of a month reads this index alone.
            models.Index(fields=["team", "worked_on"], include=["kind", "minutes", "user"], name="time_entry_balance"),
            models.Index(fields=["user", "-worked_on"], name="time_entry_of_worker"),
        ]

    def __str__(self) -> str:
        return f"hours {self.pk}"
