from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collectief.enums import AnswerManner, AnswerSentence
from collectief.models.signal import Signal
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes


class SignalAnswerQuerySet(models.QuerySet["SignalAnswer"]):
    def to_mail(self) -> "SignalAnswerQuerySet":
        return self.filter(manner=AnswerManner.MAIL, sent_at=None, failed_at=None)


@track_changes()
class SignalAnswer(models.Model):
    """What was told to who passed the signal on: fixed sentences only, so that nothing of anybody slips in.

    `sent_at` is when the mail left, `failed_at` when no more is tried: only for an answer by mail.
    """

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="answers")
    sentences = ArrayField(models.CharField(max_length=15, choices=AnswerSentence), verbose_name=_("sentences"))
    manner = models.CharField(_("how"), max_length=8, choices=AnswerManner)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    given_at = models.DateTimeField(_("at"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failed_at = models.DateTimeField(_("not delivered"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("times tried"), default=0)

    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = SignalAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a signaller")
        verbose_name_plural = _("answers to signallers")
        constraints = [
            models.CheckConstraint(name="signal_answer_manner_is_known", condition=Q(manner__in=AnswerManner.values)),
            models.CheckConstraint(
                name="signal_answer_is_of_fixed_sentences",
                condition=Q(sentences__len__gt=0, sentences__contained_by=AnswerSentence.values),
            ),
            models.CheckConstraint(
                name="signal_answer_is_sent_by_mail_only",
                condition=Q(sent_at=None, failed_at=None)
                | Q(manner=AnswerManner.MAIL, sent_at__isnull=False, sent_at__gte=F("given_at"), failed_at=None)
                | Q(manner=AnswerManner.MAIL, failed_at__isnull=False, failed_at__gte=F("given_at"), sent_at=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["given_at"],
                condition=Q(manner="mail", sent_at=None, failed_at=None),
                name="signal_answer_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"answer to a signaller {self.pk}"

    @property
    def text(self) -> str:
        """The sentences one after another, in the language of the moment."""
        return " ".join(str(AnswerSentence(one).label) for one in self.sentences)
