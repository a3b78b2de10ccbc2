"""What the pages of intake show: what came in, how long it waits, and what can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case as SqlCase
from django.db.models import Count, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import Outcome, Urgency
from cases.models import Case, CheckBack, Question
from collectief.models import Initiative
from wijkteam.accounts.models import User
from wijkteam.areas.models import AgreedTerms
from wijkteam.core.prepared import Prepared, slot
from wijkteam.teams.models import Team, TeamMembership

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

PAGE_SIZE = 25
EXCERPT = 160


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How long a question waits against what was agreed. `tone` is that of a badge, `icon` goes with it."""

    text: str
    tone: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class QuestionRow:
    pk: int
    household_id: int | None
    url: str
    title: str
    excerpt: str
    origin: "_StrOrPromise"
    theme: str
    area: str
    team: str
    received_at: datetime
    is_acute: bool
    has_safety_concern: bool
    urgency: "_StrOrPromise"
    waiting: Waiting | None
    outcome: "_StrOrPromise"
    outcome_tone: str
    decided_at: datetime | None
    decided_by: str


@dataclass(frozen=True, kw_only=True)
class Tab:
    label: str
    url: str
    current: bool
    count: int | None


@dataclass(frozen=True, kw_only=True)
class QuestionList:
    page: Page[Question]
    rows: tuple[QuestionRow, ...]
    tabs: tuple[Tab, ...]
    is_decided: bool
    has_teams: bool
    query: str
    summary: str


@dataclass(frozen=True, kw_only=True)
class QuestionPage:
    """`fitting` and `others` are running initiatives, `team` of the person themself first."""

    question: Question
    title: str
    waiting: Waiting | None
    fitting: tuple[Initiative, ...]
    others: tuple[Initiative, ...]
    case: Case | None
    has_case_elsewhere: bool
    check_backs: tuple[CheckBack, ...] = ()
    open_check_back: CheckBack | None = None
    follows: Question | None = None
    followed_by: Question | None = None


# -- time ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TriageTerm:
    """How soon triage comes, by how urgent a question is."""

    acute_hours: int
    soon_days: int
    days: int

    def days_for(self, urgency: str) -> int:
        by_urgency = {Urgency.ACUTE: self.acute_hours // 24, Urgency.SOON: self.soon_days}
        return {str(key): value for key, value in by_urgency.items()}.get(str(urgency), self.days)


Terms = dict[tuple[date, date | None], TriageTerm]


def triage_terms() -> Terms:
    """Every agreement on triage with its period; one query for as many questions as a page shows."""
    columns = ("starts_on", "ends_on", "acute_hours", "soon_days", "triage_days")
    return {(starts, ends): TriageTerm(*term) for starts, ends, *term in AgreedTerms.objects.values_list(*columns)}


def term_of(received: date, terms: Terms) -> TriageTerm | None:
    """The agreement in force on the day the question came; None when there was none."""
    return next(
        (term for (starts, ends), term in terms.items() if starts <= received and (ends is None or received < ends)),
        None,
    )


def due_on(received: date, terms: Terms, urgency: str = Urgency.NORMAL) -> date | None:
    """The last day for triage by the agreement in force when the question came; None when there was none."""
    term = term_of(received, terms)
    return received + timedelta(days=term.days_for(urgency)) if term is not None else None


def waiting_of(question: Question, *, today: date, terms: Terms) -> Waiting | None:
    """None when the question is decided."""
    if question.decided_at is not None:
        return None
    received = timezone.localdate(question.received_at)
    if question.urgency == Urgency.ACUTE:
        return Waiting(text=_("now"), tone="negative", icon="alert-triangle")
    due = due_on(received, terms, question.urgency)
    if due is None:
        days = (today - received).days
        return Waiting(
            text=ngettext("waits %(days)d day", "waits %(days)d days", days) % {"days": days}, tone="", icon="clock"
        )
    left = (due - today).days
    if left < 0:
        text = ngettext("%(days)d day too late", "%(days)d days too late", -left) % {"days": -left}
        return Waiting(text=text, tone="negative", icon="alert-circle")
    if left == 0:
        return Waiting(text=_("today at the latest"), tone="warning", icon="clock-exclamation")
    text = ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}
    return Waiting(text=text, tone="warning" if left == 1 else "", icon="clock")


