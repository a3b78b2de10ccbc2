"""Use case: open a case. There is no other way a case begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.enums import HouseholdRole, Outcome
from cases.models import Case, CaseCoordinator, CaseRights, Household, HouseholdMember, Person, Question
from cases.services.assign_coordinator import NOT_POSSIBLE
from cases.services.assign_coordinator import CoordinatorLeaves as CoordinatorLeaves
from cases.services.assign_coordinator import CoordinatorNotInTeam as CoordinatorNotInTeam
from cases.services.decide_question import lock_undecided
from cases.services.possible_double import note_doubles
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.core.constraints import broken_constraint
from wijkteam.teams.models import Team


class HouseholdHasOpenCase(Exception):
    """The household has an open case already, perhaps since a moment ago, perhaps with another team."""


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    family_name: str
    given_name: str = ""
    birth_date: date | None = None
    phone: str = ""
    role: HouseholdRole = HouseholdRole.ADULT


@dataclass(frozen=True, kw_only=True)
class NewHousehold:
    """A household that is not in the books yet. An empty name becomes that of its first person."""

    persons: tuple[NewPerson, ...]
    area: Area
    name: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""


def open_case(
    *,
    team: Team,
    household: Household | NewHousehold,
    theme: Theme,
    coordinator: User | None,
    by: User,
    at: datetime,
    question: Question | None = None,
    has_safety_concern: bool = False,
    request_key: UUID | None = None,
    rights: CaseRights | None = None,
) -> Case:
    """Open the case of a household with `team`; its neighbourhood is that of the household.

    Without a coordinator the case waits for one from today on. A household that had a case before gets a new
    episode that points at the last one, whichever team that was of: re-entry must be counted truly. `question`
    is decided by it, in the same transaction. The same `request_key` again gives the case that is there. `rights`
    are those of `by`, from who asked for them already.

    Raises:
        HouseholdHasOpenCase: one household has one open case.
        QuestionIsDecided: somebody else decided on `question` first; nothing was made.
        CoordinatorNotInTeam: choose somebody who works in the team today.
        CoordinatorLeaves: choose somebody who stays.
    """
    try:
        with transaction.atomic():
            return _open(
                team=team,
                household=household,
                theme=theme,
                coordinator=coordinator,
                by=by,
                at=at,
                question=question,
                has_safety_concern=has_safety_concern,
                request_key=request_key,
                rights=rights,
            )
    except IntegrityError as error:
        broken = broken_constraint(error)
        if request_key is not None and (broken == "household_has_one_open_case" or "request_key" in broken):
            opened = Case.objects.filter(request_key=request_key).first()
            if opened is not None:
                return opened
        if broken in {"household_has_one_open_case", "merged_household_takes_nothing"}:
            raise HouseholdHasOpenCase from error
        if broken in NOT_POSSIBLE:
            raise NOT_POSSIBLE[broken] from error
        raise


def is_opened(*, request_key: UUID) -> bool:
    """Whether this form has opened its case already, and is now sent a second time."""
    return Case.objects.filter(request_key=request_key).exists()


def _open(
    *,
    team: Team,
    household: Household | NewHousehold,
    theme: Theme,
    coordinator: User | None,
    by: User,
    at: datetime,
    question: Question | None,
    has_safety_concern: bool,
    request_key: UUID | None,
    rights: CaseRights | None,
) -> Case:
    locked = _lock(question, request_key)
    if isinstance(locked, Case):
        return locked
    today = timezone.localdate(at)
    previous = None
    people: Sequence[NewPerson] = ()
    if isinstance(household, NewHousehold):
        people = household.persons
        household = _register(household, on=today)
    else:
        previous = household.cases.exclude(closed_on=None).order_by("-opened_on", "-pk").first()
    case = Case.objects.create(
        household=household,
        team=team,
        area_id=household.area_id,
        theme=theme,
        opened_on=today,
        awaiting_coordinator_since=None if coordinator else today,
        has_safety_concern=has_safety_concern or (locked is not None and locked.has_safety_concern),
        previous_case=previous,
        request_key=request_key,
    )
    if coordinator is not None:
        CaseCoordinator.objects.create(case=case, worker=coordinator, started_at=at)
    if people:
        note_doubles(case=case, people=people, rights=rights or CaseRights.of(by, on=today), at=at)
    if locked is not None:
        locked.household = household
        locked.theme = theme
        locked.case = case
        locked.outcome = Outcome.CASE
        locked.decided_at = at
        locked.decided_by = by
        locked.save(update_fields=["household", "theme", "case", "outcome", "decided_at", "decided_by"])
    return case


def _lock(question: Question | None, request_key: UUID | None) -> Question | Case | None:
    """The question, locked; or the case that this very form opened from it a moment ago."""
    if question is None:
        return None
    Question.objects.select_for_update(no_key=True).get(pk=question.pk)
    if request_key is not None:
        opened = Case.objects.filter(request_key=request_key, questions=question).first()
        if opened is not None:
            return opened
    return lock_undecided(question)


def _register(new: NewHousehold, *, on: date) -> Household:
    household = Household.objects.create(
        name=new.name or new.persons[0].family_name,
        street=new.street,
        postcode=new.postcode,
        city=new.city,
        area=new.area,
    )
    persons = Person.objects.bulk_create(
        Person(
            given_name=person.given_name,
            family_name=person.family_name,
            birth_date=person.birth_date,
            phone=person.phone,
        )
        for person in new.persons
    )
    HouseholdMember.objects.bulk_create(
        HouseholdMember(household=household, person=person, role=described.role, starts_on=on)
        for person, described in zip(persons, new.persons, strict=True)
    )
    return household
