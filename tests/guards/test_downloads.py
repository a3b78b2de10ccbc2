"""G02, files: what comes as a file, unpacked, holds no word of others. Which addresses those are is found by asking."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from tests.cases.plan.test_looking_back import pdf_text
from tests.factories import sign_in
from tests.guards.planted import WORD, Planted, plant_world
from tests.guards.rows import ACCESS
from tests.guards.world import CASEWORKERS, MADE_AT, OFFICES, PARTNERS, World
from tests.promises import Measured
from wijkteam.reports.enums import FileKind
from wijkteam.reports.services.publish_report import publish_report, write_reading

pytestmark = pytest.mark.django_db
_ONE_WORD = re.compile(r"kanarie(?:(?!kanarie)[a-z])+\d+")
EVERYBODY = ("anonymous", *CASEWORKERS, *OFFICES, *PARTNERS)
# Not made of anybody's data.
OF_THE_PROGRAM = {"healthz", "readyz", "metrics", "security-txt", "core:manifest", "core:service-worker"}


def is_file(answer: HttpResponseBase) -> bool:
    kind = answer.headers.get("Content-Type", "")
    is_sent_along = answer.headers.get("Content-Disposition", "").startswith("attachment")
    return answer.status_code == 200 and (is_sent_along or bool(kind and not kind.startswith("text/html")))


def text_of(content: bytes) -> str:
    """All that stands in it, also in what is packed."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(f"{name}\n{text_of(packed.read(name))}" for name in packed.namelist())
    if content.startswith(b"%PDF"):
        try:
            return f"{content.decode('latin-1')}\n{pdf_text(content)}"
        except Exception:  # a stored file that calls itself a PDF and is none
            return content.decode("latin-1")
    # Lines of a calendar are folded after 75 signs.
    return re.sub(r"\r?\n[ \t]", "", content.decode("utf-8", "replace"))


def body_of(answer: HttpResponseBase) -> bytes:
    parts = getattr(answer, "streaming_content", None)
    return b"".join(parts) if parts is not None else bytes(getattr(answer, "content", b""))


def addresses(world: World) -> Iterator[tuple[str, str]]:
    """Every address, and of what there is in more kinds each kind."""
    report = write_reading(
        report=world.draft_report, reading="Een rustige maand.", by=world.people["coordinator"], at=MADE_AT
    )
    publish_report(report=report, by=world.people["coordinator"], at=MADE_AT)
    for name, row in sorted(ACCESS.items()):
        if name in OF_THE_PROGRAM or name.startswith(("account_", "mfa_")):
            continue
        parameters = dict(row.at(world))
        yield name, reverse(name, kwargs=parameters)
        if name == "reports:file":
            for kind in FileKind:
                yield name, reverse(name, kwargs={"public_id": report.public_id, "kind": kind})


class Taker:
    """Asks for addresses as anybody."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clients: dict[str, Client] = {"anonymous": Client()}

    def take(self, who: str, url: str) -> str | None:
        """What stands in the file that comes, or None when none comes."""
        if who not in self.clients:
            self.clients[who] = sign_in(Client(), self.world.people[who])
        answer = self.clients[who].get(url)
        text = text_of(body_of(answer)) if is_file(answer) else None
        cache.clear()  # no limit is reached
        return text

    def are_files(self) -> list[tuple[str, str]]:
        """The addresses that answer with a file to the first who may use them."""
        found = []
        for name, url in addresses(self.world):
            who = next((who for who in EVERYBODY if ACCESS[name].get[who] == 200), "")
            if who and self.take(who, url) is not None:
                found.append((name, url))
        return found


def foreign(text: str, allowed: set[str]) -> set[str]:
    """A PDF has no spaces here: words stand against each other, and behind the number of one may stand another."""
    return {word for word in _ONE_WORD.findall(text) if not any(word.startswith(one) for one in allowed)}


@pytest.fixture
def planted(world: World) -> Planted:
    return plant_world(world)


def test_g02_what_is_packed_is_found() -> None:
    """The search itself: a word in a spreadsheet, in an archive within an archive, over a fold of a calendar."""
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", "<t>kanarieblad1</t>")
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("tabel.xlsx", inner.getvalue())
    assert foreign(text_of(outer.getvalue()), set()) == {"kanarieblad1"}
    assert foreign(text_of(b"SUMMARY:kanarie\r\n agenda7"), set()) == {"kanarieagenda7"}
    assert foreign("kanarieblad12", {"kanarieblad1"}) == set()


def test_g02_no_file_holds_a_word_of_others(world: World, planted: Planted, measured: Measured) -> None:
    taker = Taker(world)
    asked = taker.are_files()
    found: dict[str, set[str]] = {name: set() for name, _ in asked}
    own: set[str] = set()
    for name, url in asked:
        for who in EVERYBODY:
            text = taker.take(who, url)
            if text is None:
                continue
            found[name].add(who)
            wrong = foreign(text, planted.allowed_to(who))
            assert not wrong, f"{who} takes {sorted(wrong)[:5]} along in {name}"
            own |= {name for _ in WORD.findall(text)}
    expected = {"cases:file", "cases:plan-letter-pdf", "reports:file", "reports:period_file", "netwerk:export-json"}
    assert expected <= set(found), f"only {sorted(found)} answered with a file: the search sees nothing"
    assert own, "no file holds a word that its reader may read: the search sees nothing"
    assert "outsider" not in found["cases:plan-letter-pdf"] | found["cases:file"]
    taken = sum(map(len, found.values()))
    measured("G02", f"{len(asked)} files taken {taken} times, unpacked: 0 words of others", part="files")
