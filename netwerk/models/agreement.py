import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from netwerk.enums import Lead
from netwerk.models.organisation import Organisation
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.core.periods import no_overlap, running_on
from wijkteam.teams.models import Team


class WorkingAgreementQuerySet(models.QuerySet["WorkingAgreement"]):
    def in_force(self, *, on: date) -> Self:
        """At most one for a team and an organisation: two never share a day."""
        return self.filter(running_on(on))

    def running(self) -> Self:
        """Not replaced or ended by anybody, whatever its dates."""
        return self.filter(ended_at=None)


@track_changes()
class WorkingAgreement(models.Model):
    """How a team and a partner work together, by version: consult, involve, refer, who leads, how long one waits.

    A version that was replaced or ended stays as it was; versions follow each other (triggers see
    to that).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("team"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("organisation")
    )
    version = models.PositiveSmallIntegerField(_("version"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    review_on = models.DateField(_("look at it again on"))
    consult = models.TextField(_("how we consult them"), blank=True, max_length=2000)
    involve = models.TextField(_("how they are temporarily involved"), blank=True, max_length=2000)
    refer = models.TextField(_("how and when we refer a household"), blank=True, max_length=2000)
    lead = models.CharField(_("who keeps the coordination"), max_length=10, choices=Lead, default=Lead.TEAM)
    lead_note = models.CharField(_("explanation"), max_length=300, blank=True)
    max_wait_weeks = models.PositiveSmallIntegerField(_("wait at most, in weeks"), null=True, blank=True)
    waiting_note = models.TextField(_("what we do about waiting"), blank=True, max_length=1000)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written down by"))
    ended_at = models.DateTimeField(_("ended or replaced"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)

    objects = WorkingAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("working agreement")
        verbose_name_plural = _("working agreements")
        constraints = [
            models.CheckConstraint(
                name="agreement_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                name="agreement_is_reviewed_after_start",
                condition=Q(review_on__gt=F("starts_on")),
                violation_error_message=_("The review lies before the start."),
            ),
            models.CheckConstraint(
                name="agreement_says_something",
                condition=~Q(consult="") | ~Q(involve="") | ~Q(refer=""),
                violation_error_message=_("Write down at least one way in which you work together."),
            ),
            models.CheckConstraint(name="agreement_lead_is_known", condition=Q(lead__in=Lead.values)),
            models.CheckConstraint(
                name="agreement_wait_is_possible",
                condition=Q(max_wait_weeks=None) | Q(max_wait_weeks__gte=1, max_wait_weeks__lte=260),
                violation_error_message=_("Fill in between 1 and 260 weeks."),
            ),
            models.CheckConstraint(
                name="agreement_ended_with_date_and_reason",
                condition=Q(ended_at=None, end_reason="")
                | (Q(ended_at__isnull=False, ends_on__isnull=False) & ~Q(end_reason="")),
            ),
            models.UniqueConstraint(name="agreement_version_once", fields=["team", "organisation", "version"]),
            models.UniqueConstraint(
                name="agreement_one_running", fields=["team", "organisation"], condition=Q(ended_at=None)
            ),
            no_overlap(name="agreement_one_at_a_time", same=["team", "organisation"]),
        ]
        indexes = [
            models.Index(fields=["team", "review_on"], name="agreement_review", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"working agreement {self.pk}"
