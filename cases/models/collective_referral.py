import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import CollectiveOutcome
from cases.models.case import Case
from cases.models.household import Person
from cases.models.sharing import SharingRecord
from collectief.models import Initiative, Participant
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes


class CollectiveReferralQuerySet(models.QuerySet["CollectiveReferral"]):
    def open(self) -> Self:
        return self.filter(ended_on=None)


@track_changes()
class CollectiveReferral(models.Model):
    """Somebody of a household goes on together with others: in an initiative, and perhaps in one edition of it.

    The group knows nothing of it: this row points at the participant, never the other way round. Only when the
    initiative is of an outside organisation and the team itself passes something on, a ground to share is named.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="collective_referrals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("who"))
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="+", verbose_name=_("initiative"))
    participant = models.OneToOneField(
        Participant,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="collective_referral",
        verbose_name=_("participant"),
    )
    hope = models.CharField(_("what it is for"), max_length=300, blank=True)
    sharing = models.ForeignKey(
        SharingRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="collective_referrals"
    )
    referred_on = models.DateField(_("referred on"))
    referred_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("referred by"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=15, choices=CollectiveOutcome, blank=True)
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = CollectiveReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral to an initiative")
        verbose_name_plural = _("referrals to initiatives")
        constraints = [
            models.CheckConstraint(
                name="collective_referral_ended_as_a_whole",
                condition=Q(ended_on=None, outcome="")
                | Q(
                    ended_on__isnull=False,
                    ended_on__gte=F("referred_on"),
                    outcome__in=CollectiveOutcome.values,
                ),
            ),
            models.UniqueConstraint(
                name="collective_referral_open_once",
                fields=["case", "person", "initiative"],
                condition=Q(ended_on=None),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-referred_on"], name="collective_of_case"),
            models.Index(fields=["initiative", "referred_on"], name="collective_of_initiative"),
        ]

    def __str__(self) -> str:
        return f"referral to an initiative {self.pk}"
