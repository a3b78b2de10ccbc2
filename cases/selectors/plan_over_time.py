"""The plan of a case through time: scores, evaluations, who agreed, and who of the family reads along."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import OWN_STRENGTH, ActionOwner, EvaluationDecision, OpeningOutcome, ScoreGiver
from cases.models import Case, Evaluation, FamilyQuestion, GoalScore, Person, PlanAgreement, PlanReadingLink
from cases.models.reading_link import WRONG_DATES
from cases.selectors.plan_page import GoalRow, PlanSummary, plans_of
from wijkteam.core.charts import Part, Score, Scores, Stacked, Whole
from wijkteam.core.prepared import slot

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# Own strength in one family of colours, first; the rest after it. The same order and colour in every plan.
OWNER_SERIES: dict[str, int] = {
    ActionOwner.RESIDENT: 1,
    ActionOwner.NETWORK: 4,
    ActionOwner.VOLUNTEER: 6,
    ActionOwner.COLLECTIVE: 3,
    ActionOwner.TEAM: 2,
    ActionOwner.FIRST_RING: 7,
    ActionOwner.SECOND_RING: 5,
}


@dataclass(frozen=True, kw_only=True)
class AgreementRow:
    """The last word of one person about this version."""

    name: str
    agrees: bool
    said_on: date
    manner: "_StrOrPromise"
    note: str
    changed: bool


@dataclass(frozen=True, kw_only=True)
class JudgementRow:
    goal: str
    score: int | None
    note: str


@dataclass(frozen=True, kw_only=True)
class EvaluationRow:
    held_on: date
    version: int
    present: tuple[str, ...]
    went_well: str
    went_badly: str
    decision: "_StrOrPromise"
    icon: str
    next_on: date | None
    by: str
    judgements: tuple[JudgementRow, ...]


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    """A reading link, newest first; `opened` counts readings and `last_opened_at` is the latest."""

    public_id: UUID
    name: str
    starts_on: date
    expires_on: date
    revoked_at: datetime | None
    is_live: bool
    opened: int
    last_opened_at: datetime | None
    wrong: int

    @property
    def is_tried_too_often(self) -> bool:
        return self.wrong >= WRONG_DATES


@dataclass(frozen=True, kw_only=True)
class FamilyQuestionRow:
    public_id: UUID
    name: str
    text: str
    asked_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PlanPage:
    """One version with everything around it. `plan` is None as long as nobody began one."""

    plan: PlanSummary | None
    versions: tuple[PlanSummary, ...]
    charts: Mapping[UUID, Scores] = field(default_factory=dict)
    share: Stacked | None = None
    agreements: tuple[AgreementRow, ...] = ()
    evaluations: tuple[EvaluationRow, ...] = ()
    links: tuple[LinkRow, ...] = ()
    questions: tuple[FamilyQuestionRow, ...] = ()
    is_evaluation_due: bool = False

    @property
    def draft(self) -> PlanSummary | None:
        return next((version for version in self.versions if version.is_draft), None)

    @property
    def in_force(self) -> PlanSummary | None:
        return next((version for version in self.versions if version.is_in_force), None)

    @property
    def goals(self) -> "tuple[tuple[GoalRow, Scores | None], ...]":
        """Each goal of the version with its scores, when there are any."""
        return tuple((goal, self.charts.get(goal.lineage)) for goal in self.plan.goals) if self.plan else ()

    @property
    def waiting(self) -> int:
        return sum(question.answered_at is None for question in self.questions)


def plan_page(*, case: Case, plan_id: UUID | None, today: date) -> PlanPage | None:
    """The version with this public id, or the one that matters now. Six statements. None: there is no such version."""
    if plan_id is not None:
        shown = Q(public_id=slot("plan"))
    else:
        shown = Q(ended_at=None) if case.is_open else Q(agreed_on__isnull=False)
    versions = plans_of(case, goals_of=shown, today=today, plan=plan_id)
    plan = _chosen(versions, plan_id, is_open=case.is_open)
    if plan is None:
        return None if plan_id is not None else PlanPage(plan=None, versions=tuple(versions))
    return PlanPage(
        plan=plan,
        versions=tuple(versions),
        charts=scores_of(case, plan),
        share=share_chart(plan),
        agreements=agreements_of(plan),
        evaluations=evaluations_of(case),
        links=links_of(case, today=today),
        questions=questions_of(case),
        is_evaluation_due=plan.is_in_force and plan.evaluate_on is not None and plan.evaluate_on <= today,
    )


def _chosen(versions: Sequence[PlanSummary], plan_id: UUID | None, *, is_open: bool) -> PlanSummary | None:
    if plan_id is not None:
        return next((version for version in versions if version.public_id == plan_id), None)
    if not is_open:
        return next((version for version in versions if version.agreed_on is not None), None)
    return next((version for version in versions if version.is_in_force), None) or next(
        (version for version in versions if version.is_draft), None
    )


# -- scores ----------------------------------------------------------------------------------------


def scores_of(case: Case, plan: PlanSummary) -> dict[UUID, Scores]:
    """A picture for each goal of `plan` that was scored, over all versions, by lineage. One statement."""
    until = plan.version
    rows = (
        GoalScore.objects.filter(goal__plan__case=case, goal__plan__version__lte=until, score__isnull=False)
        .order_by("scored_on", "pk")
        .values_list("goal__lineage", "scored_on", "score", "given_by", "note", "recorded_by__name")
    )
    found: dict[UUID, list[Score]] = defaultdict(list)
    for lineage, day, value, given_by, note, worker in rows:
        own = given_by == ScoreGiver.HOUSEHOLD
        who = _("the household") if own else worker
        found[lineage].append(Score(day=day, value=value or 0, who=who, is_own=own, note=note))
    return {goal.lineage: _chart(goal, found[goal.lineage]) for goal in plan.goals if found.get(goal.lineage)}


def _chart(goal: GoalRow, scores: list[Score]) -> Scores:
    return Scores(
        key=f"scores-{goal.lineage.hex[:8]}",
        title=_("Scores of this goal"),
        description=finding(goal, scores),
        scores=scores,
        target=goal.target,
    )


def finding(goal: GoalRow, scores: Sequence[Score]) -> str:
    """What the picture shows, in a sentence."""
    first, last = goal.start or scores[0].value, scores[-1].value
    words = {"first": first, "last": last, "target": goal.target}
    if goal.target is not None and last >= goal.target:
        if first == last:
            return _("%(last)s out of 5: the score to reach is reached.") % words
        return _("From %(first)s to %(last)s out of 5: the score to reach is reached.") % words
    if last > first:
        text = _("From %(first)s to %(last)s out of 5: it goes up.") % words
    elif last < first:
        text = _("From %(first)s to %(last)s out of 5: it goes down.") % words
    else:
        text = _("%(last)s out of 5: the same as at the start.") % words
    aim = _("To reach: %(target)s.") % words
    return text if goal.target is None else f"{text} {aim}"


def share_chart(plan: PlanSummary) -> Stacked | None:
    """Who does the actions of a plan, as one bar; own strength first."""
    if not plan.total:
        return None
    shown = [(ActionOwner(one.owner), one.count) for one in plan.owners]
    own = sum(owner in OWN_STRENGTH for owner, _count in shown)
    words = {"own": plan.own, "total": plan.total, "share": plan.share}
    return Stacked(
        key="owners",
        title=_("Who does it"),
        description=_(
            "%(own)s of %(total)s actions (%(share)s%%) are done by the household, its own people or the neighbourhood."
        )
        % words,
        label_heading=_("Plan"),
        total_heading=_("Actions"),
        parts=[Part(label=str(owner.label), series=OWNER_SERIES[owner]) for owner, _count in shown],
        wholes=[Whole(label=_("Actions"), values=[count for _owner, count in shown])],
        counted=own,
        counted_label=_("own strength"),
    )


# -- agreements and evaluations --------------------------------------------------------------------


def agreements_of(plan: PlanSummary) -> tuple[AgreementRow, ...]:
    """The last word of each person, in the order in which they first spoke. One statement."""
    spoken: dict[int, list[PlanAgreement]] = {}
    rows = PlanAgreement.objects.filter(plan__public_id=plan.public_id).select_related("person").order_by("pk")
    for row in rows:
        spoken.setdefault(row.person_id, []).append(row)
    return tuple(
        AgreementRow(
            name=words[-1].person.full_name,
            agrees=words[-1].agrees,
            said_on=words[-1].said_on,
            manner=words[-1].get_manner_display(),
            note=words[-1].note,
            changed=len({word.agrees for word in words}) > 1,
        )
        for words in spoken.values()
    )


_DECISION_ICONS: dict[str, str] = {
    EvaluationDecision.GO_ON: "arrow-right",
    EvaluationDecision.ADJUST: "pencil",
    EvaluationDecision.CLOSE: "archive",
}


def evaluations_of(case: Case) -> tuple[EvaluationRow, ...]:
    """All of the case, newest first. Three statements, none of the last two when there are no evaluations."""
    rows = (
        Evaluation.objects.filter(plan__case=case)
        .select_related("plan", "recorded_by")
        .prefetch_related("people", "goal_scores__goal")
        .order_by("-held_on", "-pk")
    )
    return tuple(_evaluation(row) for row in rows)


def _evaluation(row: Evaluation) -> EvaluationRow:
    people = sorted(person.full_name for person in row.people.all())
    judged = sorted(row.goal_scores.all(), key=lambda score: (score.goal.position, score.goal_id))
    return EvaluationRow(
        held_on=row.held_on,
        version=row.plan.version,
        present=(*people, *([row.others_present] if row.others_present else [])),
        went_well=row.went_well,
        went_badly=row.went_badly,
        decision=row.get_decision_display(),
        icon=_DECISION_ICONS[row.decision],
        next_on=row.next_on,
        by=row.recorded_by.name,
        judgements=tuple(JudgementRow(goal=one.goal.text, score=one.score, note=one.note) for one in judged),
    )


# -- who of the family reads along -----------------------------------------------------------------


def links_of(case: Case, *, today: date) -> tuple[LinkRow, ...]:
    """Newest first. One statement."""
    opened = Q(openings__outcome=OpeningOutcome.OPENED)
    rows = (
        PlanReadingLink.objects.filter(case=case)
        .select_related("person")
        .annotate(
            opened=Count("openings", filter=opened),
            last_opened_at=Max("openings__at", filter=opened),
            wrong=Count("openings", filter=Q(openings__outcome=OpeningOutcome.WRONG_BIRTH_DATE)),
        )
        .order_by("-created_at", "-pk")
    )
    return tuple(
        LinkRow(
            public_id=row.public_id,
            name=row.person.full_name,
            starts_on=row.starts_on,
            expires_on=row.expires_on,
            revoked_at=row.revoked_at,
            is_live=case.is_open and row.revoked_at is None and row.expires_on > today,
            opened=row.opened,  # type: ignore[attr-defined]  # annotated above
            last_opened_at=row.last_opened_at,  # type: ignore[attr-defined]  # annotated above
            wrong=row.wrong,  # type: ignore[attr-defined]  # annotated above
        )
        for row in rows
    )


def questions_of(case: Case) -> tuple[FamilyQuestionRow, ...]:
    """What readers asked: those that wait first. One statement."""
    rows = FamilyQuestion.objects.filter(link__case=case).select_related("link__person").order_by("-asked_at", "-pk")
    found = [
        FamilyQuestionRow(
            public_id=row.public_id,
            name=row.link.person.full_name,
            text=row.text,
            asked_at=row.asked_at,
            answered_at=row.answered_at,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: one.answered_at is not None))


def people_of(case: Case, *, today: date) -> tuple[Person, ...]:
    """Who belongs to the household now, parents first. One statement."""
    members = case.household.members.current(on=today).select_related("person")
    order = {"parent": 0, "adult": 1, "child": 2, "other": 3}
    rows = sorted(members, key=lambda member: (order.get(member.role, 9), member.person.birth_date or today, member.pk))
    return tuple(member.person for member in rows)


def overdue_words(plan: PlanSummary, *, today: date) -> str:
    """How long ago people should have looked back; empty when the day has yet to come."""
    if plan.evaluate_on is None or not plan.is_in_force or plan.evaluate_on > today:
        return ""
    days = (today - plan.evaluate_on).days
    if days == 0:
        return _("You look back on this plan today.")
    return ngettext(
        "You should have looked back on this plan %(days)d day ago.",
        "You should have looked back on this plan %(days)d days ago.",
        days,
    ) % {"days": days}
