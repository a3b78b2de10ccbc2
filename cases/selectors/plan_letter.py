"""The plan as a letter for the family: plain Dutch, "u", no jargon. Read on the screen and printed."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.enums import ActionOwner
from cases.models import Case, Goal, Plan
from wijkteam.teams.models import Team, TeamMembership

LANGUAGE = "nl"


@dataclass(frozen=True, kw_only=True)
class LetterAction:
    text: str
    who: str
    when: str
    is_done: bool


@dataclass(frozen=True, kw_only=True)
class LetterGoal:
    text: str
    score: str
    actions: tuple[LetterAction, ...]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Everything in it is text to show as it is. `coordinator` is empty when that worker is not named, for safety."""

    team: Team
    household: str
    address: tuple[str, ...]
    day: str
    version: int
    is_draft: bool
    opening: tuple[str, ...]
    goals: tuple[LetterGoal, ...]
    next_lines: tuple[str, ...]
    questions: tuple[str, ...]
    coordinator: str
    next_on: date | None

    @property
    def title(self) -> str:
        return _("Your plan")

    @property
    def next_title(self) -> str:
        return _("When do we look at it together again?")

    @property
    def head(self) -> tuple[str, str, str]:
        return _("What"), _("Who"), _("Before when")

    @property
    def no_actions(self) -> str:
        return _("We have not agreed yet who does what. We talk about that soon.")

    @property
    def closing(self) -> tuple[str, ...]:
        return _("With kind regards,"), self.coordinator or self.team.name


def named_workers(case: Case, *, today: date) -> dict[int, str]:
    """Who of the team may be named to people outside, by number. Somebody who is not named for safety is not in it."""
    rows = TeamMembership.objects.current(on=today).filter(team=case.team_id, is_named_publicly=True)
    return dict(rows.values_list("user_id", "user__name"))


def plan_letter(*, case: Case, plan: Plan, coordinator_id: int | None, today: date) -> Letter:
    """Five statements. Always in Dutch, whatever the language of who prints it."""
    with translation.override(LANGUAGE):
        named = named_workers(case, today=today)
        goals = list(Goal.objects.filter(plan=plan).order_by("position", "pk").prefetch_related("actions__initiative"))
        coordinator = named.get(coordinator_id or 0, "")
        team, household = case.team, case.household
        place = f"{household.postcode} {household.city}".strip()
        return Letter(
            team=team,
            household=household.name,
            address=tuple(line for line in (household.name, household.street, place) if line),
            day=date_format(today, "j F Y"),
            version=plan.version,
            is_draft=plan.is_draft,
            opening=tuple(_opening(plan)),
            goals=tuple(_goal(goal, named) for goal in goals),
            next_lines=tuple(_next(plan, today=today)),
            questions=tuple(_questions(team, coordinator)),
            coordinator=coordinator,
            next_on=plan.evaluate_on if plan.is_in_force else None,
        )


def _opening(plan: Plan) -> Iterator[str]:
    if plan.agreed_on is None:
        yield _("This is how far we are with your plan. You have not agreed on it yet. You may still change all of it.")
    else:
        yield _("On %(day)s you agreed on this plan.") % {"day": date_format(plan.agreed_on, "j F Y")}
        yield _("In this letter you read what you want to reach and who does what.")
    yield _("It is your plan. Do you want something else? Then tell us. We adjust it together.")


def _goal(goal: Goal, named: dict[int, str]) -> LetterGoal:
    actions = sorted(goal.actions.all(), key=lambda action: (action.done_on is not None, action.position, action.pk))
    score = ""
    if goal.current_score is not None and goal.target_score is not None:
        said = _("On a scale from 1 to 5 this stands at %(now)s now. You want to reach a %(target)s.")
        if goal.current_score >= goal.target_score:
            said = _("On a scale from 1 to 5 this stands at %(now)s now. That is what you wanted to reach.")
        score = said % {"now": goal.current_score, "target": goal.target_score}
    return LetterGoal(text=goal.text, score=score, actions=tuple(_action(action, named) for action in actions))


def _action(action: Any, named: dict[int, str]) -> LetterAction:
    when = _("when it suits")
    if action.done_on is not None:
        when = _("done on %(day)s") % {"day": date_format(action.done_on, "j F Y")}
    elif action.due_on is not None:
        when = _("before %(day)s") % {"day": date_format(action.due_on, "j F Y")}
    return LetterAction(
        text=action.text, who=capfirst(_who(action, named)), when=when, is_done=action.done_on is not None
    )


def _who(action: Any, named: dict[int, str]) -> str:
    if action.owner == ActionOwner.TEAM:
        return named.get(action.worker_id) or _("somebody of our team")
    if action.owner == ActionOwner.COLLECTIVE:
        return str(action.initiative.name)
    if action.owner_name:
        return str(action.owner_name)
    return {
        ActionOwner.RESIDENT: _("you yourself"),
        ActionOwner.NETWORK: _("your family or friends"),
        ActionOwner.VOLUNTEER: _("a neighbour or volunteer"),
        ActionOwner.FIRST_RING: _("an organisation in the neighbourhood"),
        ActionOwner.SECOND_RING: _("a specialist"),
    }[ActionOwner(action.owner)]


def _next(plan: Plan, *, today: date) -> Iterator[str]:
    if plan.evaluate_on is None:
        yield _("We make an appointment for that together.")
    elif plan.evaluate_on < today:
        yield _("We want to look at your plan with you soon. We call you to make an appointment.")
    else:
        yield _("Around %(day)s we look together at what goes well and what could be better.") % {
            "day": date_format(plan.evaluate_on, "l j F Y")
        }
    yield _("You may bring somebody, for example a relative or a neighbour.")


def _questions(team: Team, coordinator: str) -> Iterator[str]:
    names = {"name": coordinator, "team": team.name, "phone": team.phone, "email": team.email}
    if coordinator:
        yield _("Do you have a question? Ask %(name)s. That is your contact person at %(team)s.") % names
    else:
        yield _("Do you have a question? Ask %(team)s.") % names
    if team.phone:
        yield _("You can call us: %(phone)s.") % names
    if team.email:
        yield _("You can also send an e-mail: %(email)s. Do not write private things in it.") % names


def letter_data(letter: Letter) -> dict[str, Any]:
    """The same letter as the typst template reads it."""
    with translation.override(LANGUAGE):
        place = f"{letter.team.postcode} {letter.team.city}".strip()
        return {
            "title": f"{letter.title}, {letter.day}",
            "author": letter.team.name,
            "heading": letter.title,
            "team": {
                "name": letter.team.name,
                "lines": [line for line in (letter.team.street, place, letter.team.phone) if line],
            },
            "address": list(letter.address),
            "day": letter.day,
            "opening": list(letter.opening),
            "goals": [asdict(goal) for goal in letter.goals],
            "head": list(letter.head),
            "no_actions": letter.no_actions,
            "next": {"title": letter.next_title, "lines": list(letter.next_lines)},
            "questions": list(letter.questions),
            "closing": list(letter.closing),
            "footer": letter.team.name,
            "page_word": _("page"),
        }
