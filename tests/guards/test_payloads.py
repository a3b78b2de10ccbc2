"""T17 and T18: what somebody writes stays text, on every page, whatever it looks like."""

import html
from collections.abc import Sequence

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.guards.malformed import Attacker, Sent
from tests.guards.payloads import ATTRIBUTES, SCRIPTS, plant_payloads, unescaped
from tests.guards.rows import ACCESS
from tests.guards.world import ACTORS, World

pytestmark = pytest.mark.django_db


def test_t17_there_are_as_many_as_was_promised() -> None:
    assert len(set(SCRIPTS)) == 40
    assert len(set(ATTRIBUTES)) == 25


def test_t17_what_is_not_escaped_is_seen() -> None:
    assert all(unescaped(f"<p title='{text}'>") for text in (*SCRIPTS, *ATTRIBUTES))
    assert not any(unescaped(f"<p>{html.escape(text)}</p>") for text in (*SCRIPTS, *ATTRIBUTES))


def shown_with_payloads(world: World, names: Sequence[str]) -> int:
    """How many of these addresses show what was planted; fails where one of them shows it as markup."""
    planted, _refused = plant_payloads()
    assert len(planted) >= 100, f"only {len(planted)} fields hold a payload: this test sees little"
    visitor = Attacker(world)
    wrong: list[str] = []
    shown = 0
    for name in names:
        row = ACCESS[name]
        readers = [who for who in ACTORS if row.get[who] == 200]
        for who in dict.fromkeys(readers[:1] + readers[-1:]):
            url = reverse(name, kwargs=dict(row.at(world)))
            answer = visitor.send(Sent(who=who, method="GET", url=url))
            if not isinstance(answer, HttpResponse) or "html" not in answer.headers.get("Content-Type", ""):
                continue
            wrong += [f"{name} for {who}: {found!r}" for found in unescaped(answer.text)]
            shown += "kwaad" in answer.text
    assert not visitor.wrong, visitor.told()
    assert not wrong, "\n".join(wrong)
    return shown


def test_t17_nothing_that_is_written_becomes_markup(world: World) -> None:
    """Some addresses here; tests/nightly/test_payloads_everywhere.py asks all of them."""
    assert shown_with_payloads(world, sorted(ACCESS)[::8]) > 10
