"""The writer's Cypher, made from the schema: labels and properties from `schema`, values as parameters, rows as column lists.

Every statement finds a record's element `e` (a node, or the relationship that an edge record is) by `$anchor[i]` and `$id[i]`. Who says
it and when are `$delivery[$by[i]]` and `$at[$by[i]]`: rows of a few deliveries share a statement, and times are slow to send.
Relationships that a record asserts carry its `record_hash`, so those that a changed record no longer asserts are the ones whose hash
differs from their owner's.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from graph.records import RECORDS
from graph.schema import NODE_TABLES, SIGNALS, NodeTable, Relation
from graph.session import Statement

_EACH: Final = "UNWIND range(0, size($id) - 1) AS i "


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
        EdgeTable("appearances", "APPEARS_ON", "Recording", "recording_id", "Release", "release_id", "Recording"),
        EdgeTable("artist_relations", "RELATED_TO", "Artist", "artist_id", "Artist", "related_artist_id", "Artist"),
    )
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the records of a table live in the graph.

    `find` matches `e` by `$anchor[i]` and `$id[i]`; `find_held` matches every `e` of the ids `$anchor`; `key` is the record's key
    there, which for a node is its `id_column` too; `owner` is the label of the node that its Revisions hang on.
    """

    table: str
    owner: str
    find: str
    find_held: str
    key: str
    properties: tuple[str, ...]
    relations: tuple[Relation, ...] = ()
    id_column: str | None = None


def _node_place(table: NodeTable) -> Place:
    label = table.label
    return Place(
        table.table,
        label,
        f"MATCH (e:{label} {{id: $id[i]}})",
        f"UNWIND $anchor AS anchor MATCH (e:{label} {{id: anchor}})",
        "e.id",
        table.properties,
        table.relations,
        table.id_column if table.id_column in RECORDS[table.table].columns else None,
    )


def _edge_place(edge: EdgeTable) -> Place:
    arrow = f"-[e:{edge.name}{{0}}]->()" if edge.anchor == edge.start else f"<-[e:{edge.name}{{0}}]-()"
    return Place(
        edge.table,
        edge.anchor,
        f"MATCH (:{edge.anchor} {{id: $anchor[i]}}){arrow.format(' {key: $id[i]}')}",
        f"UNWIND $anchor AS anchor MATCH (:{edge.anchor} {{id: anchor}}){arrow.format('')}",
        "e.key",
        edge.properties,
    )


PLACES: Final = {
    **{name: _node_place(table) for name, table in {**NODE_TABLES, "signals": SIGNALS}.items()},
    **{name: _edge_place(edge) for name, edge in EDGE_TABLES.items()},
}
SUBJECT_LABELS: Final = {"artist": "Artist", "release": "Release", "recording": "Recording", "payee": "Payee"}


def _assign(columns: tuple[str, ...]) -> str:
    return ", ".join(f"{column}: $`{column}`[i]" for column in columns)


def stored(expression: str, column: str, kind: pl.DataType) -> str:
    """Cypher that reads a property back as plain text, number or list."""
    return f"toString({expression}.{column})" if kind.is_temporal() else f"{expression}.{column}"


def _held(place: Place) -> str:
    """What is a record of its own: a relationship that another record's list made has no key."""
    return f"e.record_hash IS NOT NULL AND {place.key} IS NOT NULL"


def read_held(place: Place) -> Statement:
    """Key and hash of what the graph holds at `$anchor`, and who said it last (of a mention nobody: it is always written over)."""
    return Statement(
        f"read_held_{place.table}",
        f"{place.find_held} WHERE {_held(place)} RETURN collect({place.key}) AS id, collect(e.record_hash) AS record_hash, "
        "collect(CASE WHEN e.mention IS NULL THEN e.last_delivery ELSE '' END) AS delivery",
    )


def read_standing(place: Place) -> Statement:
    """The same with who said it, from when to when."""
    return Statement(
        f"read_standing_{place.table}",
        f"{place.find_held} WHERE {_held(place)} RETURN collect({place.key}) AS id, collect(e.record_hash) AS hash, "
        "collect(toString(coalesce(e.since, e.first_seen))) AS since, collect(coalesce(e.since_delivery, e.first_delivery)) AS since_delivery, "
        "collect(toString(e.last_seen)) AS last_seen, collect(e.last_delivery) AS last_delivery, collect(e.mention IS NOT NULL) AS mention",
    )


