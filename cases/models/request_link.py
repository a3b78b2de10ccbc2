"""A partner answers a request from a mail, without an account: the link, the code that is mailed, and the answer."""

import uuid
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import AnswerKind, DeclineReason
from cases.models.involvement import Involvement
from wijkteam.accounts.models import User
from wijkteam.core.database_roles import append_only
from wijkteam.core.history import track_changes
from wijkteam.core.mail_links import LinkUse, MailCode, MailLink, MailLinkUse, code_rules, link_rules

LASTS_DAYS = 14
# Who answers "later" keeps the link until some days after the day they named, and never longer than this.
LONGEST_DAYS = 90


class RequestLinkQuerySet(models.QuerySet["RequestLink"]):
    def live(self, *, on: date) -> Self:
        """Sent and not over, of a request that waits for an answer and may be shown to the partner."""
        readable = Involvement.objects.unanswered().readable_outside(on=on)
        return self.filter(revoked_at=None, sent_at__isnull=False, expires_on__gt=on, involvement__in=readable)


@track_changes(exclude=("digest", "request_key"))
class RequestLink(MailLink):
    """A mail to a partner with an address under which they answer one request. One link per request at a time."""

    purpose = "cases.request-link"

    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="links")

    objects = RequestLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to answer a request")
        verbose_name_plural = _("links to answer requests")
        constraints = [
            *link_rules("request_link"),
            models.CheckConstraint(
                name="request_link_lasts_ninety_days_at_most",
                condition=Q(
                    expires_on__gt=F("starts_on"), expires_on__lte=F("starts_on") + timedelta(days=LONGEST_DAYS)
                ),
            ),
            models.UniqueConstraint(name="request_has_one_link", fields=["involvement"], condition=Q(revoked_at=None)),
        ]

    def __str__(self) -> str:
        return f"link to answer request {self.pk}"


@track_changes(exclude=("digest",))
class RequestCode(MailCode):
    """The code for the link of a request."""

    purpose = "cases.request-code"

    link = models.ForeignKey(RequestLink, on_delete=models.PROTECT, related_name="codes")

    class Meta:
        verbose_name = _("code of a link")
        verbose_name_plural = _("codes of links")
        constraints = code_rules("request_code")
        indexes = [
            models.Index(fields=["link", "-asked_at"], name="request_code_of_link"),
            models.Index(fields=["asked_at"], condition=Q(sent_at=None), name="request_code_to_send"),
        ]

    def __str__(self) -> str:
        return f"code {self.pk} of a link"


@append_only
@track_changes()
class RequestLinkUse(MailLinkUse):
    """Somebody used the link of a request."""

    link = models.ForeignKey(RequestLink, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        verbose_name = _("use of a link")
        verbose_name_plural = _("uses of links")
        constraints = [
            models.CheckConstraint(name="request_link_use_is_known", condition=Q(outcome__in=LinkUse.values))
        ]
        indexes = [models.Index(fields=["link", "-at"], name="use_of_request_link")]

    def __str__(self) -> str:
        return f"use {self.pk} of a link"


@append_only
@track_changes(exclude=("request_key",))
class RequestAnswer(models.Model):
    """What a partner said themselves, through a link or with an account. It stays as it was said (trigger)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="answers")
    link = models.ForeignKey(RequestLink, on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("answer"), max_length=5, choices=AnswerKind)
    name = models.CharField(_("who answered"), max_length=200)
    from_on = models.DateField(_("can begin on"), null=True, blank=True)
    wait_weeks = models.PositiveSmallIntegerField(_("expected waiting, in weeks"), null=True, blank=True)
    handover_on = models.DateField(_("proposes to hand over on"), null=True, blank=True)
    reason = models.CharField(_("why they said no"), max_length=15, choices=DeclineReason, blank=True)
    later_on = models.DateField(_("answers by"), null=True, blank=True)
    words = models.CharField(_("in their words"), max_length=500, blank=True)
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("answer of a partner")
        verbose_name_plural = _("answers of partners")
        constraints = [
            models.CheckConstraint(name="request_answer_says_who", condition=~Q(name="")),
            models.CheckConstraint(
                name="request_answer_comes_one_way",
                condition=Q(link__isnull=False, user=None) | Q(link=None, user__isnull=False),
            ),
            models.CheckConstraint(
                name="request_answer_is_whole",
                condition=Q(kind=AnswerKind.YES, reason="", later_on=None)
                | (
                    Q(kind=AnswerKind.NO, from_on=None, wait_weeks=None, handover_on=None, later_on=None)
                    & Q(reason__in=DeclineReason.values)
                )
                | Q(
                    kind=AnswerKind.LATER,
                    from_on=None,
                    wait_weeks=None,
                    handover_on=None,
                    reason="",
                    later_on__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="request_answer_waits_two_years_at_most",
                condition=Q(wait_weeks=None) | Q(wait_weeks__isnull=False, wait_weeks__lte=104),
            ),
        ]
        indexes = [models.Index(fields=["involvement", "-at"], name="answer_of_request")]

    def __str__(self) -> str:
        return f"answer {self.pk} of a partner"
