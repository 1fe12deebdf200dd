"""The graph: labels, relationships, constraints and the schema version."""

from dataclasses import dataclass
from typing import Final

from graph.errors import SchemaTooNew, SchemaTooOld
from graph.records import RECORDS
from graph.session import Graph, Statement

SCHEMA_VERSION: Final = 6
"""Raised with every change that older code must not write to."""
OLDEST_VERSION: Final = 2
"""A graph older than this is not brought up to date: it lacks what was said when."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship that a record asserts: from the record's node to another label, by a column of ids.

    `column` holds one id or a list of ids. `name` is the relationship type.
    """

    name: str
    start: str
    end: str
    column: str


@dataclass(frozen=True, slots=True)
class NodeTable:
    """How a record table becomes nodes: `label`, its id column, which columns are properties, which are relations, and
    which hold values that strangers may share (`identifiers`: column → identifier kind)."""

    table: str
    label: str
    id_column: str
    relations: tuple[Relation, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()

    @property
    def properties(self) -> tuple[str, ...]:
        linked = {relation.column for relation in self.relations} | {self.id_column}
        return (*(column for column in RECORDS[self.table].columns if column not in linked), "source_attributes")


def _same(*columns: str) -> tuple[tuple[str, str], ...]:
    return tuple((column, column) for column in columns)


NODE_TABLES: Final = {
    table.table: table
    for table in (
        NodeTable(
            "artists",
            "Artist",
            "artist_id",
            (),
            (("urls", "url"), *_same("isni", "ipi", "musicbrainz_id", "discogs_id", "image_phash")),
        ),
        NodeTable("distributors", "Distributor", "distributor_id", (), _same("dpid")),
        NodeTable("labels", "Label", "label_id"),
        NodeTable(
            "payees",
            "Payee",
            "payee_id",
            (),
            _same("account_hash", "tax_id_hash", "email_hash", "address_hash", "device_hash"),
        ),
        NodeTable(
            "releases",
            "Release",
            "release_id",
            (
                Relation("MAIN_ARTIST", "Release", "Artist", "artist_ids"),
                Relation("ISSUED_BY", "Release", "Label", "label_id"),
                Relation("DELIVERED_BY", "Release", "Distributor", "distributor_id"),
            ),
            _same("cover_phash"),
        ),
        NodeTable(
            "recordings",
            "Recording",
            "recording_id",
            (
                Relation("MAIN_ARTIST", "Recording", "Artist", "artist_ids"),
                Relation("FEATURED_ARTIST", "Recording", "Artist", "featured_artist_ids"),
                Relation("APPEARS_ON", "Recording", "Release", "release_ids"),
            ),
            _same("audio_fingerprint"),
        ),
        NodeTable(
            "availability",
            "Availability",
            "availability_id",
            (Relation("AVAILABILITY_OF", "Availability", "Release", "release_id"),),
        ),
    )
}
"""Node id property is `id`, in every label. A node without `record_hash` is only referred to: its record has not arrived.

Identifier nodes have id `KIND:VALUE`, `kind`, `value` and are reached by HAS_IDENTIFIER. Further nodes and relationships:
(Release)-[:PAID_TO {period, share, amount, currency}]->(Payee), (Party)-[:CONTRIBUTED_TO {role}]->(Recording),
(Signal)-[:ABOUT]->(Artist|Release|Recording|Payee), (Artist)-[:RELATED_TO {relation}]->(Artist),
(Delivery), (Quarantined), (Revision)-[:REVISION_OF]->(any record node), (Finding)-[:SUBJECT|TARGET|MEMBER]->(…), (Identity)-[:HAS_PROFILE]->(Artist),
(Cluster)-[:HAS_MEMBER]->(Artist), (ClusterChange)-[:CHANGE_OF|CAME_FROM|WENT_INTO]->(Cluster), (Run),
(Review)-[:REVIEW_OF]->(Finding|Artist), (AuditEntry), (ApiKey), (Webhook), (Progress).
"""

SIGNALS: Final = NodeTable("signals", "Signal", "signal_id")
"""Signal nodes; the id is the record's key columns joined, the subject hangs on ABOUT."""


def received_at(node: str) -> str:
    """Cypher for when a release came in. A message says so by its own time, and the first one that told of the release counts."""
    return f"coalesce({node}.received_at, CASE WHEN {node}.id STARTS WITH 'ddex:' THEN {node}.first_seen END)"


LABELS: Final = (
    *(table.label for table in NODE_TABLES.values()),
    "Party",
    "Identifier",
    "Signal",
    "Delivery",
    "Quarantined",
    "Revision",
    "Finding",
    "Cluster",
    "ClusterChange",
    "Identity",
    "Run",
    "Review",
    "AuditEntry",
    "ApiKey",
    "Webhook",
    "Progress",
)
INDEXES: Final = (
    ("Release", "upc"),
    ("Recording", "isrc"),
    ("Artist", "name"),
    ("Delivery", "source"),
    ("Quarantined", "root"),
    ("Finding", "kind"),
    ("Finding", "run_id"),
    ("Review", "at"),
    ("AuditEntry", "at"),
    ("Finding", "event"),
    ("Finding", "subject_id"),
    ("Finding", "current", "score"),
    ("Finding", "current", "kind", "score"),
    ("Finding", "current", "first_seen"),
    ("Finding", "current", "priority"),
    ("Finding", "current", "kind", "priority"),
    ("Quarantined", "file", "line"),
    ("Run", "finished_on"),
)
"""Each label with its properties; a list in the order of the last one is read from the index, as far as the page goes."""
SEARCHED: Final = {
    "Artist": ("name", "aliases"),
    "Release": ("title",),
    "Recording": ("title",),
    "Label": ("name",),
    "Distributor": ("name",),
    "Payee": ("name",),
}
"""What is searched by its words, accents put aside; the index is `artist_search` and so on."""
FOLDED_SINCE: Final = 5
"""Before this schema version the search indexes told accents apart."""
PRIORITY_SINCE: Final = 6
"""Before this schema version findings had no harm, and so no priority."""

CONSTRAINT_STATEMENTS: Final = tuple(
    Statement(
        f"constrain_{label}",
        f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE",
    )
    for label in (*LABELS, "Store")
)
INDEX_STATEMENTS: Final = tuple(
    Statement(
        f"index_{'_'.join((label, *names))}",
        f"CREATE INDEX {'_'.join((label.lower(), *names))} IF NOT EXISTS FOR (n:{label}) ON ({', '.join(f'n.{name}' for name in names)})",
    )
    for label, *names in INDEXES
)
SEARCH_STATEMENTS: Final = tuple(
    Statement(
        f"index_{label.lower()}_search",
        f"CREATE FULLTEXT INDEX {label.lower()}_search IF NOT EXISTS FOR (n:{label}) ON EACH [{', '.join(f'n.{name}' for name in names)}] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}}",
    )
    for label, names in SEARCHED.items()
)
DROP_SEARCH_STATEMENTS: Final = tuple(
    Statement(f"drop_{label.lower()}_search", f"DROP INDEX {label.lower()}_search IF EXISTS") for label in SEARCHED
)
READ_VERSION: Final = Statement(
    "read_schema_version", "MATCH (s:Store {id: 'store'}) RETURN s.schema_version AS version"
)
WRITE_VERSION: Final = Statement(
    "write_schema_version",
    "MERGE (s:Store {id: 'store'}) ON CREATE SET s.revision = 0 SET s.schema_version = $version",
)
ADD_PRIORITY: Final = Statement(
    "add_priority",
    "MATCH (f:Finding) WHERE f.current IS NOT NULL AND f.priority IS NULL "
    "CALL (f) { SET f.priority = 0.0 } IN TRANSACTIONS OF 5000 ROWS",
)
"""Findings of before are last in the order by priority, until a run writes them anew; without a priority they would be in no list by it."""
AWAIT_INDEXES: Final = Statement("await_indexes", "CALL db.awaitIndexes(60)")


def read_version(graph: Graph) -> int | None:
    """The graph's schema version; None before the first `migrate`."""
    rows = graph.read(READ_VERSION)
    return int(rows[0]["version"]) if rows else None


def check_version(graph: Graph) -> None:
    """Raises: SchemaTooNew, SchemaTooOld: the graph was written by code that this cannot work with."""
    version = read_version(graph)
    if version is not None and version > SCHEMA_VERSION:
        raise SchemaTooNew(
            f"the graph has schema version {version}, this Namesake knows {SCHEMA_VERSION}",
            hint="upgrade Namesake, or point NAMESAKE_DATA_DIR or NAMESAKE_NEO4J_URI at another graph",
        )
    if version is not None and version < OLDEST_VERSION:
        raise SchemaTooOld(
            f"the graph has schema version {version}, this Namesake needs {OLDEST_VERSION}",
            hint="load the sources again into a new NAMESAKE_DATA_DIR",
        )


def migrate(graph: Graph) -> None:
    """Bring the graph to this code's schema: constraints and indexes before any data. Nothing to do costs one read.

    Search indexes of before FOLDED_SINCE are dropped and made anew from the data, which takes seconds for each million nodes.
    """
    check_version(graph)
    version = read_version(graph)
    if version == SCHEMA_VERSION:
        return
    outdated = DROP_SEARCH_STATEMENTS if version is None or version < FOLDED_SINCE else ()
    for statement in (*outdated, *CONSTRAINT_STATEMENTS, *INDEX_STATEMENTS, *SEARCH_STATEMENTS):
        graph.write(statement)
    if version is not None and version < PRIORITY_SINCE:
        graph.run_alone(ADD_PRIORITY)
    # the version before the wait, which a large graph outlasts: what is half made must not be dropped and begun again
    graph.write(WRITE_VERSION, version=SCHEMA_VERSION)
    graph.write(AWAIT_INDEXES)