def _overdue(terms: Terms, *, today: date) -> Q:
    """The condition "waits longer than agreed", in SQL, by the agreement of the day it came in."""
    late = Q(pk__in=[])
    for (starts, ends), term in terms.items():
        for urgency in Urgency.values:
            last = min(today - timedelta(days=term.days_for(urgency)), ends or today)
            late |= Q(urgency=urgency, received_at__date__gte=starts, received_at__date__lt=last)
    return late


# -- list ------------------------------------------------------------------------------------------

_BY_URGENCY = SqlCase(
    When(urgency=Urgency.ACUTE, then=Value(0)),
    When(urgency=Urgency.SOON, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)
_TONES = {
    Outcome.ANSWERED: "positive",
    Outcome.STREET: "brand",
    Outcome.COLLECTIVE: "brand",
    Outcome.CASE: "info",
    Outcome.DECLINED: "",
}


def question_list(
    *,
    user: User,
    today: date,
    is_decided: bool,
    page: str,
    team: str = "",
    theme: str = "",
    urgency: str = "",
    only_overdue: bool = False,
    teams: Sequence[Team] = (),
) -> QuestionList:
    """Questions of one's teams: what waits (acute first, then longest), or what was decided (latest first)."""
    terms = triage_terms()
    mine = Question.objects.visible_to(user, on=today)
    chosen = {"team__code": team, "theme__code": theme, "urgency": urgency}
    filtered = mine.filter(**{name: value for name, value in chosen.items() if value})
    counts = filtered.aggregate(
        waiting=Count("pk", filter=Q(decided_at=None)),
        late=Count("pk", filter=Q(decided_at=None) & _overdue(terms, today=today)),
        decided=Count("pk", filter=Q(decided_at__isnull=False)),
    )
    rows = filtered.select_related("team", "theme", "area", "decided_by")
    if is_decided:
        rows = rows.exclude(decided_at=None).order_by("-decided_at", "-pk")
    else:
        rows = rows.waiting().order_by(_BY_URGENCY, "received_at", "pk")
        if only_overdue:
            rows = rows.filter(_overdue(terms, today=today))
    paginator = Paginator(rows, PAGE_SIZE)
    vars(paginator)["count"] = counts["decided" if is_decided else "late" if only_overdue else "waiting"]
    current = paginator.get_page(page)
    current.object_list = list(current.object_list)
    query = {"team": team, "thema": theme, "urgentie": urgency, "termijn": "verlopen" if only_overdue else ""}
    kept = {name: value for name, value in query.items() if value}
    return QuestionList(
        page=current,
        rows=tuple(_row(question, today=today, terms=terms) for question in current.object_list),
        tabs=_tabs(kept, is_decided=is_decided, waiting=counts["waiting"]),
        is_decided=is_decided,
        has_teams=len(teams) > 1,
        query=f"{urlencode(kept)}&" if kept else "",
        summary=_summary(counts["waiting"], counts["late"], decided=counts["decided"] if is_decided else None),
    )


def _tabs(kept: dict[str, str], *, is_decided: bool, waiting: int) -> tuple[Tab, ...]:
    here = reverse("cases:questions")
    shared = {name: value for name, value in kept.items() if name != "termijn"}
    decided = urlencode({"status": "afgehandeld", **shared})
    return (
        Tab(label=_("Board"), url=reverse("cases:board"), current=False, count=None),
        Tab(
            label=_("To decide"),
            url=f"{here}?{urlencode(shared)}" if shared else here,
            current=not is_decided,
            count=waiting,
        ),
        Tab(label=_("Decided"), url=f"{here}?{decided}", current=is_decided, count=None),
    )


def _summary(waiting: int, late: int, *, decided: int | None) -> str:
    if decided is not None:
        return ngettext("%(number)d question", "%(number)d questions", decided) % {"number": decided}
    text = ngettext("%(number)d question waits", "%(number)d questions wait", waiting) % {"number": waiting}
    if not late:
        return text
    overdue = ngettext("%(number)d longer than agreed", "%(number)d of them longer than agreed", late) % {
        "number": late
    }
    return f"{text}, {overdue}"


def title_of(question: Question) -> str:
    """For whom a question is, or who asks; neither may be known."""
    return question.resident or question.asker or _("Name not given")


def _row(question: Question, *, today: date, terms: Terms) -> QuestionRow:
    return QuestionRow(
        pk=question.pk,
        household_id=question.household_id,
        url=reverse("cases:question", args=[question.public_id]),
        title=title_of(question),
        excerpt=Truncator(" ".join(question.asked.split())).chars(EXCERPT),
        origin=question.get_origin_display(),
        theme=str(question.theme or ""),
        area=question.area.name if question.area else "",
        team=question.team.name,
        received_at=question.received_at,
        is_acute=question.urgency == Urgency.ACUTE,
        has_safety_concern=question.has_safety_concern,
        urgency=question.get_urgency_display(),
        waiting=waiting_of(question, today=today, terms=terms),
        outcome=question.get_outcome_display(),
        outcome_tone=_TONES.get(Outcome(question.outcome), "") if question.outcome else "",
        decided_at=question.decided_at,
        decided_by=question.decided_by.name if question.decided_by else "",
    )


# -- one question ----------------------------------------------------------------------------------


def question_page(*, question: Question, user: User, today: date) -> QuestionPage:
    """Everything about one question. The initiatives are only fetched while there is something to decide."""
    fitting: list[Initiative] = []
    others: list[Initiative] = []
    if question.decided_at is None:
        for initiative in running_initiatives(user=user, team=question.team, today=today):
            fits = (question.theme_id is not None and initiative.theme_id == question.theme_id) or (
                question.area_id is not None and initiative.area_id == question.area_id
            )
            (fitting if fits else others).append(initiative)
    case = None
    if question.case_id is not None:
        case = Case.objects.visible_to(user, on=today).filter(pk=question.case_id).first()
    looks: list[CheckBack] = []
    if question.outcome in {Outcome.STREET, Outcome.COLLECTIVE}:
        looks = list(question.check_backs.select_related("done_by").order_by("pk"))
    return QuestionPage(
        question=question,
        title=title_of(question),
        waiting=waiting_of(question, today=today, terms=triage_terms()) if question.decided_at is None else None,
        fitting=tuple(fitting),
        others=tuple(others),
        case=case,
        has_case_elsewhere=question.case_id is not None and case is None,
        check_backs=tuple(one for one in looks if one.done_at is not None),
        open_check_back=next((one for one in looks if one.done_at is None), None),
        follows=question.follows,
        followed_by=question.followed_by.first() if looks else None,
    )


def running_initiatives(*, user: User, team: Team, today: date) -> list[Initiative]:
    """Initiatives somebody can join today, those of `team` first."""
    running = Initiative.objects.visible_to(user, on=today).running(on=today).select_related("team", "theme", "area")
    return sorted(running, key=lambda one: (one.team_id != team.pk, one.name.lower(), one.pk))


# -- opening a case --------------------------------------------------------------------------------


def _of_own_teams() -> QuerySet[TeamMembership]:
    today = slot("today")
    somebody = User(pk=slot("user"))  # the rule asks for no more of them than this
    mine = Team.objects.of_worker(somebody, on=today).values("pk")
    return (
        TeamMembership.objects.current(on=today)
        .filter(team__in=mine, user__is_active=True)
        .select_related("team", "user")
        .order_by("team__name", "user__name", "pk")
    )


_COLLEAGUES: Prepared[TeamMembership] = Prepared(_of_own_teams)


def teams_and_colleagues(*, user: User, today: date) -> tuple[list[Team], list[tuple[int, User]]]:
    """The teams somebody works in today and who works in each, in one statement."""
    teams: dict[int, Team] = {}
    colleagues: list[tuple[int, User]] = []
    for membership in _COLLEAGUES(user=user.pk, today=today):
        teams[membership.team_id] = membership.team
        if membership.user.does_casework:
            colleagues.append((membership.team_id, membership.user))
    return list(teams.values()), colleagues
