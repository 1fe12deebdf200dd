"""The readers' Cypher: every statement that the API sends, named, values as parameters, rows by `UNWIND`."""

from functools import lru_cache
from typing import Final

from graph.schema import received_at
from graph.session import Statement

_SUBJECTS: Final = ("Artist", "Release", "Recording", "Payee")


def _nodes(label: str) -> Statement:
    shown = {"Finding": " WHERE n.current IS NOT NULL", "Cluster": " WHERE n.current"}.get(label, "")
    node = f"n {{.*, received_at: {received_at('n')}}}" if label == "Release" else "n {.*}"
    return Statement(
        f"read_{label.lower()}_nodes",
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}){shown} RETURN {node} AS node",
    )


NODES: Final = {
    label: _nodes(label)
    for label in (
        *("Artist", "Release", "Recording", "Payee", "Label", "Distributor"),
        *("Identity", "Finding", "Cluster", "Run", "Delivery"),
    )
}
"""Nodes by their ids; of clusters only the current ones, of findings all that a run has shown."""


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


_REVIEW: Final = "m {.id, .verdict, .reviewer, .reason, .at, .assignee, .undoes, .undone_at, .undone_by}"
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
    **{
        name: _link(
            name, "Finding", f"(n)<-[:REVIEW_OF]-(m:Review) WHERE {those}", value=_REVIEW, order="m.at DESC, m.id"
        )
        for name, those in (("finding_reviews", "m.verdict <> 'noted'"), ("finding_notes", "m.verdict = 'noted'"))
    },
}

_PAGED: Final = {
    "artist_releases": ("Artist", "(n)<-[:MAIN_ARTIST]-(m:Release)", "coalesce(toString(m.release_date), '')"),
    "artist_recordings": (
        "Artist",
        "(n)<-[:MAIN_ARTIST|FEATURED_ARTIST]-(m:Recording)",
        "coalesce(m.streams_28d, 0)",
    ),
    "cluster_releases": ("Cluster", "(n)<-[:SUBJECT]-(:Finding {current: true})-[:MEMBER]->(m:Release)", "''"),
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
Shown = tuple[str, ...] | None
"""Properties of a node that are read; None for all."""
_DAYS: Final = frozenset({"created_on", "ended_on", "release_date"})


def shown_of(node: str, properties: Shown, *, releases: bool = False) -> str:
    """A node's map. Days as text: the driver takes 8 µs for a date, and 40 for a time. `releases`: it may be one."""
    if properties is None:
        return f"{node} {{.*, received_at: {received_at(node)}}}" if releases else f"{node} {{.*}}"
    told = {**{name: f".{name}" for name in properties}, **{name: f"{name}: toString({node}.{name})" for name in _DAYS}}
    if releases:
        told["received_at"] = f"received_at: {received_at(node)}"
    return f"{node} {{{', '.join(told[name] for name in properties)}}}"


@lru_cache(256)
def artist_with_releases(artist: Shown, release: Shown, around: tuple[tuple[str, Shown], ...]) -> Statement:
    """An artist and the first page of its releases at once, a third of the time of three statements; `around`: their `label` and `distributor`,
    where they are asked for."""
    ways = {"label": "-[:ISSUED_BY]->(l:Label)", "distributor": "-[:DELIVERED_BY]->(l:Distributor)"}
    found = [
        f"with_{name}: COLLECT {{ MATCH (m){ways[name]} RETURN {shown_of('l', properties)} ORDER BY l.id }}"
        for name, properties in around
    ]
    node = ", ".join([f"{shown_of('m', release, releases=True)[:-1]}", *found])
    return Statement(
        "read_artist_with_releases",
        f"MATCH (n:Artist {{id: $id}}) RETURN {shown_of('n', artist)} AS node, COLLECT {{ MATCH (n)<-[:MAIN_ARTIST]-(m:Release) "
        f"WITH DISTINCT m, {_PAGED['artist_releases'][2]} AS sort ORDER BY sort DESC, m.id LIMIT $limit "
        f"RETURN {{sort: sort, node: {node}}}}} }} AS releases",
    )


PAGE_COUNTS: Final = {
    name: Statement(
        f"count_{name}",
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) "
        f"RETURN id, COUNT {{ MATCH {pattern} RETURN DISTINCT m }} AS total",
    )
    for name, (label, pattern, _) in _PAGED.items()
}
