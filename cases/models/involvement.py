import uuid
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Case as Choose
from django.db.models import CharField, Exists, F, Func, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from cases.enums import DeclineReason, InvolvementMode, WaitLimit
from cases.models.case import Case, CaseCoordinator, CaseRights
from cases.models.restriction import CaseRestriction
from cases.models.sharing import SharingRecord, runs_on
from netwerk.enums import Lead
from netwerk.models import Organisation, PartnerAccess, Professional, Service, WorkingAgreement
from wijkteam.accounts.models import User
from wijkteam.areas.models import AgreedTerms
from wijkteam.core.history import track_changes
from wijkteam.core.periods import running_on
from wijkteam.teams.models import Team

# So long after it ended a partner can still read what was asked and what came of it.
KEPT = timedelta(days=14)
# Where the municipality agreed nothing: within this many days a partner answers.
ANSWER_DAYS = 14
_OPEN = Q(declined_on=None, cancelled_on=None, finished_on=None)


class InvolvementQuerySet(models.QuerySet["Involvement"]):
    def open(self) -> Self:
        """Neither finished nor declined nor called off."""
        return self.filter(_OPEN)

    def waiting(self) -> Self:
        """Sent, and the help has not begun."""
        return self.open().filter(started_on=None)

    def unanswered(self) -> Self:
        """Neither a yes nor a no, and the help has not begun."""
        return self.waiting().filter(accepted_on=None)

    def readable_outside(self, *, on: date) -> Self:
        """What may be shown to the partner on that day: its ground runs, and both sides still are what they were.

        A household that is for named people only shows nothing outside: then one calls. The only place with that rule.
        """
        restricted = CaseRestriction.objects.active().filter(case__household=OuterRef("case__household"))
        return self.filter(
            Q(is_anonymous=True) | runs_on(on, of="sharing"),
            Q(professional=None) | running_on(on, of="professional"),
            running_on(on, of="organisation"),
            ~Exists(restricted),
            case__closed_on=None,
        )

    def visible_to_partner(self, user: User, *, on: date) -> Self:
        """What somebody with an account of a partner may know of: asked of them or of their organisation as a whole,
        readable outside on that day, and not over for more than two weeks. The only place with that rule.
        """
        access = PartnerAccess.objects.running(on=on).filter(user=user)
        return self.readable_outside(on=on).filter(
            Q(professional__in=access.values("professional"))
            | Q(professional=None, organisation__in=access.values("professional__organisation")),
            Q(finished_on=None) | Q(finished_on__gt=on - KEPT),
            Q(declined_on=None) | Q(declined_on__gt=on - KEPT),
            cancelled_on=None,
        )

    def with_limit(self, *, on: date) -> Self:
        """Add how long the household may wait: `wait_days`, the last day `wait_until`, and `wait_by` who says so.

        What team and partner agreed; without that what the partner itself states, for no shorter than the term for an
        answer; and without either only the answer has a term. A consult is a question: that has the term for an answer.
        """
        terms = AgreedTerms.objects.on(on).values("partner_days")[:1]
        answer = Coalesce(Subquery(terms), Value(ANSWER_DAYS), output_field=IntegerField())
        agreed = Q(agreement__max_wait_weeks__isnull=False)
        stated = Q(service__waiting_weeks__isnull=False)
        consult, unanswered = Q(mode=InvolvementMode.CONSULTED), Q(accepted_on=None)
        days = Choose(
            When(consult, then=answer),
            When(agreed, then=F("agreement__max_wait_weeks") * 7),
            When(stated, then=Greatest(F("service__waiting_weeks") * 7, answer)),
            When(unanswered, then=answer),
            default=None,
            output_field=IntegerField(),
        )
        by = Choose(
            When(consult, then=Value(WaitLimit.ANSWER)),
            When(agreed, then=Value(WaitLimit.AGREED)),
            When(stated, then=Value(WaitLimit.STATED)),
            When(unanswered, then=Value(WaitLimit.ANSWER)),
            default=Value(""),
            output_field=CharField(),
        )
        return self.annotate(wait_days=days, wait_by=by).annotate(
            wait_until=Func(
                F("sent_on"),
                F("wait_days"),
                template="(%(expressions)s)",
                arg_joiner=" + ",
                output_field=models.DateField(),
            )
        )

    def of_team(self, team: Team, *, rights: CaseRights) -> Self:
        """Of the open cases of this team that somebody with these rights may know about."""
        return self.filter(case__in=Case.objects.within(rights).filter(team=team, closed_on=None))

    def with_coordinator_name(self) -> Self:
        """Add `coordinator_name`: who coordinates the case now."""
        current = CaseCoordinator.objects.current().filter(case=OuterRef("case"))
        return self.annotate(coordinator_name=Subquery(current.values("worker__name")[:1]))

    def late(self, *, on: date) -> Self:
        """Waiting longer than was agreed. The only place where that is decided."""
        return self.waiting().with_limit(on=on).filter(wait_until__lt=on)


