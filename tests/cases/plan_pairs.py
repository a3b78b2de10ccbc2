"""Pairs of people who change one plan at one moment, and what became of what they wrote: G05."""

import random
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, cast

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.models import Action, Case, Goal, Plan
from tests.factories import ActionFactory, GoalFactory, PlanFactory, sign_in
from wijkteam.accounts.models import User

WRITES = ("goal", "action", "new goal", "new action")
REMOVES = ("remove goal", "remove action")
SOON = 60


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What one of a pair sends; `words` is empty when there is nothing to lose."""

    what: str
    url: str
    data: Mapping[str, Any]
    words: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    kept: int = 0
    given_back: int = 0
    refused: int = 0


class Desk:
    """Two colleagues with the same page open."""

    def __init__(self, case: Case, people: tuple[User, User], chance: random.Random) -> None:
        self.case, self.chance = case, chance
        self.plan = PlanFactory.create(case=case)
        self.clients = [sign_in(Client(raise_request_exception=False), user) for user in people]
        self.number = 0

    def url(self, name: str, *rest: Any) -> str:
        return reverse(f"cases:{name}", args=[self.case.public_id, self.plan.public_id, *rest])

    def form(self, client: Client, url: str) -> dict[str, Any]:
        """As the page has it."""
        form = client.get(url).context["form"]
        return {field.name: field.value() if field.value() is not None else "" for field in form}

    def sent(self, what: str, client: Client, goal: Goal, action: Action) -> Sent:
        self.number += 1
        words = f"Wat nummer {self.number} opschreef"
        goal_url = self.url("goal-edit", goal.public_id)
        action_url = self.url("action-edit", goal.public_id, action.public_id)
        if what == "goal":
            return Sent(what=what, url=goal_url, data=self.form(client, goal_url) | {"text": words}, words=words)
        if what == "action":
            return Sent(what=what, url=action_url, data=self.form(client, action_url) | {"text": words}, words=words)
        if what == "new goal":
            url = self.url("goal-add")
            data = self.form(client, url) | {"text": words, "life_domain": goal.life_domain}
            return Sent(what=what, url=url, data=data, words=words)
        if what == "new action":
            url = self.url("action-add", goal.public_id)
            return Sent(what=what, url=url, data=self.form(client, url) | {"text": words}, words=words)
        if what == "remove goal":
            seen = client.get(goal_url).context["contents"]
            return Sent(what=what, url=self.url("goal-remove", goal.public_id), data={"seen": seen}, words="")
        seen = self.form(client, action_url)["seen"]
        url = self.url("action-remove", goal.public_id, action.public_id)
        return Sent(what=what, url=url, data={"seen": seen}, words="")

    def pair(self) -> Outcome:
        """One of them writes; the other writes or takes away. Often the same, and mostly at the same moment."""
        goal = GoalFactory.create(plan=self.plan)
        action = ActionFactory.create(goal=goal, text="Zoals het was")
        first = self.chance.choice(WRITES)
        second = self.chance.choice([first, *WRITES, *REMOVES])
        pair = [
            self.sent(what, client, goal, action) for what, client in zip((first, second), self.clients, strict=True)
        ]
        if self.chance.random() < 0.3:
            order = self.chance.sample([0, 1], k=2)
            answers = {number: self.post(number, pair[number]) for number in order}
        else:
            ready = threading.Barrier(2)
            connection.close()
            with ThreadPoolExecutor(2) as pool:
                found = pool.map(lambda number: self.post(number, pair[number], ready), (0, 1))
            answers = dict(enumerate(found))
        return self.judge([(pair[number], answers[number]) for number in (0, 1)])

    def post(self, number: int, sent: Sent, ready: threading.Barrier | None = None) -> HttpResponse:
        try:
            if ready is not None:
                ready.wait(timeout=SOON)
            return cast("HttpResponse", self.clients[number].post(sent.url, data=sent.data))
        finally:
            if ready is not None:
                connection.close()

    def judge(self, pair: list[tuple[Sent, HttpResponse]]) -> Outcome:
        """Raises AssertionError when words are gone that were accepted, or were not shown to who wrote them."""
        plan = Plan.objects.get(pk=self.plan.pk)
        stored = [*plan.goals.values_list("text", flat=True)]
        stored += Action.objects.filter(goal__plan=plan).values_list("text", flat=True)
        kept = given_back = refused = 0
        told = " and ".join(f"{sent.what}: {answer.status_code}" for sent, answer in pair)
        for sent, answer in pair:
            assert answer.status_code < 500, told
            if not sent.words:
                continue
            if answer.status_code == 302:
                assert sent.words in stored, f"{told}: accepted and gone"
                kept += 1
            else:
                assert sent.words in answer.text, f"{told}: neither kept nor given back"
                given_back += answer.status_code == 409
                refused += answer.status_code != 409
        return Outcome(kept=kept, given_back=given_back, refused=refused)


def walk(case: Case, people: tuple[User, User], *, pairs: int, seed: str) -> tuple[int, int, int]:
    """So many pairs: how many texts were kept, and how many came back in a conflict or another refusal."""
    desk = Desk(case, people, random.Random(seed))
    outcomes = [desk.pair() for _ in range(pairs)]
    return (
        sum(one.kept for one in outcomes),
        sum(one.given_back for one in outcomes),
        sum(one.refused for one in outcomes),
    )
