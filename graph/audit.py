"""The audit log: who did what, when. Entries are added, never changed; a mutation's entry is written in its own transaction."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from graph.read import After, Page
from graph.session import AsyncGraph, Graph, Statement, Transaction

_AUDIT_FILTER: Final = (
    "MATCH (e:AuditEntry) WHERE ($since IS NULL OR e.at >= $since) AND ($who IS NULL OR e.who = $who) "
    "AND ($action IS NULL OR e.action = $action) "
)
READ_AUDIT: Final = Statement(
    "read_audit_page",
    f"{_AUDIT_FILTER} AND ($after_at IS NULL OR e.at < $after_at OR (e.at = $after_at AND e.id > $after_id)) "
    "RETURN e {.*} AS node, e.at AS sort ORDER BY e.at DESC, e.id LIMIT $limit",
)
COUNT_AUDIT: Final = Statement("count_audit_entries", f"{_AUDIT_FILTER} RETURN count(e) AS total")
WRITE_AUDIT: Final = Statement(
    "write_audit_entry",
    "CREATE (e:AuditEntry {id: $id, at: $at, who: $who, action: $action, subject: $subject, detail: $detail})",
)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """`who`: a principal's id. `action`: the mutation's or the read's name. `subject`: the id it was about. `detail`: JSON values."""

    who: str
    action: str
    subject: str
    detail: Mapping[str, Any] = field(default_factory=dict)

    def parameters(self) -> dict[str, Any]:
        """Parameters of `WRITE_AUDIT`, with an id and the time of now, UTC."""
        return {
            "id": secrets.token_hex(10),
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "who": self.who,
            "action": self.action,
            "subject": self.subject,
            "detail": json.dumps(dict(self.detail), ensure_ascii=False, sort_keys=True, default=str),
        }


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries; None is any. `since`: ISO 8601, UTC."""

    since: str | None = None
    who: str | None = None
    action: str | None = None

    def parameters(self) -> dict[str, Any]:
        return {"since": self.since, "who": self.who, "action": self.action}


def list_audit(graph: Graph, wanted: AuditFilter, *, most: int) -> list[dict[str, Any]]:
    """The newest entries, at most `most`."""
    rows = graph.read(READ_AUDIT, **wanted.parameters(), after_at=None, after_id=None, limit=most)
    return [row["node"] for row in rows]


async def read_audit(graph: AsyncGraph, wanted: AuditFilter, *, first: int, after: After | None = None) -> Page:
    """Entries, newest first. Their places are time and id."""
    place = {"after_at": after[0] if after else None, "after_id": after[1] if after else None}
    rows = await graph.read(READ_AUDIT, **wanted.parameters(), **place, limit=first + 1)
    return Page([((row["sort"], row["node"]["id"]), row["node"]) for row in rows[:first]], len(rows) > first)


async def count_audit(graph: AsyncGraph, wanted: AuditFilter) -> int:
    """How many entries the filter leaves."""
    return int((await graph.read(COUNT_AUDIT, **wanted.parameters()))[0]["total"])


def audited(
    statement: Statement, values: Mapping[str, Any], entry: AuditEntry
) -> Callable[[Transaction], list[dict[str, Any]]]:
    """Work that runs a statement and writes its audit entry, or neither. Nothing found is nothing to tell of."""

    def work(tx: Transaction) -> list[dict[str, Any]]:
        rows = tx.run(statement, **values)
        if rows:
            tx.run(WRITE_AUDIT, **entry.parameters())
        return rows

    return work
