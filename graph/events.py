"""What has become of findings, in order: each publishing and each decision takes the next number and stamps what it changed.

A reader asks for what came after the number that it has seen. Of a finding that changed twice only the last change is there.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from graph.session import Graph, Statement, Transaction

TAKE_EVENT: Final = Statement(
    "take_event",
    "MATCH (s:Store {id: 'store'}) SET s.event = coalesce(s.event, 0) + 1 RETURN s.event AS event",
)
STAMP_EVENT: Final = Statement(
    "stamp_event",
    "UNWIND $rows AS row MATCH (f:Finding {id: row.id}) SET f.event = $event, f.change = row.change",
)
READ_SETTLED: Final = Statement(
    "read_settled_heads",
    "MATCH (s:Store {id: 'store'}) SET s.settling = true REMOVE s.settling "
    "WITH s OPTIONAL MATCH (p:Progress {id: 'night'}) RETURN coalesce(s.event, 0) AS findings, coalesce(p.told, 0) AS progress",
)
"""As `READ_HEADS`, but waits for whoever is stamping: a commit becomes visible piece by piece, the number before the findings."""
READ_HEADS: Final = Statement(
    "read_event_heads",
    "OPTIONAL MATCH (s:Store {id: 'store'}) OPTIONAL MATCH (p:Progress {id: 'night'}) "
    "RETURN coalesce(s.event, 0) AS findings, coalesce(p.told, 0) AS progress",
)
READ_EVENTS: Final = Statement(
    "read_events",
    "MATCH (f:Finding) WHERE f.event >= $event AND f.event <= $head AND (f.event > $event OR f.id > $id) AND f.current IS NOT NULL "
    "RETURN f {.*} AS node ORDER BY f.event, f.id LIMIT $limit",
)
READ_PROGRESS: Final = Statement("read_progress", "MATCH (p:Progress {id: 'night'}) RETURN p {.*} AS progress")
WRITE_PROGRESS: Final = Statement(
    "write_progress",
    "MERGE (p:Progress {id: 'night'}) SET p += $progress, p.told = coalesce(p.told, 0) + 1",
)
CHANGES: Final = ("new", "changed", "returned", "gone", "decided")
"""What can become of a finding: said for the first time, said with other evidence, said again after a while, no longer said, decided."""


def stamp_events(tx: Transaction, changes: Mapping[str, Sequence[str]]) -> None:
    """Stamp findings with what became of them, all with one number; nothing if there are none.

    Args: changes: by one of `CHANGES`, finding ids.
    """
    rows = [{"id": name, "change": change} for change in CHANGES for name in changes.get(change, ())]
    if rows:
        event = tx.run(TAKE_EVENT)[0]["event"]
        tx.run(STAMP_EVENT, rows=rows, event=event)


def report_progress(graph: Graph, progress: Mapping[str, Any]) -> None:
    """Say how far the running night is: `night_id`, `began_at`, `stage`, `stages_done`, `stages`, `finished`, `run_id`."""
    graph.write(WRITE_PROGRESS, progress=dict(progress))
