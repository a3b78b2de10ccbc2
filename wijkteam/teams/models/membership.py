from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.core.periods import no_overlap, running_on
from wijkteam.teams.models.team import Team


class Discipline(models.Model):
    """The trade somebody brings into the team: social work, district nursing, debt counselling."""

    name = models.CharField(_("name"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("discipline")
        verbose_name_plural = _("disciplines")

    def __str__(self) -> str:
        return self.name


class Employer(models.Model):
    """The organisation that pays a worker: often not the municipality, so that interests can be seen."""

    name = models.CharField(_("name"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("employer")
        verbose_name_plural = _("employers")

    def __str__(self) -> str:
        return self.name


# Who stops within this time gets no new case; a trigger of `cases` says the same (coordinator_stays_in_the_team).
LEAVES_SOON = timedelta(days=28)


class TeamMembershipQuerySet(models.QuerySet["TeamMembership"]):
    def current(self, *, on: date) -> Self:
        return self.filter(running_on(on))

    def staying(self, *, on: date) -> Self:
        """Of who goes on working there long enough to be given a case; of a renewed contract the later part."""
        soon = on + LEAVES_SOON
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=soon), Q(leaves_on=None) | Q(leaves_on__gt=soon))


@track_changes()
class TeamMembership(models.Model):
    """Somebody works in a team from `starts_on` up to but not including `ends_on`, for `fte` of a full week.

    This is where the right to see the cases of a team comes from: it starts and ends by itself, with the dates.
    Who still has work to hand over cannot end: `leaves_on` is then the first day away that was meant.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("team"))
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("worker"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    leaves_on = models.DateField(_("means to leave on"), null=True, blank=True)
    fte = models.DecimalField(_("fte"), max_digits=3, decimal_places=2)
    discipline = models.ForeignKey(
        Discipline,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("discipline"),
    )
    employer = models.ForeignKey(
        Employer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("employer"),
    )
    is_named_publicly = models.BooleanField(
        _("named on the public page"),
        default=False,
        help_text=_("Leave this off for a worker whose safety asks for it."),
    )

    objects = TeamMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                name="membership_leaves_while_it_runs",
                condition=Q(leaves_on=None) | Q(leaves_on__gt=F("starts_on"), ends_on=None),
            ),
            models.CheckConstraint(
                name="membership_fte_is_possible",
                condition=Q(fte__gt=0, fte__lte=1.2),
                violation_error_message=_("The fte lies between 0 and 1.2."),
            ),
            no_overlap(
                name="membership_once_at_a_time",
                same=["team", "user"],
                message=_("This person already works in this team in that period."),
            ),
        ]
        indexes = [models.Index(fields=["user", "team"], name="membership_user")]

    def __str__(self) -> str:
        return f"membership {self.pk}"
