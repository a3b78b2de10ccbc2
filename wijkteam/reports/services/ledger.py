"""The ledger: read everything published before, decide on a publication with it, keep the decision and its proof."""

import hashlib
import json
from collections.abc import Mapping

from django.db.models.fields.json import KeyTransform

from wijkteam.core.turns import wait_for_turn
from wijkteam.disclosure import METHOD_VERSION, Proof, Rules, Status, Witnesses
from wijkteam.reports.enums import DEFINITIONS_VERSION
from wijkteam.reports.models import DisclosureAudit, MonthSnapshot, PublishedCell
from wijkteam.reports.services.publication import BEFORE, Decision, History, Line, Publication, decide
from wijkteam.reports.services.shown import HIDDEN, Shown

LOCK = 7_301_004


def wait_for_ledger() -> None:
    """Decisions are taken one after another: each reckons with all before it. Released with the transaction."""
    wait_for_turn(LOCK)


def history() -> History:
    """Everything published before. Runs two queries."""
    audits = list(DisclosureAudit.objects.annotate(laws=KeyTransform("laws", "snapshot__counts")).order_by("pk"))
    laws_of: dict[int, dict[str, str]] = {audit.pk: audit.laws or {} for audit in audits}
    world: dict[str, int] = {}
    witnesses: dict[str, Witnesses] = {}
    for audit in audits:
        world |= audit.world
        for name, (low, high) in audit.witnesses.items():
            witnesses[name] = Witnesses(low=audit.changes[low], high=audit.changes[high])
    rows = list(
        PublishedCell.objects.order_by("audit_id", "pk").values_list(
            "scope", "month", "version", "key", "status", "shown", "is_small", "audit_id"
        )
    )
    return History(
        lines=[
            Line(scope=scope, month=month, version=version, key=key, status=Status(status), shown=shown, is_small=small)
            for scope, month, version, key, status, shown, small, _audit_id in rows
        ],
        links=[(first, second) for audit in audits for first, second in audit.links],
        watched=frozenset(name for audit in audits for name in audit.watched),
        proof=Proof(world=world, witnesses=witnesses),
        laws={(month, version, scope): laws_of[audit] for scope, month, version, *_rest, audit in rows},
    )


def decide_and_keep(snapshot: MonthSnapshot, publication: Publication, *, rules: Rules | None = None) -> None:
    """Decide on all tables of a publication and write it down with its proof; the ledger must be held.

    Raises:
        NotProven: what was published before is not safe by itself.
    """
    before = history()
    decided = decide(publication, before, rules=rules)
    audit = _audit(snapshot, decided, before)
    PublishedCell.objects.bulk_create(
        PublishedCell(
            audit=audit,
            scope=line.scope,
            month=line.month,
            version=line.version,
            key=line.key,
            status=line.status.value,
            shown=line.shown,
            is_small=line.is_small,
        )
        for line in decided.lines
    )


def shown_cells(snapshot: MonthSnapshot) -> dict[str, Shown]:
    """What the reports of this snapshot may show, by `scope/key`. Runs one query."""
    rows = PublishedCell.objects.filter(audit__snapshot=snapshot).values_list("scope", "key", "shown")
    return {f"{scope}/{key}": HIDDEN if shown is None else shown for scope, key, shown in rows}


def checksum(counts: Mapping[str, object]) -> str:
    """Of counts, however the database orders their keys."""
    return hashlib.sha256(json.dumps(counts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _audit(snapshot: MonthSnapshot, decided: Decision, before: History) -> DisclosureAudit:
    protected = decided.protected
    rules, proof = protected.problem.rules, protected.proof
    new = {name: found for name, found in proof.witnesses.items() if before.proof.witnesses.get(name) is not found}
    changes: list[dict[str, int]] = []
    place: dict[int, int] = {}
    for found in new.values():
        for change in (found.low, found.high):
            if id(change) not in place:
                place[id(change)] = len(changes)
                changes.append(dict(sorted(change.items())))
    ranges = [protected.proven_range(name).width for name in proof.witnesses]
    statuses = [line.status for line in decided.lines if not line.key.startswith(BEFORE)]
    return DisclosureAudit.objects.create(
        snapshot=snapshot,
        snapshot_sha256=checksum(snapshot.counts),
        method_version=METHOD_VERSION,
        definitions_version=DEFINITIONS_VERSION,
        threshold=rules.threshold,
        base=rules.base,
        need_low=rules.need_low,
        need_high=rules.need_high,
        cells=len(decided.lines),
        sensitive=len(proof.witnesses),
        proven_again=len(new),
        helpers=statuses.count(Status.HELPER),
        withheld=statuses.count(Status.WITHHELD),
        smallest_range=int(min(ranges)) if ranges else None,
        links=[list(link) for link in decided.links],
        watched=sorted(decided.watched),
        world={name: count for name, count in proof.world.items() if before.proof.world.get(name) != count},
        changes=changes,
        witnesses={name: [place[id(found.low)], place[id(found.high)]] for name, found in new.items()},
        created_at=snapshot.created_at,
    )
