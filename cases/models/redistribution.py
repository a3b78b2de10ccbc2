import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case, CaseRights
from cases.models.handover import Handover
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.teams.models import Team


class RedistributionQuerySet(models.QuerySet["Redistribution"]):
    def open(self) -> Self:
        """Still a plan: nothing of it has happened."""
        return self.filter(carried_out_at=None, dropped_at=None)

    def visible_to(self, user: User, *, on: date) -> Self:
        """Of the team coordinators of its team, who divide the work together. The only place with that rule."""
        if user.role != Role.TEAM_COORDINATOR:
            return self.none()
        return self.filter(team__in=Team.objects.of_worker(user, on=on))


@track_changes()
class Redistribution(models.Model):
    """A plan to divide the cases of one worker over colleagues: nothing changes hands until it is carried out.

    `version` goes up with each save, so that two coordinators at one plan notice each other.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    giver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("from"))
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("begun by"))
    started_at = models.DateTimeField(_("begun"))
    version = models.PositiveIntegerField(default=0, editable=False)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    carried_out_at = models.DateTimeField(_("carried out"), null=True, blank=True)
    carried_out_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("carried out by")
    )
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True)

    objects = RedistributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("redistribution")
        verbose_name_plural = _("redistributions")
        constraints = [
            models.UniqueConstraint(
                name="one_redistribution_of_a_worker_at_a_time",
                fields=["team", "giver"],
                condition=Q(carried_out_at=None, dropped_at=None),
            ),
            models.CheckConstraint(
                name="redistribution_carried_out_as_a_whole",
                condition=Q(carried_out_at=None, carried_out_by=None, reason="")
                | (
                    Q(carried_out_at__isnull=False, carried_out_at__gte=F("started_at"))
                    & Q(carried_out_by__isnull=False, dropped_at=None)
                    & ~Q(reason="")
                ),
            ),
            models.CheckConstraint(
                name="redistribution_dropped_after_it_began",
                condition=Q(dropped_at=None) | Q(dropped_at__gte=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"redistribution {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.carried_out_at is None and self.dropped_at is None


class RedistributionMoveQuerySet(models.QuerySet["RedistributionMove"]):
    def within(self, rights: CaseRights) -> Self:
        """Only of cases that the reader may know of."""
        return self.filter(case__in=Case.objects.within(rights))


@track_changes()
class RedistributionMove(models.Model):
    """This case would go to this colleague; `why` is what the proposal said, empty when the coordinator chose.

    `handover` is what became of it when the plan was carried out.
    """

    redistribution = models.ForeignKey(Redistribution, on_delete=models.CASCADE, related_name="moves")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", verbose_name=_("case"))
    receiver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("to"))
    why = models.CharField(_("why this colleague was proposed"), max_length=200, blank=True)
    handover = models.OneToOneField(
        Handover, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("handover")
    )

    objects = RedistributionMoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("move of a redistribution")
        verbose_name_plural = _("moves of redistributions")
        constraints = [
            models.UniqueConstraint(name="case_moves_once_in_a_redistribution", fields=["redistribution", "case"]),
        ]

    def __str__(self) -> str:
        return f"move {self.pk}"
