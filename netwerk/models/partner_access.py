import uuid
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from netwerk.models.professional import Professional
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.core.periods import no_overlap, running_on

LONGEST_DAYS = 366


class PartnerAccessQuerySet(models.QuerySet["PartnerAccess"]):
    def running(self, *, on: date) -> Self:
        """Within its dates and not ended, of an account that works, for somebody who works there still."""
        return self.filter(
            running_on(on),
            running_on(on, of="professional"),
            running_on(on, of="professional__organisation"),
            ended_at=None,
            user__is_active=True,
        )


@track_changes()
class PartnerAccess(models.Model):
    """A professional of a partner has an account from `starts_on` up to `ends_on`, a year at most. Longer is a new row.

    What they read with it is decided by what is shared with them (cases.models); without a running access: nothing.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="partner_access", verbose_name=_("account"))
    professional = models.ForeignKey(
        Professional, on_delete=models.PROTECT, related_name="access", verbose_name=_("professional")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    given_at = models.DateTimeField(_("given"))
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("given by"))
    ended_at = models.DateTimeField(_("ended before its time"), null=True, blank=True)
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    objects = PartnerAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("access of a partner")
        verbose_name_plural = _("access of partners")
        constraints = [
            models.CheckConstraint(
                name="partner_access_lasts_a_year_at_most",
                condition=Q(ends_on__gt=F("starts_on"), ends_on__lte=F("starts_on") + timedelta(days=LONGEST_DAYS)),
            ),
            models.CheckConstraint(
                name="partner_access_ended_by_somebody",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False, ended_at__gte=F("given_at")),
            ),
            no_overlap(name="partner_account_is_for_one_person", same=["user"], condition=Q(ended_at=None)),
            no_overlap(name="professional_has_one_account", same=["professional"], condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"access {self.pk} of a partner"
