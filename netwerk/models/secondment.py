import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from netwerk.models.organisation import Organisation
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.core.periods import no_overlap, running_on


class SecondmentQuerySet(models.QuerySet["Secondment"]):
    def running(self, *, on: date) -> Self:
        return self.filter(running_on(on))

    def employers_of(self, user: User, *, on: date) -> set[int]:
        """The organisations that pay this worker on that day. One statement."""
        return set(self.running(on=on).filter(user=user).values_list("organisation", flat=True))


@track_changes()
class Secondment(models.Model):
    """An organisation of the directory pays this worker, from `starts_on` up to `ends_on`.

    It gives and takes no right: it is shown where that organisation is the provider at hand.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="secondments", verbose_name=_("worker"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="secondments", verbose_name=_("employer")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written down by"))

    objects = SecondmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("secondment")
        verbose_name_plural = _("secondments")
        constraints = [
            models.CheckConstraint(
                name="secondment_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The end lies before the start."),
            ),
            no_overlap(
                name="secondment_once_at_a_time",
                same=["user", "organisation"],
                message=_("This person is seconded from them already in that period."),
            ),
        ]

    def __str__(self) -> str:
        return f"secondment {self.pk}"
