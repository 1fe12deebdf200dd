"""The quarantine: rows that were set aside, with where, what, why and what would put them right. Kept in the graph, once each."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from graph.records import Quarantined
from graph.session import Graph, Statement

_ROWS: Final = 1_000
WRITE: Final = Statement(
    "write_quarantined",
    "UNWIND $rows AS row MERGE (q:Quarantined {id: row.id}) ON CREATE SET q.first_seen = $now "
    "SET q += row.properties, q.load = $load, q.last_seen = CASE WHEN q.last_seen > $now THEN q.last_seen ELSE $now END",
)
_MATCH: Final = (
    "MATCH (q:Quarantined) WHERE ($id IS NULL OR any(start IN $id WHERE q.id STARTS WITH start)) AND ($delivery IS NULL OR q.delivery_id STARTS WITH $delivery) "
    "AND ($file IS NULL OR q.root + '/' + q.file CONTAINS $file) "
)
READ: Final = Statement(
    "read_quarantined",
    f"{_MATCH}RETURN q {{.id, .source, .root, .options, .file, .line, .column, .value, .reason, .remedy, .delivery_id, "
    "first_seen: toString(q.first_seen)} AS row ORDER BY q.file, q.line, q.id SKIP $skip LIMIT $limit",
)
COUNT: Final = Statement("count_quarantined", f"{_MATCH}RETURN count(q) AS n")
DROP: Final = Statement("drop_quarantined", f"{_MATCH}DELETE q RETURN count(*) AS n")
READ_ROOTS: Final = Statement(
    "read_quarantine_roots",
    f"{_MATCH}RETURN DISTINCT q.source AS source, q.root AS root, q.options AS options ORDER BY source, root",
)
RELEASE: Final = Statement(
    "release_quarantined",
    "MATCH (q:Quarantined {source: $source, root: $root}) WHERE q.load <> $load AND q.last_seen < $now DELETE q RETURN count(*) AS n",
)
"""Not what another load of the same path, begun meanwhile, has set aside."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The load that set rows aside: `source`, the path it was given (`root`), and its options as JSON text, to read it again."""

    source: str
    root: str
    options: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows: by the beginning of their ids or their delivery's, by a part of the path; None is all."""

    ids: Sequence[str] | None = None
    delivery: str | None = None
    file: str | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        return {"id": None if self.ids is None else list(self.ids), "delivery": self.delivery, "file": self.file}


ALL: Final = Filter()


def write_quarantined(
    graph: Graph,
    rows: Iterable[Quarantined],
    *,
    origin: Origin,
    load: str,
    now: datetime,
    alike: Counter[str] | None = None,
) -> None:
    """Set rows aside; one that was there stays one.

    `load`: names the reading that finds them. `alike`: counts rows of one path that nothing tells apart, over several calls.
    """
    counts = Counter[str]() if alike is None else alike
    found = []
    for row in rows:
        text = _row_text(row, origin)
        counts[text] += 1
        found.append({"id": _row_id(text, counts[text]), "properties": {**asdict(row), **asdict(origin)}})
    for start in range(0, len(found), _ROWS):
        graph.write(WRITE, rows=found[start : start + _ROWS], load=load, now=now)


def release_quarantined(graph: Graph, *, origin: Origin, load: str, now: datetime) -> int:
    """After a whole reading of a path, begun at `now`: what it did not set aside again is out. Returns how many."""
    return _count(graph.write(RELEASE, source=origin.source, root=origin.root, load=load, now=now))


def read_quarantined(graph: Graph, which: Filter = ALL, *, page_rows: int = 5_000) -> Iterator[dict[str, Any]]:
    """The rows set aside, by file and line."""
    skip = 0
    while rows := graph.read(READ, **which.parameters, skip=skip, limit=page_rows):
        yield from (row["row"] for row in rows)
        skip += len(rows)


def count_quarantined(graph: Graph, which: Filter = ALL) -> int:
    """How many rows are set aside."""
    return _count(graph.read(COUNT, **which.parameters))


def drop_quarantined(graph: Graph, which: Filter = ALL) -> int:
    """Forget rows that were set aside. Returns how many."""
    return _count(graph.write(DROP, **which.parameters))


def read_all_quarantined(graph: Graph) -> list[tuple[Origin, Quarantined]]:
    """Everything that is set aside, as it was given to `write_quarantined`."""
    names = ("file", "line", "column", "value", "reason", "remedy", "delivery_id")
    return [
        (Origin(row["source"], row["root"], row["options"]), Quarantined(*(row[name] for name in names)))
        for row in read_quarantined(graph)
    ]


def read_origins(graph: Graph, which: Filter = ALL) -> list[Origin]:
    """The loads that set these rows aside."""
    return [Origin(**row) for row in graph.read(READ_ROOTS, **which.parameters)]


def _count(rows: list[dict[str, Any]]) -> int:
    return int(rows[0]["n"])


def _row_text(row: Quarantined, origin: Origin) -> str:
    return "\x1f".join((origin.source, origin.root, row.file, str(row.line), row.column, row.value, row.reason))


def _row_id(text: str, number: int) -> str:
    whole = f"{text}\x1f{number}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(whole, digest_size=6).hexdigest()
