"""Use case: take in a caseload as a whole, or nothing of it."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import pghistory
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.enums import Origin, Outcome
from cases.models import (
    Case,
    CaseCoordinator,
    CaseloadImport,
    CaseRights,
    Household,
    HouseholdMember,
    ImportedCase,
    Person,
    Question,
)
from cases.selectors.likeness import ALIKE
from cases.services.caseload.check import Checked, NewCase
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.core.periods import start_of
from wijkteam.teams.models import TeamMembership

_AT_ONCE = 500


class NotReady(Exception):
    """There are errors in the list; nothing was taken in."""


class TakenInBefore(Exception):
    """The same file is in the books already; nothing was taken in."""


def take_in(
    checked: Checked,
    *,
    content: bytes,
    by: User | None,
    at: datetime,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> CaseloadImport:
    """Make every household and case of the list in one transaction. `progress` hears how many of how many are made.

    A coordinator coordinates from the day on which the case was opened, or on which they came to the team if that was
    later. The question of the list counts as received and decided on the day on which the case was opened: the list
    tells nothing of the time between. Other teams that may know the same people are asked, as for every new case.

    Raises:
        NotReady: the list has errors. TakenInBefore: this very file was taken in, also a moment ago elsewhere.
    """
    if not checked.is_ready:
        raise NotReady
    digest = hashlib.sha256(content).hexdigest()
    try:
        with transaction.atomic(), pghistory.context(taken_in=digest):
            batch = CaseloadImport.objects.create(made_at=at, made_by=by, digest=digest, counted={})
            deciders = _deciders({new.team.pk for new in checked.cases}, on=timezone.localdate(at))
            done = persons = 0
            first = (Person.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
            for part in _parts(checked.cases):
                _make(part, batch=batch, by=by, deciders=deciders, at=at)
                _plan_anew()
                done += len(part)
                persons += sum(len(new.persons) for new in part)
                progress(done, len(checked.cases))
            batch.counted = {"households": done, "persons": persons, "cases": done}
            batch.save(update_fields=["counted"])
            _note_doubles(batch, first=first, by=by, at=at)
    except IntegrityError as error:
        if broken_constraint(error) == "caseload_file_taken_in_once":
            raise TakenInBefore from error
        raise
    return batch


def _plan_anew() -> None:
    """What was planned for empty tables reads them from end to end; in a first import they fill while it runs."""
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")


def _parts(cases: Sequence[NewCase]) -> Iterator[Sequence[NewCase]]:
    for start in range(0, len(cases), _AT_ONCE):
        yield cases[start : start + _AT_ONCE]


def _deciders(teams: set[int], *, on: date) -> dict[int, User]:
    """Who divides the work of each team: their name stands under a question when nobody signed in took it in."""
    found = TeamMembership.objects.current(on=on).filter(team__in=teams, user__role=Role.TEAM_COORDINATOR)
    return {one.team_id: one.user for one in found.select_related("user").order_by("-pk")}


def _make(
    part: Sequence[NewCase], *, batch: CaseloadImport, by: User | None, deciders: dict[int, User], at: datetime
) -> None:
    households = Household.objects.bulk_create(
        Household(name=new.name, street=new.street, postcode=new.postcode, city=new.city, area_id=new.area.pk)
        for new in part
    )
    described = [(household, new, one) for household, new in zip(households, part, strict=True) for one in new.persons]
    persons = Person.objects.bulk_create(
        Person(
            given_name=one.given_name,
            family_name=one.family_name,
            birth_date=one.birth_date,
            phone=one.phone,
            email=one.email,
        )
        for _household, _new, one in described
    )
    HouseholdMember.objects.bulk_create(
        HouseholdMember(household_id=household.pk, person_id=person.pk, role=one.role, starts_on=new.opened_on)
        for person, (household, new, one) in zip(persons, described, strict=True)
    )
    today = timezone.localdate(at)
    cases = Case.objects.bulk_create(
        Case(
            household_id=household.pk,
            team_id=new.team.pk,
            area_id=new.area.pk,
            theme_id=new.theme.pk,
            opened_on=new.opened_on,
            awaiting_coordinator_since=today if new.closed_on is None and new.coordinator is None else None,
            underlying_question=new.underlying,
            has_safety_concern=new.has_safety_concern,
            closed_on=new.closed_on,
            closing_reason=new.closing_reason or "",
            closing_note=new.closing_note,
        )
        for household, new in zip(households, part, strict=True)
    )
    pairs = list(zip(cases, part, strict=True))
    ImportedCase.objects.bulk_create(
        ImportedCase(batch_id=batch.pk, case_id=case.pk, reference=new.reference, row=new.rows[0])
        for case, new in pairs
    )
    CaseCoordinator.objects.bulk_create(
        CaseCoordinator(
            case_id=case.pk,
            worker_id=new.coordinator.user.pk,
            started_at=start_of(max(new.opened_on, new.coordinator.since)),
        )
        for case, new in pairs
        if new.coordinator is not None
    )
    Question.objects.bulk_create(
        Question(
            team_id=new.team.pk,
            received_at=start_of(new.opened_on),
            origin=Origin.RESIDENT,
            asked=new.question,
            received_by=by,
            theme_id=new.theme.pk,
            area_id=new.area.pk,
            household_id=household.pk,
            has_safety_concern=new.has_safety_concern,
            decided_at=start_of(new.opened_on),
            decided_by=decider,
            outcome=Outcome.CASE,
            case_id=case.pk,
        )
        for household, (case, new) in zip(households, pairs, strict=True)
        if new.question and (decider := by or _who(new) or deciders.get(new.team.pk))
    )


def _who(new: NewCase) -> User | None:
    return new.coordinator.user if new.coordinator else None


# The same people as `likeness.households_like` by date of birth, for thousands of new ones at once.
_DOUBLES = """
INSERT INTO cases_possibledouble
       (public_id, new_case_id, known_case_id, found_at, known_answer, new_answer)
SELECT gen_random_uuid(), found.new_case, found.known_case, %(at)s, '', ''
  FROM (
    SELECT DISTINCT ON (made.case_id, theirs.household_id) made.case_id AS new_case, known.id AS known_case
      FROM cases_importedcase made
      JOIN cases_case mine ON mine.id = made.case_id AND mine.closed_on IS NULL
      JOIN cases_householdmember ours ON ours.household_id = mine.household_id
      JOIN cases_person one ON one.id = ours.person_id
      JOIN cases_person other ON other.birth_date = one.birth_date AND other.id < %(first)s
           AND similarity(other.search_name, one.search_name) >= %(alike)s
      JOIN cases_householdmember theirs ON theirs.person_id = other.id
           AND theirs.household_id <> mine.household_id
      JOIN cases_case known ON known.household_id = theirs.household_id
           AND (known.team_id <> mine.team_id OR known.id = ANY(%(hidden)s))
     WHERE made.batch_id = %(batch)s
     ORDER BY made.case_id, theirs.household_id, known.opened_on DESC, known.id DESC
  ) found
ON CONFLICT DO NOTHING
"""


def _note_doubles(batch: CaseloadImport, *, first: int, by: User | None, at: datetime) -> None:
    """Among the people who were here before the list: those from number `first` on came with it."""
    hidden = list(CaseRights.of(by, on=timezone.localdate(at)).hidden) if by else []
    if not Person.objects.filter(pk__lt=first, birth_date__isnull=False).exists():
        return
    with connection.cursor() as cursor:
        said: dict[str, Any] = {"batch": batch.pk, "first": first, "at": at, "alike": ALIKE, "hidden": hidden}
        cursor.execute(_DOUBLES, said)
