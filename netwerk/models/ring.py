import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from netwerk.enums import Ring
from netwerk.models.organisation import Organisation
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.core.periods import no_overlap, running_on
from wijkteam.teams.models import Team


class RingMembershipQuerySet(models.QuerySet["RingMembership"]):
    def on(self, day: date) -> Self:
        """Who stood around the team on that day."""
        return self.filter(running_on(day))


@track_changes()
class RingMembership(models.Model):
    """A partner stands in the first or second ring around a team, from `starts_on` up to `ends_on`.

    A move is two rows: the place that ends and the one that begins, with the same reason. A partner that stood around
    this team before comes back, or moves, with a reason only (netwerk_check_ring).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="ring_memberships", verbose_name=_("team"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="ring_memberships", verbose_name=_("organisation")
    )
    ring = models.PositiveSmallIntegerField(_("ring"), choices=Ring)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.TextField(_("why it came to stand here"), blank=True, max_length=1000)
    end_reason = models.TextField(_("why it left"), blank=True, max_length=1000)
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("placed by"))

    objects = RingMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a ring")
        verbose_name_plural = _("places in a ring")
        constraints = [
            models.CheckConstraint(
                name="ring_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(name="ring_is_first_or_second", condition=Q(ring__in=Ring.values)),
            models.CheckConstraint(
                name="ring_left_with_date_and_reason",
                condition=Q(ends_on=None, end_reason="") | (Q(ends_on__isnull=False) & ~Q(end_reason="")),
            ),
            no_overlap(
                name="ring_one_at_a_time",
                same=["team", "organisation"],
                message=_("This organisation already stands in a ring around this team in that period."),
            ),
        ]
        indexes = [models.Index(fields=["team", "starts_on"], name="ring_of_team")]

    def __str__(self) -> str:
        return f"place in a ring {self.pk}"
