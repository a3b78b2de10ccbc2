import uuid
from datetime import date, datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.retention.enums import TakeoutGoal, TakeoutProblem, TakeoutState
from wijkteam.teams.models import Team

# A file with everything of a team lies there for so long after it was made.
KEPT_FOR = timedelta(days=7)
AT_WORK = (TakeoutState.WAITING, TakeoutState.RUNNING)
OPEN = (TakeoutState.ASKED, *AT_WORK)


class TakeoutQuerySet(models.QuerySet["Takeout"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """The coordinators of the team, and the privacy officer, who decides. The only place with that rule."""
        if user.role == Role.PRIVACY_OFFICER:
            return self.all()
        if user.role != Role.TEAM_COORDINATOR:
            return self.none()
        return self.filter(team__in=Team.objects.of_worker(user, on=on))

    def to_take(self, *, at: datetime) -> Self:
        """What waits for its turn, and what somebody took and did not finish in time."""
        return self.filter(Q(state=TakeoutState.WAITING) | Q(state=TakeoutState.RUNNING, leased_until__lte=at))

    def outlived(self, *, at: datetime) -> Self:
        return self.filter(state=TakeoutState.READY, erase_at__lte=at)


@track_changes(exclude=("leased_until", "runs", "key", "cases", "households"))
class Takeout(models.Model):
    """Everything of a team in one file: asked for with a purpose, allowed by somebody else, and gone after a week.

    The file lies on disk, closed with a key of its own; that key lies here, closed with the key of the installation,
    and goes with the file. `cases` and `households` say of which files something is in it: each time it is taken
    along they come in the read log. `counted` says how many rows of each kind are in it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    goal = models.CharField(_("what for"), max_length=8, choices=TakeoutGoal)
    reason = models.CharField(_("why, and where it goes"), max_length=500)
    state = models.CharField(_("state"), max_length=7, choices=TakeoutState, default=TakeoutState.ASKED)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    refused_because = models.CharField(_("why not"), max_length=300, blank=True)
    runs = models.PositiveSmallIntegerField(_("times taken"), default=0)
    leased_until = models.DateTimeField(_("held until"), null=True, blank=True)
    problem = models.CharField(_("what went wrong"), max_length=6, choices=TakeoutProblem, blank=True)
    key = models.BinaryField(_("the key, sealed"), null=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"), null=True, blank=True)
    sha256 = models.CharField(_("checksum"), max_length=64, blank=True)
    counted: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(
        _("what is in it"), default=dict, blank=True
    )
    cases = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name=_("cases"))
    households = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name=_("households"))
    left_out = models.PositiveIntegerField(_("files for named people left out"), default=0)
    made_at = models.DateTimeField(_("made at"), null=True, blank=True)
    erase_at = models.DateTimeField(_("removed after"), null=True, blank=True)
    times_taken = models.PositiveIntegerField(_("times taken along"), default=0)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = TakeoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("takeout of a team")
        verbose_name_plural = _("takeouts of teams")
        constraints = [
            models.UniqueConstraint(name="takeout_one_at_a_time", fields=["team"], condition=Q(state__in=OPEN)),
            models.CheckConstraint(name="takeout_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="takeout_is_decided_by_somebody_else",
                condition=Q(decided_by=None, decided_at=None)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("asked_by"))),
            ),
            models.CheckConstraint(
                name="takeout_is_allowed_before_it_is_made",
                condition=Q(state=TakeoutState.ASKED, decided_at=None)
                | Q(state=TakeoutState.GONE)
                | (~Q(state__in=[TakeoutState.ASKED, TakeoutState.GONE]) & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="takeout_is_refused_with_a_reason",
                condition=(Q(state=TakeoutState.REFUSED) & ~Q(refused_because=""))
                | (~Q(state=TakeoutState.REFUSED) & Q(refused_because="")),
            ),
            models.CheckConstraint(
                name="takeout_is_held_while_it_runs",
                condition=Q(state=TakeoutState.RUNNING, leased_until__isnull=False, runs__gte=1)
                | (~Q(state=TakeoutState.RUNNING) & Q(leased_until=None)),
            ),
            # The key is there as long as there is a file, and not a moment longer.
            models.CheckConstraint(
                name="takeout_key_goes_with_the_file",
                condition=(
                    Q(
                        state=TakeoutState.READY,
                        key__isnull=False,
                        size__isnull=False,
                        made_at__isnull=False,
                        erase_at__isnull=False,
                    )
                    & ~Q(sha256="")
                )
                | (~Q(state=TakeoutState.READY) & Q(key=None)),
            ),
            models.CheckConstraint(
                name="takeout_is_gone_within_a_week",
                condition=Q(erase_at=None, made_at=None)
                | Q(made_at__isnull=False, erase_at__isnull=False, erase_at__lte=F("made_at") + KEPT_FOR),
            ),
            models.CheckConstraint(
                name="takeout_ends_in_one_way",
                condition=Q(state__in=[*OPEN, TakeoutState.READY], ended_at=None, problem="")
                | Q(state__in=[TakeoutState.REFUSED, TakeoutState.GONE], ended_at__isnull=False, problem="")
                | (Q(state=TakeoutState.FAILED, ended_at__isnull=False) & ~Q(problem="")),
            ),
        ]
        indexes = [models.Index(fields=["team", "-asked_at"], name="takeout_of_team")]

    def __str__(self) -> str:
        return f"takeout {self.pk}"
