import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from collectief.enums import EditionEnd, SessionKind
from collectief.models.initiative import Initiative
from collectief.models.method import Method, measure_is_whole
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import Team


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Everyone in a team sees that it runs and how many come: there is nobody's name in it."""
        return self.all() if user.does_casework else self.none()

    def running(self) -> Self:
        return self.filter(closed_on=None)

    def served_by(self, user: User, *, on: date) -> Self:
        """Of the teams that somebody works in now, as the one that carries it or as one that it is also for."""
        mine = Team.objects.of_worker(user, on=on).values("pk")
        shared = Edition.also_for.through.objects.filter(edition=OuterRef("pk"), team__in=mine)
        return self.filter(Q(initiative__team__in=mine) | Exists(shared))

    def led_by(self, user: User, *, on: date) -> Self:
        """Whoever leads it and works in a team that it serves: they see who takes part. The only such rule."""
        if not user.does_casework:
            return self.none()
        leading = EditionLeader.objects.filter(edition=OuterRef("pk"), worker=user)
        return self.served_by(user, on=on).filter(Exists(leading))


@track_changes()
class Edition(models.Model):
    """A method that runs once, from the first meeting to the last: with its own people, days and room.

    The scale is that of the method on the day it was planned, so that scores keep their meaning.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, related_name="editions", verbose_name=_("initiative")
    )
    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="editions", verbose_name=_("method"))
    name = models.CharField(_("name"), max_length=120)
    also_for = models.ManyToManyField(Team, related_name="+", blank=True, verbose_name=_("also for these teams"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    min_participants = models.PositiveSmallIntegerField(_("participants, at least"))
    capacity = models.PositiveSmallIntegerField(_("room for how many people"))
    other_leaders = models.PositiveSmallIntegerField(_("others who lead along"), default=0)
    measure_name = models.CharField(_("scale"), max_length=120, blank=True)
    measure_low = models.SmallIntegerField(_("lowest score"), null=True, blank=True)
    measure_high = models.SmallIntegerField(_("highest score"), null=True, blank=True)
    measure_higher_is_better = models.BooleanField(_("a higher score is better"), default=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=10, choices=EditionEnd, blank=True)
    names_erased_on = models.DateField(_("names taken away on"), null=True, blank=True, editable=False)
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.CheckConstraint(name="edition_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="edition_has_room",
                condition=Q(min_participants__gte=1, capacity__lte=500, capacity__gte=F("min_participants")),
                violation_error_message=_("There is room for fewer people than the least that is needed."),
            ),
            models.CheckConstraint(
                name="edition_closed_as_a_whole",
                condition=Q(closed_on=None, ending="") | Q(closed_on__isnull=False, ending__in=EditionEnd.values),
            ),
            models.CheckConstraint(
                name="edition_names_go_after_it_closed",
                condition=Q(names_erased_on=None)
                | Q(closed_on__isnull=False, names_erased_on__isnull=False, names_erased_on__gte=F("closed_on")),
            ),
            measure_is_whole("edition_measure_is_whole"),
        ]
        indexes = [models.Index(fields=["initiative", "closed_on"], name="edition_of_initiative")]

    def __str__(self) -> str:
        return f"edition {self.pk}"

    @property
    def measures(self) -> bool:
        return bool(self.measure_name)


@track_changes()
class EditionLeader(models.Model):
    """A colleague who leads an edition: takes attendance, and is the one who sees who takes part."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="leaders")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("worker"))

    class Meta:
        verbose_name = _("leader of an edition")
        verbose_name_plural = _("leaders of editions")
        constraints = [models.UniqueConstraint(name="edition_leader_once", fields=["edition", "worker"])]

    def __str__(self) -> str:
        return f"leader of an edition {self.pk}"


class SessionQuerySet(models.QuerySet["Session"]):
    def planned(self) -> Self:
        return self.filter(cancelled_on=None)

    def held(self) -> Self:
        return self.exclude(noted_at=None)

    def to_note(self, *, on: date) -> Self:
        """Was, or is today, and nobody wrote down yet who came."""
        return self.planned().filter(noted_at=None, held_on__lte=on)


@track_changes()
class Session(models.Model):
    """One meeting: of an edition, or of an initiative that people simply walk into (then `edition` is empty).

    How many came is the names that are ticked plus `others`, who are counted and not named.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="sessions")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    kind = models.CharField(_("kind"), max_length=10, choices=SessionKind, default=SessionKind.REGULAR)
    held_on = models.DateField(_("day"))
    begins_at = models.TimeField(_("from what time"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=200, blank=True)
    others = models.PositiveSmallIntegerField(_("others, without a name"), default=0)
    noted_at = models.DateTimeField(_("written down at"), null=True, blank=True)
    noted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("written down by")
    )
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("group meeting")
        verbose_name_plural = _("group meetings")
        constraints = [
            models.CheckConstraint(name="session_kind_is_known", condition=Q(kind__in=SessionKind.values)),
            models.CheckConstraint(name="session_lasts_a_while", condition=Q(minutes__gte=5, minutes__lte=960)),
            models.CheckConstraint(
                name="session_called_off_as_a_whole",
                condition=Q(cancelled_on=None, cancel_reason="")
                | (Q(cancelled_on__isnull=False, noted_at=None) & ~Q(cancel_reason="")),
            ),
            models.CheckConstraint(
                name="session_noted_as_a_whole",
                condition=Q(noted_at=None, noted_by=None, others=0)
                | Q(noted_at__isnull=False, noted_by__isnull=False, others__lte=2000),
            ),
            models.CheckConstraint(
                name="session_without_edition_was_held", condition=Q(edition__isnull=False) | Q(noted_at__isnull=False)
            ),
            models.UniqueConstraint(
                name="session_once_per_moment",
                fields=["edition", "held_on", "begins_at"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("There is a meeting of this edition at that moment already."),
            ),
        ]
        indexes = [models.Index(fields=["initiative", "-held_on"], name="session_of_initiative")]

    def __str__(self) -> str:
        return f"meeting {self.pk}"


@track_changes()
class SessionHours(models.Model):
    """The hours of a worker who was there: made by the same entry that says who came."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="hours")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("worker"))
    time_entry = models.OneToOneField(TimeEntry, on_delete=models.PROTECT, related_name="session_hours")

    class Meta:
        verbose_name = _("hours of a meeting")
        verbose_name_plural = _("hours of meetings")
        constraints = [models.UniqueConstraint(name="session_hours_once", fields=["session", "worker"])]

    def __str__(self) -> str:
        return f"hours of a meeting {self.pk}"
