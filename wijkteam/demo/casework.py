"""A year of invented casework: questions, households, cases, plans and contacts, told month by month.

Each case is a small story with a beginning, a middle and often an end; the database judges whether it can be true.
"""

import datetime as dt
import random
from dataclasses import dataclass, field

from django.utils.text import capfirst

from cases.enums import ActionOwner, ClosingReason, ContactKind, HouseholdRole, Origin, Outcome, Urgency, Visibility
from cases.models import (
    Action,
    Case,
    CaseCoordinator,
    Contact,
    Goal,
    Household,
    HouseholdMember,
    Person,
    Plan,
    Question,
)
from collectief.models import Initiative
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.core.periods import next_month, start_of
from wijkteam.demo.accounts import FATIMA
from wijkteam.demo.calendar import Calendar, office_moment, workday
from wijkteam.demo.ledger import Ledger, pick, some
from wijkteam.demo.municipality import TeamSetting
from wijkteam.demo.people import Family, FamilyMaker
from wijkteam.demo.texts import casework as lines
from wijkteam.demo.texts.themes import THEMES, GoalText, ThemeTexts
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry

MINUTES = {
    ContactKind.VISIT: (60, 75, 75, 90, 90, 120),
    ContactKind.PHONE: (10, 15, 15, 20, 30),
    ContactKind.OFFICE: (30, 45, 60),
    ContactKind.MESSAGE: (5, 5, 10),
    ContactKind.CONSULTATION: (30, 45, 60, 60),
}
ORIGINS = {
    Origin.RESIDENT: 40,
    Origin.ORGANISATION: 28,
    Origin.NETWORK: 13,
    Origin.VOLUNTEER: 6,
    Origin.OUTREACH: 8,
    Origin.TRANSFER: 5,
}
REASONS = {
    ClosingReason.GOALS_REACHED: 34,
    ClosingReason.CONTINUES_ALONE: 18,
    ClosingReason.OWN_NETWORK: 12,
    ClosingReason.COLLECTIVE: 14,
    ClosingReason.REFERRED: 9,
    ClosingReason.WITHDRAWN: 7,
    ClosingReason.MOVED: 5,
    ClosingReason.DECEASED: 1,
}


# Who shows the demo has something to show.
SHARE_OF_CASES = {FATIMA.username: 1.8}


@dataclass
class Period:
    """A worker coordinates from one moment up to another."""

    worker: User
    first: dt.datetime
    until: dt.datetime | None
    reason: str = ""


@dataclass
class Story:
    """One case while it is told."""

    case: Case
    texts: ThemeTexts
    given_name: str
    setting: TeamSetting
    last_day: dt.date
    periods: list[Period] = field(default_factory=list)

    def coordinator(self, moment: dt.datetime) -> User | None:
        for period in self.periods:
            if period.first <= moment and (period.until is None or moment < period.until):
                return period.worker
        return None


@dataclass
class EndedPlan:
    plan: Plan
    at: dt.datetime


