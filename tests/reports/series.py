"""Random months of several teams and their municipality, as the facts would give them."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator

from wijkteam.core.periods import next_month
from wijkteam.reports.services.publication import MUNICIPALITY, Decision, History, Publication, decide

FIRST_MONTH = dt.date(2024, 1, 1)


def months(
    *, teams: int, themes: int, households: int, seed: int, districts: int = 2, sensitive: frozenset[str] = frozenset()
) -> Iterator[Publication]:
    """One publication after another, in which each stock begins where the one before it ended."""
    chance = random.Random(seed)
    codes = [f"t{number}" for number in range(themes)]
    weights = [[chance.random() ** 2 + 0.03 for _ in codes] for _ in range(teams)]
    stocks = [chance.choices(codes, weights[team], k=households) for team in range(teams)]
    # all but the first theme in pairs under a law; each team has an assignment of each kind
    laws = {code: f"law{(number + 1) // 2}" for number, code in enumerate(codes)}
    reached = [{"came": chance.randint(0, 20), "reached": chance.randint(0, 8)} for _ in range(teams)]
    month = FIRST_MONTH
    while True:
        scopes: dict[str, dict[str, int]] = {}
        for team, stock in enumerate(stocks):
            start, most = len(stock), max(3, households // 5)
            opened, closed = chance.randint(0, most), min(start, chance.randint(0, most))
            chance.shuffle(stock)
            del stock[:closed]
            stock += chance.choices(codes, weights[team], k=opened)
            questions, end = chance.randint(0, 30), len(stock)
            by_theme = Counter(stock)
            by_district = Counter(chance.choices(range(districts), range(1, districts + 1), k=end))
            scopes[f"T{team:02}"] = {
                "open_at_start": start,
                "opened": opened,
                "closed": closed,
                "open_at_end": end,
                "reopened": chance.randint(0, opened),
                "waiting": chance.randint(0, end // 3),
                "silent": chance.randint(0, end // 2),
                "questions": questions,
                "questions_proactive": chance.randint(0, questions),
                **signals(chance),
                "volunteers": chance.randint(0, 40),
                "visits": chance.randint(0, 30),
                **partners(chance, there=start + opened, end=end),
                **together(chance, there=start + opened, closed=closed),
                **assignments(chance, reached[team], number=team),
                **{f"theme:{code}": by_theme[code] for code in codes},
                **by_law(by_theme, laws),
                **{f"district:{team}-{number}": by_district[number] for number in range(districts)},
            }
        keys = [key for key in scopes["T00"] if not key.startswith(("district", "came:", "reached:", "before:"))]
        whole = {key: sum(counts[key] for counts in scopes.values()) for key in keys}
        yield Publication(
            month=month,
            version=1,
            scopes={**scopes, MUNICIPALITY: whole},
            sensitive=sensitive & set(codes),
            laws=laws,
        )
        month = next_month(month)


def partners(chance: random.Random, *, there: int, end: int) -> dict[str, int]:
    """Parts of who was there, and of who is there at the end."""
    waiting = chance.randint(0, end // 4)
    return {
        "partners_first": chance.randint(0, there // 2),
        "partners_second": chance.randint(0, there // 3),
        "partners_none": chance.randint(0, there // 8),
        "partners_waiting": waiting,
        "partners_too_long": chance.randint(0, waiting),
        "partners_own_employer": chance.randint(0, there // 10),
    }


def together(chance: random.Random, *, there: int, closed: int) -> dict[str, int]:
    """Who went along to an initiative, and who was met or came: people, and no part of the households."""
    return {
        "collective_referred": chance.randint(0, there // 6),
        "collective_closed": chance.randint(0, closed // 4),
        "attendances": chance.randint(0, 120),
        "outreach_met": chance.randint(0, 60),
    }


def by_law(by_theme: Counter[str], laws: dict[str, str]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for code, law in laws.items():
        found[f"law:{law}"] += by_theme[code]
    return dict(found)


def assignments(chance: random.Random, reached: dict[str, int], *, number: int) -> dict[str, int]:
    """What was reached goes on from the month before, and now and then somebody corrects it."""
    counts = {}
    for kind, most in (("came", 25), ("reached", 6)):
        more = -5 if chance.random() < 0.1 and reached[kind] > 5 else chance.randint(0, most)
        reached[kind] += more
        if kind == "came":
            counts["attendances"] = max(more, 0) + chance.randint(0, 60)
        code = f"{number}{kind[0]}"
        counts |= {f"{kind}:{code}": reached[kind], f"before:{code}": 0}
    return counts


def signals(chance: random.Random) -> dict[str, int]:
    parts = {key: chance.randint(0, 12) for key in ("together", "passed_on", "looked_into", "nothing")}
    return {
        "signals": chance.randint(0, 20),
        "signals_followed_up": sum(parts.values()),
        **{f"signals_{key}": count for key, count in parts.items()},
    }


def whole_series(publications: list[Publication]) -> tuple[History, list[Decision]]:
    history, decided = History(), []
    for publication in publications:
        decided.append(decide(publication, history))
        history = history.after(decided[-1])
    return history, decided
