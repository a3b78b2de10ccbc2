"""What happens to invented plans over time: scores, looking back, agreeing, reading along, and after-care."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence

from django.utils import timezone

from cases.enums import (
    AgreementManner,
    ClosingReason,
    ContinuationKind,
    EvaluationDecision,
    GoalOutcome,
    OpeningOutcome,
    ScoreGiver,
)
from cases.models import (
    Action,
    AfterCare,
    Case,
    Continuation,
    Evaluation,
    EvaluationPresence,
    FamilyQuestion,
    Goal,
    GoalScore,
    HouseholdMember,
    Plan,
    PlanAgreement,
    PlanReadingLink,
    ReadingLinkOpening,
)
from cases.models.reading_link import digests_of
from collectief.models import Initiative
from wijkteam.accounts.models import User
from wijkteam.core.periods import months_later, start_of
from wijkteam.demo.accounts import FATIMA
from wijkteam.demo.calendar import Calendar
from wijkteam.demo.ledger import copy_rows
from wijkteam.demo.texts import plans as lines

# The address of the one reading link of the demo ends in this: /uw-plan/.../ (invented people only).
DEMO_TOKEN = "meelezen-in-de-demo-0123456789-abcdefghijk"  # noqa: S105  (opens invented data only)


def _number(row: Goal, what: str) -> uuid.UUID:
    """The same for the same row, without a turn of the dice: the rest of the demo stays as it is."""
    return uuid.uuid5(row.public_id, what)


def tie_versions(goals: Sequence[Goal]) -> None:
    """A goal with the same words in a later version of a plan is the same goal."""
    first: dict[tuple[int, str], uuid.UUID] = {}
    for goal in goals:
        goal.lineage = first.setdefault((goal.plan.case_id, goal.text), _number(goal, "lineage"))


def tie_actions(actions: Sequence[Action]) -> None:
    """An action with the same words under the same goal is the same action; call it after `tie_versions`."""
    first: dict[tuple[uuid.UUID, str], uuid.UUID] = {}
    for action in actions:
        # drawn from the seed, as everything is
        action.lineage = first.setdefault((action.goal.lineage, action.text), action.public_id)


def tell_results(goals: Sequence[Goal], ended: dict[int, dt.datetime]) -> None:
    """What became of the goals of the last plan of a closed case. Before they are written: then they are history."""
    last: dict[int, int] = defaultdict(int)
    for goal in goals:
        last[goal.plan.case_id] = max(last[goal.plan.case_id], goal.plan.version)
    for goal in goals:
        case = goal.plan.case
        if case.closed_on is None or goal.plan_id not in ended or goal.plan.version != last[case.pk]:
            continue
        now, target = goal.current_score or 0, goal.target_score or 5
        if case.closing_reason in {ClosingReason.MOVED, ClosingReason.DECEASED, ClosingReason.WITHDRAWN}:
            goal.outcome = GoalOutcome.NOT_NEEDED
        elif now >= target or case.closing_reason == ClosingReason.GOALS_REACHED:
            goal.outcome = GoalOutcome.REACHED
        else:
            goal.outcome = GoalOutcome.PARTLY if now > (goal.start_score or 0) else GoalOutcome.NOT_REACHED
        choices = lines.RESULTS[GoalOutcome(goal.outcome)]
        goal.result = choices[goal.pk % len(choices)]


class Evaluations:
    """Writes the scores and evaluations of one version, while it is still in force."""

    def __init__(self, calendar: Calendar, ended: dict[int, dt.datetime]) -> None:
        self._calendar = calendar
        self._ended = ended
        self._scores = self._evaluations = 0

    def write(self, goals: Sequence[Goal]) -> None:
        by_plan: dict[int, list[Goal]] = defaultdict(list)
        for goal in goals:
            by_plan[goal.plan_id].append(goal)
        evaluations: list[Evaluation] = []
        scores: list[GoalScore] = []
        for mine in by_plan.values():
            self._tell(mine, evaluations, scores)
        copy_rows(Evaluation, evaluations)
        copy_rows(GoalScore, scores)

    def _tell(self, goals: Sequence[Goal], evaluations: list[Evaluation], scores: list[GoalScore]) -> None:
        plan = goals[0].plan
        if plan.agreed_on is None or plan.in_force_at is None:
            return
        until = self._ended[plan.pk].date() if plan.pk in self._ended else self._calendar.yesterday
        span = (until - plan.agreed_on).days
        agreed_on = plan.agreed_on
        scores += [self._score(goal, goal.start_score, agreed_on) for goal in goals if goal.start_score is not None]
        held: list[dt.date] = []
        if span > 60:
            held.append(plan.agreed_on + dt.timedelta(days=span // 2))
        if span > 20 and plan.pk in self._ended:
            held.append(until)
        for at, day in enumerate(held):
            evaluation = self._evaluation(plan, day, is_last=day == until)
            evaluations.append(evaluation)
            for goal in goals:
                if goal.start_score is None or goal.current_score is None:
                    continue
                end = goal.current_score
                value = end if at == len(held) - 1 else (goal.start_score + end) // 2
                note = lines.NOTES[(goal.pk + at) % len(lines.NOTES)]
                scores.append(self._score(goal, value, day, evaluation=evaluation, note=note))

    def _evaluation(self, plan: Plan, day: dt.date, *, is_last: bool) -> Evaluation:
        self._evaluations += 1
        closes = is_last and plan.case.closed_on is not None and plan.case.closed_on <= day
        decision = EvaluationDecision.GO_ON
        if is_last:
            decision = EvaluationDecision.CLOSE if closes else EvaluationDecision.ADJUST
        well, badly = lines.LOOKING_BACK[self._evaluations % len(lines.LOOKING_BACK)]
        return Evaluation(
            pk=self._evaluations,
            public_id=uuid.uuid5(plan.public_id, f"evaluation-{day}"),
            plan=plan,
            held_on=day,
            went_well=well,
            went_badly=badly,
            decision=decision,
            next_on=None if closes else months_later(day, 3),
            recorded_at=start_of(day) + dt.timedelta(hours=15),
            recorded_by=plan.created_by,
        )

    def _score(
        self, goal: Goal, value: int, day: dt.date, *, evaluation: Evaluation | None = None, note: str = ""
    ) -> GoalScore:
        self._scores += 1
        return GoalScore(
            pk=self._scores,
            public_id=_number(goal, f"score-{self._scores}"),
            goal=goal,
            evaluation=evaluation,
            score=value,
            given_by=ScoreGiver.WORKER if self._scores % 5 == 0 else ScoreGiver.HOUSEHOLD,
            scored_on=day,
            note=note,
            recorded_at=start_of(day) + dt.timedelta(hours=15),
            recorded_by=goal.plan.created_by,
        )

    @property
    def latest(self) -> dict[type[GoalScore] | type[Evaluation], int]:
        """The last number of each table."""
        return {GoalScore: self._scores, Evaluation: self._evaluations}


def share_and_close(calendar: Calendar) -> None:
    """One family that reads along and asks something, and closed cases that get after-care this week."""
    fatima = User.objects.get(username=FATIMA.username)
    now = start_of(calendar.today) + dt.timedelta(hours=8)
    plan = _plan_with_a_past(fatima)
    if plan is not None:
        _read_along(plan, fatima, calendar, now)
    for at, case in enumerate(_recently_closed(fatima, calendar)):
        _after_care(case, fatima, calendar, at)


def _plan_with_a_past(fatima: User) -> Plan | None:
    """Of a case that Fatima coordinates: the plan in force with the most versions, in a household of several people."""
    plans = Plan.objects.in_force().filter(
        case__coordinators__worker=fatima, case__coordinators__ended_at=None, case__closed_on=None
    )
    found = list(plans.select_related("case__household").order_by("-version", "pk"))
    return next((plan for plan in found if len(_people(plan.case)) > 1), found[0] if found else None)


def _people(case: Case) -> list[HouseholdMember]:
    today = timezone.localdate()
    current = case.household.members.current(on=today).select_related("person")
    return list(current.filter(person__birth_date__isnull=False).order_by("person__birth_date", "pk"))


def _read_along(plan: Plan, fatima: User, calendar: Calendar, now: dt.datetime) -> None:
    members = _people(plan.case)
    if not members or plan.agreed_on is None:
        return
    for at, member in enumerate(members[:3]):
        agrees = at < 2
        PlanAgreement.objects.create(
            plan=plan,
            person=member.person,
            agrees=agrees,
            said_on=plan.agreed_on,
            manner=AgreementManner.TABLE if at == 0 else AgreementManner.PHONE,
            note="" if agrees else lines.DISAGREES,
            recorded_at=start_of(plan.agreed_on) + dt.timedelta(hours=16),
            recorded_by=fatima,
        )
    for evaluation in Evaluation.objects.filter(plan__case=plan.case):
        EvaluationPresence.objects.bulk_create(
            EvaluationPresence(evaluation=evaluation, person=member.person) for member in members[:2]
        )
    link = PlanReadingLink.objects.create(
        public_id=uuid.uuid5(plan.public_id, "link"),
        case=plan.case,
        person=members[0].person,
        digest=digests_of(DEMO_TOKEN)[0],
        starts_on=calendar.ago(4),
        expires_on=calendar.ago(4) + dt.timedelta(days=30),
        created_at=start_of(calendar.ago(4)) + dt.timedelta(hours=11),
        created_by=fatima,
    )
    for days, outcome in (
        (3, OpeningOutcome.WRONG_BIRTH_DATE),
        (3, OpeningOutcome.OPENED),
        (1, OpeningOutcome.OPENED),
    ):
        ReadingLinkOpening.objects.create(
            link=link, at=start_of(calendar.ago(days)) + dt.timedelta(hours=20), outcome=outcome
        )
    FamilyQuestion.objects.create(
        public_id=uuid.uuid5(plan.public_id, "question"),
        link=link,
        asked_at=start_of(calendar.yesterday) + dt.timedelta(hours=20, minutes=10),
        text=lines.FAMILY_ASKS,
    )


def _recently_closed(fatima: User, calendar: Calendar) -> list[Case]:
    return list(
        Case.objects.filter(
            coordinators__worker=fatima, closed_on__gt=calendar.ago(200), closed_on__lt=calendar.ago(30)
        )
        .exclude(closing_reason__in=[ClosingReason.MOVED, ClosingReason.DECEASED])
        .distinct()
        .order_by("-closed_on", "pk")[:3]
    )


def _after_care(case: Case, fatima: User, calendar: Calendar, at: int) -> None:
    """The first is due tomorrow, the second was due last week, the third lies ahead."""
    Case.objects.filter(pk=case.pk).update(closing_words=lines.CLOSING_WORDS[at % len(lines.CLOSING_WORDS)])
    planned_at = start_of(case.closed_on or calendar.today) + dt.timedelta(hours=17)
    AfterCare.objects.create(
        public_id=uuid.uuid5(case.public_id, "after-care"),
        case=case,
        due_on=(calendar.today + dt.timedelta(days=1), calendar.ago(5), calendar.today + dt.timedelta(days=40))[at],
        worker=fatima,
        planned_at=planned_at,
        planned_by=fatima,
    )
    Continuation.objects.create(
        public_id=uuid.uuid5(case.public_id, "network"),
        case=case,
        kind=ContinuationKind.OWN_NETWORK,
        text=lines.GOES_ON[at % len(lines.GOES_ON)],
    )
    initiative = Initiative.objects.filter(team=case.team_id, ends_on=None).order_by("pk").first()
    if initiative is not None and at == 0:
        Continuation.objects.create(
            public_id=uuid.uuid5(case.public_id, "initiative"),
            case=case,
            kind=ContinuationKind.COLLECTIVE,
            initiative=initiative,
        )
