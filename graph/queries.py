"""The readers' Cypher: every statement that the API sends, named, values as parameters, rows by `UNWIND`."""

from typing import Final

from graph.schema import received_at
from graph.session import Statement

_SUBJECTS: Final = ("Artist", "Release", "Recording", "Payee")


def _nodes(label: str) -> Statement:
    shown = " WHERE n.current" if label in ("Finding", "Cluster") else ""
    node = f"n {{.*, received_at: {received_at('n')}}}" if label == "Release" else "n {.*}"
    return Statement(
        f"read_{label.lower()}_nodes",
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}){shown} RETURN {node} AS node",
    )


NODES: Final = {
    label: _nodes(label) for label in ("Artist", "Release", "Recording", "Payee", "Identity", "Finding", "Cluster")
}
"""Nodes by their ids; of findings and clusters only the current ones."""


def _shown(pattern: str) -> str:
    """What is given of `m`, the node that the pattern reaches."""
    return f"m {{.*, received_at: {received_at('m')}}}" if pattern.endswith("(m:Release)") else "m {.*}"


def _link(name: str, label: str, pattern: str, *, value: str = "", order: str = "m.id") -> Statement:
    """For each id of `label`, what `pattern` reaches (n: the node, m: what is reached), at most $limit of it."""
    return Statement(
        f"read_{name}",
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) "
        f"RETURN id, COLLECT {{ MATCH {pattern} RETURN {value or _shown(pattern)} ORDER BY {order} LIMIT $limit }} AS linked",
    )


LINKS: Final = {
    "artist_identity": _link("artist_identity", "Artist", "(n)<-[:HAS_PROFILE]-(m:Identity)"),
    "artist_clusters": _link("artist_clusters", "Artist", "(n)<-[:HAS_MEMBER]-(m:Cluster {current: true})"),
    "identity_profiles": _link("identity_profiles", "Identity", "(n)-[:HAS_PROFILE]->(m:Artist)"),
    "release_artists": _link("release_artists", "Release", "(n)-[r:MAIN_ARTIST]->(m:Artist)", order="r.position, m.id"),
    "release_label": _link("release_label", "Release", "(n)-[:ISSUED_BY]->(m:Label)"),
    "release_distributor": _link("release_distributor", "Release", "(n)-[:DELIVERED_BY]->(m:Distributor)"),
    "release_recordings": _link("release_recordings", "Release", "(n)<-[:APPEARS_ON]-(m:Recording)"),
    "release_payouts": _link(
        "release_payouts",
        "Release",
        "(n)-[r:PAID_TO]->(m:Payee)",
        value="r {.share, .amount, .currency, .period, payee: m {.*}}",
        order="r.period DESC, m.id",
    ),
    "recording_artists": _link(
        "recording_artists", "Recording", "(n)-[r:MAIN_ARTIST]->(m:Artist)", order="r.position, m.id"
    ),
    "recording_featured_artists": _link(
        "recording_featured_artists", "Recording", "(n)-[r:FEATURED_ARTIST]->(m:Artist)", order="r.position, m.id"
    ),
    "recording_releases": _link("recording_releases", "Recording", "(n)-[:APPEARS_ON]->(m:Release)"),
    "recording_contributions": _link(
        "recording_contributions",
        "Recording",
        "(n)<-[r:CONTRIBUTED_TO]-(m:Party)",
        value="{role: r.role, party_name: coalesce(r.party_name, m.name), ipi: coalesce(r.ipi, m.ipi), "
        "artist_id: r.artist_id}",
        order="r.role, m.id",
    ),
    **{
        f"{label.lower()}_signals": _link(
            f"{label.lower()}_signals", label, "(n)<-[:ABOUT]-(m:Signal)", order="m.observed_at DESC, m.id"
        )
        for label in _SUBJECTS
    },
    **{
        f"{label.lower()}_findings": _link(
            f"{label.lower()}_findings",
            label,
            "(n)<-[:SUBJECT|TARGET|MEMBER]-(m:Finding {current: true})",
            order="m.score DESC, m.id",
        )
        for label in ("Artist", "Release", "Recording", "Cluster")
    },
}

