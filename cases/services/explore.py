"""Use cases: look broadly at a life together with the household, and keep what was seen before."""

from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Max

from cases.models import Case, DomainAssessment, Exploration, NetworkPerson
from cases.services.detect_change import lock_unchanged
from cases.services.lock_case import lock_open_case
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint

Part = TypeVar("Part", DomainAssessment, NetworkPerson)
DETAIL_FIELDS = ("with_whom",)
DOMAIN_FIELDS = ("life_domain", "reason", "strengths", "problems", "own_score", "score")
PERSON_FIELDS = (
    "name", "kind", "closeness", "gives_support", "gets_support", "has_tension", "could_help_with",
)  # fmt: skip


class ExplorationHasEnded(Exception):
    """A newer exploration took its place: an earlier one stays as it was."""


class DomainIsThere(Exception):
    """This part of life stands in the exploration already."""


@transaction.atomic
def begin_exploration(*, case: Case, after: Exploration | None, by: User, at: datetime) -> Exploration:
    """Begin the first exploration, or a new one that starts as a copy of `after`, which becomes history.

    `after` is the open one that the writer saw. When somebody began a new one since, that one is given: pressing twice
    makes no copy of a copy.

    Raises:
        CaseIsClosed: a closed case is not explored any more.
    """
    locked = lock_open_case(case)
    running = locked.explorations.filter(ended_at=None).first()
    if running is not None:
        if after is None or running.pk != after.pk:
            return running
        running.ended_at = at
        running.save(update_fields=["ended_at"])
    last = locked.explorations.aggregate(last=Max("version"))["last"] or 0
    new = Exploration.objects.create(case=locked, version=last + 1, created_at=at, created_by=by)
    if running is not None:
        _copy(DomainAssessment, running, new)
        _copy(NetworkPerson, running, new)
    return new


def _copy(model: type[Part], earlier: Exploration, new: Exploration) -> None:
    rows = list(model._default_manager.filter(exploration=earlier).order_by("pk"))
    for row in rows:
        row.pk, row.exploration = None, new
        row._state.adding = True
        if isinstance(row, NetworkPerson):
            row.request_key = None
        row.public_id = model._meta.get_field("public_id").get_default()
    model._default_manager.bulk_create(rows)


def _lock(exploration: Exploration) -> Exploration:
    lock_open_case(exploration.case)
    locked = Exploration.objects.select_for_update(of=("self",), no_key=True).get(pk=exploration.pk)
    if locked.ended_at is not None:
        raise ExplorationHasEnded
    return locked


@transaction.atomic
def change_exploration(*, exploration: Exploration, seen: str, by: User) -> Exploration:
    """Save who took part.

    Raises:
        ExplorationHasEnded, HasChanged, CaseIsClosed
    """
    _lock(exploration)
    lock_unchanged(exploration, fields=DETAIL_FIELDS, seen=seen)
    exploration.save(update_fields=DETAIL_FIELDS)
    return exploration


def save_domain(*, exploration: Exploration, domain: DomainAssessment, seen: str, by: User) -> DomainAssessment:
    """Add a part of life that matters, or save the new values that `domain` holds.

    Raises:
        DomainIsThere: a part of life stands in an exploration once.
        ExplorationHasEnded, HasChanged, CaseIsClosed
    """
    try:
        with transaction.atomic():
            return _save(exploration, domain, fields=DOMAIN_FIELDS, seen=seen)
    except IntegrityError as error:
        if broken_constraint(error) == "life_domain_once_per_exploration":
            raise DomainIsThere from error
        raise


@transaction.atomic
def save_network_person(*, exploration: Exploration, person: NetworkPerson, seen: str, by: User) -> NetworkPerson:
    """Add somebody to the own network, or save the new values that `person` holds.

    A new one with the `request_key` of one that is there is the same form, sent twice: it adds nothing.

    Raises:
        ExplorationHasEnded, HasChanged, CaseIsClosed
    """
    if person._state.adding and person.request_key is not None:
        lock_open_case(exploration.case)
        earlier = NetworkPerson.objects.filter(request_key=person.request_key).first()
        if earlier is not None:
            return earlier
    return _save(exploration, person, fields=PERSON_FIELDS, seen=seen)


def _save(exploration: Exploration, row: Part, *, fields: tuple[str, ...], seen: str) -> Part:
    locked = _lock(exploration)
    if row._state.adding:
        row.exploration = locked
        row.save(force_insert=True)
    else:
        lock_unchanged(row, fields=fields, seen=seen)
        row.save(update_fields=fields)
    return row


@transaction.atomic
def remove_from_exploration(*, part: DomainAssessment | NetworkPerson, by: User) -> None:
    """Take a part of life, or somebody of the network, out of the open exploration. The history keeps it.

    Raises:
        ExplorationHasEnded, CaseIsClosed
    """
    _lock(part.exploration)
    type(part)._default_manager.filter(pk=part.pk).delete()
