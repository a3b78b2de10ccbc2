import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import connection, models
from django.db.models import (
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
)
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from cases.enums import ClosingReason
from cases.models.household import Household
from wijkteam.accounts.models import User
from wijkteam.areas.models import AgreedTerms, Area, Theme
from wijkteam.core.history import track_changes
from wijkteam.core.periods import MomentSpan, next_month, start_of
from wijkteam.core.prepared import among, slot
from wijkteam.teams.models import Team

_MORE = 2  # of a shape of rights: two or more


@dataclass(frozen=True, kw_only=True)
class CaseRights:
    """Which cases somebody may know about at a moment. The only place where that rule is applied.

    It is written in the function `case_rights` of PostgreSQL (migration 0024): building it anew from querysets took
    eight milliseconds of every page.

    Those of the teams that one works in then and those of an exception that has not ended; not those of a household
    with a restriction that does not name one; and, to read only, those of a household opened in an emergency.
    Numbers, as literal numbers let PostgreSQL use its indexes (measured: four times faster than subqueries).
    """

    _SEEN: ClassVar = ("teams", "cases", "hidden", "emergency")

    teams: tuple[int, ...] = ()
    cases: tuple[int, ...] = ()
    hidden: tuple[int, ...] = ()  # restricted, and this person is not named
    named: tuple[int, ...] = ()  # restricted, and this person is
    emergency: tuple[int, ...] = ()
    masked: int = 0  # how many open cases of one's own teams are hidden

    @classmethod
    def of(cls, user: User, *, on: date) -> Self:
        """Runs one query, none for a role that does no casework."""
        if not user.does_casework:
            return cls()
        with connection.cursor() as cursor:
            cursor.execute("SELECT kind, number, team FROM case_rights(%s, %s, %s)", [user.pk, on, timezone.now()])
            rows: list[tuple[str, int, int]] = cursor.fetchall()
        found: dict[str, set[int]] = {}
        for kind, number, _team in rows:
            found.setdefault(kind, set()).add(number)
        sorted_of = {kind: tuple(sorted(numbers)) for kind, numbers in found.items()}
        teams = found.get("team", set())
        return cls(
            teams=sorted_of.get("team", ()),
            cases=sorted_of.get("case", ()),
            hidden=sorted_of.get("hidden", ()),
            named=sorted_of.get("named", ()),
            emergency=sorted_of.get("emergency", ()),
            masked=sum(kind == "hidden" and team in teams for kind, _number, team in rows),
        )

    @property
    def shape(self) -> tuple[int, ...]:
        """Of what there is nothing, one, or more: another statement each. With one team an index gives the order."""
        return tuple(min(len(getattr(self, name)), _MORE) for name in self._SEEN)

    @classmethod
    def slots(cls, shape: tuple[int, ...] = (_MORE,) * 4) -> Self:
        """Rights that are not known yet, for a statement that is put together once; `values` fills them."""
        made: dict[str, Any] = {}
        for name, size in zip(cls._SEEN, shape, strict=True):
            made[name] = slot(name) if size == _MORE else (slot(name),) * size
        return cls(**made)

    def values(self, shape: tuple[int, ...] = (_MORE,) * 4) -> dict[str, Any]:
        numbers = {name: list(getattr(self, name)) for name in self._SEEN}
        return {
            name: numbers[name][0] if size == 1 else numbers[name] for name, size in zip(self._SEEN, shape, strict=True)
        }

    def only_reads(self, case: "Case") -> bool:
        """Whether this case is open to them because of an emergency alone."""
        known = case.team_id in self.teams or case.pk in self.cases
        return case.pk in self.emergency and (not known or case.pk in self.hidden)

    def is_restricted(self, case: "Case") -> bool:
        """Whether the file is for named people; only asked of cases that are visible."""
        return case.pk in self.named or case.pk in self.hidden


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Cases this person may know about. Runs one small query first."""
        return self.within(CaseRights.of(user, on=on))

    def within(self, rights: CaseRights) -> Self:
        """The same for who asked for the rights already."""
        rule = among("team_id", rights.teams)
        if rights.cases:
            rule |= among("pk", rights.cases)
        if rights.hidden:
            rule &= ~among("pk", rights.hidden)
        if rights.emergency:
            rule |= among("pk", rights.emergency)
        return self.filter(rule)

    def open(self) -> Self:
        return self.filter(closed_on=None)

    def waiting_for_coordinator(self) -> Self:
        """Open cases that have no coordinator yet."""
        return self.open().filter(awaiting_coordinator_since__isnull=False)

    def coordinated_by(self, public_id: uuid.UUID) -> Self:
        """Cases that this worker coordinates now."""
        return self.filter(coordinators__ended_at=None, coordinators__worker__public_id=public_id)

    def kept_by(self, user: User | int, *, on: date) -> Self:
        """Cases that ask something of this worker on that day: as coordinator, or as stand-in for one who is away."""
        coordinates = CaseCoordinator.objects.filter(case=OuterRef("pk"), worker=user, ended_at=None)
        return self.filter(Exists(coordinates) | Exists(self._stand_ins(on=on).filter(worker=user)))

    def with_stand_in(self, *, on: date) -> Self:
        """Add `stand_in_name` and `stand_in_until`: who looks after the case that day while its coordinator is away."""
        stand_in = self._stand_ins(on=on)
        return self.annotate(
            stand_in_name=Subquery(stand_in.values("worker__name")[:1]),
            stand_in_until=Subquery(stand_in.values("ends_on")[:1]),
        )

    @staticmethod
    def _stand_ins(*, on: date) -> models.QuerySet[models.Model]:
        """The model stands above this module, so its own `in_effect` cannot be imported here."""
        stand_ins = apps.get_model("cases", "StandIn")._default_manager
        found: models.QuerySet[models.Model] = stand_ins.in_effect(on=on).filter(case=OuterRef("pk"))
        return found

    def silent(self, *, on: date, days: int) -> Self:
        """Open cases without a contact since `days` days before `on` (without any contact: since they were opened)."""
        day = on - timedelta(days=days)
        return self.silent_since(day, start_of(day))

    def silent_since(self, day: date, start: datetime) -> Self:
        """The same for who knows that day, and when it began."""
        return self.open().filter(Q(last_contact_at__lt=start) | Q(last_contact_at=None, opened_on__lt=day))

    def plan_overdue(self, *, on: date, days: int) -> Self:
        """Open cases, opened more than `days` days before `on`, that have no plan in force."""
        return self.without_plan_since(on - timedelta(days=days))

    def without_plan_since(self, day: date) -> Self:
        """Open cases, opened before `day`, that have no plan in force."""
        return self.open().with_plan_in_force().filter(plan_in_force=None, opened_on__lt=day)

    def with_plan_in_force(self) -> Self:
        """Join the plan in force as `plan_in_force`; a constraint sees to it that there is at most one."""
        in_force = Q(plans__in_force_at__isnull=False, plans__ended_at=None)
        return self.annotate(plan_in_force=FilteredRelation("plans", condition=in_force))

    def with_coordinator(self) -> Self:
        """Join the current coordinator's period as `coordinating`; at most one, too."""
        return self.annotate(coordinating=FilteredRelation("coordinators", condition=Q(coordinators__ended_at=None)))

    def with_escalation(self) -> Self:
        """Join the escalation that runs now as `escalating`; at most one, too."""
        return self.annotate(escalating=FilteredRelation("escalations", condition=Q(escalations__ended_at=None)))

    def with_terms(self, day: date) -> Self:
        """Add the agreed `plan_days` and `silence_days` of that day, empty when nothing was agreed."""
        agreed = AgreedTerms.objects.on(day)
        return self.annotate(
            plan_days=Subquery(agreed.values("plan_days")[:1]), silence_days=Subquery(agreed.values("silence_days")[:1])
        )

    def opened_in(self, month: date, end: date | None = None) -> Self:
        """`month` is its first day; `end` the first day of the next, for who knows it."""
        return self.filter(opened_on__gte=month, opened_on__lt=end or next_month(month))

    def closed_in(self, month: date, end: date | None = None) -> Self:
        return self.filter(closed_on__gte=month, closed_on__lt=end or next_month(month))

    def for_list(self) -> Self:
        """Everything a row of a list shows, in one statement, so that rendering runs no query."""
        return (
            self.with_coordinator()
            .with_plan_in_force()
            .with_escalation()
            .select_related("household", "area", "theme")
            .annotate(
                coordinator_name=F("coordinating__worker__name"),
                coordinator_id=F("coordinating__worker"),
                plan_since=F("plan_in_force__in_force_at"),
                escalated_since=F("escalating__began_at"),
                plan_evaluate_on=F("plan_in_force__evaluate_on"),
            )
        )


