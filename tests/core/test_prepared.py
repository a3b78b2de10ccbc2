"""Statements that are put together once: the rows of an ordinary queryset, with other values each time."""

from threading import Thread

import pytest
from django.db import connection
from django.db.models import Q, QuerySet, Value

from tests.factories import TeamFactory, TeamMembershipFactory, UserFactory
from wijkteam.core.prepared import Prepared, among, slot
from wijkteam.teams.models import Team, TeamMembership

pytestmark = pytest.mark.django_db


def test_it_is_built_once_and_asked_with_other_values() -> None:
    built = []

    def build() -> QuerySet[Team]:
        built.append(1)
        return Team.objects.filter(name=slot("name")).annotate(said=Value("hallo"))

    ask = Prepared(build)
    one, other = (TeamFactory.create(name=name) for name in ("Noord'); --", "Zuid"))
    assert [(team, team.said) for team in ask(name=one.name)] == [(one, "hallo")]  # type: ignore[attr-defined]  # annotated
    assert ask(name=other.name) == [other]
    assert ask(name="Oost") == []
    assert built == [1]


def test_related_rows_come_along_in_the_same_statement(django_assert_num_queries: object) -> None:
    membership = TeamMembershipFactory.create()
    ask = Prepared(lambda: TeamMembership.objects.filter(user=slot("user")).select_related("team", "user"))
    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture of pytest-django
        [found] = ask(user=membership.user_id)
        assert (found.team, found.user) == (membership.team, membership.user)


def test_a_value_that_was_forgotten_is_an_error() -> None:
    ask = Prepared(lambda: Team.objects.filter(Q(name=slot("name")) | Q(code=slot("code"))))
    with pytest.raises(KeyError, match="code"):
        ask(name="Noord")


@pytest.mark.parametrize("chosen", [[], [0], [0, 2]])
def test_a_slot_for_many_finds_what_many_numbers_find(chosen: list[int]) -> None:
    teams = [TeamFactory.create() for _ in range(3)]
    numbers = [teams[place].pk for place in chosen]
    within = Prepared(lambda: Team.objects.filter(among("pk", slot("numbers"))).order_by("pk"))
    without = Prepared(lambda: Team.objects.filter(~among("pk", slot("numbers"))).order_by("pk"))
    assert within(numbers=numbers) == list(Team.objects.filter(among("pk", numbers)).order_by("pk"))
    assert without(numbers=numbers) == list(Team.objects.exclude(among("pk", numbers)).order_by("pk"))
    assert len(within(numbers=numbers)) == len(chosen)
    if len(numbers) == 1:  # a single one that is known to be single
        alone = Prepared(lambda: Team.objects.filter(among("pk", (slot("number"),))))
        assert alone(number=numbers[0]) == [teams[chosen[0]]]


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection() -> None:
    user = UserFactory.create()
    ask = Prepared(lambda: type(user).objects.filter(pk=slot("pk")))
    assert ask(pk=user.pk) == [user]
    found = []

    def elsewhere() -> None:
        try:
            found.append((ask(pk=user.pk), connection.connection))
        finally:
            connection.close()

    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()
    [(rows, other)] = found
    assert rows == [user]
    assert other is not None
    assert other is not connection.connection


def test_what_never_finds_anything_is_asked_nothing(django_assert_num_queries: object) -> None:
    ask = Prepared(lambda: Team.objects.none())
    with django_assert_num_queries(0):  # type: ignore[operator]  # a fixture of pytest-django
        assert ask() == []


def test_nothing_may_be_asked_while_a_statement_is_put_together() -> None:
    """It would stay in the statement, for everybody: a right of one person, say."""
    TeamFactory.create()
    ask = Prepared(lambda: Team.objects.filter(pk__in=list(Team.objects.values_list("pk", flat=True))))
    with pytest.raises(RuntimeError, match="ask nothing"):
        ask()