_NEW: Final = "e.first_seen = $at[$by[i]], e.first_delivery = $delivery[$by[i]], e.since = null, e.since_delivery = null, e.mention = $mention"
_CHANGED: Final = "e.since = $at[$by[i]], e.since_delivery = $delivery[$by[i]]"
_LAST: Final = "e.last_seen = $at[$by[i]], e.last_delivery = $delivery[$by[i]]"


def create_nodes(label: str, properties: tuple[str, ...]) -> Statement:
    return Statement(
        f"create_{label}",
        f"{_EACH} MERGE (e:{label} {{id: $id[i]}}) SET {_NEW}, {_LAST}, e += {{{_assign((*properties, 'record_hash'))}}}",
    )


def create_edges(edge: EdgeTable) -> Statement:
    return Statement(
        f"create_{edge.name}",
        f"{_EACH} MERGE (a:{edge.start} {{id: $start[i]}}) MERGE (b:{edge.end} {{id: $end[i]}}) "
        f"CREATE (a)-[e:{edge.name} {{key: $id[i]}}]->(b) SET {_NEW}, {_LAST}, e += {{{_assign((*edge.properties, 'record_hash'))}}}",
    )


def change_nodes(place: Place) -> Statement:
    return Statement(
        f"change_{place.table}",
        f"{_EACH} {place.find} SET {_CHANGED}, {_LAST}, e += {{{_assign((*place.properties, 'record_hash'))}}}",
    )


def change_edges(edge: EdgeTable) -> Statement:
    """A changed row takes the place of the old relationship, whose other end may have been another node."""
    return Statement(
        f"change_{edge.name}",
        f"{_EACH} {PLACES[edge.table].find} WITH i, e, e.first_seen AS first_seen, e.first_delivery AS first_delivery DELETE e "
        f"MERGE (a:{edge.start} {{id: $start[i]}}) MERGE (b:{edge.end} {{id: $end[i]}}) CREATE (a)-[n:{edge.name} {{key: $id[i]}}]->(b) "
        "SET n.first_seen = first_seen, n.first_delivery = first_delivery, n.since = $at[$by[i]], n.since_delivery = $delivery[$by[i]], "
        f"n.last_seen = $at[$by[i]], n.last_delivery = $delivery[$by[i]], n += {{{_assign((*edge.properties, 'record_hash'))}}}",
    )


def restate(place: Place) -> Statement:
    """Unchanged, and said again by a later delivery."""
    return Statement(f"restate_{place.table}", f"{_EACH} {place.find} SET {_LAST}")


def drop_mentioned_edges(place: Place) -> Statement:
    """A mention leaves no trace when the record of its own comes."""
    return Statement(f"drop_mentioned_{place.table}", f"{_EACH} {place.find} DELETE e")


_LINKED: Final = (
    "SET r.first_seen = coalesce(r.first_seen, $at[$by[i]]), "
    "r.first_delivery = coalesce(r.first_delivery, $delivery[$by[i]])"
)


def link_relation(relation: Relation, *, is_new: bool) -> Statement:
    """`is_new`: of records that were not there; looking for the relationship first would cost a quarter more."""
    verb = "CREATE" if is_new else "MERGE"
    return Statement(
        f"link_{relation.start}_{relation.name}{'_new' if is_new else ''}",
        f"{_EACH} MATCH (e:{relation.start} {{id: $id[i]}}) MERGE (b:{relation.end} {{id: $end[i]}}) "
        f"{verb} (e)-[r:{relation.name}]->(b) {_LINKED} SET r.position = $position[i], r.record_hash = e.record_hash",
    )


def link_identifiers(label: str, *, is_new: bool) -> Statement:
    verb = "CREATE" if is_new else "MERGE"
    return Statement(
        f"link_identifiers_{label}{'_new' if is_new else ''}",
        f"{_EACH} MATCH (e:{label} {{id: $id[i]}}) MERGE (b:Identifier {{id: $end[i]}}) "
        "ON CREATE SET b.kind = $kind[i], b.value = $value[i] "
        f"{verb} (e)-[r:HAS_IDENTIFIER]->(b) {_LINKED} SET r.kind = $kind[i], r.record_hash = e.record_hash",
    )


