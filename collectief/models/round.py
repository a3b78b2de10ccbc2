"""The information round: a short update of a team for who helps in the neighbourhood, and for others who want it."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from collectief.enums import RoundFailure, RoundItemKind, RoundWish
from netwerk.models import Organisation, Professional
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.teams.models import Team


@track_changes()
class RoundRhythm(models.Model):
    """How often a team sends its round. A team that chose none is not reminded."""

    team = models.OneToOneField(Team, on_delete=models.PROTECT, related_name="round_rhythm", verbose_name=_("team"))
    every_weeks = models.PositiveSmallIntegerField(_("every how many weeks"))
    chosen_at = models.DateTimeField(_("chosen"))
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("chosen by"))

    class Meta:
        verbose_name = _("rhythm of the information round")
        verbose_name_plural = _("rhythms of the information round")
        constraints = [
            models.CheckConstraint(
                name="round_rhythm_is_possible", condition=Q(every_weeks__gte=1, every_weeks__lte=52)
            )
        ]

    def __str__(self) -> str:
        return f"rhythm of team {self.team_id}"


class RoundRecipientQuerySet(models.QuerySet["RoundRecipient"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Who gets the round of the teams one works in now. The only place with that rule."""
        if not user.does_casework:
            return self.none()
        return self.filter(team__in=Team.objects.of_worker(user, on=on))

    def running(self) -> Self:
        return self.filter(stopped_at=None)


@track_changes()
class RoundRecipient(models.Model):
    """Who wants the round of a team: a partner, a professional of one, or somebody else who asked for it.

    Stopping is final (trigger): who wants it again is written down anew. Without `stopped_by` they did it themselves.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="round_recipients", verbose_name=_("team"))
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    professional = models.ForeignKey(
        Professional,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("professional"),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    wish = models.CharField(_("how you know that they want it"), max_length=8, choices=RoundWish)
    wanted_on = models.DateField(_("since when"))
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by"))
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    stopped_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("stopped by")
    )
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = RoundRecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipient of the information round")
        verbose_name_plural = _("recipients of the information round")
        constraints = [
            models.CheckConstraint(
                name="round_recipient_is_one_of_three",
                condition=Q(organisation__isnull=False, professional=None, name="", email="")
                | Q(organisation=None, professional__isnull=False, name="", email="")
                | (Q(organisation=None, professional=None) & ~Q(name="") & ~Q(email="")),
            ),
            models.CheckConstraint(name="round_recipient_wish_is_known", condition=Q(wish__in=RoundWish.values)),
            models.CheckConstraint(
                name="round_recipient_stopped_as_a_whole",
                condition=Q(stopped_at=None, stopped_by=None) | Q(stopped_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="round_goes_to_an_organisation_once",
                fields=["team", "organisation"],
                condition=Q(stopped_at=None),
            ),
            models.UniqueConstraint(
                name="round_goes_to_a_professional_once",
                fields=["team", "professional"],
                condition=Q(stopped_at=None),
            ),
            models.UniqueConstraint(
                "team",
                Lower("email"),
                name="round_goes_to_an_address_once",
                condition=Q(stopped_at=None) & ~Q(email=""),
            ),
        ]

    def __str__(self) -> str:
        return f"recipient of the round {self.pk}"


class InformationRoundQuerySet(models.QuerySet["InformationRound"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Rounds of the teams one works in now. The only place with that rule."""
        if not user.does_casework:
            return self.none()
        return self.filter(team__in=Team.objects.of_worker(user, on=on))

    def drafts(self) -> Self:
        return self.filter(sent_at=None)

    def sent(self) -> Self:
        return self.filter(sent_at__isnull=False)


@track_changes()
class InformationRound(models.Model):
    """One update of a team. Once sent it stays exactly as it went (trigger); a team has one draft at a time.

    `body_text` and `body_html` are what was mailed, with a mark where each recipient has a stop link of their own.
    `version` rises with each change of the draft.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("team"))
    since = models.DateField(_("about the time since"))
    subject = models.CharField(_("subject"), max_length=120)
    opening = models.TextField(_("opening"), max_length=2000, blank=True)
    closing = models.TextField(_("closing"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    started_at = models.DateTimeField(_("begun"))
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("begun by"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sent by")
    )
    body_text = models.TextField(blank=True, editable=False)
    body_html = models.TextField(blank=True, editable=False)

    objects = InformationRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("information round")
        verbose_name_plural = _("information rounds")
        constraints = [
            models.CheckConstraint(name="round_has_a_subject", condition=~Q(subject="")),
            models.CheckConstraint(
                name="round_sent_as_a_whole",
                condition=Q(sent_at=None, sent_by=None, body_text="", body_html="")
                | (Q(sent_at__isnull=False, sent_by__isnull=False) & ~Q(body_text="") & ~Q(body_html="")),
            ),
            models.UniqueConstraint(name="team_has_one_draft_round", fields=["team"], condition=Q(sent_at=None)),
        ]
        indexes = [models.Index(fields=["team", "-sent_at"], name="round_of_team")]

    def __str__(self) -> str:
        return f"information round {self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.sent_at is None


@track_changes()
class RoundItem(models.Model):
    """A part of a round: proposed from what happened (`source`), or written by hand. Only what is chosen goes."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(InformationRound, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=RoundItemKind)
    source = models.CharField(max_length=80, blank=True, editable=False)
    heading = models.CharField(_("heading"), max_length=120)
    text = models.TextField(_("text"), max_length=2000, blank=True)
    is_chosen = models.BooleanField(_("goes into the mail"), default=False)

    class Meta:
        verbose_name = _("part of a round")
        verbose_name_plural = _("parts of a round")
        constraints = [
            models.CheckConstraint(name="round_item_has_a_heading", condition=~Q(heading="")),
            models.CheckConstraint(name="round_item_kind_is_known", condition=Q(kind__in=RoundItemKind.values)),
            models.UniqueConstraint(
                name="round_proposes_a_thing_once", fields=["round", "source"], condition=~Q(source="")
            ),
        ]

    def __str__(self) -> str:
        return f"part of a round {self.pk}"


class RoundDeliveryQuerySet(models.QuerySet["RoundDelivery"]):
    def waiting(self) -> Self:
        return self.filter(sent_at=None, failed_at=None)


@track_changes()
class RoundDelivery(models.Model):
    """A sent round for one address, as it was then. It goes once: what was sent or given up stays so (trigger)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(InformationRound, on_delete=models.PROTECT, related_name="deliveries")
    recipient = models.ForeignKey(RoundRecipient, on_delete=models.PROTECT, related_name="deliveries")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    try_after = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failed_at = models.DateTimeField(_("given up"), null=True, blank=True)
    failure = models.CharField(_("why"), max_length=12, choices=RoundFailure, blank=True)

    objects = RoundDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery of a round")
        verbose_name_plural = _("deliveries of a round")
        constraints = [
            models.CheckConstraint(name="delivery_has_an_address", condition=~Q(email="") & ~Q(name="")),
            models.CheckConstraint(
                name="delivery_sent_or_given_up",
                condition=(Q(failed_at=None, failure=""))
                | (Q(failed_at__isnull=False, sent_at=None, failure__in=RoundFailure.values)),
            ),
            models.UniqueConstraint(name="round_delivered_once", fields=["round", "recipient"]),
            models.UniqueConstraint("round", Lower("email"), name="round_delivered_once_to_an_address"),
        ]
        indexes = [models.Index(fields=["try_after"], name="delivery_waits", condition=Q(sent_at=None, failed_at=None))]

    def __str__(self) -> str:
        return f"delivery of a round {self.pk}"