_PAGED: Final = {
    "artist_releases": ("Artist", "(n)<-[:MAIN_ARTIST]-(m:Release)", "coalesce(toString(m.release_date), '')"),
    "artist_recordings": (
        "Artist",
        "(n)<-[:MAIN_ARTIST|FEATURED_ARTIST]-(m:Recording)",
        "coalesce(m.streams_28d, 0)",
    ),
    "payee_releases": ("Payee", "(n)<-[:PAID_TO]-(m:Release)", "coalesce(toString(m.release_date), '')"),
    "cluster_members": ("Cluster", "(n)-[:HAS_MEMBER]->(m:Artist)", "''"),
}
PAGES: Final = {
    name: Statement(
        f"read_{name}_page",
        f"UNWIND $keys AS key MATCH (n:{label} {{id: key.id}}) CALL (n, key) {{ MATCH {pattern} "
        f"WITH DISTINCT m, {sort} AS sort WHERE key.after_id IS NULL "
        "OR sort < key.after_sort OR (sort = key.after_sort AND m.id > key.after_id) "
        "RETURN m, sort ORDER BY sort DESC, m.id LIMIT $limit } "
        f"RETURN key.index AS index, collect({{node: {_shown(pattern)}, sort: sort}}) AS items",
    )
    for name, (label, pattern, sort) in _PAGED.items()
}
"""Pages for many nodes at once, each from its own cursor: newest or largest first, then by id."""
PAGE_COUNTS: Final = {
    name: Statement(
        f"count_{name}",
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) "
        f"RETURN id, COUNT {{ MATCH {pattern} RETURN DISTINCT m }} AS total",
    )
    for name, (label, pattern, _) in _PAGED.items()
}

_FINDING_FILTER: Final = (
    "MATCH (n:Finding {current: true}) WHERE ($kind IS NULL OR n.kind = $kind) "
    "AND ($status IS NULL OR n.status = $status) AND ($min_score IS NULL OR n.score >= $min_score) "
)
_BY_SCORE: Final = (
    "($after_id IS NULL OR n.score < $after_score OR (n.score = $after_score AND n.id > $after_id)) "
    "RETURN n {.*} AS node, n.score AS sort ORDER BY n.score DESC, n.id LIMIT $limit"
)
READ_FINDINGS_PAGE: Final = Statement("read_findings_page", f"{_FINDING_FILTER} AND {_BY_SCORE}")
COUNT_FINDINGS: Final = Statement("count_findings", f"{_FINDING_FILTER} RETURN count(n) AS total")
READ_CLUSTERS_PAGE: Final = Statement("read_clusters_page", f"MATCH (n:Cluster {{current: true}}) WHERE {_BY_SCORE}")
COUNT_CLUSTERS: Final = Statement("count_clusters", "MATCH (n:Cluster {current: true}) RETURN count(n) AS total")

SEARCH_NAMES: Final = Statement(
    "search_artist_names",
    "CALL () { "
    "CALL db.index.fulltext.queryNodes('artist_search', $query, {limit: $most}) YIELD node, score RETURN node AS n, score "
    "UNION ALL MATCH (n:Artist {name: $text}) RETURN n, 1000.0 AS score } "
    "WITH n, max(score) AS score ORDER BY score DESC, n.id SKIP $skip LIMIT $limit RETURN n {.*} AS node",
)
SEARCH_IDENTIFIERS: Final = Statement(
    "search_artist_identifiers",
    "CALL () { "
    "UNWIND $identifiers AS id MATCH (:Identifier {id: id})<-[:HAS_IDENTIFIER]-(n:Artist) RETURN n "
    "UNION UNWIND $isrcs AS isrc MATCH (:Recording {isrc: isrc})-[:MAIN_ARTIST]->(n:Artist) RETURN n "
    "UNION UNWIND $upcs AS upc MATCH (:Release {upc: upc})-[:MAIN_ARTIST]->(n:Artist) RETURN n } "
    "WITH DISTINCT n ORDER BY n.id SKIP $skip LIMIT $limit RETURN n {.*} AS node",
)

