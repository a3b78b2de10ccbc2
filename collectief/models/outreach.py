import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collectief.models.signal import Signal
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area
from wijkteam.core.history import track_changes
from wijkteam.core.periods import next_month
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import Team

# What being out in the neighbourhood counts as.
OUTREACH_KINDS = (WorkKind.OUTREACH, WorkKind.PREVENTION)
# A market day, not a football stadium: more is a slip of the finger.
MOST_MET = 2000


class OutreachMomentQuerySet(models.QuerySet["OutreachMoment"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Of the teams one works in now. The only place with that rule."""
        if not user.does_casework:
            return self.none()
        return self.filter(team__in=Team.objects.of_worker(user, on=on))

    def in_month(self, month: date) -> Self:
        """`month` is its first day."""
        return self.filter(happened_on__gte=month, happened_on__lt=next_month(month))


@track_changes()
class OutreachMoment(models.Model):
    """Somebody of the team was there: at a market, a school gate, a barbecue. Whom we met is a number, never a name.

    Its minutes are hours of `author` at once; colleagues who came along write down their own.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="outreach_moments", verbose_name=_("team"))
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("who was there"))
    colleagues = models.ManyToManyField(User, related_name="+", blank=True, verbose_name=_("together with"))
    time_entry = models.OneToOneField(
        TimeEntry, on_delete=models.PROTECT, related_name="outreach_moment", verbose_name=_("hours")
    )
    happened_on = models.DateField(_("day"))
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("neighbourhood"))
    place = models.CharField(_("where"), max_length=120)
    residents_met = models.PositiveSmallIntegerField(_("residents met"), default=0)
    new_met = models.PositiveSmallIntegerField(_("of whom met for the first time"), default=0)
    corrected_at = models.DateTimeField(_("corrected"), null=True, blank=True)

    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = OutreachMomentQuerySet.as_manager()

    class Meta:
        verbose_name = _("outreach moment")
        verbose_name_plural = _("outreach moments")
        constraints = [
            models.CheckConstraint(name="outreach_has_a_place", condition=~Q(place="")),
            models.CheckConstraint(
                name="outreach_met_are_possible",
                condition=Q(residents_met__lte=MOST_MET, new_met__lte=F("residents_met")),
                violation_error_message=_("You cannot meet more people for the first time than you met."),
            ),
        ]
        indexes = [models.Index(fields=["team", "-happened_on"], name="outreach_of_team")]

    def __str__(self) -> str:
        return f"outreach moment {self.pk}"


@track_changes()
class Heard(models.Model):
    """One thing that was heard at a moment, and the signal that was made of it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    moment = models.ForeignKey(OutreachMoment, on_delete=models.CASCADE, related_name="heard")
    text = models.CharField(_("what was heard"), max_length=500)
    signal = models.OneToOneField(
        Signal, on_delete=models.PROTECT, null=True, blank=True, related_name="heard", verbose_name=_("signal")
    )

    class Meta:
        verbose_name = _("something heard")
        verbose_name_plural = _("things heard")
        constraints = [models.CheckConstraint(name="heard_says_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"something heard {self.pk}"