def renew_links(place: Place) -> Statement:
    """What a mention had linked counts from the record that took its place."""
    return Statement(
        f"renew_links_{place.table}",
        f"{_EACH} {place.find} MATCH (e)-[r:{_link_types(place)}]->() WHERE r.key IS NULL SET r.first_seen = $at[$by[i]], r.first_delivery = $delivery[$by[i]]",
    )


def _link_types(place: Place) -> str:
    return "|".join([*(relation.name for relation in place.relations), "HAS_IDENTIFIER"])


def unlink(place: Place) -> Statement:
    """Delete what a changed record no longer asserts, and ends that nobody else refers to; the Revision written before keeps it."""
    return Statement(
        f"unlink_{place.table}",
        f"{_EACH} {place.find} MATCH (e)-[r:{_link_types(place)}]->(m) WHERE r.key IS NULL AND r.record_hash <> e.record_hash DELETE r WITH DISTINCT m "
        "WHERE m.record_hash IS NULL AND NOT EXISTS { (m)--() } DELETE m",
    )


def _record(place: Place) -> str:
    """The record at `e`: properties, and each relation's ids in order."""
    lists = [
        f"{relation.column}: COLLECT {{ MATCH (e)-[r:{relation.name}]->(m:{relation.end}) WHERE r.key IS NULL RETURN m.id ORDER BY r.position }}"
        for relation in place.relations
    ]
    schema = RECORDS[place.table].schema
    values = [f"{place.id_column}: e.id"] if place.id_column else []
    values += [f"{column}: {stored('e', column, schema[column])}" for column in place.properties]
    return f"{{{', '.join((*values, *lists))}}} AS record"


def read_old(place: Place) -> Statement:
    """A record as it stands."""
    return Statement(f"read_old_{place.table}", f"{_EACH} {place.find} RETURN {place.key} AS id, {_record(place)}")


def read_present(place: Place) -> Statement:
    """The records at `$anchor` as they stand, with who said them since when; where `$at` is given, those that stood by then."""
    return Statement(
        f"read_present_{place.table}",
        f"{place.find_held} WHERE e.record_hash IS NOT NULL AND ($at IS NULL OR coalesce(e.since, e.first_seen) <= $at) "
        f"RETURN {place.key} AS id, e.record_hash AS record_hash, toString(coalesce(e.since, e.first_seen)) AS since, "
        "coalesce(e.since_delivery, e.first_delivery) AS delivery, toString(e.last_seen) AS last_seen, "
        f"e.last_delivery AS last_delivery, {_record(place)}",
    )


REVISION_FIELDS: Final = (
    "record_hash",
    "record",
    "valid_from",
    "delivery",
    "last_seen",
    "last_delivery",
    "valid_until",
    "ended_by",
)


def write_revisions(place: Place) -> Statement:
    """`$revision` is the node's id; the fields say what stood, by whom, from when to when, and what ended it."""
    return Statement(
        f"write_revisions_{place.table}",
        f"{_EACH} MATCH (o:{place.owner} {{id: $anchor[i]}}) MERGE (v:Revision {{id: $revision[i]}}) "
        f"SET v += {{table: '{place.table}', key: $id[i], {_assign(REVISION_FIELDS)}}} MERGE (v)-[:REVISION_OF]->(o)",
    )


def read_ended(place: Place) -> Statement:
    """Every earlier value of the records at `$anchor`; where `$at` is given, those that stood at that time."""
    return Statement(
        f"read_ended_{place.table}",
        f"UNWIND $anchor AS anchor MATCH (:{place.owner} {{id: anchor}})<-[:REVISION_OF]-(v:Revision {{table: '{place.table}'}}) "
        "WHERE $at IS NULL OR (v.valid_from <= $at AND $at < v.valid_until) "
        "RETURN anchor, v.key AS id, v.record_hash AS record_hash, v.record AS record, toString(v.valid_from) AS valid_from, "
        "v.delivery AS delivery, toString(v.last_seen) AS last_seen, v.last_delivery AS last_delivery, "
        "toString(v.valid_until) AS valid_until, v.ended_by AS ended_by",
    )


