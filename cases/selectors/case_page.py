"""The page of one case: its facts, its plan in short and its timeline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import HouseholdRole, Origin
from cases.models import Case, CaseRights, HouseholdMember
from cases.permissions import may_hand_over
from cases.selectors.case_list import Terms, is_silent, plan_state, stand_in_text
from cases.selectors.plan_page import PlanSummary, plans_of
from cases.selectors.timeline import Episode, Event, Timeline, events_of, other_episodes, timeline
from wijkteam.accounts.models import User
from wijkteam.core.prepared import Prepared, slot

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    public_id: UUID
    name: str
    role: "_StrOrPromise"
    age: int | None
    phone: str
    language: str
    lives_elsewhere: bool


@dataclass(frozen=True, kw_only=True)
class AskedQuestion:
    asked: str
    origin: "_StrOrPromise"
    received_at: datetime
    asker: str


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """`coordinator` is empty while the case waits for one; `last_plan` is the newest that was agreed on."""

    case: Case
    members: tuple[MemberRow, ...]
    coordinator: str
    stand_in: str
    can_hand_over: bool
    is_mine: bool
    can_change: bool
    can_take: bool
    can_reopen: bool
    plan_text: str
    plan_tone: str
    plan: PlanSummary | None
    draft: PlanSummary | None
    last_plan: PlanSummary | None
    question: AskedQuestion | None
    episodes: tuple[Episode, ...]
    warnings: tuple[str, ...]
    timeline: Timeline

    @property
    def escalated_since(self) -> datetime | None:
        """When the escalation began that runs now."""
        since: datetime | None = self.case.escalated_since  # type: ignore[attr-defined]  # annotated by for_list
        return since


def case_page(*, case: Case, user: User, rights: CaseRights, today: date) -> CasePage:
    """Everything the page shows, in four statements. `case` comes from `visible_case`."""
    terms = Terms(plan_days=case.plan_days, silence_days=case.silence_days)  # type: ignore[attr-defined]  # with_terms
    plans = plans_of(case, goals_of=Q(ended_at=None), today=today)
    events = events_of(case, rights=rights)
    episodes = other_episodes(events)
    text, tone = plan_state(case, today=today, terms=terms)
    coordinator_id: int | None = case.coordinator_id  # type: ignore[attr-defined]  # annotated by for_list
    works_in_team = case.team_id in rights.teams and not rights.only_reads(case)
    return CasePage(
        case=case,
        members=household_members(case, today=today),
        coordinator=case.coordinator_name or "",  # type: ignore[attr-defined]  # annotated by for_list
        stand_in=stand_in_text(case),
        can_hand_over=may_hand_over(case, coordinator_id=coordinator_id, user=user, rights=rights),
        is_mine=coordinator_id == user.pk,
        can_change=case.is_open and not rights.only_reads(case),
        can_take=case.is_open and coordinator_id is None and works_in_team,
        can_reopen=not case.is_open and works_in_team and all(episode.closed_on for episode in episodes),
        plan_text=text,
        plan_tone=tone,
        plan=next((plan for plan in plans if plan.is_in_force), None),
        draft=next((plan for plan in plans if plan.is_draft), None),
        last_plan=next((plan for plan in plans if plan.agreed_on is not None), None),
        question=next((_asked(event) for event in events if event.kind == "question"), None),
        episodes=episodes,
        warnings=tuple(_warnings(case, today=today, terms=terms)),
        timeline=timeline(case=case, user=user, plans=plans, events=events),
    )


def older_timeline(*, case: Case, user: User, rights: CaseRights, start: int, after: str, today: date) -> Timeline:
    """A further page of the timeline, in three statements."""
    plans = plans_of(case, goals_of=Q(pk=None), today=today)
    events = events_of(case, rights=rights)
    return timeline(case=case, user=user, plans=plans, events=events, start=start, after=after)


_members = Prepared(
    lambda: (
        HouseholdMember.objects.current(on=slot("today")).filter(household=slot("household")).select_related("person")
    )
)


def household_members(case: Case, *, today: date) -> tuple[MemberRow, ...]:
    """Who lives in the household today; children last, the oldest first."""
    members = _members(household=case.household_id, today=today)
    rows = sorted(members, key=lambda m: (m.role == HouseholdRole.CHILD, m.person.birth_date or date.max, m.pk))
    return tuple(
        MemberRow(
            public_id=member.person.public_id,
            name=member.person.full_name,
            role=member.get_role_display(),
            age=age_on(member.person.birth_date, today),
            phone=member.person.phone,
            language=member.person.language,
            lives_elsewhere=not member.is_main,
        )
        for member in rows
    )


def age_on(birth_date: date | None, day: date) -> int | None:
    """Whole years."""
    if birth_date is None:
        return None
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def _asked(event: Event) -> AskedQuestion:
    return AskedQuestion(asked=event.text, origin=Origin(event.note).label, received_at=event.at, asker=event.who)


def _warnings(case: Case, *, today: date, terms: Terms) -> Iterator[str]:
    if case.awaiting_coordinator_since is not None:
        days = (today - case.awaiting_coordinator_since).days
        yield (
            ngettext(
                "This case has been waiting for a coordinator for %(days)d day.",
                "This case has been waiting for a coordinator for %(days)d days.",
                days,
            )
            % {"days": days}
            if days
            else _("This case waits for a coordinator since today.")
        )
    if is_silent(case, today=today, terms=terms):
        last = timezone.localdate(case.last_contact_at) if case.last_contact_at else case.opened_on
        days = (today - last).days
        yield _("There has been no contact for %(days)d days.") % {"days": days}
    if not case.is_open:
        return
    tone = plan_state(case, today=today, terms=terms)[1]
    evaluate_on: date | None = case.plan_evaluate_on  # type: ignore[attr-defined]  # annotated by for_list
    if tone == "negative":
        yield _("The plan should have been there after %(days)d days.") % {"days": terms.plan_days}
    elif tone == "warning" and evaluate_on is not None:
        day = date_format(evaluate_on, "j F Y")
        yield _("You agreed to look back on the plan on %(day)s. Do that together, then make a new version.") % {
            "day": day
        }