READ_NETWORK_LEVEL: Final = Statement(
    "read_network_level",
    """UNWIND $ids AS id MATCH (a:Artist {id: id})
    CALL (a) {
        MATCH (a)-[:HAS_IDENTIFIER]->(t) RETURN t
        UNION MATCH (a)<-[:HAS_PROFILE]-(t:Identity) RETURN t
        UNION MATCH (a)<-[:MAIN_ARTIST|FEATURED_ARTIST]-(t) RETURN t
        UNION MATCH (a)<-[:MAIN_ARTIST]-(:Release)-[:PAID_TO|ISSUED_BY|DELIVERED_BY|HAS_IDENTIFIER]->(t) RETURN t
        UNION MATCH (a)<-[:MAIN_ARTIST]-(:Release)-[:PAID_TO]->(:Payee)-[:HAS_IDENTIFIER]->(t) RETURN t
        UNION MATCH (a)<-[:MAIN_ARTIST|FEATURED_ARTIST]-(:Recording)-[:HAS_IDENTIFIER]->(t) RETURN t
        UNION MATCH (a)<-[:MAIN_ARTIST|FEATURED_ARTIST]-(:Recording)<-[:CONTRIBUTED_TO]-(t:Party) RETURN t
    }
    WITH a, t WHERE 1 < COUNT { (t)--() } <= $max_degree
    CALL (t) {
        MATCH (t)<-[:HAS_IDENTIFIER]-(b:Artist) RETURN b
        UNION MATCH (t:Identity)-[:HAS_PROFILE]->(b:Artist) RETURN b
        UNION MATCH (t)-[:MAIN_ARTIST|FEATURED_ARTIST]->(b:Artist) RETURN b
        UNION MATCH (t)<-[:PAID_TO|ISSUED_BY|DELIVERED_BY|HAS_IDENTIFIER]-(:Release)-[:MAIN_ARTIST]->(b:Artist) RETURN b
        UNION MATCH (t)<-[:HAS_IDENTIFIER]-(:Payee)<-[:PAID_TO]-(:Release)-[:MAIN_ARTIST]->(b:Artist) RETURN b
        UNION MATCH (t)<-[:HAS_IDENTIFIER]-(:Recording)-[:MAIN_ARTIST|FEATURED_ARTIST]->(b:Artist) RETURN b
        UNION MATCH (t:Party)-[:CONTRIBUTED_TO]->(:Recording)-[:MAIN_ARTIST|FEATURED_ARTIST]->(b:Artist) RETURN b
    }
    WITH a, t, collect(b) AS sharers
    WITH a, t, sharers, size(sharers) AS shared_by WHERE shared_by > 1
    WITH a, t, sharers, shared_by, 1.0 / log(shared_by) AS weight
    UNWIND sharers AS b
    WITH a, t, shared_by, weight, b WHERE b <> a
    ORDER BY weight DESC, t.id
    WITH a, b, sum(weight) AS weight, collect({
        type: CASE WHEN t:Identifier THEN t.kind ELSE toLower(head(labels(t))) END,
        id: t.id, name: coalesce(t.name, t.title, t.value), shared_by: shared_by, weight: weight
    })[..$ties] AS ties
    ORDER BY weight DESC, b.id
    WITH a, collect({id: b.id, weight: weight, ties: ties})[..$limit] AS neighbours
    RETURN a.id AS source, neighbours""",
)
"""One step out from each artist: through things that few share, each worth the inverse log of how many artists share it."""