class Casework:
    """Tells the stories of all teams and leaves their rows in the ledger.

    Plans that have ended are frozen by the database, so they are written while they are in force; `ended_plans`
    says, per version, which ones to end afterwards.
    """

    def __init__(
        self,
        ledger: Ledger,
        calendar: Calendar,
        chance: random.Random,
        themes: dict[str, Theme],
        initiatives: dict[int, list[Initiative]],
    ) -> None:
        self._ledger = ledger
        self.calendar = calendar
        self._chance = chance
        self._themes = themes
        self._initiatives = initiatives
        self._families = FamilyMaker(chance, today=calendar.today)
        self.ended_plans: list[EndedPlan] = []
        self._closed: list[tuple[Story, Household]] = []

    def tell(self, setting: TeamSetting, *, cases: int) -> None:
        """The history of one team with about this many cases, and the questions that wait today."""
        for opened_on in self._opening_days(cases):
            self._case(setting, opened_on)
            if self._chance.random() < 0.55:
                self._question_without_case(setting, opened_on)
        for days in (2, 5, 13):
            self._case(setting, workday(self.calendar.ago(days)), waits=True)
        self._reopen(setting, count=max(1, cases // 25))
        self._waiting_questions(setting)

    # Cases

    def _opening_days(self, count: int) -> list[dt.date]:
        """Working days, more of them at the start (what the team took over) and after the summer."""
        calendar, chance = self.calendar, self._chance
        days = calendar.days()[:-1]
        first = [day for day in days if day < next_month(calendar.start, step=2)]
        weights = [0.6 if day.month in (7, 8) else 1.3 if day.month in (1, 9, 10) else 1.0 for day in days]
        opened = chance.choices(first, k=round(count * 0.2)) + chance.choices(days, weights, k=round(count * 0.8))
        return sorted(opened)

    def _case(
        self,
        setting: TeamSetting,
        opened_on: dt.date,
        *,
        before: tuple[Story, Household] | None = None,
        waits: bool = False,
    ) -> None:
        """Tell one case; `before` is an earlier one of the same household, `waits`: nobody coordinates it yet."""
        chance = self._chance
        if before is None:
            texts: ThemeTexts = pick(chance, {texts: texts.weight for texts in THEMES})
            household, given_name = self._household(setting, texts, since=opened_on)
        else:
            texts, household, given_name = before[0].texts, before[1], before[0].given_name
        case = self._ledger.add(
            Case(
                household=household,
                team=setting.team,
                area=household.area,
                theme=self._themes[texts.code],
                opened_on=opened_on,
                has_safety_concern=chance.random() < texts.safety,
                previous_case=before[0].case if before else None,
            )
        )
        story = Story(
            case=case, texts=texts, given_name=given_name, setting=setting, last_day=self._last_day(opened_on)
        )
        self._question_of_case(story, household)
        assigned_on = None if waits else self._first_day(story)
        if assigned_on is None:
            case.awaiting_coordinator_since = opened_on
        else:
            self._close_when_done(story)
            case.underlying_question = (
                chance.choice(texts.underlying).format(naam=given_name)
                if (story.last_day - assigned_on).days > 21 and chance.random() < 0.85
                else ""
            )
            self._coordinate(story, assigned_on)
            self._contacts(story)
            self._plans(story)
        if case.closed_on is not None:
            self._closed.append((story, household))

    def _last_day(self, opened_on: dt.date) -> dt.date:
        """When the work ends: half of the cases within five months, some much later, many after today."""
        days = min(700, max(24, int(self._chance.lognormvariate(5.05, 0.62))))
        return workday(opened_on + dt.timedelta(days=days))

    def _household(self, setting: TeamSetting, texts: ThemeTexts, *, since: dt.date) -> tuple[Household, str]:
        chance = self._chance
        family = self._families.family(
            mixture=setting.text.mixture, digits=setting.text.digits, shape=pick(chance, texts.shapes)
        )
        area: Area = pick(chance, setting.neighbourhoods)
        household = self._ledger.add(
            Household(
                name=family.name,
                street=family.street,
                postcode=family.postcode,
                city="Amsterdam",
                area=area,
                created_at=office_moment(chance, since),
            )
        )
        for relative in family.relatives:
            person = self._ledger.add(
                Person(
                    given_name=relative.given_name,
                    family_name=relative.family_name,
                    birth_date=relative.birth_date,
                    phone=relative.phone,
                    email=relative.email,
                    language=relative.language,
                )
            )
            moved_in = since - dt.timedelta(days=chance.randrange(300, 4000))
            self._ledger.add(
                HouseholdMember(
                    household=household,
                    person=person,
                    role=relative.role,
                    starts_on=max(moved_in, relative.birth_date),
                )
            )
        if len(family.relatives) > 2 and chance.random() < 0.12:
            self._parent_who_left(household, family, since)
        return household, family.first.given_name

    def _parent_who_left(self, household: Household, family: Family, since: dt.date) -> None:
        """History of a household: somebody who lived here until before the case."""
        child = next(relative for relative in family.relatives if relative.role == HouseholdRole.CHILD or relative)
        person = self._ledger.add(
            Person(
                given_name=self._chance.choice(("Marco", "Sander", "Romy", "Nadia", "Erik", "Yasmin")),
                family_name=child.family_name,
                birth_date=since - dt.timedelta(days=self._chance.randrange(27, 50) * 365),
            )
        )
        left_on = since - dt.timedelta(days=self._chance.randrange(20, 250))
        self._ledger.add(
            HouseholdMember(
                household=household,
                person=person,
                role=HouseholdRole.PARENT,
                starts_on=left_on - dt.timedelta(days=self._chance.randrange(400, 3000)),
                ends_on=left_on,
            )
        )

    def _first_day(self, story: Story) -> dt.date | None:
        """The day the case gets its first coordinator; None: that day has yet to come."""
        wait: int = pick(self._chance, {0: 25, 1: 25, 2: 15, 4: 15, 6: 12, 9: 8})
        day = self._next_workday(story.case.opened_on + dt.timedelta(days=wait))
        return day if day < self.calendar.today else None

    def _close_when_done(self, story: Story) -> None:
        if story.last_day >= self.calendar.today or story.last_day <= story.case.opened_on + dt.timedelta(days=20):
            story.last_day = max(story.last_day, self.calendar.today)
            return
        reason: ClosingReason = pick(self._chance, REASONS)
        story.case.closed_on = story.last_day
        story.case.closing_reason = reason
        story.case.closing_note = self._chance.choice(lines.CLOSING_NOTES[reason])

    def _coordinate(self, story: Story, assigned_on: dt.date) -> None:
        """Periods without a gap from the assignment to the closing; whoever leaves the team hands over."""
        chance, calendar = self._chance, self.calendar
        moment = office_moment(chance, assigned_on)
        end = (
            None
            if story.case.closed_on is None
            else start_of(story.case.closed_on) + dt.timedelta(hours=17, minutes=45)
        )
        worker = self._worker(story.setting, assigned_on)
        while True:
            leaves_on = story.setting.until(worker, moment.date())
            handover_on = workday(leaves_on - dt.timedelta(days=3)) if leaves_on else None
            why = lines.LEAVING_REASON
            if chance.random() < 0.10:
                planned = workday(moment.date() + dt.timedelta(days=chance.randrange(50, 160)))
                if handover_on is None or planned < handover_on:
                    handover_on, why = planned, chance.choice(lines.HANDOVER_REASONS)
            stops = end.date() if end else calendar.today
            if handover_on is None or handover_on >= stops or handover_on <= moment.date():
                story.periods.append(Period(worker, moment, end))
                break
            change = office_moment(chance, handover_on)
            story.periods.append(Period(worker, moment, change, why))
            moment = change
            worker = self._worker(story.setting, handover_on, other_than=worker)
        for period in story.periods:
            self._ledger.add(
                CaseCoordinator(
                    case=story.case,
                    worker=period.worker,
                    started_at=period.first,
                    ended_at=period.until,
                    handover_reason=period.reason,
                )
            )

    def _worker(self, setting: TeamSetting, day: dt.date, *, other_than: User | None = None) -> User:
        """Somebody of the team on that day who stays a while; team coordinators take few cases."""
        weights = {
            worker: fte * SHARE_OF_CASES.get(worker.username, 0.25 if worker.role == Role.TEAM_COORDINATOR else 1.0)
            for worker, fte in setting.workers(day).items()
            if worker != other_than and ((until := setting.until(worker, day)) is None or (until - day).days > 21)
        }
        worker: User = pick(self._chance, weights)
        return worker

    # The journal

    def _contacts(self, story: Story) -> None:
        chance, calendar = self._chance, self.calendar
        first = story.periods[0].first
        ends_on = story.case.closed_on or calendar.today
        if story.case.closed_on is None and chance.random() < 0.12:
            ends_on = calendar.ago(chance.randrange(34, 65))  # it fell silent
        crisis = chance.random() < (0.8 if story.case.has_safety_concern else 0.06)
        crisis_on = first.date() + dt.timedelta(days=chance.randrange(14, 90))
        day = first.date() + dt.timedelta(days=chance.randrange(1, 6))
        used: list[str] = []
        own = list(story.texts.contacts)
        chance.shuffle(own)
        number = 0
        while (day := self._next_workday(day)) < ends_on:
            last = story.case.closed_on is not None and (story.case.closed_on - day).days < 8 and number > 1
            in_crisis = crisis and 0 <= (day - crisis_on).days < 12
            if number == 0:
                kind, text = chance.choice(lines.FIRST_CONTACTS)
            elif last:
                kind, text = chance.choice(lines.LAST_CONTACTS)
            elif in_crisis:
                kind, text = chance.choice(lines.ESCALATION_CONTACTS)
            elif chance.random() < 0.4 and (unused := [one for one in own if one[1] not in used]):
                kind, text = unused[0]
                used.append(text)
            else:
                kind, text = self._going_on(story.texts, used)
            self._contact(story, office_moment(chance, day), kind, text, escalation=in_crisis)
            if last:
                break
            number += 1
            gap = chance.randrange(1, 4) if in_crisis else chance.choice((5, 7, 7, 9, 10, 12, 14, 14, 18, 21))
            day += dt.timedelta(days=gap)

    def _going_on(self, texts: ThemeTexts, used: list[str]) -> tuple[ContactKind, str]:
        """A line that this journal does not have yet: a common one about one of the theme's own things."""
        for _ in range(40):
            kind, line = self._chance.choice(lines.GOING_ON if self._chance.random() < 0.8 else lines.ONGOING_CONTACTS)
            subject = self._chance.choice(texts.subjects)
            text = line.replace("{onderwerp}", subject).replace("{onderwerp_hoofd}", capfirst(subject))
            if text not in used:
                break
        used.append(text)
        return kind, text

    def _next_workday(self, day: dt.date) -> dt.date:
        while day.weekday() > 4:
            day += dt.timedelta(days=1)
        return day

    def _contact(
        self, story: Story, moment: dt.datetime, kind: ContactKind, text: str, *, escalation: bool = False
    ) -> None:
        chance, calendar = self._chance, self.calendar
        author = story.coordinator(moment)
        if author is None or chance.random() < 0.12:
            author = pick(chance, story.setting.workers(moment.date()))
        if restricted := chance.random() < 0.025:
            kind, text = ContactKind.CONSULTATION, chance.choice(lines.RESTRICTED_NOTES)
        minutes = chance.choice(MINUTES[kind])
        written_at = min(
            moment + dt.timedelta(minutes=minutes + chance.randrange(5, 240)),
            start_of(calendar.today) - dt.timedelta(minutes=5),
        )
        entry = self._ledger.add(
            TimeEntry(
                team=story.setting.team,
                user=author,
                worked_on=moment.date(),
                minutes=minutes,
                kind=WorkKind.ESCALATION if escalation else WorkKind.INDIVIDUAL,
                area=story.case.area,
                created_at=written_at,
            )
        )
        recent = (calendar.today - moment.date()).days < 12 and story.case.closed_on is None
        self._ledger.add(
            Contact(
                case=story.case,
                author=author,
                occurred_at=moment,
                kind=kind,
                place=chance.choice(lines.PLACES[kind]),
                present=self._present(story, kind),
                text=text.format(naam=story.given_name),
                visibility=Visibility.RESTRICTED if restricted else Visibility.TEAM,
                follow_up_on=(
                    calendar.today + dt.timedelta(days=chance.randrange(-2, 15))
                    if recent and chance.random() < 0.5
                    else None
                ),
                time_entry=entry,
                created_at=written_at,
            )
        )

    def _present(self, story: Story, kind: ContactKind) -> str:
        if kind in {ContactKind.MESSAGE, ContactKind.PHONE}:
            return ""
        if kind == ContactKind.CONSULTATION:
            return self._chance.choice(("huisarts", "intern begeleider", "twee collega's", "wijkverpleegkundige", ""))
        return self._chance.choice((story.given_name, story.given_name, f"{story.given_name} en een familielid", ""))

    # Plans

    def _plans(self, story: Story) -> None:
        """Versions that follow each other; some overdue, some only a draft, some not there while they should be."""
        chance, calendar = self._chance, self.calendar
        midnight = start_of(calendar.today)
        closed_at = story.periods[-1].until
        end = closed_at or midnight
        made_at = story.periods[0].first + dt.timedelta(days=chance.randrange(8, 44))
        if chance.random() < 0.07:
            return
        goals = [
            (text, chance.choice((1, 2, 2, 3)))
            for text in some(chance, story.texts.goals, pick(chance, {1: 35, 2: 50, 3: 15}))
        ]
        version = 0
        previous: Plan | None = None
        while made_at < end - dt.timedelta(days=1):
            version += 1
            author = story.coordinator(made_at) or story.periods[-1].worker
            plan = Plan(case=story.case, version=version, created_at=made_at, created_by=author)
            agreed_at = made_at + dt.timedelta(days=chance.randrange(0, 9), hours=1)
            is_draft = agreed_at >= end - dt.timedelta(hours=1)
            if not is_draft:
                plan.in_force_at = agreed_at
                plan.agreed_by = chance.choice(
                    (story.given_name, story.given_name, f"{story.given_name} en de kinderen", "het hele gezin")
                )
                plan.agreed_on = agreed_at.date()
                plan.evaluate_on = workday(agreed_at.date() + dt.timedelta(days=chance.choice((60, 90, 90, 90, 120))))
            elif closed_at is not None:
                break  # a closed case leaves no draft behind
            self._ledger.add(plan)
            if previous is not None and not is_draft:
                self.ended_plans.append(EndedPlan(previous, agreed_at))
            self._goals(story, plan, goals)
            if is_draft or plan.evaluate_on is None:
                return
            previous = plan
            if closed_at is None and plan.evaluate_on < calendar.today and chance.random() < 0.3:
                return  # the evaluation is overdue
            goals = [(text, min(5, score + chance.choice((0, 1, 1, 2)))) for text, score in goals]
            made_at = office_moment(chance, workday(plan.evaluate_on + dt.timedelta(days=chance.randrange(-9, 12))))
            if made_at < end - dt.timedelta(days=10):
                kind, text = chance.choice(lines.EVALUATION_CONTACTS)
                self._contact(story, made_at, kind, text)
            made_at += dt.timedelta(hours=2)
        if previous is not None and closed_at is not None:
            self.ended_plans.append(EndedPlan(previous, closed_at))

    def _goals(self, story: Story, plan: Plan, goals: list[tuple[GoalText, int]]) -> None:
        chance = self._chance
        begun_on = (plan.in_force_at or plan.created_at).date()
        for position, (text, score) in enumerate(goals):
            scored = chance.random() < 0.8
            goal = self._ledger.add(
                Goal(
                    plan=plan,
                    life_domain=text.domain,
                    text=text.text,
                    start_score=score if scored else None,
                    target_score=min(5, score + 2) if scored else None,
                    current_score=min(5, score + chance.choice((0, 0, 1, 2))) if scored and plan.in_force_at else None,
                    position=position,
                )
            )
            for step, (owner, what, name) in enumerate(text.actions):
                self._action(story, goal, owner, what, name, position=step, begun_on=begun_on)

    def _action(
        self, story: Story, goal: Goal, owner: ActionOwner, what: str, name: str, *, position: int, begun_on: dt.date
    ) -> None:
        chance = self._chance
        due_on = begun_on + dt.timedelta(days=chance.choice((14, 21, 30, 45, 60)))
        done_on = None
        if due_on < self.calendar.today and chance.random() < 0.72:
            done_on = min(due_on + dt.timedelta(days=chance.randrange(-12, 6)), self.calendar.yesterday)
            done_on = max(done_on, begun_on)
        action = Action(
            goal=goal, text=what, owner=owner, owner_name=name, due_on=due_on, done_on=done_on, position=position
        )
        if owner == ActionOwner.TEAM:
            action.worker = story.coordinator(goal.plan.created_at) or story.periods[-1].worker
        if owner == ActionOwner.COLLECTIVE:
            running = [
                initiative
                for initiative in self._initiatives[story.setting.team.pk]
                if initiative.starts_on <= begun_on and (initiative.ends_on is None or initiative.ends_on > begun_on)
            ]
            fitting = [initiative for initiative in running if initiative.theme == story.case.theme] or running
            if not fitting:
                return
            action.initiative = chance.choice(fitting)
        self._ledger.add(action)

    # Questions

    def _question_of_case(self, story: Story, household: Household) -> None:
        chance = self._chance
        opened_at = office_moment(chance, story.case.opened_on)
        received_at = opened_at - dt.timedelta(
            days=chance.choice((0, 0, 1, 2, 2, 3, 4, 6)), minutes=chance.randrange(5, 50)
        )
        story_origin = Origin.TRANSFER if (story.case.opened_on - self.calendar.start).days < 30 else None
        question = self._question(story.setting, story.texts, received_at, origin=story_origin)
        question.theme = story.case.theme
        question.area = story.case.area
        question.household = household
        question.has_safety_concern = story.case.has_safety_concern
        question.urgency = (
            Urgency.ACUTE if story.case.has_safety_concern and chance.random() < 0.25 else question.urgency
        )
        question.resident = "" if question.origin == Origin.RESIDENT else f"huishouden {household.name}"
        question.asker = (
            f"{story.given_name} {household.name}" if question.origin == Origin.RESIDENT else question.asker
        )
        question.decided_at = opened_at
        question.decided_by = pick(chance, story.setting.workers(story.case.opened_on))
        question.outcome = Outcome.CASE
        question.case = story.case
        self._ledger.add(question)

    def _question_without_case(self, setting: TeamSetting, day: dt.date) -> None:
        chance = self._chance
        texts: ThemeTexts = pick(chance, {texts: texts.weight for texts in THEMES})
        received_at = office_moment(chance, workday(day))
        decided_at = received_at + dt.timedelta(days=chance.choice((0, 0, 1, 2, 3)), hours=1)
        if decided_at >= start_of(self.calendar.today):
            return
        question = self._question(setting, texts, received_at)
        question.theme = self._themes[texts.code]
        question.area = pick(chance, setting.neighbourhoods)
        question.decided_at = decided_at
        question.decided_by = pick(chance, setting.workers(decided_at.date()))
        running = [
            initiative
            for initiative in self._initiatives[setting.team.pk]
            if initiative.starts_on <= decided_at.date()
            and (initiative.ends_on is None or initiative.ends_on > decided_at.date())
        ]
        outcome: Outcome = pick(chance, {Outcome.ANSWERED: 52, Outcome.COLLECTIVE: 34, Outcome.DECLINED: 14})
        if outcome == Outcome.COLLECTIVE and running:
            fitting = [initiative for initiative in running if initiative.theme == question.theme] or running
            question.initiative = chance.choice(fitting)
            question.outcome_note = chance.choice(lines.COLLECTIVE_NOTES)
        elif outcome == Outcome.DECLINED:
            question.outcome_note = chance.choice(lines.DECLINED_NOTES)
        else:
            outcome = Outcome.ANSWERED
            question.outcome_note = chance.choice(texts.answers + lines.ANSWER_NOTES)
        question.outcome = outcome
        self._ledger.add(question)

    def _waiting_questions(self, setting: TeamSetting) -> None:
        """What lies on the table today: one acute since yesterday, one overdue, some fresh ones."""
        chance, calendar = self._chance, self.calendar
        yesterday = start_of(calendar.yesterday)
        waiting: list[tuple[dt.datetime, Urgency, ThemeTexts | None]] = [
            (yesterday + dt.timedelta(hours=16, minutes=40), Urgency.ACUTE, next(t for t in THEMES if t.safety > 0.5)),
            (yesterday - dt.timedelta(days=8, hours=-11), Urgency.NORMAL, None),
            (yesterday - dt.timedelta(days=3, hours=-14), Urgency.SOON, None),
            (yesterday - dt.timedelta(days=1, hours=-10), Urgency.NORMAL, None),
            (yesterday + dt.timedelta(hours=9, minutes=25), Urgency.NORMAL, None),
        ]
        for received_at, urgency, chosen in waiting:
            texts = chosen or pick(chance, {texts: texts.weight for texts in THEMES if texts.safety < 0.5})
            origin = Origin.ORGANISATION if urgency == Urgency.ACUTE else None
            question = self._question(setting, texts, received_at, origin=origin)
            question.urgency = urgency
            question.has_safety_concern = urgency == Urgency.ACUTE
            if chance.random() < 0.6:
                question.theme = self._themes[texts.code]
                question.area = pick(chance, setting.neighbourhoods)
            self._ledger.add(question)

    def _question(
        self, setting: TeamSetting, texts: ThemeTexts, received_at: dt.datetime, *, origin: Origin | None = None
    ) -> Question:
        chance = self._chance
        origin = origin or pick(chance, ORIGINS)
        by_resident = origin == Origin.RESIDENT
        from_page = by_resident and chance.random() < 0.35
        family = self._families.family(
            mixture=setting.text.mixture, digits=setting.text.digits, shape=pick(chance, texts.shapes)
        )
        name = f"{family.first.given_name} {family.first.family_name}"
        asker = name if by_resident else lines.REFERRERS[origin.value]
        return Question(
            team=setting.team,
            received_at=received_at,
            origin=origin,
            asked=chance.choice(texts.residents if by_resident else _fitting(texts.others, origin)),
            asker=asker,
            reach=self._families.phone() if by_resident or chance.random() < 0.5 else "",
            resident="" if by_resident else name,
            address=f"{family.street}, {family.postcode}" if chance.random() < 0.6 else "",
            is_from_public_page=from_page,
            received_by=None
            if from_page
            else pick(chance, setting.workers(received_at.date()) or setting.workers(self.calendar.start)),
            urgency=pick(chance, {Urgency.NORMAL: 78, Urgency.SOON: 22}),
        )

    # Coming back

    def _reopen(self, setting: TeamSetting, *, count: int) -> None:
        """Households that came back: a new case that points at the old one."""
        calendar = self.calendar
        able = [
            closed
            for closed in self._closed
            if closed[0].setting is setting
            and closed[0].case.previous_case is None
            and (calendar.yesterday - closed[0].last_day).days > 60
            and closed[0].case.closing_reason not in {ClosingReason.MOVED, ClosingReason.DECEASED}
        ]
        for before in some(self._chance, able, count):
            days = (calendar.yesterday - before[0].last_day).days
            opened_on = workday(before[0].last_day + dt.timedelta(days=self._chance.randrange(45, days)))
            self._case(setting, opened_on, before=before)


def _fitting(asked: tuple[str, ...], origin: Origin) -> list[str]:
    """Questions for somebody else in which the one who speaks could be of this origin; all when none fits."""
    return [text for text in asked if _speaker(text) == origin] or [
        text for text in asked if _speaker(text) == Origin.ORGANISATION
    ]


def _speaker(text: str) -> Origin:
    if text.startswith(("Ontmoet", "Gesproken", "Bij ")):
        return Origin.OUTREACH
    if "rijwilliger" in text.split(".")[0]:
        return Origin.VOLUNTEER
    if text.startswith(("Mijn", "Als ", "Ik ")):
        return Origin.NETWORK
    return Origin.ORGANISATION
