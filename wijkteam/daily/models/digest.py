from datetime import date, time
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.daily.enums import DigestOutcome


class DigestQuerySet(models.QuerySet["Digest"]):
    def due(self, *, day: date, at: time) -> Self:
        """Whose time has come on this day, by the clock on the wall, and who was not thought of yet."""
        thought_of = DigestMail.objects.filter(user=models.OuterRef("user"), day=day)
        return self.filter(~models.Exists(thought_of), is_on=True, send_at__lte=at, user__is_active=True).exclude(
            user__email=""
        )


@track_changes()
class Digest(models.Model):
    """Whether somebody wants a daily mail, at which time, and about what not. The mail holds numbers and a link."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="digest")
    is_on = models.BooleanField(_("a mail every day that something needs you"), default=False)
    send_at = models.TimeField(_("at what time"), default=time(8, 0))
    # What is left out, so that a kind that comes later is in.
    without = ArrayField(models.CharField(max_length=20), verbose_name=_("not about"), default=list, blank=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = _("daily mail")
        verbose_name_plural = _("daily mails")

    def __str__(self) -> str:
        return f"daily mail {self.pk}"


class DigestMail(models.Model):
    """That somebody was thought of on a day: at most once, also when two workers do the work.

    It is claimed, and that is committed, before the mail goes. A machine that stops in between leaves a claim, and
    that mail is never sent again: somebody may miss one; nobody gets two.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    outcome = models.CharField(_("what became of it"), max_length=10, choices=DigestOutcome)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("daily mail of a day")
        verbose_name_plural = _("daily mails of a day")
        constraints = [
            models.UniqueConstraint(name="digest_mail_once_a_day", fields=["user", "day"]),
            models.CheckConstraint(name="digest_mail_outcome_is_known", condition=Q(outcome__in=DigestOutcome.values)),
        ]

    def __str__(self) -> str:
        return f"daily mail of a day {self.pk}"
