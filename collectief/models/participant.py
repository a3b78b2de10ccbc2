import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collectief.enums import LeftReason, MeasureMoment, ParticipantStatus
from collectief.models.edition import Edition, Session
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Who leads the edition sees who takes part; nobody else does, in no team. The only place with that rule."""
        return self.filter(edition__in=Edition.objects.led_by(user, on=on))

    def taking_part(self) -> Self:
        return self.filter(status=ParticipantStatus.TAKING_PART)


# The history keeps no names: taking a name away takes it away.
@track_changes(exclude=("name",))
class Participant(models.Model):
    """Somebody in an edition, by the name that the group uses, or by a number alone.

    Where they come from is not here: a case that referred them points at this row, and a group does not know who has
    a file.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="participants")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("first name"), max_length=60, blank=True)
    status = models.CharField(
        _("takes part"), max_length=10, choices=ParticipantStatus, default=ParticipantStatus.TAKING_PART
    )
    signed_up_on = models.DateField(_("signed up on"))
    placed_on = models.DateField(_("got a place on"), null=True, blank=True)
    left_on = models.DateField(_("stopped on"), null=True, blank=True)
    left_reason = models.CharField(_("why"), max_length=15, choices=LeftReason, blank=True)
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.UniqueConstraint(name="participant_number_once", fields=["edition", "number"]),
            models.CheckConstraint(
                name="participant_status_has_its_days",
                condition=Q(status=ParticipantStatus.TAKING_PART, placed_on__isnull=False, left_on=None, left_reason="")
                | Q(status=ParticipantStatus.WAITING, placed_on=None, left_on=None, left_reason="")
                | (
                    Q(status=ParticipantStatus.LEFT, left_on__isnull=False, left_on__gte=F("signed_up_on"))
                    & Q(left_reason__in=LeftReason.values)
                ),
            ),
            models.CheckConstraint(
                name="participant_placed_after_signing_up",
                condition=Q(placed_on=None) | Q(placed_on__isnull=False, placed_on__gte=F("signed_up_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"participant {self.pk}"

    @property
    def shown_as(self) -> str:
        """The name, or the number of who is counted without one."""
        return self.name or str(_("Participant %(number)d") % {"number": self.number})

    @property
    def takes_part(self) -> bool:
        return self.status == ParticipantStatus.TAKING_PART

    @property
    def waits(self) -> bool:
        return self.status == ParticipantStatus.WAITING


@track_changes()
class Attendance(models.Model):
    """Whether a participant was at a meeting; a row for each who could have come, once it is written down."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendance")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="attendance")
    was_there = models.BooleanField(_("was at the meeting"))

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [models.UniqueConstraint(name="attendance_once", fields=["session", "participant"])]

    def __str__(self) -> str:
        return f"attendance {self.pk}"


@track_changes()
class Measurement(models.Model):
    """The score of a participant on the scale of the edition, at one moment."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="measurements")
    moment = models.CharField(_("moment"), max_length=10, choices=MeasureMoment)
    score = models.SmallIntegerField(_("score"))
    measured_on = models.DateField(_("day"))

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        constraints = [
            models.UniqueConstraint(name="measurement_once_per_moment", fields=["participant", "moment"]),
            models.CheckConstraint(name="measurement_moment_is_known", condition=Q(moment__in=MeasureMoment.values)),
        ]

    def __str__(self) -> str:
        return f"measurement {self.pk}"
