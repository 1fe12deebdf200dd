"""The writer's Cypher, made from the schema: labels and properties from `schema`, values as parameters, rows as column lists.

Every relationship carries `record_hash`, the hash of the record that asserted it, so those that a changed record no longer
asserts are the ones whose hash differs from their owner's.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from graph.records import RECORDS
from graph.schema import NODE_TABLES, NodeTable, Relation
from graph.session import Statement

_STAMP = "{0}.first_seen = $now, {0}.first_delivery = $delivery"
_LAST = "{0}.last_seen = $now, {0}.last_delivery = $delivery"
_EACH = "UNWIND range(0, size($id) - 1) AS i "


@dataclass(frozen=True, slots=True)
class EdgeTable:
    """How a record table becomes relationships `start` → `end`. Rows are compared at the `anchor` side's node.

    `start_column` and `end_column` hold the ids; the relationship's `key` is the record's key columns joined.
    """

    table: str
    name: str
    start: str
    start_column: str
    end: str
    end_column: str
    anchor: str

    @property
    def anchor_column(self) -> str:
        return self.start_column if self.anchor == self.start else self.end_column

    @property
    def properties(self) -> tuple[str, ...]:
        return (*(column for column in RECORDS[self.table].columns), "source_attributes")


EDGE_TABLES: Final = {
    table.table: table
    for table in (
        EdgeTable("contributions", "CONTRIBUTED_TO", "Party", "party_id", "Recording", "recording_id", "Recording"),
        EdgeTable("payouts", "PAID_TO", "Release", "release_id", "Payee", "payee_id", "Release"),
        EdgeTable("artist_relations", "RELATED_TO", "Artist", "artist_id", "Artist", "related_artist_id", "Artist"),
    )
}
SUBJECT_LABELS: Final = {"artist": "Artist", "release": "Release", "recording": "Recording", "payee": "Payee"}


def _assign(columns: tuple[str, ...]) -> str:
    return ", ".join(f"{column}: $`{column}`[i]" for column in columns)


def stored(expression: str, column: str, kind: pl.DataType) -> str:
    """Cypher that reads a property back as plain text, number or list."""
    return f"toString({expression}.{column})" if kind.is_temporal() else f"{expression}.{column}"


def read_hashes(label: str) -> Statement:
    return Statement(
        f"read_hashes_{label}",
        f"UNWIND $id AS id MATCH (n:{label} {{id: id}}) RETURN collect(n.id) AS id, collect(coalesce(n.record_hash, '')) AS hash",
    )


def upsert_nodes(label: str, properties: tuple[str, ...]) -> Statement:
    return Statement(
        f"upsert_{label}",
        f"{_EACH} MERGE (n:{label} {{id: $id[i]}}) "
        f"SET n.first_seen = coalesce(n.first_seen, $now), n.first_delivery = coalesce(n.first_delivery, $delivery), "
        f"{_LAST.format('n')}, n += {{{_assign((*properties, 'record_hash'))}}}",
    )


def upsert_relation(relation: Relation) -> Statement:
    return Statement(
        f"upsert_{relation.start}_{relation.name}",
        f"{_EACH} MATCH (a:{relation.start} {{id: $id[i]}}) MERGE (b:{relation.end} {{id: $end[i]}}) "
        f"MERGE (a)-[r:{relation.name}]->(b) ON CREATE SET {_STAMP.format('r')} "
        f"SET {_LAST.format('r')}, r.position = $position[i], r.record_hash = a.record_hash",
    )


def upsert_identifiers(label: str) -> Statement:
    return Statement(
        f"upsert_identifiers_{label}",
        f"{_EACH} MATCH (a:{label} {{id: $id[i]}}) MERGE (b:Identifier {{id: $end[i]}}) "
        f"ON CREATE SET b.kind = $kind[i], b.value = $value[i], {_STAMP.format('b')} "
        f"MERGE (a)-[r:HAS_IDENTIFIER]->(b) ON CREATE SET {_STAMP.format('r')} "
        f"SET {_LAST.format('r')}, r.kind = $kind[i], r.record_hash = a.record_hash",
    )


def retire_relations(table: NodeTable) -> Statement:
    """Delete what a changed record no longer asserts; the Revision written before keeps it readable."""
    kinds = "|".join([*(relation.name for relation in table.relations), "HAS_IDENTIFIER"])
    return Statement(
        f"retire_relations_{table.label}",
        f"UNWIND $id AS id MATCH (n:{table.label} {{id: id}})-[r:{kinds}]->() WHERE r.record_hash <> n.record_hash DELETE r",
    )


def read_old_record(table: NodeTable) -> Statement:
    """A record as it stands: properties, and each relation's ids in order."""
    kinds = ", ".join(
        f"{relation.column}: COLLECT {{ MATCH (n)-[r:{relation.name}]->(m:{relation.end}) RETURN m.id ORDER BY r.position }}"
        for relation in table.relations
    )
    values = ", ".join(
        f"{column}: {stored('n', column, RECORDS[table.table].schema[column])}" for column in table.properties
    )
    both = ", ".join(part for part in (values, kinds) if part)
    return Statement(
        f"read_old_{table.label}",
        f"UNWIND $id AS id MATCH (n:{table.label} {{id: id}}) "
        f"RETURN n.id AS id, n.last_delivery AS delivery, toString(n.last_seen) AS since, {{{both}}} AS record",
    )


