"""People who do other things than write: read pages, and tell who passed on a signal what became of it."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field

from tests.faults.rig import Answer, Rig, get, post


@dataclass
class Crowd:
    """Some who read and some who tell by mail, which leaves work for the worker. Keeps a ledger of what was told."""

    rig: Rig
    readers: int = 4
    tellers: int = 2
    pause: float = 2
    read: Counter[int] = field(default_factory=Counter)
    told: set[str] = field(default_factory=set)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Crowd:
        for number in range(self.readers + self.tellers):
            work = self._read if number < self.readers else self._tell
            person = self.rig.people[number % len(self.rig.people)]
            thread = threading.Thread(target=work, args=(person, random.Random(number)), daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=60)
            assert not thread.is_alive()

    def _read(self, person: dict[str, str], chance: random.Random) -> None:
        pages = [
            f"/casussen/{person['case']}/",
            "/casussen/",
            "/mijn-werk/",
            "/uren/",
            f"/signalen/{person['signal']}/",
        ]
        while not self._stop.wait(self.pause * chance.uniform(0.5, 1.5)):
            self.read[get(self.rig.port, chance.choice(pages), person).status] += 1

    def _tell(self, person: dict[str, str], chance: random.Random) -> None:
        """The same form again until it is acknowledged."""
        path = f"/signalen/{person['signal']}/antwoord/"
        while not self._stop.wait(self.pause * chance.uniform(1, 3)):
            key = str(uuid.uuid4())
            fields = {"tell-sentences": "thanks", "tell-manner": "mail", "tell-request_key": key}
            answer = Answer(0, 0)
            while answer.status != 302 and not self._stop.wait(0.1):
                answer = post(self.rig.port, path, person, fields, timeout=20)
            if answer.status == 302 and "inloggen" not in answer.location:
                self.told.add(key)

    def not_mailed(self) -> int:
        """How many answers that were acknowledged have not left yet, or are gone."""
        rows = self.rig.query("SELECT request_key::text FROM collectief_signalanswer WHERE sent_at IS NOT NULL")
        return len(self.told - {key for (key,) in rows})

    def wait_until_mailed(self, *, seconds: float) -> float:
        start = time.monotonic()
        while left := self.not_mailed():
            assert time.monotonic() - start < seconds, f"{left} answers were not mailed:\n{self.rig.log_end('worker')}"
            time.sleep(0.5)
        return time.monotonic() - start
