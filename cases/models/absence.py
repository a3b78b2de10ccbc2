import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import AbsenceKind
from cases.models.case import Case, CaseCoordinator
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.core.periods import no_overlap, running_on
from wijkteam.teams.models import Team, TeamMembership


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def running(self, *, on: date) -> Self:
        return self.filter(running_on(on))

    def visible_to(self, user: User, *, on: date) -> Self:
        """Of colleagues: whoever works in a team with this person today. The only place with that rule."""
        if not user.does_casework:
            return self.none()
        teams = Team.objects.of_worker(user, on=on)
        colleagues = TeamMembership.objects.current(on=on).filter(team__in=teams).values("user")
        return self.filter(user__in=colleagues)


@track_changes()
class Absence(models.Model):
    """A worker is away from `starts_on` up to (not including) `ends_on`; empty while nobody knows until when.

    Never why: that is between the worker and the employer.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences", verbose_name=_("who is away"))
    kind = models.CharField(_("planned or unexpected"), max_length=10, choices=AbsenceKind)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))
            ),
            models.CheckConstraint(name="absence_kind_is_known", condition=Q(kind__in=AbsenceKind.values)),
            no_overlap(
                name="absence_once_at_a_time", same=["user"], message=_("This worker is away already in that period.")
            ),
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"


class StandInQuerySet(models.QuerySet["StandIn"]):
    def running(self, *, on: date) -> Self:
        return self.filter(running_on(on))

    def in_effect(self, *, on: date) -> Self:
        """Running, and for who coordinates the case still: after a handover nobody needs a stand-in."""
        return self.running(on=on).filter(
            models.Exists(
                CaseCoordinator.objects.filter(
                    case=models.OuterRef("case"), worker=models.OuterRef("absence__user"), ended_at=None
                )
            )
        )


@track_changes()
class StandIn(models.Model):
    """Somebody looks after a case while its coordinator is away; the coordinator stays the coordinator.

    Inside the absence, by a colleague of the team, one at a time for each case (triggers and exclusion).
    """

    absence = models.ForeignKey(Absence, on_delete=models.CASCADE, related_name="stand_ins")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stand_ins")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("stand-in"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        constraints = [
            models.CheckConstraint(
                name="stand_in_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))
            ),
            no_overlap(name="case_has_one_stand_in_at_a_time", same=["case"]),
        ]
        indexes = [models.Index(fields=["worker"], include=["case"], name="stand_in_worker")]

    def __str__(self) -> str:
        return f"stand-in {self.pk}"