def drop_revisions(place: Place) -> Statement:
    """Before the runs of a record are written anew."""
    return Statement(
        f"drop_revisions_{place.table}",
        f"{_EACH} MATCH (:{place.owner} {{id: $anchor[i]}})<-[:REVISION_OF]-(v:Revision {{table: '{place.table}', key: $id[i]}}) DETACH DELETE v",
    )


def date_back(place: Place) -> Statement:
    """Set since when the record has been known, and its present value has stood."""
    return Statement(
        f"date_back_{place.table}",
        f"{_EACH} {place.find} SET e.first_seen = $first_seen[i], e.first_delivery = $first_delivery[i], e.since = $since[i], "
        "e.since_delivery = $since_delivery[i], e.last_seen = $last_seen[i], e.last_delivery = $last_delivery[i]",
    )


def date_back_links(place: Place) -> Statement:
    """The same for the relationships it asserts: `$kind` is the type, `$end` the other node's id."""
    return Statement(
        f"date_back_links_{place.table}",
        f"{_EACH} {place.find} MATCH (e)-[r:{_link_types(place)}]->(m {{id: $end[i]}}) WHERE r.key IS NULL AND type(r) = $kind[i] "
        "SET r.first_seen = $first_seen[i], r.first_delivery = $first_delivery[i]",
    )


CREATE_PARTIES: Final = Statement(
    "create_parties",
    f"{_EACH} MERGE (p:Party {{id: $id[i]}}) SET p.ipi = $ipi[i], "
    "p.name = CASE WHEN p.name IS NULL OR $name[i] < p.name THEN $name[i] ELSE p.name END",
)
"""Of several spellings the least stands, so that the order of deliveries does not matter."""
READ_PARTIES: Final = Statement(
    "read_parties",
    f"{_EACH} MATCH (:Recording {{id: $anchor[i]}})<-[:CONTRIBUTED_TO {{key: $id[i]}}]-(p:Party) RETURN p.id AS party",
)
SETTLE_PARTIES: Final = Statement(
    "settle_parties",
    "UNWIND $id AS id MATCH (p:Party {id: id}) OPTIONAL MATCH (p)-[c:CONTRIBUTED_TO]->() "
    "WITH p, min(c.party_name) AS name SET p.name = name WITH p WHERE name IS NULL DETACH DELETE p",
)
"""After contributions moved away: the spellings that are left, or nothing."""
LINK_SIGNALS: Final = {
    kind: Statement(
        f"link_signals_{label}",
        f"{_EACH} MATCH (s:Signal {{id: $id[i]}}) MERGE (n:{label} {{id: $end[i]}}) MERGE (s)-[:ABOUT]->(n)",
    )
    for kind, label in SUBJECT_LABELS.items()
}
WRITE_DELIVERIES: Final = Statement(
    "write_deliveries",
    f"{_EACH} MERGE (d:Delivery {{id: $id[i]}}) ON CREATE SET d.source = $source[i], d.file = $file[i], d.sender = $sender[i], "
    "d.created_at = $created_at[i], d.asserted_at = $asserted_at[i] RETURN d.id AS id, toString(d.asserted_at) AS asserted_at",
)
READ_TURN: Final = Statement("read_turn", "MATCH (s:Store {id: 'store'}) RETURN s.revision AS turn")
TAKE_TURN: Final = Statement(
    "take_turn", "MATCH (s:Store {id: 'store'}) SET s.revision = s.revision + 1 RETURN s.revision AS turn"
)
"""Locks the store for this transaction: writers take turns, so what one compared still stands when it writes."""
WAITING_SHOWN: Final = 20
WAITING: Final = tuple(
    Statement(
        f"count_waiting_{table.label}",
        f"MATCH (n:{table.label}) WHERE n.record_hash IS NULL WITH n ORDER BY n.id "
        f"RETURN '{table.table}' AS tab, count(n) AS waiting, collect(n.id)[..{WAITING_SHOWN}] AS first",
    )
    for table in NODE_TABLES.values()
)
