"""Runs inside the application: the plans of what the works ask of the database (docs/indexes.md).

    python -m local.bench --plans     starts everything, prints a line PLAN for each statement, and measures nothing

Each line says which indexes a statement used and which tables of a thousand rows or more it read whole.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from local.bench.prepare import prepare  # sets Django up

from django.conf import settings  # isort: skip
from django.db import connections, transaction  # isort: skip
from django.test import Client  # isort: skip
from django.test.utils import CaptureQueriesContext  # isort: skip

# Fewer rows than this every database reads whole, and rightly.
SMALL = 1000
WHO = {"W2": "member", "W3": "member", "W4": "member", "W5": "coordinator", "W6": "commissioner"}


def plans() -> Iterator[str]:
    with transaction.atomic():  # what signing in leaves behind
        facts = prepare()
    for work, who in WHO.items():
        if work not in facts["paths"]:
            continue
        client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
        client.cookies[facts["cookie"]] = facts["sessions"][who]
        with (
            CaptureQueriesContext(connections["default"]) as first,
            CaptureQueriesContext(connections["report"]) as second,
        ):
            fields = {"q": facts["name"]}
            path = facts["paths"][work]
            answer = client.post(path, fields, secure=True) if work == "W4" else client.get(path, secure=True)
        yield f"{work}: answered {answer.status_code}"
        for alias, seen in (("default", first), ("report", second)):
            for query in seen.captured_queries:
                # What the history is told of who does it goes along in front.
                before, _, after = query["sql"].partition(";")
                sql = after if "pghistory.context" in before else query["sql"]
                if sql.lstrip("( \n").upper().startswith(("SELECT", "WITH")):
                    yield f"PLAN work={work} {plan_of(sql, alias)}"


def plan_of(sql: str, alias: str) -> str:
    with connections[alias].cursor() as cursor:
        begin = time.perf_counter()
        cursor.execute(f"EXPLAIN (ANALYZE) {sql}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
        took = (time.perf_counter() - begin) * 1000
    indexes = sorted(set(re.findall(r"(?:Index Scan|Index Only Scan)(?: Backward)? using (\w+)", plan)))
    indexes += sorted(set(re.findall(r"Bitmap Index Scan on (\w+)", plan)))
    read = set(re.findall(r"Seq Scan on (\w+)", plan))
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND reltuples >= %s ORDER BY 1", [list(read), SMALL]
        )
        whole = [name for (name,) in cursor.fetchall()]
    about = re.findall(r'(?:FROM|JOIN) "?(\w+)', sql)
    return " ".join(
        f"{name}={value or '-'}"
        for name, value in {
            "from": ",".join(dict.fromkeys(about)),
            "ms": f"{took:.1f}",
            "index": ",".join(indexes),
            "whole": ",".join(whole),
        }.items()
    )


if __name__ == "__main__":
    for line in plans():
        print(line)
