"""The page of promises, drawn from the same table and results as the command."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wijkteam.core.promises.results import Proof, proofs

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_TONES = {"proven": "positive", "document": "info", "open": "warning"}


@dataclass(frozen=True, kw_only=True)
class Shown:
    number: str
    title: "_StrOrPromise"
    state: str
    tone: str
    # Each figure asked, and what was measured of it (or that it was not).
    figures: "Sequence[tuple[_StrOrPromise, str]]"
    tests: int
    first_test: str
    at: datetime | None
    nightly_minutes: int


@dataclass(frozen=True, kw_only=True)
class PromisesPage:
    promises: Sequence[Shown]
    proven: int
    kept: int
    open: int


def _shown(proof: Proof, names: dict[str, str]) -> Shown:
    return Shown(
        number=proof.promise.number,
        title=proof.promise.title,
        state=names[proof.state],
        tone=_TONES[proof.state],
        figures=[(asked, proof.measured.get(part, "")) for part, asked in proof.promise.parts.items()],
        tests=len(proof.tests),
        first_test=proof.test,
        at=proof.at,
        nightly_minutes=round(proof.nightly_seconds / 60),
    )


def promises_page() -> PromisesPage:
    names = {"proven": _("proven"), "document": _("in a document"), "open": _("open")}
    found = proofs()
    count = Counter(proof.state for proof in found)
    return PromisesPage(
        promises=[_shown(proof, names) for proof in found],
        proven=count["proven"],
        kept=count["document"],
        open=count["open"],
    )
