import uuid
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import CaseloadProblem, CaseloadState
from cases.models.caseload_import import CaseloadImport
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.teams.models import Team

AT_WORK = (CaseloadState.WAITING, CaseloadState.RUNNING)
OPEN = (CaseloadState.CHOSEN, *AT_WORK)


class CaseloadJobQuerySet(models.QuerySet["CaseloadJob"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Of the team coordinators of its team, who divide the work. The only place with that rule."""
        if user.role != Role.TEAM_COORDINATOR:
            return self.none()
        return self.filter(team__in=Team.objects.of_worker(user, on=on))

    def to_take(self, *, at: datetime) -> Self:
        """What waits for its turn, and what somebody took and did not finish in time."""
        return self.filter(Q(state=CaseloadState.WAITING) | Q(state=CaseloadState.RUNNING, leased_until__lte=at))


class CaseloadJob(models.Model):
    """A list that a coordinator sent: its columns are chosen, it is looked at, and then taken in by a worker.

    The file itself is kept sealed with a key of the installation until the list is taken in or dropped, a day at most.
    `choices` say which sheet and heading, which column holds what, and what words of the list mean.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("sent by"))
    sent_at = models.DateTimeField(_("sent at"))
    file_name = models.CharField(_("name of the file"), max_length=150)
    content = models.BinaryField(_("the file, sealed"), null=True, editable=False)
    choices: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(_("choices"), default=dict)
    state = models.CharField(_("state"), max_length=7, choices=CaseloadState, default=CaseloadState.CHOSEN)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    runs = models.PositiveSmallIntegerField(_("times taken"), default=0)
    leased_until = models.DateTimeField(_("held until"), null=True, blank=True)
    batch = models.OneToOneField(
        CaseloadImport,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="job",
        verbose_name=_("list of cases taken in"),
    )
    problem = models.CharField(_("why not"), max_length=12, choices=CaseloadProblem, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = CaseloadJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("list to take in")
        verbose_name_plural = _("lists to take in")
        constraints = [
            models.UniqueConstraint(
                name="one_caseload_is_taken_in_at_a_time", fields=["team"], condition=Q(state__in=AT_WORK)
            ),
            models.CheckConstraint(
                name="caseload_job_is_held_while_it_runs",
                condition=Q(state=CaseloadState.RUNNING, leased_until__isnull=False, runs__gte=1)
                | (~Q(state=CaseloadState.RUNNING) & Q(leased_until=None)),
            ),
            models.CheckConstraint(
                name="caseload_job_file_goes_when_it_ends",
                condition=Q(content__isnull=False, ended_at=None) | Q(content=None, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="caseload_job_ends_in_one_way",
                condition=Q(state__in=OPEN, batch=None, problem="", ended_at=None)
                | Q(state=CaseloadState.DONE, batch__isnull=False, problem="", ended_at__isnull=False)
                | Q(state=CaseloadState.DROPPED, batch=None, problem="", ended_at__isnull=False)
                | (Q(state=CaseloadState.FAILED, batch=None, ended_at__isnull=False) & ~Q(problem="")),
            ),
            models.CheckConstraint(
                name="caseload_job_is_confirmed_before_it_runs",
                condition=Q(state=CaseloadState.CHOSEN, confirmed_at=None)
                | Q(state=CaseloadState.DROPPED, confirmed_at=None)
                | Q(state__in=[*AT_WORK, CaseloadState.DONE, CaseloadState.FAILED], confirmed_at__isnull=False),
            ),
            models.CheckConstraint(name="caseload_job_file_has_a_name", condition=~Q(file_name="")),
        ]
        indexes = [models.Index(fields=["sent_at"], condition=Q(state__in=OPEN), name="caseload_job_open")]

    def __str__(self) -> str:
        return f"list {self.pk} to take in"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


@track_changes()
class CaseloadMap(models.Model):
    """How a team reads its list, kept for the next file with the same headings. Holds no row of any list.

    `headings` is a checksum of the headings; `choices` are as those of a job.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    headings = models.CharField(_("checksum of the headings"), max_length=64)
    choices: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(_("choices"))
    kept_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("kept by"))
    kept_at = models.DateTimeField(_("kept at"))

    class Meta:
        verbose_name = _("way to read a list")
        verbose_name_plural = _("ways to read lists")
        constraints = [models.UniqueConstraint(name="one_way_to_read_these_headings", fields=["team", "headings"])]

    def __str__(self) -> str:
        return f"way {self.pk} to read a list"
