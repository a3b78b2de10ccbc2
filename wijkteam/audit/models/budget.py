"""How many households somebody opened in one day, and when that day may hold more of them."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.models import User
from wijkteam.core.database_roles import append_only

REASON_LENGTH = 20
MOST_HOUSEHOLDS = 1000


@append_only
class OpenedHousehold(models.Model):
    """The `nth` household that somebody opened on one day, in Amsterdam. Only a trigger of the read log writes it.

    Plain numbers, as in the log. A week later it is forgotten: the log itself is what is kept.
    """

    user_id = models.BigIntegerField(_("account"))
    day = models.DateField(_("day"))
    household_id = models.BigIntegerField(_("household number"))
    nth = models.PositiveIntegerField(_("how many that day"))

    class Meta:
        verbose_name = _("household opened on a day")
        verbose_name_plural = _("households opened on a day")
        constraints = [
            models.UniqueConstraint(name="opened_once_a_day", fields=["user_id", "day", "household_id"]),
            models.UniqueConstraint(name="opened_one_at_a_place", fields=["user_id", "day", "nth"]),
        ]

    def __str__(self) -> str:
        return f"opened household {self.pk}"


@append_only
class BudgetRaise(models.Model):
    """`user` may open `households` households on `day`: somebody else said why. Never changed, never taken back."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("for whom"))
    day = models.DateField(_("day"))
    households = models.PositiveIntegerField(_("households that day"))
    reason = models.TextField(_("reason"), max_length=1000)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("raised by"))
    made_at = models.DateTimeField(_("raised at"))

    class Meta:
        verbose_name = _("raised daily limit")
        verbose_name_plural = _("raised daily limits")
        constraints = [
            models.CheckConstraint(name="raise_by_another", condition=~Q(made_by=F("user"))),
            models.CheckConstraint(
                name="raise_has_a_reason", condition=GreaterThanOrEqual(Length(Trim("reason")), REASON_LENGTH)
            ),
            models.CheckConstraint(
                name="raise_within_reason", condition=Q(households__gte=1, households__lte=MOST_HOUSEHOLDS)
            ),
        ]
        indexes = [models.Index(fields=["user", "day"], name="raise_of_a_day")]

    def __str__(self) -> str:
        return f"raised limit {self.pk}"
