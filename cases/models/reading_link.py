import uuid
from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from cases.enums import OpeningOutcome
from cases.models.case import Case
from cases.models.household import Person
from wijkteam.accounts.models import User
from wijkteam.core.database_roles import append_only
from wijkteam.core.history import track_changes

LONGEST_DAYS = 90
# Over the whole life of a link, from all places together. Who opened it before on the same device is not counted.
WRONG_DATES = 15


def digests_of(token: str) -> list[str]:
    """What is kept of the token in an address: under the key of today first, then under those of before."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac("cases.reading-link", token, secret=key, algorithm="sha256").hexdigest() for key in keys]


class PlanReadingLinkQuerySet(models.QuerySet["PlanReadingLink"]):
    def live(self, *, on: date) -> Self:
        """Not ended, not revoked, and of an open case."""
        return self.filter(revoked_at=None, starts_on__lte=on, expires_on__gt=on, case__closed_on=None)


@track_changes(exclude=("digest",))
class PlanReadingLink(models.Model):
    """One person of a household may read the plan in force, up to (not including) a day, without an account.

    Of the token in the address only a keyed hash is kept. One link per person at a time; revoking is final (trigger).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reading_links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reading_links", verbose_name=_("who"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    starts_on = models.DateField(_("from"))
    expires_on = models.DateField(_("until"))
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("revoked by")
    )
    # One per rendered form: sending the same form twice makes one link.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = PlanReadingLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading link")
        verbose_name_plural = _("reading links")
        constraints = [
            models.CheckConstraint(
                name="reading_link_lasts_ninety_days_at_most",
                condition=Q(
                    expires_on__gt=F("starts_on"), expires_on__lte=F("starts_on") + timedelta(days=LONGEST_DAYS)
                ),
            ),
            models.CheckConstraint(
                name="reading_link_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False, revoked_at__gte=F("created_at")),
            ),
            models.CheckConstraint(name="reading_link_keeps_a_hash", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.UniqueConstraint(
                name="person_has_one_reading_link", fields=["case", "person"], condition=Q(revoked_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"reading link {self.pk}"


@append_only
@track_changes()
class ReadingLinkOpening(models.Model):
    """Somebody used a reading link: the plan was shown, or another date of birth was filled in."""

    link = models.ForeignKey(PlanReadingLink, on_delete=models.PROTECT, related_name="openings")
    at = models.DateTimeField(_("at"))
    outcome = models.CharField(_("what happened"), max_length=10, choices=OpeningOutcome)

    class Meta:
        verbose_name = _("use of a reading link")
        verbose_name_plural = _("uses of reading links")
        constraints = [
            models.CheckConstraint(name="opening_outcome_is_known", condition=Q(outcome__in=OpeningOutcome.values))
        ]
        indexes = [models.Index(fields=["link", "-at"], name="opening_of_link")]

    def __str__(self) -> str:
        return f"use {self.pk} of a reading link"


@track_changes()
class FamilyQuestion(models.Model):
    """Somebody who reads the plan asks the coordinator something. The words stay; answering is final (trigger)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    link = models.ForeignKey(PlanReadingLink, on_delete=models.PROTECT, related_name="questions")
    asked_at = models.DateTimeField(_("asked"))
    text = models.TextField(_("the question"), max_length=2000)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("question from the family")
        verbose_name_plural = _("questions from the family")
        constraints = [
            models.CheckConstraint(name="family_question_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="family_question_answered_by_somebody",
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False, answered_at__gte=F("asked_at")),
            ),
        ]
        indexes = [models.Index(fields=["link"], condition=Q(answered_at=None), name="family_question_waiting")]

    def __str__(self) -> str:
        return f"question {self.pk} from the family"