@track_changes()
class Involvement(models.Model):
    """A partner is asked to think along, to help for a while, or to take a question over. The coordinator stays.

    Its state is the last of its dates: sent, accepted, started, finished; or declined, or called off. A consult without
    household data needs no sharing record; everything else points at one that runs on the day it is sent (trigger).
    What is done otherwise than the working agreement says has a reason (trigger): `outside_agreement`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="involvements")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    professional = models.ForeignKey(
        Professional, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("professional")
    )
    mode = models.CharField(_("what is asked"), max_length=10, choices=InvolvementMode)
    question = models.TextField(_("question to the partner"), max_length=2000)
    is_anonymous = models.BooleanField(_("without data of the household"), default=False)
    sharing = models.ForeignKey(
        SharingRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="involvements"
    )
    agreement = models.ForeignKey(
        WorkingAgreement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("working agreement"),
    )
    outside_agreement = models.CharField(_("why outside an agreement"), max_length=300, blank=True)
    led_by = models.CharField(
        _("who leads while they help"), max_length=10, choices=Lead, default=Lead.TEAM, db_default=Lead.TEAM
    )
    sent_on = models.DateField(_("asked on"))
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    started_on = models.DateField(_("started on"), null=True, blank=True)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    outcome = models.TextField(_("what came of it"), blank=True, max_length=2000)
    declined_on = models.DateField(_("declined on"), null=True, blank=True)
    decline_reason = models.CharField(_("why they said no"), max_length=15, choices=DeclineReason, blank=True)
    decline_note = models.CharField(_("in their words"), max_length=500, blank=True)
    cancelled_on = models.DateField(_("called off on"), null=True, blank=True)
    cancel_reason = models.CharField(_("why it was called off"), max_length=300, blank=True)
    handover_on = models.DateField(_("warm handover on"), null=True, blank=True)
    handover_how = models.CharField(_("how it was handed over"), max_length=300, blank=True)
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = InvolvementQuerySet.as_manager()

    class Meta:
        verbose_name = _("involvement")
        verbose_name_plural = _("involvements")
        constraints = [
            models.CheckConstraint(name="involvement_asks_something", condition=~Q(question="")),
            models.CheckConstraint(
                name="involvement_has_a_ground_to_share",
                condition=Q(is_anonymous=True, mode=InvolvementMode.CONSULTED, sharing=None)
                | Q(is_anonymous=False, sharing__isnull=False),
            ),
            models.CheckConstraint(
                name="temporary_involvement_has_an_end",
                condition=~Q(mode=InvolvementMode.TEMPORARY) | Q(ends_on__isnull=False),
            ),
            models.CheckConstraint(
                name="involvement_ends_after_it_was_asked", condition=Q(ends_on=None) | Q(ends_on__gt=F("sent_on"))
            ),
            models.CheckConstraint(
                name="referral_keeps_to_an_agreement",
                condition=~Q(mode=InvolvementMode.REFERRED) | Q(agreement__isnull=False) | ~Q(outside_agreement=""),
            ),
            models.CheckConstraint(name="involvement_is_led_by_one", condition=Q(led_by__in=[Lead.TEAM, Lead.PARTNER])),
            models.CheckConstraint(
                name="involvement_accepted_in_time",
                condition=Q(accepted_on=None) | Q(accepted_on__gte=F("sent_on")),
            ),
            models.CheckConstraint(
                name="involvement_started_in_time",
                condition=Q(started_on=None)
                | Q(accepted_on__isnull=False, started_on__isnull=False, started_on__gte=F("accepted_on")),
            ),
            models.CheckConstraint(
                name="involvement_finished_in_time",
                condition=Q(finished_on=None, outcome="")
                | (
                    Q(started_on__isnull=False, finished_on__isnull=False, finished_on__gte=F("started_on"))
                    & ~Q(outcome="")
                ),
            ),
            models.CheckConstraint(
                name="involvement_declined_as_a_whole",
                condition=Q(declined_on=None, decline_reason="", decline_note="")
                | (
                    Q(declined_on__isnull=False, declined_on__gte=F("sent_on"), started_on=None, cancelled_on=None)
                    & ~Q(decline_reason="")
                ),
            ),
            models.CheckConstraint(
                name="involvement_called_off_as_a_whole",
                condition=Q(cancelled_on=None, cancel_reason="")
                | (
                    Q(cancelled_on__isnull=False, cancelled_on__gte=F("sent_on"), finished_on=None)
                    & (Q(started_on=None) | Q(started_on__isnull=False, cancelled_on__gte=F("started_on")))
                    & ~Q(cancel_reason="")
                ),
            ),
            models.CheckConstraint(
                name="warm_handover_says_how",
                condition=Q(handover_on=None, handover_how="")
                | (Q(handover_on__isnull=False, handover_on__gte=F("sent_on")) & ~Q(handover_how="")),
            ),
            models.UniqueConstraint(
                name="case_has_one_open_referral_per_service",
                fields=["case", "service"],
                condition=_OPEN & Q(mode=InvolvementMode.REFERRED, service__isnull=False),
            ),
            models.UniqueConstraint(
                name="case_has_one_open_referral_without_service",
                fields=["case", "organisation"],
                condition=_OPEN & Q(mode=InvolvementMode.REFERRED, service=None),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-sent_on"], name="involvement_of_case"),
            # Waiting times per provider, and what still waits.
            models.Index(fields=["organisation", "service", "sent_on"], name="involvement_waiting"),
        ]

    def __str__(self) -> str:
        return f"involvement {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.finished_on is None and self.declined_on is None and self.cancelled_on is None

    def waited_days(self, today: date) -> int:
        """From being sent to the start, or to what ended the waiting, or up to today."""
        until = self.started_on or self.declined_on or self.cancelled_on or today
        return (until - self.sent_on).days
