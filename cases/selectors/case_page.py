"""The page of one case: its facts, its plan in short and its timeline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import OWN_STRENGTH, ActionOwner, ContactKind, LifeDomain, Visibility
from cases.models import Action, Case, CaseCoordinator, Contact, Goal, HouseholdMember, Plan, Question
from cases.selectors.case_list import Terms, is_silent, plan_state, terms_of
from wijkteam.accounts.models import User
from wijkteam.core.periods import start_of
from wijkteam.hours.enums import WorkKind

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

TIMELINE_SIZE = 20
KIND_ICONS: dict[str, str] = {
    ContactKind.VISIT: "home",
    ContactKind.PHONE: "phone",
    ContactKind.OFFICE: "building",
    ContactKind.MESSAGE: "mail",
    ContactKind.CONSULTATION: "users",
}
OWNER_ICONS: dict[str, str] = {
    ActionOwner.RESIDENT: "user",
    ActionOwner.NETWORK: "heart-handshake",
    ActionOwner.VOLUNTEER: "hand-stop",
    ActionOwner.COLLECTIVE: "users-group",
    ActionOwner.TEAM: "building-community",
    ActionOwner.FIRST_RING: "circle-dot",
    ActionOwner.SECOND_RING: "circles-relation",
}


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    public_id: UUID
    name: str
    role: "_StrOrPromise"
    age: int | None
    phone: str
    lives_elsewhere: bool


@dataclass(frozen=True, kw_only=True)
class TimelineItem:
    """One thing that happened. `contact` items have a text; `line` items say it in their title."""

    key: str
    at: datetime
    icon: str
    tone: str
    title: str
    by: str = ""
    text: str = ""
    details: tuple[str, ...] = ()
    is_contact: bool = False
    is_restricted: bool = False
    corrected_at: datetime | None = None
    edit_id: UUID | None = None
    is_new: bool = False


@dataclass(frozen=True, kw_only=True)
class ActionRow:
    public_id: UUID
    text: str
    who: str
    owner: "_StrOrPromise"
    icon: str
    is_own_strength: bool
    due_on: date | None
    done_on: date | None
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class GoalRow:
    """Scores run from 1 to 5; `steps` are the five places of the small picture with what stands on each."""

    public_id: UUID
    domain: "_StrOrPromise"
    text: str
    start: int | None
    now: int | None
    target: int | None
    result: str
    actions: tuple[ActionRow, ...]


@dataclass(frozen=True, kw_only=True)
class PlanSummary:
    public_id: UUID
    version: int
    is_draft: bool
    is_in_force: bool
    agreed_by: str
    agreed_on: date | None
    evaluate_on: date | None
    ended_at: datetime | None
    goals: tuple[GoalRow, ...]
    own: int
    total: int

    @property
    def share(self) -> int | None:
        """Per cent of the actions that the resident, the network or the neighbourhood owns; None without actions."""
        return round(100 * self.own / self.total) if self.total else None


@dataclass(frozen=True, kw_only=True)
class AskedQuestion:
    asked: str
    origin: "_StrOrPromise"
    received_at: datetime
    asker: str


@dataclass(frozen=True, kw_only=True)
class CasePage:
    case: Case
    members: tuple[MemberRow, ...]
    coordinator: str
    coordinator_id: int | None
    is_mine: bool
    can_change: bool
    plan_text: str
    plan_tone: str
    plan: PlanSummary | None
    draft: PlanSummary | None
    question: AskedQuestion | None
    warnings: tuple[str, ...]
    timeline: "Timeline"


@dataclass(frozen=True, kw_only=True)
class Timeline:
    items: tuple[TimelineItem, ...]
    older: int | None


def case_page(*, case: Case, user: User, today: date) -> CasePage:
    """Everything the page shows, in a fixed number of statements. `case` comes from `visible_case`."""
    terms = terms_of(today)
    plans = list(case.plans.order_by("-version"))
    shown = [plan for plan in plans if plan.ended_at is None]
    summaries = {plan.pk: plan_summary(plan, goals, today=today) for plan, goals in goals_of(shown)}
    in_force = next((plan for plan in shown if plan.is_in_force), None)
    draft = next((plan for plan in shown if plan.is_draft), None)
    asked = list(case.questions.order_by("received_at"))
    text, tone = plan_state(case, today=today, terms=terms)
    return CasePage(
        case=case,
        members=household_members(case, today=today),
        coordinator=case.coordinator_name or "",  # type: ignore[attr-defined]  # annotated by for_list
        coordinator_id=case.coordinator_id,  # type: ignore[attr-defined]  # the same
        is_mine=case.coordinator_id == user.pk,  # type: ignore[attr-defined]  # the same
        can_change=case.is_open,
        plan_text=text,
        plan_tone=tone,
        plan=summaries[in_force.pk] if in_force else None,
        draft=summaries[draft.pk] if draft else None,
        question=_asked(asked[0]) if asked else None,
        warnings=tuple(_warnings(case, today=today, terms=terms)),
        timeline=timeline(case=case, user=user, plans=plans, questions=asked),
    )


def household_members(case: Case, *, today: date) -> tuple[MemberRow, ...]:
    """Who lives in the household today; children last, then by age."""
    members = HouseholdMember.objects.current(on=today).filter(household=case.household_id).select_related("person")
    rows = sorted(members, key=lambda m: (m.role == "child", m.person.birth_date or date.max, m.pk))
    return tuple(
        MemberRow(
            public_id=member.person.public_id,
            name=member.person.full_name,
            role=member.get_role_display(),
            age=age_on(member.person.birth_date, today),
            phone=member.person.phone,
            lives_elsewhere=not member.is_main,
        )
        for member in rows
    )


def age_on(birth_date: date | None, day: date) -> int | None:
    """Whole years."""
    if birth_date is None:
        return None
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def goals_of(plans: list[Plan]) -> list[tuple[Plan, list[Goal]]]:
    """The goals of these plans with their actions in `ordered_actions`: two statements, none without plans."""
    if not plans:
        return []
    goals = list(Goal.objects.filter(plan__in=plans).order_by("position", "pk"))
    actions: dict[int, list[Action]] = {goal.pk: [] for goal in goals}
    for action in (
        Action.objects.filter(goal__in=goals).select_related("worker", "initiative").order_by("position", "pk")
    ):
        actions[action.goal_id].append(action)
    for goal in goals:
        goal.ordered_actions = actions[goal.pk]  # type: ignore[attr-defined]  # read by plan_summary alone
    return [(plan, [goal for goal in goals if goal.plan_id == plan.pk]) for plan in plans]


def plan_summary(plan: Plan, goals: list[Goal], *, today: date) -> PlanSummary:
    """Runs no query; `goals` come from `goals_of`."""
    rows = tuple(_goal(goal, today=today) for goal in goals)
    actions = [action for goal in rows for action in goal.actions]
    return PlanSummary(
        public_id=plan.public_id,
        version=plan.version,
        is_draft=plan.is_draft,
        is_in_force=plan.is_in_force,
        agreed_by=plan.agreed_by,
        agreed_on=plan.agreed_on,
        evaluate_on=plan.evaluate_on,
        ended_at=plan.ended_at,
        goals=rows,
        own=sum(action.is_own_strength for action in actions),
        total=len(actions),
    )


def _goal(goal: Goal, *, today: date) -> GoalRow:
    actions: list[Action] = goal.ordered_actions  # type: ignore[attr-defined]  # set by goals_of
    return GoalRow(
        public_id=goal.public_id,
        domain=LifeDomain(goal.life_domain).label,
        text=goal.text,
        start=goal.start_score,
        now=goal.current_score,
        target=goal.target_score,
        result=goal.result,
        actions=tuple(
            ActionRow(
                public_id=action.public_id,
                text=action.text,
                who=_who(action),
                owner=ActionOwner(action.owner).label,
                icon=OWNER_ICONS[action.owner],
                is_own_strength=action.owner in OWN_STRENGTH,
                due_on=action.due_on,
                done_on=action.done_on,
                is_late=action.done_on is None and action.due_on is not None and action.due_on < today,
            )
            for action in actions
        ),
    )


def _who(action: Action) -> str:
    if action.worker is not None:
        return action.worker.name
    if action.initiative is not None:
        return action.initiative.name
    return action.owner_name


def _asked(question: Question) -> AskedQuestion:
    return AskedQuestion(
        asked=question.asked,
        origin=question.get_origin_display(),
        received_at=question.received_at,
        asker=question.asker,
    )


def _warnings(case: Case, *, today: date, terms: Terms) -> Iterable[str]:
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
    if case.is_open and plan_state(case, today=today, terms=terms)[1] == "negative":
        yield _("The plan should have been there after %(days)d days.") % {"days": terms.plan_days}


# -- timeline --------------------------------------------------------------------------------------


def timeline(
    *, case: Case, user: User, plans: list[Plan] | None = None, questions: list[Question] | None = None, start: int = 0
) -> Timeline:
    """What happened, newest first, `TIMELINE_SIZE` contacts at a time; `start` contacts were shown already.

    Other events stand between the contacts of the same time. Restricted contacts of others leave no trace.
    """
    readable = case.contacts.all().readable_by(user).select_related("author", "time_entry")
    contacts = list(readable.order_by("-occurred_at", "-pk")[start : start + TIMELINE_SIZE + 1])
    older = start + TIMELINE_SIZE if len(contacts) > TIMELINE_SIZE else None
    contacts = contacts[:TIMELINE_SIZE]
    newest = None if start == 0 else (contacts[0].occurred_at if contacts else None)
    oldest = contacts[-1].occurred_at if older is not None else None
    events = _events(
        case,
        plans=list(case.plans.order_by("-version")) if plans is None else plans,
        questions=list(case.questions.order_by("received_at")) if questions is None else questions,
    )
    window = [
        event
        for event in events
        if (oldest is None or event.at >= oldest) and (start == 0 or (newest is not None and event.at < newest))
    ]
    items = [*window, *(contact_item(contact, user=user) for contact in contacts)]
    return Timeline(items=tuple(sorted(items, key=lambda item: (item.at, item.key), reverse=True)), older=older)


def contact_item(contact: Contact, *, user: User, is_new: bool = False) -> TimelineItem:
    minutes = contact.time_entry.minutes
    details = [_("%(minutes)d minutes") % {"minutes": minutes}]
    if contact.time_entry.kind == WorkKind.ESCALATION:
        details.append(_("escalation"))
    if contact.place:
        details.append(contact.place)
    if contact.present:
        details.append(_("with %(names)s") % {"names": contact.present})
    if contact.follow_up_on:
        day = contact.follow_up_on
        details.append(_("come back to this on %(day)s") % {"day": f"{day:%d-%m-%Y}"})
    return TimelineItem(
        key=f"c{contact.pk:012d}",
        at=contact.occurred_at,
        icon=KIND_ICONS[contact.kind],
        tone="brand" if contact.kind == ContactKind.VISIT else "",
        title=str(contact.get_kind_display()).capitalize(),
        by=contact.author.name,
        text=contact.text,
        details=tuple(details),
        is_contact=True,
        is_restricted=contact.visibility == Visibility.RESTRICTED,
        corrected_at=contact.corrected_at,
        edit_id=contact.public_id if contact.author_id == user.pk else None,
        is_new=is_new,
    )


def _events(case: Case, *, plans: list[Plan], questions: list[Question]) -> list[TimelineItem]:
    events: list[TimelineItem] = []
    periods = list(CaseCoordinator.objects.filter(case=case).select_related("worker").order_by("started_at", "pk"))
    for before, period in zip([None, *periods], periods, strict=False):
        title = (
            _("%(name)s became the coordinator") % {"name": period.worker.name}
            if before is None
            else _("%(giver)s handed over to %(name)s") % {"giver": before.worker.name, "name": period.worker.name}
        )
        reason = before.handover_reason if before else ""
        events.append(
            TimelineItem(
                key=f"k{period.pk:012d}", at=period.started_at, icon="transfer", tone="", title=title, text=reason
            )
        )
    for plan in plans:
        if plan.in_force_at is not None:
            title = _("The household agreed on plan %(version)d") % {"version": plan.version}
            events.append(
                TimelineItem(
                    key=f"p{plan.pk:012d}",
                    at=plan.in_force_at,
                    icon="flag",
                    tone="warning",
                    title=title,
                    by=plan.agreed_by,
                )
            )
    events += [
        TimelineItem(
            key=f"q{question.pk:012d}",
            at=question.received_at,
            icon="message-question",
            tone="",
            title=_("A question came in"),
            by=question.asker,
        )
        for question in questions
    ]
    opened = start_of(case.opened_on)
    events.append(TimelineItem(key="a", at=opened, icon="folder-plus", tone="", title=_("The case was opened")))
    if case.closed_on is not None:
        reason = str(case.get_closing_reason_display())
        events.append(
            TimelineItem(
                key="z",
                at=start_of(case.closed_on),
                icon="archive",
                tone="",
                title=_("The case was closed: %(reason)s") % {"reason": reason},
            )
        )
    return events