def write_revisions(label: str) -> Statement:
    return Statement(
        f"write_revisions_{label}",
        f"{_EACH} MATCH (n:{label} {{id: $id[i]}}) "
        "MERGE (v:Revision {id: $revision[i]}) "
        "SET v.record = $record[i], v.delivery = $asserted_by[i], v.valid_from = $since[i], v.valid_until = toString($now), v.ended_by = $delivery "
        "MERGE (v)-[:REVISION_OF]->(n)",
    )


def read_edges(edge: EdgeTable) -> Statement:
    left, right = ("(x", ")-[r:{0}]->()") if edge.anchor == edge.start else ("(x", ")<-[r:{0}]-()")
    return Statement(
        f"read_edges_{edge.name}",
        f"UNWIND $id AS id MATCH {left}:{edge.anchor} {{id: id}}{right.format(edge.name)} RETURN collect(r.key) AS id, collect(r.record_hash) AS hash",
    )


def read_old_edges(edge: EdgeTable) -> Statement:
    values = ", ".join(
        f"{column}: {stored('r', column, RECORDS[edge.table].schema[column])}" for column in edge.properties
    )
    return Statement(
        f"read_old_edges_{edge.name}",
        f"{_EACH} MATCH (x:{edge.anchor} {{id: $anchor[i]}})-[r:{edge.name} {{key: $id[i]}}]-() "
        f"RETURN x.id AS id, r.key AS key, r.last_delivery AS delivery, toString(r.last_seen) AS since, {{{values}}} AS record",
    )


def upsert_edges(edge: EdgeTable) -> Statement:
    return Statement(
        f"upsert_edges_{edge.name}",
        f"{_EACH} MERGE (a:{edge.start} {{id: $start[i]}}) MERGE (b:{edge.end} {{id: $end[i]}}) "
        f"MERGE (a)-[r:{edge.name} {{key: $id[i]}}]->(b) ON CREATE SET {_STAMP.format('r')} "
        f"SET {_LAST.format('r')}, r += {{{_assign((*edge.properties, 'record_hash'))}}}",
    )


def retire_edges(edge: EdgeTable) -> Statement:
    """A changed row whose other end moved leaves an edge with the old hash behind."""
    return Statement(
        f"retire_edges_{edge.name}",
        f"{_EACH} MATCH (x:{edge.anchor} {{id: $anchor[i]}})-[r:{edge.name} {{key: $id[i]}}]-() WHERE r.record_hash <> $record_hash[i] DELETE r",
    )


UPSERT_PARTIES: Final = Statement(
    "upsert_parties",
    f"{_EACH} MERGE (p:Party {{id: $id[i]}}) ON CREATE SET p.name = $name[i], p.ipi = $ipi[i], {_STAMP.format('p')} "
    "WITH p, i WHERE $artist_id[i] IS NOT NULL MERGE (a:Artist {id: $artist_id[i]}) MERGE (p)-[:IS_ARTIST]->(a)",
)
SIGNAL_PROPERTIES: Final = (*RECORDS["signals"].columns, "source_attributes")
UPSERT_SIGNALS: Final = upsert_nodes("Signal", SIGNAL_PROPERTIES)
LINK_SIGNALS: Final = {
    kind: Statement(
        f"link_signals_{label}",
        f"{_EACH} MATCH (s:Signal {{id: $id[i]}}) MERGE (n:{label} {{id: $end[i]}}) MERGE (s)-[:ABOUT]->(n)",
    )
    for kind, label in SUBJECT_LABELS.items()
}
WRITE_DELIVERY: Final = Statement(
    "write_delivery",
    "MERGE (d:Delivery {id: $delivery}) ON CREATE SET d.first_seen = $now, d.source = $source, d.file = $file, d.sender = $sender, "
    "d.created_at = $created_at",
)
BUMP_REVISION: Final = Statement("bump_revision", "MATCH (s:Store {id: 'store'}) SET s.revision = s.revision + 1")
WAITING: Final = tuple(
    Statement(
        f"count_waiting_{table.label}",
        f"MATCH (n:{table.label}) WHERE n.record_hash IS NULL RETURN '{table.table}' AS tab, count(n) AS waiting",
    )
    for table in NODE_TABLES.values()
)
