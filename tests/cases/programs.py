"""Random programs of work at a few files: G04. After each step the database itself is asked whether its rules hold.

A step either does its work or is refused with an exception of our own; anything else (an IntegrityError that nobody
translated, say) is a finding. What was acknowledged is kept in a ledger and must be there, word for word, for ever.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import time_machine
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cases.enums import (
    ClosingReason,
    ContactKind,
    GoalOutcome,
    HouseholdRole,
    LifeDomain,
    MoveKind,
    Origin,
    ProvisionKind,
    RestrictionKind,
    ScoreGiver,
)
from cases.models import (
    Action,
    Case,
    Contact,
    Goal,
    Handover,
    Household,
    HouseholdMember,
    HouseholdMerge,
    Person,
    PersonMerge,
    Plan,
    Question,
)
from cases.services.after_care import plan_after_care
from cases.services.ask_question import ask_question
from cases.services.assign_coordinator import assign_coordinator
from cases.services.change_household import HOUSEHOLD_FIELDS, add_member, end_membership
from cases.services.close_case import Result, close_case
from cases.services.decide_question import decline_question
from cases.services.detect_change import fingerprint
from cases.services.evaluate_plan import score_goal
from cases.services.follow_up import mark_followed_up
from cases.services.give_provision import ProvisionDetails, give_provision
from cases.services.hand_over import (
    HandoverDetails,
    accept_handover,
    propose_handover,
    refuse_handover,
    withdraw_handover,
)
from cases.services.log_contact import ContactDetails, correct_contact, log_contact
from cases.services.merge_households import merge_households
from cases.services.merge_persons import merge_persons
from cases.services.move_house import NewAddress, move_house
from cases.services.open_case import open_case
from cases.services.restrict_case import lift_restriction, restrict_case
from cases.services.share_plan import share_plan
from cases.services.split_household import Goes, NewHome, split_household
from cases.services.write_plan import (
    GOAL_FIELDS,
    agree_on_plan,
    discard_draft,
    mark_action,
    remove_goal,
    save_action,
    save_goal,
    start_draft,
)
from tests.factories import (
    HouseholdFactory,
    NeighbourhoodFactory,
    TeamFactory,
    TeamMembershipFactory,
    ThemeFactory,
)
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.demo.checks import RULES as OF_THE_DEMO
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry
from wijkteam.hours.services.log_hours import change_hours, log_hours, remove_hours
from wijkteam.teams.models import Team, TeamMembership
from wijkteam.teams.services.manage_team import end_membership as leave_team

T = TypeVar("T")
STEPS = 30
# A Friday; nine days later the clocks go forward, at the end of the programs it is summer.
BEGIN = datetime(2026, 3, 20, 9, tzinfo=UTC)
# True of what the demo invents, and not of all that people may do.
_ONLY_OF_THE_DEMO = {
    "every case has a question it came from",
    "a household has somebody in it",
    "a plan has a goal",
    "a later case of a household points at one that was closed before",
    "no telephone number or postcode can exist",
}
RULES = {name: statement for name, statement in OF_THE_DEMO.items() if name not in _ONLY_OF_THE_DEMO} | {
    "a household has one open case": """
        SELECT count(*) FROM (SELECT 1 FROM cases_case WHERE closed_on IS NULL
                               GROUP BY household_id HAVING count(*) > 1) x
    """,
    "an earlier case is of the same household and was closed before": """
        SELECT count(*) FROM cases_case c JOIN cases_case e ON e.id = c.previous_case_id
         WHERE e.household_id <> c.household_id OR e.closed_on IS NULL OR e.closed_on > c.opened_on
    """,
    "a coordinator works in the team on the day that the case becomes theirs": """
        SELECT count(*) FROM cases_casecoordinator k JOIN cases_case c ON c.id = k.case_id
         WHERE NOT EXISTS (
            SELECT 1 FROM teams_teammembership m
             WHERE m.team_id = c.team_id AND m.user_id = k.worker_id
               AND m.starts_on <= (k.started_at AT TIME ZONE 'Europe/Amsterdam')::date
               AND (m.ends_on IS NULL OR m.ends_on > (k.started_at AT TIME ZONE 'Europe/Amsterdam')::date))
    """,
    "what came in force has a goal": """
        SELECT count(*) FROM cases_plan p WHERE p.in_force_at IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM cases_goal g WHERE g.plan_id = p.id)
    """,
    "a case has one plan in force and one draft at most": """
        SELECT count(*) FROM (SELECT 1 FROM cases_plan WHERE ended_at IS NULL
                               GROUP BY case_id, in_force_at IS NULL HAVING count(*) > 1) x
    """,
    "versions of plans follow each other": """
        SELECT count(*) FROM (SELECT 1 FROM cases_plan GROUP BY case_id HAVING max(version) <> count(*)) x
    """,
    "a plan follows the one before without overlap": """
        SELECT count(*) FROM cases_plan p JOIN cases_plan q ON q.case_id = p.case_id AND q.version > p.version
         WHERE p.in_force_at IS NOT NULL AND q.in_force_at IS NOT NULL
           AND (p.ended_at IS NULL OR p.ended_at > q.in_force_at)
    """,
    "one handover at a time waits for an answer, and none of a closed case": """
        SELECT count(*) FROM (
            SELECT 1 FROM cases_handover h JOIN cases_case c ON c.id = h.case_id
             WHERE h.accepted_at IS NULL AND h.refused_at IS NULL AND h.withdrawn_at IS NULL AND c.closed_on IS NULL
             GROUP BY h.case_id HAVING count(*) > 1) x
    """,
    "nobody lives in two main households on one day": """
        SELECT count(*) FROM cases_householdmember a JOIN cases_householdmember b
            ON b.person_id = a.person_id AND b.id > a.id AND a.is_main AND b.is_main
           AND daterange(a.starts_on, a.ends_on) && daterange(b.starts_on, b.ends_on)
    """,
    "a merged household has nobody and nothing": """
        SELECT (SELECT count(*) FROM cases_householdmerge m JOIN cases_case c ON c.household_id = m.merged_id)
             + (SELECT count(*) FROM cases_householdmerge m JOIN cases_householdmember x
                   ON x.household_id = m.merged_id)
             + (SELECT count(*) FROM cases_personmerge m JOIN cases_householdmember x ON x.person_id = m.merged_id)
    """,
    "a case has one restriction at a time, and its coordinator is named": """
        SELECT count(*) FROM cases_caserestriction r JOIN cases_casecoordinator k ON k.case_id = r.case_id
         WHERE r.lifted_at IS NULL AND k.ended_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM cases_caserestrictionperson p
             WHERE p.restriction_id = r.id AND p.user_id = k.worker_id AND p.removed_at IS NULL)
    """,
    "a question that became a case says which": """
        SELECT count(*) FROM cases_question q WHERE (q.outcome = 'case') <> (q.case_id IS NOT NULL)
            OR (q.decided_at IS NULL) <> (q.outcome = '')
    """,
    "nothing that is closed can be read through a link": """
        SELECT count(*) FROM cases_planreadinglink l JOIN cases_case c ON c.id = l.case_id
         WHERE c.closed_on IS NOT NULL AND l.revoked_at IS NULL
    """,
    "no day of anybody has more than 24 hours": """
        SELECT count(*) FROM (SELECT 1 FROM hours_timeentry WHERE kind NOT IN ('individual', 'escalation')
                               GROUP BY user_id, worked_on HAVING sum(minutes) > 1440) x
    """,
}  # fmt: skip


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


_ALL_AT_ONCE = " UNION ALL ".join(f"SELECT {_quoted(name)}, ({statement})" for name, statement in RULES.items())


def broken_rules() -> list[tuple[str, int]]:
    """What holds no longer: also what PostgreSQL itself would find at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f"SELECT * FROM ({_ALL_AT_ONCE}) AS rules (name, found) WHERE found > 0")  # noqa: S608
        return [(str(name), int(found)) for name, found in cursor.fetchall()]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where programs run: made once, and left as it was by each of them."""

    team: Team
    other_team: Team
    workers: Sequence[User]
    outsider: User
    theme: Theme
    areas: Sequence[Area]
    households: Sequence[Household]


def build_place() -> Place:
    area, elsewhere = NeighbourhoodFactory.create(), NeighbourhoodFactory.create()
    team = TeamFactory.create(areas=[area.parent or area, elsewhere.parent or elsewhere])
    other_team = TeamFactory.create()
    return Place(
        team=team,
        other_team=other_team,
        workers=[TeamMembershipFactory.create(team=team).user for _ in range(3)],
        outsider=TeamMembershipFactory.create(team=other_team).user,
        theme=ThemeFactory.create(),
        areas=[area, elsewhere],
        households=[HouseholdFactory.create(area=area, members=2) for _ in range(3)],
    )


def some(rows: Sequence[T], number: int) -> T | None:
    return rows[number % len(rows)] if rows else None


NUMBER = st.integers(0, 11)


class Refused(Exception):
    """Nothing to work on, or refused in words of our own."""


class CaseWork(RuleBasedStateMachine):
    """Three colleagues and an outsider at three households, with time passing."""

    place: Place  # set by `program_at`

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.clock = time_machine.travel(BEGIN, tick=False)
        self.traveller = self.clock.start()
        self.contacts: dict[int, str] = {}  # what was acknowledged
        self.hours: dict[int, int] = {}
        self.ended: dict[int, list[tuple[Any, ...]]] = {}  # the goals of plans that ended
        self.keys: list[uuid.UUID] = []
        self.names = 0

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # -- what steps are made of -------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        """A minute later at each look."""
        self.traveller.shift(timedelta(minutes=1))
        return timezone.now()

    @property
    def today(self) -> date:
        return timezone.localdate()

    def word(self) -> str:
        self.names += 1
        return f"woord{self.names}"

    def worker(self, number: int) -> User:
        """Mostly one of the team, sometimes somebody from outside it."""
        return self.place.outsider if number == 11 else self.place.workers[number % len(self.place.workers)]

    def attempt(self, work: Callable[[], T]) -> T | None:
        """Do it, or be refused by an exception that says why. Everything else is a mistake of ours."""
        try:
            with transaction.atomic():
                return work()
        except Exception as error:
            if not type(error).__module__.startswith(("cases.services.", "wijkteam.")):
                raise
            return None

    def case(self, number: int) -> Case | None:
        """An open one mostly; now and then one that is closed, as a page that was open for long would send."""
        cases = list(Case.objects.order_by("pk"))
        running = [case for case in cases if case.is_open]
        return some(cases, number) if number >= 9 else some(running, number)

    def plan(self, number: int) -> Plan | None:
        return some(list(Plan.objects.select_related("case").order_by("-pk")), number)

    def goal(self, number: int) -> Goal | None:
        return some(list(Goal.objects.select_related("plan__case").order_by("-pk")), number)

    # -- questions and cases ----------------------------------------------------------------------------

    @initialize()
    def a_file_is_opened(self) -> None:
        self.open(household=0, worker=0, question=0)

    @rule(hours=st.integers(1, 240))
    def time_passes(self, hours: int) -> None:
        self.traveller.shift(timedelta(hours=hours))

    @rule()
    def ask(self) -> None:
        self.attempt(
            lambda: ask_question(
                team=self.place.team,
                asked=self.word(),
                origin=Origin.RESIDENT,
                by=self.place.workers[0],
                at=self.now,
                request_key=uuid.uuid4(),
            )
        )

    @rule(question=NUMBER)
    def decline(self, question: int) -> None:
        if found := some(list(Question.objects.order_by("pk")), question):
            self.attempt(lambda: decline_question(question=found, reason="x", by=self.place.workers[0], at=self.now))

    @rule(household=NUMBER, worker=NUMBER, question=NUMBER)
    def open(self, household: int, worker: int, question: int) -> None:
        home = some(list(Household.objects.order_by("pk")), household)
        asked = some(list(Question.objects.order_by("pk")), question) if question % 2 else None
        assert home
        self.attempt(
            lambda: open_case(
                team=self.place.team,
                household=home,
                theme=self.place.theme,
                coordinator=None if worker == 10 else self.worker(worker),
                by=self.place.workers[0],
                at=self.now,
                question=asked,
            )
        )

    @rule(case=NUMBER, say=st.booleans())
    def close(self, case: int, say: bool) -> None:
        if not (found := self.case(case)):
            return
        goals = Goal.objects.filter(plan__in=found.plans.in_force())
        results = {goal.public_id: Result(outcome=GoalOutcome.REACHED, text=self.word()) for goal in goals}
        self.attempt(
            lambda: close_case(
                case=found,
                reason=ClosingReason.GOALS_REACHED,
                note="",
                results=results,
                left_open="Anderen gaan door." if say else "",
                by=self.place.workers[0],
                at=self.now,
            )
        )

    @rule(case=NUMBER, worker=NUMBER, days=st.integers(-10, 400))
    def after_care(self, case: int, worker: int, days: int) -> None:
        if found := self.case(case):
            due = self.today + timedelta(days=days)
            self.attempt(
                lambda: plan_after_care(
                    case=found, due_on=due, worker=self.worker(worker), by=self.place.workers[0], at=self.now
                )
            )

    # -- who coordinates --------------------------------------------------------------------------------

    @rule(case=NUMBER, worker=NUMBER, is_right=st.booleans())
    def assign(self, case: int, worker: int, is_right: bool) -> None:
        if not (found := self.case(case)):
            return
        current = found.coordinators.current().first()
        expected = current.worker_id if current and is_right else None
        self.attempt(
            lambda: assign_coordinator(
                case=found,
                worker=self.worker(worker),
                reason="Vakantie.",
                expected=expected,
                by=self.place.workers[0],
                at=self.now,
            )
        )

    @rule(case=NUMBER, worker=NUMBER, reads_on=st.booleans())
    def propose(self, case: int, worker: int, reads_on: bool) -> None:
        if not (found := self.case(case)):
            return
        current = found.coordinators.current().first()
        receiver = self.worker(worker)
        if current and current.worker_id == receiver.pk:
            return  # the page does not offer them
        until = self.today + timedelta(days=14) if reads_on else None
        self.attempt(
            lambda: propose_handover(
                case=found,
                receiver=receiver,
                details=HandoverDetails(reason="Verhuisd.", read_until=until),
                expected=current.worker_id if current else None,
                by=self.place.workers[0],
                at=self.now,
            )
        )

    @rule(handover=NUMBER, answer=st.sampled_from(["accept", "refuse", "withdraw"]))
    def answer(self, handover: int, answer: str) -> None:
        found = some(list(Handover.objects.select_related("case").order_by("-pk")), handover)
        if not found:
            return
        by, at = found.receiver, self.now
        answers: dict[str, Callable[[], object]] = {
            "accept": lambda: accept_handover(handover=found, by=by, at=at),
            "refuse": lambda: refuse_handover(handover=found, reason="Vol.", by=by, at=at),
            "withdraw": lambda: withdraw_handover(handover=found, by=by, at=at),
        }
        self.attempt(answers[answer])

    @rule(worker=NUMBER)
    def leave(self, worker: int) -> None:
        member = TeamMembership.objects.filter(user=self.worker(worker), ends_on=None).first()
        if member:
            self.attempt(
                lambda: leave_team(membership=member, last_day=self.today, by=self.place.workers[0], at=self.now)
            )

    # -- plans ------------------------------------------------------------------------------------------

    @rule(case=NUMBER)
    def draft(self, case: int) -> None:
        if found := self.case(case):
            self.attempt(lambda: start_draft(case=found, by=self.place.workers[0], at=self.now))

    @rule(plan=NUMBER)
    def add_goal(self, plan: int) -> None:
        if found := self.plan(plan):
            new = Goal(text=self.word(), life_domain=LifeDomain.FINANCE, start_score=2, target_score=4)
            self.attempt(lambda: save_goal(plan=found, goal=new, seen="", by=self.place.workers[0]))

    @rule(goal=NUMBER, is_stale=st.booleans())
    def change_goal(self, goal: int, is_stale: bool) -> None:
        if not (found := self.goal(goal)):
            return
        seen = "0" * 32 if is_stale else fingerprint(found, GOAL_FIELDS)
        before = found.text
        found.text = self.word()
        saved = self.attempt(lambda: save_goal(plan=found.plan, goal=found, seen=seen, by=self.place.workers[0]))
        stored = Goal.objects.get(pk=found.pk).text
        assert stored == (found.text if saved else before)
        assert not (saved and is_stale)

    @rule(goal=NUMBER)
    def drop_goal(self, goal: int) -> None:
        if found := self.goal(goal):
            self.attempt(lambda: remove_goal(goal=found, by=self.place.workers[0]))

    @rule(goal=NUMBER)
    def add_action(self, goal: int) -> None:
        if found := self.goal(goal):
            new = Action(text=self.word(), owner="resident")
            self.attempt(lambda: save_action(goal=found, action=new, seen="", by=self.place.workers[0]))

    @rule(action=NUMBER, is_done=st.booleans())
    def tick(self, action: int, is_done: bool) -> None:
        if found := some(list(Action.objects.select_related("goal__plan__case").order_by("-pk")), action):
            done_on = self.today if is_done else None
            self.attempt(lambda: mark_action(action=found, done_on=done_on, by=self.place.workers[0]))

    @rule(plan=NUMBER)
    def agree(self, plan: int) -> None:
        if found := self.plan(plan):
            day = self.today
            self.attempt(
                lambda: agree_on_plan(
                    plan=found,
                    agreed_on=day,
                    evaluate_on=day + timedelta(days=90),
                    by=self.place.workers[0],
                    at=self.now,
                    agreed_by="Noor",
                )
            )

    @rule(plan=NUMBER)
    def discard(self, plan: int) -> None:
        if found := self.plan(plan):
            self.attempt(lambda: discard_draft(plan=found, by=self.place.workers[0]))

    @rule(goal=NUMBER, score=st.integers(1, 5), days=st.integers(0, 5))
    def score(self, goal: int, score: int, days: int) -> None:
        if found := self.goal(goal):
            day = self.today - timedelta(days=days)
            self.attempt(
                lambda: score_goal(
                    goal=found,
                    score=score,
                    given_by=ScoreGiver.HOUSEHOLD,
                    scored_on=day,
                    note="",
                    by=self.place.workers[0],
                    at=self.now,
                )
            )

    @rule(case=NUMBER, person=NUMBER)
    def share(self, case: int, person: int) -> None:
        found, reader = self.case(case), some(list(Person.objects.order_by("pk")), person)
        if found and reader:
            self.attempt(lambda: share_plan(case=found, person=reader, days=14, by=self.place.workers[0], at=self.now))

    @rule(case=NUMBER, days=st.integers(1, 90))
    def offer(self, case: int, days: int) -> None:
        if not (found := self.case(case)):
            return
        details = ProvisionDetails(
            kind=ProvisionKind.WMO_SUPPORT,
            name="",
            provider="Zorg Een",
            organisation=None,
            person=None,
            amount="",
            starts_on=self.today,
            ends_on=self.today + timedelta(days=days),
        )
        if days % 2 and found.is_open:
            Case.objects.filter(pk=found.pk).update(underlying_question="Rust")
        self.attempt(
            lambda: give_provision(case=found, details=details, by=self.place.workers[0], request_key=uuid.uuid4())
        )

    # -- contacts and hours -----------------------------------------------------------------------------

    @rule(case=NUMBER, worker=NUMBER, minutes=st.integers(5, 300), again=st.booleans())
    def log(self, case: int, worker: int, minutes: int, again: bool) -> None:
        if not (found := self.case(case)):
            return
        by = self.place.workers[worker % 3]
        if not by.memberships.current(on=self.today).exists():
            return  # the page is closed to them
        key = self.keys[-1] if again and self.keys else uuid.uuid4()
        self.keys.append(key)
        details = ContactDetails(
            kind=ContactKind.PHONE,
            occurred_at=self.now,
            minutes=minutes,
            text=self.word(),
            follow_up_on=self.today + timedelta(days=3) if minutes % 2 else None,
        )
        earlier = Contact.objects.filter(request_key=key).first()
        if earlier and earlier.author_id != by.pk:
            return
        if contact := self.attempt(lambda: log_contact(case=found, details=details, by=by, request_key=key)):
            assert self.contacts.setdefault(contact.pk, contact.text) == contact.text, "one form, two texts"
            self.hours[contact.time_entry_id] = self.hours.get(contact.time_entry_id, minutes)

    @rule(contact=NUMBER, minutes=st.integers(5, 300), is_stale=st.booleans())
    def correct(self, contact: int, minutes: int, is_stale: bool) -> None:
        found = some(list(Contact.objects.select_related("case", "author").order_by("-pk")), contact)
        if not found:
            return
        details = ContactDetails(
            kind=ContactKind.VISIT, occurred_at=found.occurred_at, minutes=minutes, text=self.word()
        )
        seen = BEGIN if is_stale else found.corrected_at
        corrected = self.attempt(
            lambda: correct_contact(contact=found, details=details, seen=seen, by=found.author, at=self.now)
        )
        if corrected:
            self.contacts[found.pk] = corrected.text
            self.hours[found.time_entry_id] = minutes

    @rule(contact=NUMBER, is_done=st.booleans())
    def follow_up(self, contact: int, is_done: bool) -> None:
        if found := some(list(Contact.objects.select_related("case").order_by("-pk")), contact):
            self.attempt(
                lambda: mark_followed_up(contact=found, is_done=is_done, by=self.place.workers[0], at=self.now)
            )

    @rule(worker=NUMBER, minutes=st.integers(15, 900), days=st.integers(-1, 40))
    def book(self, worker: int, minutes: int, days: int) -> None:
        day = self.today - timedelta(days=days)
        made = self.attempt(
            lambda: log_hours(
                by=self.worker(worker),
                at=self.now,
                team=self.place.team,
                worked_on=day,
                minutes=minutes,
                kind=WorkKind.COLLECTIVE,
                note="",
            )
        )
        if made:
            self.hours[made.pk] = minutes

    @rule(entry=NUMBER, minutes=st.integers(15, 900), remove=st.booleans())
    def change_booked(self, entry: int, minutes: int, remove: bool) -> None:
        found = some(list(TimeEntry.objects.select_related("user", "team").order_by("-pk")), entry)
        if not found:
            return
        by, at = found.user, self.now
        if remove:
            is_gone = self.attempt(lambda: (remove_hours(entry=found, by=by, at=at), True))
            if is_gone:
                del self.hours[found.pk]
            return
        changed = self.attempt(
            lambda: change_hours(
                entry=found,
                by=by,
                at=at,
                team=found.team,
                worked_on=found.worked_on,
                minutes=minutes,
                kind=WorkKind(found.kind),
            )
        )
        if changed:
            self.hours[found.pk] = minutes

    # -- households -------------------------------------------------------------------------------------

    @rule(keep=NUMBER, merged=NUMBER, same=st.booleans())
    def merge(self, keep: int, merged: int, same: bool) -> None:
        homes = list(Household.objects.order_by("pk"))
        stays, goes = homes[keep % len(homes)], homes[merged % len(homes)]
        if stays == goes:
            return
        here = stays.members.order_by("pk").first()
        there = goes.members.order_by("pk").first()
        is_one = same and here and there and here.person_id != there.person_id
        pairs = {there.person_id: here.person_id} if is_one and here and there else {}
        self.attempt(
            lambda: merge_households(
                keep=stays, merged=goes, same=pairs, why="Eén gezin.", by=self.place.workers[0], at=self.now
            )
        )

    @rule(keep=NUMBER, merged=NUMBER)
    def merge_people(self, keep: int, merged: int) -> None:
        people = list(Person.objects.order_by("pk"))
        stays, goes = people[keep % len(people)], people[merged % len(people)]
        if stays != goes:
            self.attempt(lambda: merge_persons(keep=stays, merged=goes, why="x", by=self.place.workers[0], at=self.now))

    @rule(household=NUMBER, choices=st.lists(st.sampled_from(list(Goes)), min_size=6, max_size=6))
    def split(self, household: int, choices: list[Goes]) -> None:
        home = some(list(Household.objects.order_by("pk")), household)
        assert home
        day = self.today
        members = HouseholdMember.objects.current(on=day).filter(household=home).select_related("person").order_by("pk")
        chosen = {member.person.public_id: choice for member, choice in zip(members, choices, strict=False)}
        to = NewAddress(street=self.word(), postcode="", city="", area=self.place.areas[0])
        self.attempt(
            lambda: split_household(
                household=home,
                home=NewHome(name=self.word(), address=to),
                choices=chosen,
                split_on=day,
                by=self.place.workers[0],
                at=self.now,
            )
        )

    @rule(household=NUMBER, days=st.integers(0, 30))
    def move(self, household: int, days: int) -> None:
        home = some(list(Household.objects.order_by("pk")), household)
        assert home
        to = NewAddress(street=self.word(), postcode="", city="", area=self.place.areas[days % 2])
        self.attempt(
            lambda: move_house(
                household=home,
                to=to,
                moved_on=self.today - timedelta(days=days),
                means=MoveKind.SAME,
                seen=fingerprint(home, HOUSEHOLD_FIELDS),
                by=self.place.workers[0],
            )
        )

    @rule(household=NUMBER, person=NUMBER, is_main=st.booleans())
    def join(self, household: int, person: int, is_main: bool) -> None:
        home = some(list(Household.objects.order_by("pk")), household)
        who = some(list(Person.objects.exclude(pk__in=PersonMerge.objects.values("merged")).order_by("pk")), person)
        assert home
        assert who
        if HouseholdMerge.objects.filter(merged=home).exists():
            return  # its page is gone
        self.attempt(
            lambda: add_member(
                household=home,
                person=who if person % 2 else Person(given_name="", family_name=self.word()),
                role=HouseholdRole.OTHER,
                is_main=is_main,
                starts_on=self.today,
                by=self.place.workers[0],
            )
        )

    @rule(member=NUMBER)
    def go(self, member: int) -> None:
        members = list(HouseholdMember.objects.current(on=self.today).order_by("pk"))
        found = some(members, member)
        if found:
            self.attempt(lambda: end_membership(member=found, ends_on=self.today, by=self.place.workers[0]))

    @rule(case=NUMBER, worker=NUMBER)
    def restrict(self, case: int, worker: int) -> None:
        if found := self.case(case):
            self.attempt(
                lambda: restrict_case(
                    case=found,
                    kind=RestrictionKind.THREAT,
                    note="x",
                    named=[self.worker(worker)],
                    by=self.place.workers[0],
                    at=self.now,
                )
            )

    @rule(case=NUMBER)
    def lift(self, case: int) -> None:
        if found := self.case(case):
            self.attempt(lambda: lift_restriction(case=found, because="x", by=self.place.workers[0], at=self.now))

    # -- what always holds ------------------------------------------------------------------------------

    @invariant()
    def rules_hold(self) -> None:
        assert not (found := broken_rules()), found

    @invariant()
    def what_was_acknowledged_is_there(self) -> None:
        stored = dict(Contact.objects.filter(pk__in=self.contacts).values_list("pk", "text"))
        assert stored == self.contacts
        booked = dict(TimeEntry.objects.filter(pk__in=self.hours).values_list("pk", "minutes"))
        assert booked == self.hours
        assert TimeEntry.objects.count() == len(self.hours), "hours that nobody wrote down"

    @invariant()
    def what_ended_stays_as_it_was(self) -> None:
        now: dict[int, list[tuple[Any, ...]]] = {}
        of_ended = Goal.objects.exclude(plan__ended_at=None).exclude(plan__in_force_at=None)
        for plan, *goal in of_ended.order_by("pk").values_list("plan", "pk", "text", "life_domain", "target_score"):
            now.setdefault(plan, []).append(tuple(goal))
        for plan, goals in self.ended.items():
            assert now.get(plan) == goals
        self.ended = now


def programs(place: Place, *, examples: int) -> tuple[type[CaseWork], settings]:
    """The machine at this place, and how often it runs. The same number gives the same programs."""
    machine = type("CaseWorkHere", (CaseWork,), {"place": place})
    chosen = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    return machine, chosen
