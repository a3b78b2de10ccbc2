"""The tables of a month as one problem, together with everything published before: pure, no database, no clock."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from wijkteam.core.periods import next_month
from wijkteam.disclosure import (
    Cell,
    Combination,
    Earlier,
    Link,
    NotProven,
    Problem,
    Proof,
    Protected,
    Rules,
    Status,
    protect,
)
from wijkteam.disclosure.problem import Kind
from wijkteam.reports.services import period_relations
from wijkteam.reports.services.period_relations import is_of_period

MUNICIPALITY: Final = "gemeente"
THEME: Final = "theme:"
DISTRICT: Final = "district:"
LAW: Final = "law:"
# How many an assignment reached since it began. What it was a month ago is no more than that; where it is counted from
# who came, what came on top is no more than all who came in the month.
REACHED: Final = "reached:"
CAME: Final = "came:"
# That number of the report before, as a reader knows it. It stands in no report; a link ties it to the one that does.
BEFORE: Final = "before:"

# Parts of another number: a reader knows that they are no larger.
_PART_OF = {
    "reopened": "opened",
    "waiting": "open_at_end",
    "plan_overdue": "open_at_end",
    "silent": "open_at_end",
    "long_running": "open_at_end",
    "questions_proactive": "questions",
    "collective_closed": "closed",
    "partners_waiting": "open_at_end",
    "partners_too_long": "partners_waiting",
}
# Parts of all households that were there in the month: open at the start, or opened.
_OF_THE_MONTH = (
    "partners_first",
    "partners_second",
    "partners_none",
    "partners_own_employer",
    "collective_referred",
)
# Counted apart from the caseload: withheld, if need be, without taking it along.
_APART = (
    "questions",
    "signals",
    "partners",
    "collective",
    "attendances",
    "outreach",
    "volunteers",
    "visits",
    REACHED,
    CAME,
    BEFORE,
)
_STOCK = ("open_at_start", "open_at_end")
_BECAME_OF_SIGNALS = ("signals_together", "signals_passed_on", "signals_looked_into", "signals_nothing")

LawOfTheme = Mapping[str, str]
"""Code of the theme to the law by which its households are accounted for."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One number as the ledger keeps it: what was done with it, and what was shown. Never what was hidden.

    `is_small` says of a withheld number whether it must stay protected; of others the status says so.
    """

    scope: str
    month: dt.date
    version: int
    key: str
    status: Status
    shown: int | None = None
    is_small: bool = False

    @property
    def name(self) -> str:
        return cell_name(self.scope, self.month, self.version, self.key)


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What one act makes public: all reports of a month (version 1), or the next version of one team's report.

    `scopes` holds the true counts of each report by key; `sensitive` the codes of themes of which it may not show
    that nearly everybody has them; `laws` under which law each theme fell.
    """

    month: dt.date
    version: int
    scopes: Mapping[str, Mapping[str, int]]
    sensitive: frozenset[str] = frozenset()
    laws: LawOfTheme = field(default_factory=dict)
    # Keys of which nothing is said, whatever they count.
    kept_back: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class History:
    """Everything published before, and the proof that it is safe."""

    lines: Sequence[Line] = ()
    links: Sequence[Link] = ()
    watched: frozenset[str] = frozenset()
    proof: Proof = field(default_factory=Proof)
    laws: Mapping[tuple[dt.date, int, str], LawOfTheme] = field(default_factory=dict)

    def after(self, decided: "Decision") -> "History":
        return History(
            lines=(*self.lines, *decided.lines),
            links=(*self.links, *decided.links),
            watched=self.watched | decided.watched,
            proof=decided.protected.proof,
            laws={**self.laws, **decided.laws},
        )


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a publication shows, and the proof over it and all that went before."""

    lines: Sequence[Line]
    links: Sequence[Link]
    watched: frozenset[str]
    protected: Protected
    laws: Mapping[tuple[dt.date, int, str], LawOfTheme] = field(default_factory=dict)


def cell_name(scope: str, month: dt.date, version: int, key: str) -> str:
    return f"{scope}/{month:%Y-%m}/{version}/{key}"


def decide(publication: Publication, history: History, *, rules: Rules | None = None) -> Decision:
    """Decide on all tables of `publication` as one problem with everything that relations link to it.

    Raises:
        NotProven: the history is not safe by itself.
    """
    rules = rules or Rules()
    every = _Every(history.lines, history.laws)
    every.add(publication)
    told: frozenset[str] = frozenset()
    while True:
        try:
            return _decide(publication, history, every, told, rules)
        except NotProven as error:
            more = _told_before(publication, error.name) - told
            if not more:
                raise
            told |= more


def _told_before(publication: Publication, name: str) -> frozenset[str]:
    """The table of a number of a longer period that months gave away before it was ever counted.

    Stocks of a district that fell by twelve say that somebody went out, whatever is done here. Nothing is said of such
    a table, and nothing more is promised of it than the months promised.
    """
    scope, _, rest = name.removeprefix("watched: ").partition("/")
    _month, _version, key = rest.split("/") if rest.count("/") == 2 else ("", "", "")
    if scope not in publication.scopes or not is_of_period(scope) or key not in publication.scopes[scope]:
        return frozenset()
    return frozenset({_table(scope, key)})


def _decide(
    publication: Publication, history: History, every: "_Every", told: frozenset[str], rules: Rules
) -> Decision:
    """With the tables `told` kept back from the start."""
    of_months = not any(is_of_period(scope) for scope in publication.scopes)
    kept_in = every.kept_in(publication, rules) if of_months else set()
    cells = [_earlier(line, rules) for line in history.lines if line.name not in every.alias]
    back = {
        cell_name(scope, publication.month, publication.version, key)
        for scope, counts in publication.scopes.items()
        for key in counts
        if key in publication.kept_back or _table(scope, key) in told or (scope, key) in kept_in
    }
    cells += [
        Cell(
            # of what is kept in whatever it is, nothing is known but its relations
            name=name,
            count=rules.threshold if name in back else count,
            kind=_kind(scope, key),
            earlier="withheld" if name in back else None,
            table=_table(scope, key),
        )
        for scope, counts in publication.scopes.items()
        for key, count in counts.items()
        for name in [cell_name(scope, publication.month, publication.version, key)]
        if name not in every.alias
    ]
    # sums that nobody publishes: a reader knows nothing of them but what they are the sum of
    cells += [Cell(name=name, count=rules.threshold, earlier="withheld", kind="grand") for name in every.unpublished()]
    told_of = {name for name in back if is_of_period(name)}
    watched = {name: what for name, what in every.near_totals(publication).items() if not told_of & what.keys()}
    laws = {
        cell_name(scope, publication.month, publication.version, key) for scope, key in kept_in if key.startswith(LAW)
    } - every.alias.keys()
    watched |= {name: {name: 1} for name in sorted(laws)}
    problem = Problem(
        cells=tuple(cells),
        equal_zero=(*every.equal_zero(), *({first: 1, second: -1} for first, second in history.links)),
        at_most_zero=tuple(every.at_most_zero()),
        watched={**{name: every.near_total(name) for name in sorted(history.watched)}, **watched},
        watched_before=history.watched | laws,
        rules=rules,
    )
    stocks = [
        cell_name(scope, publication.month, publication.version, key) for scope in publication.scopes for key in _STOCK
    ]
    protected = protect(
        problem, links=every.links(publication), known=history.proof, anchors=frozenset(stocks) & problem.by_name.keys()
    )
    small = {name for name in watched if f"watched: {name}" in protected.problem.sensitive}
    return Decision(
        lines=tuple(_lines(publication, every, protected)),
        links=protected.links,
        watched=frozenset(small),
        protected=protected,
        laws={(publication.month, publication.version, scope): publication.laws for scope in publication.scopes},
    )


def _lines(publication: Publication, every: "_Every", protected: Protected) -> Iterable[Line]:
    for scope, counts in publication.scopes.items():
        for key in counts:
            name = cell_name(scope, publication.month, publication.version, key)
            name = every.alias.get(name, name)
            shown = protected.published[name]
            yield Line(
                scope=scope,
                month=publication.month,
                version=publication.version,
                key=key,
                status=protected.statuses[name],
                shown=shown if isinstance(shown, int) else None,
                is_small=name in protected.problem.primary,
            )


def _earlier(line: Line, rules: Rules) -> Cell:
    """A number of an earlier report: what was shown, or on which side of the threshold it lies."""
    earlier: Earlier = "sup"
    if line.status is Status.SHOWN:
        earlier = "pub"
    elif line.status is Status.WITHHELD:
        earlier = "withheld"
    count = line.shown if line.shown is not None else 0 if line.is_small else rules.threshold
    return Cell(name=line.name, count=count, kind=_kind(line.scope, line.key), earlier=earlier)


def _kind(scope: str, key: str) -> Kind:
    if scope == MUNICIPALITY:
        return "grand" if key in _STOCK else "margin"
    return "margin" if key in _STOCK else "interior"


def _table(scope: str, key: str) -> str:
    if is_of_period(scope):
        return f"{scope} {period_relations.table_of(key)}"
    return f"{scope} {'caseload' if _is_caseload(key) else key.split('_')[0]}"


def _is_caseload(key: str) -> bool:
    return not key.startswith(_APART)


class _Every:
    """All publications by month and version, and how their numbers hang together."""

    def __init__(self, lines: Iterable[Line], laws: Mapping[tuple[dt.date, int, str], LawOfTheme]) -> None:
        self.laws = dict(laws)
        self.keys: dict[tuple[dt.date, int], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.periods: dict[tuple[str, dt.date], list[str]] = defaultdict(list)
        for line in lines:
            if is_of_period(line.scope):
                self.periods[line.scope, line.month].append(line.key)
            else:
                self.keys[line.month, line.version][f"{line.scope}"].append(line.key)
        self.alias: dict[str, str] = {}
        for month, version in self.keys:
            self._alias(month, version)

    def add(self, publication: Publication) -> None:
        month, version = publication.month, publication.version
        for scope, counts in publication.scopes.items():
            if is_of_period(scope):
                self.periods[scope, month] = list(counts)
                continue
            self.keys[month, version][scope] = list(counts)
            self.laws[month, version, scope] = publication.laws
        self._alias(month, version)

    def _alias(self, month: dt.date, version: int) -> None:
        """In a municipality with one team each number of the whole is that of the team: one cell, not two. And so is
        that of a law with that of its only theme.
        """
        scopes = self.keys[month, version]
        for scope in scopes:
            for law, themes in self._themes_by_law(scope, month, version).items():
                if len(themes) == 1:
                    name = cell_name(scope, month, version, f"{LAW}{law}")
                    self.alias[name] = cell_name(scope, month, version, themes[0])
        teams = [scope for scope in scopes if scope != MUNICIPALITY]
        if version == 1 and MUNICIPALITY in scopes and len(teams) == 1:
            for key in scopes[MUNICIPALITY]:
                of_team = cell_name(teams[0], month, version, key)
                self.alias[cell_name(MUNICIPALITY, month, version, key)] = self.alias.get(of_team, of_team)

    def _themes_by_law(self, scope: str, month: dt.date, version: int) -> dict[str, list[str]]:
        """The keys of the themes under each law that has a number in this report."""
        keys = self.keys[month, version][scope]
        laws = self.laws.get((month, version, scope), {})
        found: dict[str, list[str]] = {key.removeprefix(LAW): [] for key in keys if key.startswith(LAW)}
        for key in keys:
            if key.startswith(THEME) and found:
                found[laws[key.removeprefix(THEME)]].append(key)
        return found

    def _name(self, scope: str, month: dt.date, version: int, key: str) -> str:
        name = cell_name(scope, month, version, key)
        return self.alias.get(name, name)

    def _first(self) -> dict[dt.date, dict[str, list[str]]]:
        """The reports of each month as they were published first: those that periods add up."""
        return {month: scopes for (month, version), scopes in self.keys.items() if version == 1}

    def _name_of_first(self, scope: str, month: dt.date, key: str) -> str:
        return self._name(scope, month, 1, key)

    def unpublished(self) -> Iterable[str]:
        return period_relations.unpublished(self.periods, self._first(), self._name_of_first)

    def equal_zero(self) -> Iterable[Combination]:
        yield from period_relations.equal_zero(self.periods, self._first(), self._name_of_first)
        for (month, version), scopes in self.keys.items():
            teams = [scope for scope in scopes if scope != MUNICIPALITY]
            for scope, keys in scopes.items():
                if cell_name(scope, month, version, keys[0]) in self.alias:
                    continue
                cell = {key: cell_name(scope, month, version, key) for key in keys}
                yield {cell["open_at_end"]: 1, cell["open_at_start"]: -1, cell["opened"]: -1, cell["closed"]: 1}
                for prefix in (THEME, DISTRICT):
                    if parts := [name for key, name in cell.items() if key.startswith(prefix)]:
                        yield {cell["open_at_end"]: 1, **dict.fromkeys(parts, -1)}
                for law, themes in self._themes_by_law(scope, month, version).items():
                    if len(themes) > 1:
                        yield {cell[f"{LAW}{law}"]: 1, **{cell[theme]: -1 for theme in themes}}
                if _BECAME_OF_SIGNALS[-1] in cell:
                    yield {cell["signals_followed_up"]: 1, **{cell[part]: -1 for part in _BECAME_OF_SIGNALS}}
                if scope == MUNICIPALITY and version == 1:
                    for key, name in cell.items():
                        if name in self.alias:
                            continue
                        parts = [cell_name(team, month, version, key) for team in teams if key in scopes[team]]
                        yield {name: 1, **dict.fromkeys(parts, -1)}

    def at_most_zero(self) -> Iterable[Combination]:
        for (month, version), scopes in self.keys.items():
            for scope, keys in scopes.items():
                for part, whole in _PART_OF.items():
                    names = [cell_name(scope, month, version, key) for key in (part, whole)]
                    if part in keys and names[0] not in self.alias:
                        yield {names[0]: 1, names[1]: -1}
                there = [cell_name(scope, month, version, key) for key in ("open_at_start", "opened")]
                for part in _OF_THE_MONTH:
                    name = cell_name(scope, month, version, part)
                    if part in keys and name not in self.alias:
                        yield {name: 1, **dict.fromkeys(there, -1)}
                yield from _grows({key: cell_name(scope, month, version, key) for key in keys})

    def near_totals(self, publication: Publication) -> dict[str, Combination]:
        """All but one sensitive theme: small where nearly everybody here has it."""
        found = {}
        for scope, counts in publication.scopes.items():
            for code in sorted(publication.sensitive):
                name = cell_name(scope, publication.month, publication.version, f"{THEME}{code}")
                if is_of_period(scope) and (key := f"opened:{THEME}{code}") in counts:
                    name = cell_name(scope, publication.month, publication.version, key)
                    found[name] = self.near_total(name)
                if f"{THEME}{code}" not in counts or name in self.alias:
                    continue
                found[name] = self.near_total(name)
                for law, themes in self._themes_by_law(scope, publication.month, publication.version).items():
                    # of two themes the other one is a number of its own
                    if f"{THEME}{code}" in themes and len(themes) > 2:
                        of_law = f"{name} {LAW}{law}"
                        found[of_law] = self.near_total(of_law)
        return found

    def near_total(self, watched: str) -> Combination:
        """All open households but those of a theme, or all under the law that is named behind it; and a law itself."""
        if is_of_period(watched):
            return period_relations.near_total(watched)
        theme, _space, law = watched.partition(" ")
        if theme.rpartition("/")[2].startswith(LAW):
            return {theme: 1}
        return {f"{theme.rpartition('/')[0]}/{law or 'open_at_end'}": 1, theme: -1}

    def kept_in(self, publication: Publication, rules: Rules) -> set[tuple[str, str]]:
        """What no report shows whatever it is: what was reached a month ago; and of a law of which all themes are small
        the number, large or not. Were it known to be ten or more, as of a helper, some of those would have to be there.
        """
        found = set()
        for scope, counts in publication.scopes.items():
            found |= {(scope, key) for key in counts if key.startswith(BEFORE)}
            for law, themes in self._themes_by_law(scope, publication.month, publication.version).items():
                if len(themes) > 1 and all(counts[theme] < rules.threshold for theme in themes):
                    found.add((scope, f"{LAW}{law}"))
        return found

    def links(self, publication: Publication) -> list[Link]:
        """What a reader takes to be equal: the end of one month and the start of the next; versions of one month."""
        month, version = publication.month, publication.version
        before, after = next_month(month, step=-1), next_month(month)
        found: list[Link] = []
        for scope, counts in publication.scopes.items():
            if is_of_period(scope):
                found += period_relations.links(self.periods, self._first(), self._name_of_first, only=(scope, month))
            for (other, its_version), scopes in self.keys.items():
                if scope not in scopes or (other, its_version) == (month, version):
                    continue
                if other == month:
                    same = [key for key in counts if key in scopes[scope] and not key.startswith(BEFORE)]
                    found += [
                        (self._name(scope, month, its_version, key), self._name(scope, month, version, key))
                        for key in same
                    ]
                elif other == before:
                    end = self._name(scope, before, its_version, "open_at_end")
                    found.append((end, self._name(scope, month, version, "open_at_start")))
                elif other == after:
                    start = self._name(scope, after, its_version, "open_at_start")
                    found.append((self._name(scope, month, version, "open_at_end"), start))
            found += self._grown(scope, counts, month, version)
        return list(dict.fromkeys(found))

    def _grown(self, scope: str, counts: Iterable[str], month: dt.date, version: int) -> Iterable[Link]:
        """What an assignment had reached in the report before, and in the one after where that exists already."""
        for key in counts:
            if not key.startswith((REACHED, CAME)):
                continue
            before = f"{BEFORE}{key.partition(':')[2]}"
            with_it = [at for at, scopes in self.keys.items() if key in scopes.get(scope, ())]
            earlier = max((other for other, _version in with_it if other < month), default=None)
            later = min((other for other, _version in with_it if other > month), default=None)
            for other, its_version in with_it:
                if other == earlier:
                    last = cell_name(scope, other, its_version, key)
                    yield last, cell_name(scope, month, version, before)
                elif other == later:
                    yield cell_name(scope, month, version, key), cell_name(scope, other, its_version, before)


def _grows(cell: Mapping[str, str]) -> Iterable[Combination]:
    """`cell` holds the name of each number of one report by its key."""
    for key, name in cell.items():
        kind, _colon, code = key.partition(":")
        if f"{kind}:" not in (REACHED, CAME):
            continue
        before = cell[f"{BEFORE}{code}"]
        yield {before: 1, name: -1}
        if f"{kind}:" == CAME and "attendances" in cell:
            yield {name: 1, before: -1, cell["attendances"]: -1}