@track_changes(exclude=("last_contact_at", "request_key"))
class Case(models.Model):
    """The work of a team with one household: one plan, one coordinator. Open while `closed_on` is empty.

    An open case either has exactly one coordinator at any moment, or says since when it waits for one: a deferred
    trigger sees to it. `last_contact_at` is kept by the database from the contacts, and `is_reentry` from the closing
    of the case before it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="cases")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="cases", verbose_name=_("team"))
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("neighbourhood"))
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+", verbose_name=_("main theme"))
    opened_on = models.DateField(_("opened on"))
    awaiting_coordinator_since = models.DateField(_("waits for a coordinator since"), null=True, blank=True)
    underlying_question = models.TextField(_("question behind the question"), blank=True, max_length=4000)
    has_safety_concern = models.BooleanField(_("safety concern"), default=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing_reason = models.CharField(_("why it was closed"), max_length=20, choices=ClosingReason, blank=True)
    closing_note = models.TextField(_("what continues, and where"), blank=True, max_length=4000)
    closing_words = models.TextField(_("in the words of the household"), blank=True, max_length=2000)
    closing_open_ends = models.TextField(_("what was left open, and why"), blank=True, max_length=2000)
    previous_case = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later_cases"
    )
    is_reentry = models.BooleanField(_("came back within six months"), default=False, db_default=False, editable=False)
    last_contact_at = models.DateTimeField(_("last contact"), null=True, blank=True, editable=False)
    # One per rendered form: sending the same form twice makes one case.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(
                name="household_has_one_open_case",
                fields=["household"],
                condition=Q(closed_on=None),
                violation_error_message=_("This household already has an open case."),
            ),
            models.CheckConstraint(
                name="case_closed_with_date_and_reason",
                condition=Q(closed_on=None, closing_reason="")
                | (Q(closed_on__isnull=False, closed_on__gte=F("opened_on")) & ~Q(closing_reason="")),
            ),
            models.CheckConstraint(
                name="case_waits_only_while_open",
                condition=Q(awaiting_coordinator_since=None)
                | Q(closed_on=None, awaiting_coordinator_since__gte=F("opened_on")),
            ),
            models.CheckConstraint(
                name="case_is_not_its_own_past", condition=Q(previous_case=None) | ~Q(previous_case=F("pk"))
            ),
        ]
        indexes = [
            # The open cases of a team, in the order of the list and with what the dashboard counts.
            models.Index(
                fields=["team", "-opened_on", "-id"],
                include=["area", "theme", "awaiting_coordinator_since", "last_contact_at"],
                condition=Q(closed_on=None),
                name="case_open_of_team",
            ),
            models.Index(fields=["team", "opened_on"], name="case_inflow"),
            models.Index(fields=["team", "closed_on"], condition=Q(closed_on__isnull=False), name="case_outflow"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"

    @property
    def number(self) -> str:
        """What people call the case among each other: the year it was opened and a number."""
        return f"{self.opened_on.year}-{self.pk:05d}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class CaseCoordinatorQuerySet(models.QuerySet["CaseCoordinator"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)

    def at(self, moment: datetime) -> Self:
        return self.filter(Q(started_at__lte=moment) & (Q(ended_at=None) | Q(ended_at__gt=moment)))


@track_changes()
class CaseCoordinator(models.Model):
    """Somebody coordinates a case (regisseur) from `started_at` up to `ended_at`; never two at once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="coordinators")
    worker = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="coordinated", verbose_name=_("coordinator")
    )
    started_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    handover_reason = models.CharField(_("reason of the handover"), max_length=300, blank=True)

    objects = CaseCoordinatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")
        constraints = [
            models.CheckConstraint(
                name="coordinator_ends_after_start",
                condition=Q(ended_at=None) | Q(ended_at__gt=F("started_at")),
            ),
            ExclusionConstraint(
                name="case_has_one_coordinator_at_a_time",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    (MomentSpan("started_at", "ended_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["worker"], include=["case"], condition=Q(ended_at=None), name="coordinator_current"),
        ]

    def __str__(self) -> str:
        return f"coordinator period {self.pk}"


class CaseUserPermission(UserObjectPermissionBase):
    """An exception: this person may see this one case until (not including) a date, with the reason."""

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE)
    until = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=300)

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        constraints = [models.CheckConstraint(name="exception_has_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"exception {self.pk}"
