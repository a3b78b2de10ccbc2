import uuid
from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.household import Person
from cases.models.plan import Action
from cases.models.restriction import CaseRestriction
from cases.models.sharing import SharingRecord, runs_on
from netwerk.models import PartnerAccess, Professional
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.core.periods import start_of
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import Team


class CaseConferenceQuerySet(models.QuerySet["CaseConference"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Conferences of the teams one works in now; which items one reads depends on the case. The only such rule."""
        if not user.does_casework:
            return self.none()
        return self.filter(team__in=Team.objects.of_worker(user, on=on))


@track_changes(exclude=("request_key",))
class CaseConference(models.Model):
    """The team and its partners around a table: a time, a place, an agenda.

    `sequence` rises with every change that the invited must know.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="conferences", verbose_name=_("team"))
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("how long"))
    place = models.CharField(_("where"), max_length=200)
    chair = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("chair"))
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    cancelled_at = models.DateTimeField(_("called off"), null=True, blank=True)
    cancel_reason = models.CharField(_("why it was called off"), max_length=300, blank=True)
    held_at = models.DateTimeField(_("closed"), null=True, blank=True)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="next_ones")
    created_at = models.DateTimeField(_("planned"))
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("planned by"))
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = CaseConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("case conference")
        verbose_name_plural = _("case conferences")
        constraints = [
            models.CheckConstraint(name="conference_has_a_length", condition=Q(minutes__gte=15, minutes__lte=480)),
            models.CheckConstraint(name="conference_has_a_place", condition=~Q(place="")),
            models.CheckConstraint(
                name="conference_called_off_as_a_whole",
                condition=Q(cancelled_at=None, cancel_reason="")
                | (Q(cancelled_at__isnull=False, held_at=None) & ~Q(cancel_reason="")),
            ),
        ]
        indexes = [models.Index(fields=["team", "-starts_at"], name="conference_of_team")]

    def __str__(self) -> str:
        return f"case conference {self.pk}"

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_planned(self) -> bool:
        """Neither called off nor closed."""
        return self.cancelled_at is None and self.held_at is None


class ConferenceParticipantQuerySet(models.QuerySet["ConferenceParticipant"]):
    def invited(self) -> Self:
        """Without who was invited before and is no longer."""
        return self.filter(dropped_at=None)


@track_changes()
class ConferenceParticipant(models.Model):
    """Who is invited: a worker, a professional of a partner, or a resident.

    `sent_sequence` is what they were told last. Who was told and is no longer invited stays, with `dropped_at`, until
    the mail that says so has gone.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conference = models.ForeignKey(CaseConference, on_delete=models.PROTECT, related_name="participants")
    worker = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("worker")
    )
    professional = models.ForeignKey(
        Professional, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("professional")
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conference_invitations",
        verbose_name=_("resident"),
    )
    was_present = models.BooleanField(_("was there"), null=True, blank=True)
    sent_sequence = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    dropped_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ConferenceParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant of a conference")
        verbose_name_plural = _("participants of conferences")
        constraints = [
            models.CheckConstraint(
                name="participant_is_one_person",
                condition=Q(worker__isnull=False, professional=None, person=None)
                | Q(worker=None, professional__isnull=False, person=None)
                | Q(worker=None, professional=None, person__isnull=False),
            ),
            models.CheckConstraint(
                name="who_is_dropped_was_told", condition=Q(dropped_at=None) | Q(sent_sequence__isnull=False)
            ),
            models.UniqueConstraint(name="worker_invited_once", fields=["conference", "worker"]),
            models.UniqueConstraint(name="professional_invited_once", fields=["conference", "professional"]),
            models.UniqueConstraint(name="resident_invited_once", fields=["conference", "person"]),
        ]

    def __str__(self) -> str:
        return f"participant of a conference {self.pk}"


@track_changes()
class ConferenceItem(models.Model):
    """A point of the agenda: a case of the team, or a question without a household. Its notes are read by the team."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conference = models.ForeignKey(CaseConference, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    case = models.ForeignKey(
        Case,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conference_items",
        verbose_name=_("case"),
    )
    question = models.TextField(_("what do we want to know or decide"), max_length=1000)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=15)
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("brought by"))
    notes = models.TextField(_("what was said"), blank=True, max_length=8000)
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("item of a conference")
        verbose_name_plural = _("items of conferences")
        constraints = [
            models.CheckConstraint(name="conference_item_asks_something", condition=~Q(question="")),
            models.CheckConstraint(name="conference_item_has_a_length", condition=Q(minutes__gte=1, minutes__lte=240)),
            models.UniqueConstraint(name="case_once_on_an_agenda", fields=["conference", "case"]),
        ]

    def __str__(self) -> str:
        return f"item of a conference {self.pk}"


class ConferenceItemParticipantQuerySet(models.QuerySet["ConferenceItemParticipant"]):
    def visible_to_partner(self, user: User, *, on: date) -> Self:
        """The items to which somebody with an account of a partner is invited, from today on, while the ground runs.

        The only place with that rule.
        """
        access = PartnerAccess.objects.running(on=on).filter(user=user)
        restricted = CaseRestriction.objects.active().filter(case__household=OuterRef("item__case__household"))
        return self.filter(
            Q(item__case=None) | (runs_on(on, of="sharing") & Q(item__case__closed_on=None)),
            ~Exists(restricted),
            participant__professional__in=access.values("professional"),
            participant__dropped_at=None,
            item__conference__cancelled_at=None,
            item__conference__starts_at__gte=start_of(on),
        )


@track_changes()
class ConferenceItemParticipant(models.Model):
    """A participant from outside the team takes part in this item: a professional on a sharing record (trigger)."""

    item = models.ForeignKey(ConferenceItem, on_delete=models.CASCADE, related_name="outsiders")
    participant = models.ForeignKey(ConferenceParticipant, on_delete=models.CASCADE, related_name="items")
    sharing = models.ForeignKey(
        SharingRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="conference_items"
    )

    objects = ConferenceItemParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant of an item")
        verbose_name_plural = _("participants of items")
        constraints = [models.UniqueConstraint(name="participant_once_in_an_item", fields=["item", "participant"])]

    def __str__(self) -> str:
        return f"participant of an item {self.pk}"


@track_changes()
class ConferenceDecision(models.Model):
    """What was decided about an item; `action` is the line in the plan that it became."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(ConferenceItem, on_delete=models.PROTECT, related_name="decisions")
    text = models.CharField(_("decision"), max_length=300)
    action = models.ForeignKey(Action, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    decided_at = models.DateTimeField(_("written"))
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("decision of a conference")
        verbose_name_plural = _("decisions of conferences")
        constraints = [models.CheckConstraint(name="decision_says_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"decision of a conference {self.pk}"


@track_changes()
class ConferenceHours(models.Model):
    """The hours of a worker who was there: what went to cases, and what did not, are two entries (see ADR)."""

    conference = models.ForeignKey(CaseConference, on_delete=models.PROTECT, related_name="hours")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("worker"))
    is_casework = models.BooleanField(_("for cases"))
    time_entry = models.OneToOneField(TimeEntry, on_delete=models.PROTECT, related_name="conference_hours")

    class Meta:
        verbose_name = _("hours of a conference")
        verbose_name_plural = _("hours of conferences")
        constraints = [
            models.UniqueConstraint(name="conference_hours_once", fields=["conference", "worker", "is_casework"])
        ]

    def __str__(self) -> str:
        return f"hours of a conference {self.pk}"
