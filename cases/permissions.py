"""Who may open and who may change a case file."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db.models import Exists
from django.http import Http404

from cases.models import Case, CaseRights, SafetyOfficer, SafetyRecord
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.core.prepared import Prepared, slot

_also_shown: dict[str, Callable[[], Exists]] = {}


def show_also(name: str, make: Callable[[], Exists]) -> None:
    """A higher app adds whether something is so to what the page of a case knows, in the same statement."""
    _also_shown[name] = make


_page = Prepared(
    lambda: (
        Case.objects.for_list()
        .with_stand_in(on=slot("today"))
        .with_terms(slot("today"))
        .annotate(**{name: make() for name, make in _also_shown.items()})
        .within(CaseRights.slots())
        .filter(public_id=slot("public_id"))
    )
)


def visible_case(*, public_id: UUID, rights: CaseRights, on: date) -> Case:
    """The case with all that its page shows of it. Raises Http404 when it is not there or not for this person."""
    found = _page(public_id=public_id, today=on, **rights.values())
    if not found:
        raise Http404
    return found[0]


def may_restrict(case: Case, rights: CaseRights) -> bool:
    """Whoever works in the team of the case and may know of it; who is named decides who else is."""
    return case.team_id in rights.teams and not rights.only_reads(case)


def may_merge(case: Case, *, user: User, rights: CaseRights) -> bool:
    """The team coordinator, and who coordinates the case (from `for_list`); each only merges files they see both."""
    coordinates: bool = case.coordinator_id == user.pk  # type: ignore[attr-defined]  # annotated by for_list
    return may_restrict(case, rights) and (user.role == Role.TEAM_COORDINATOR or coordinates)


def can_change(case: Case) -> bool:
    """A closed case is history: it is read, and goes on as a new case."""
    return case.is_open


def may_offer_provisions(case: Case) -> bool:
    """No offer before the question: a provision or a referral waits until the question behind the question is written.

    The database holds the same rule where such an offer is stored; this is what a page asks before it shows the way.
    """
    return can_change(case) and bool(case.underlying_question.strip())


def may_weigh_safety(case: Case, user: User, *, on: date) -> bool:
    """Who begins a safety record: the coordinator of the case and the safety officers of its team. See SafetyRecord."""
    if case.coordinators.current().filter(worker=user).exists():
        return True
    return SafetyOfficer.objects.current(on=on).filter(team=case.team_id, user=user).exists()


def readable_safety_record(*, case: Case, public_id: UUID, user: User, on: date) -> SafetyRecord:
    """Raises Http404 when it is not there or not for this person: who has no right does not learn that it exists."""
    records = SafetyRecord.objects.filter(case=case, public_id=public_id).readable_by(user, on=on)
    record = records.select_related("opened_by").first()
    if record is None:
        raise Http404
    return record


def may_divide(case: Case, *, user: User, rights: CaseRights) -> bool:
    """The team coordinator of the team that owns the case."""
    works_there = case.team_id in rights.teams and not rights.only_reads(case)
    return user.role == Role.TEAM_COORDINATOR and works_there


def may_hand_over(case: Case, *, coordinator_id: int | None, user: User, rights: CaseRights) -> bool:
    """Who coordinates gives; who divides the work may do it too. A case that waits is anybody's of the team."""
    if not can_change(case):
        return False
    if coordinator_id is None:
        return True
    return user.pk == coordinator_id or may_divide(case, user=user, rights=rights)
