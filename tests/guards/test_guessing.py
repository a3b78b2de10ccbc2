"""G03: whoever tries ids out learns nothing: not from the answer and not from how long it takes.

A few ids at each address, and all of them at some; `tests/nightly` tries 200 foreign and 200 random ids at each.
"""

import pytest

from tests.guards.guessing import Strangers, guess_at, try_out
from tests.guards.rows import ACCESS
from tests.guards.test_access import Visitors
from tests.guards.world import World
from tests.promises import Measured

pytestmark = pytest.mark.django_db
FEW, MANY = 2, 200
WITHIN = 0.1
ROUNDS = 3


def test_g03_a_few_ids_at_every_address(world: World, measured: Measured) -> None:
    visitors, strangers = Visitors(world), Strangers(world)
    tried = 0
    wrong = []
    for name in sorted(ACCESS):
        guess = guess_at(name, world)
        if guess is None:
            continue
        answers = try_out(guess, visitors, strangers, count=FEW)
        if answers.statuses != {404} or len(answers.lengths) != 1:
            wrong.append((name, guess.who, answers.statuses, answers.lengths))
        tried += 1
    assert not wrong, wrong
    assert tried > 100, "most addresses have an id"
    measured("G03", f"{FEW} foreign and {FEW} random ids at each of {tried} addresses: 404", part="ids")


# A file, and what comes to a team.
@pytest.mark.parametrize("name", ["cases:detail", "collectief:signal"])
def test_g03_many_ids_and_how_long_they_take(name: str, world: World, measured: Measured) -> None:
    guess = guess_at(name, world)
    assert guess is not None
    visitors, strangers = Visitors(world), Strangers(world)
    best = 1.0
    for _ in range(ROUNDS):  # a real difference is there every time, a disturbance is not
        answers = try_out(guess, visitors, strangers, count=MANY)
        assert answers.statuses == {404}
        assert answers.kinds == MANY
        best = min(best, answers.difference)
        if best <= WITHIN:
            break
    assert best <= WITHIN
    measured.add("G03", f"addresses with {MANY} foreign and {MANY} random ids: 404", 1, part="ids")
    measured.worst("G03", "difference between medians", best * 100, "%", part="time")
