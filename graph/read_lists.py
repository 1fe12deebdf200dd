"""The lists at the root: filtered, in an order, page by page; and the ends of findings, read with their page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from graph.queries import Shown, shown_of
from graph.read import After, Node, Page, page_of, plain
from graph.schema import received_at
from graph.session import AsyncGraph, Statement

Wanted = Mapping[str, Any]
"""A filter: condition name → value; a condition whose value is None is left out."""


@dataclass(frozen=True, slots=True)
class Order:
    """By a property, then by id. Nodes without the property are not in the list.

    `index`: properties that the index has before this one. Those that the list holds equal are ordered by too, which changes nothing but
    lets the server read the order from the index (measured on 90,000 findings: 104 hits for a page in place of 180,001).
    """

    name: str
    descending: bool = False
    index: tuple[str, ...] = ()

    def place(self) -> str:
        """What stands after ($after_sort, $after_id); the first half is what an index can answer."""
        least, past = ("<=", "<") if self.descending else (">=", ">")
        sort = f"n.{self.name}"
        return f"{sort} {least} $after_sort AND ({sort} {past} $after_sort OR n.id > $after_id)"

    def by(self, equal: Collection[str]) -> str:
        way = " DESC" if self.descending else ""
        return ", ".join(
            [*(f"n.{name}{way}" for name in (*self.index, self.name) if name == self.name or name in equal), "n.id"]
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of nodes of a label. `conditions` name the Cypher of each condition, with its value as the parameter of that name."""

    label: str
    conditions: Mapping[str, str]
    orders: Mapping[str, Order]
    always: tuple[str, ...] = ()
    """Flags that are true of everything in the list."""


_BY_ID: Final = {"id": Order("id")}
_DELIVERED: Final = "-[:DELIVERED_BY]->(d:Distributor) WHERE d.id + '' = $distributor"
"""From the thing to who delivered it: `+ ''` keeps the server from starting at the distributor, who may have delivered a million."""
LISTS: Final = {
    "artists": Listed(
        "Artist",
        {
            "name": "n.name = $name",
            "country": "n.country = $country",
            "type": "n.type = $type",
            "genre": "$genre IN n.genres",
            "verified": "n.verified = $verified",
            "min_followers": "n.followers >= $min_followers",
            "created_since": "n.created_on >= $created_since",
            "distributor": "EXISTS { (n)<-[:MAIN_ARTIST]-(:Release)-[:DELIVERED_BY]->(:Distributor {id: $distributor}) }",
            "label": "EXISTS { (n)<-[:MAIN_ARTIST]-(:Release)-[:ISSUED_BY]->(:Label {id: $label}) }",
        },
        {**_BY_ID, "name": Order("name")},
    ),
    "releases": Listed(
        "Release",
        {
            "title": "n.title = $title",
            "upc": "n.upc = $upc",
            "type": "n.type = $type",
            "language": "n.language = $language",
            "artist_assignment": "n.artist_assignment = $artist_assignment",
            "released_since": "n.release_date >= $released_since",
            "received_since": f"{received_at('n')} >= $received_since",
            "artist": "EXISTS { (n)-[:MAIN_ARTIST]->(:Artist {id: $artist}) }",
            "distributor": "EXISTS { (n)-[:DELIVERED_BY]->(:Distributor {id: $distributor}) }",
            "label": "EXISTS { (n)-[:ISSUED_BY]->(:Label {id: $label}) }",
        },
        _BY_ID,
    ),
    "recordings": Listed(
        "Recording",
        {
            "title": "n.title = $title",
            "isrc": "n.isrc = $isrc",
            "language": "n.language = $language",
            "min_streams": "n.streams_28d >= $min_streams",
            "ai_disclosure": "$ai_disclosure IN n.ai_disclosure",
            "artist": "EXISTS { (n)-[:MAIN_ARTIST|FEATURED_ARTIST]->(:Artist {id: $artist}) }",
            "audio_fingerprint": "EXISTS { (n)-[:HAS_IDENTIFIER]->(:Identifier {id: 'audio_fingerprint:' + $audio_fingerprint}) }",
        },
        _BY_ID,
    ),
    "payees": Listed("Payee", {"name": "n.name = $name", "country": "n.country = $country"}, _BY_ID),
    "distributors": Listed("Distributor", {"name": "n.name = $name", "dpid": "n.dpid = $dpid"}, _BY_ID),
    "labels": Listed("Label", {"name": "n.name = $name"}, _BY_ID),
    "clusters": Listed(
        "Cluster",
        {
            "kind": "n.kind = $kind",
            "min_size": "n.size >= $min_size",
            "min_score": "n.score >= $min_score",
            "changed_since": "EXISTS { MATCH (n)<-[:CHANGE_OF]-(h:ClusterChange) WHERE h.date >= $changed_since }",
        },
        {"score": Order("score", descending=True), "size": Order("size", descending=True)},
        ("current",),
    ),
    "findings": Listed(
        "Finding",
        {
            # said outright: with a parameter in its place the server may not take the order from the index
            "current": "n.current = true",
            "past": "n.current = false",
            "kind": "n.kind = $kind",
            # `+ ''` keeps the server from reading each kind's findings apart and sorting them all
            "kinds": "n.kind + '' IN $kinds",
            "status": "n.status = $status",
            "statuses": "n.status IN $statuses",
            "min_score": "n.score >= $min_score",
            "assignee": "n.assignee = $assignee",
            "first_seen_since": "n.first_seen >= $first_seen_since",
            # `changed_on` is of the runs since schema version 6; before it there are the other two
            "changed_since": "(n.first_seen >= $changed_since OR n.returned_on >= $changed_since OR n.changed_on >= $changed_since)",
            "subject_type": "n.subject_type = $subject_type",
            "subject": "n.subject_id = $subject",
            "distributor": f"(EXISTS {{ MATCH (n)-[:SUBJECT|MEMBER]->(:Release){_DELIVERED} }} "
            f"OR EXISTS {{ MATCH (n)-[:SUBJECT|MEMBER]->(:Artist)<-[:MAIN_ARTIST]-(:Release){_DELIVERED} }} "
            f"OR EXISTS {{ MATCH (n)-[:SUBJECT|MEMBER]->(:Recording)-[:APPEARS_ON]->(:Release){_DELIVERED} }})",
        },
        {
            "score": Order("score", descending=True, index=("current", "kind")),
            "first_seen": Order("first_seen", descending=True, index=("current",)),
            "priority": Order("priority", descending=True, index=("current", "kind")),
        },
    ),
    "runs": Listed("Run", {}, {"finished_on": Order("finished_on", descending=True)}),
}


@lru_cache(1024)
def page_statement(
    name: str,
    order: str,
    given: frozenset[str],
    *,
    after: bool,
    ends: bool = False,
    shown: tuple[tuple[str, Shown], ...] = (),
) -> Statement:
    """The page of a list with just the conditions that are given, so that an index can answer them; `ends`: of findings, with each subject and
    target, of whose label `shown` may say which properties."""
    listed, by = LISTS[name], LISTS[name].orders[order]
    order_by = by.by({*listed.always, *given})
    found = f"{_matched(listed, given)} AND n.{by.name} IS NOT NULL{f' AND {by.place()}' if after else ''}"
    node = shown_of("n", None, releases=listed.label == "Release")
    around = f", COLLECT {{ MATCH (n)-[:SUBJECT|TARGET]->(m) RETURN {_end(shown)} }} AS ends" if ends else ""
    cut = f"WITH n ORDER BY {order_by} LIMIT $limit"
    told = f"WITH {node} AS node, n.{by.name} AS sort{around}, n ORDER BY {order_by}"
    row = f"{{node: node, sort: sort{', ends: ends' if ends else ''}}}"
    return Statement(f"read_{name}_page", f"{found} {cut} {told} RETURN collect({row}) AS page")


def _end(shown: tuple[tuple[str, Shown], ...]) -> str:
    by_label = [
        f"WHEN '{label}' THEN {shown_of('m', properties, releases=label == 'Release')}" for label, properties in shown
    ]
    whole = shown_of("m", None, releases=True)
    node = f"CASE head(labels(m)) {' '.join(by_label)} ELSE {whole} END" if by_label else whole
    return f"{{label: head(labels(m)), node: {node}}}"


@cache
def count_statement(name: str, order: str, given: frozenset[str]) -> Statement:
    placed = f"n.{LISTS[name].orders[order].name} IS NOT NULL"
    return Statement(f"count_{name}", f"{_matched(LISTS[name], given)} AND {placed} RETURN count(n) AS total")


def _matched(listed: Listed, given: frozenset[str]) -> str:
    conditions = [
        *(f"n.{flag} = true" for flag in listed.always),
        *(listed.conditions[name] for name in sorted(given)),
    ] or ["true"]
    return f"MATCH (n:{listed.label}) WHERE {' AND '.join(conditions)}"


async def read_list(
    graph: AsyncGraph, name: str, wanted: Wanted, *, order: str, first: int, after: After | None = None
) -> Page:
    """A page of the list `name` (of `LISTS`)."""
    return page_of(await _read(graph, name, wanted, order, first, after), first)


async def read_findings_with_ends(
    graph: AsyncGraph,
    wanted: Wanted,
    *,
    order: str,
    first: int,
    after: After | None = None,
    shown: Mapping[str, Shown] | None = None,
) -> tuple[Page, list[tuple[str, Node]]]:
    """A page of findings, and label and node of each subject and target, in one statement. `shown`: properties that are read, by label."""
    rows = await _read(graph, "findings", wanted, order, first, after, ends=True, shown=tuple((shown or {}).items()))
    ends = [(end["label"], plain(end["node"])) for row in rows[:first] for end in row["ends"]]
    return page_of(rows, first), ends


async def _read(
    graph: AsyncGraph,
    name: str,
    wanted: Wanted,
    order: str,
    first: int,
    after: After | None,
    *,
    ends: bool = False,
    shown: tuple[tuple[str, Shown], ...] = (),
) -> list[Node]:
    given = {key: value for key, value in wanted.items() if value is not None}
    statement = page_statement(name, order, frozenset(given), after=after is not None, ends=ends, shown=shown)
    place = {"after_sort": after[0], "after_id": after[1]} if after else {}
    # one record: the driver takes a quarter of a millisecond for each
    [row] = await graph.read(statement, **given, **place, limit=first + 1)
    page: list[Node] = row["page"]
    return page


@cache
def facets_statement(given: frozenset[str]) -> Statement:
    """How many of the findings that fit there are, by kind and status."""
    return Statement(
        "count_finding_facets",
        f"{_matched(LISTS['findings'], given)} RETURN n.kind AS kind, n.status AS status, count(*) AS number",
    )


async def read_facets(graph: AsyncGraph, wanted: Wanted) -> list[Node]:
    """Of the findings that a filter leaves: `kind`, `status`, `number` of each combination that there is."""
    given = {key: value for key, value in wanted.items() if value is not None}
    return await graph.read(facets_statement(frozenset(given)), **given)


async def count_list(graph: AsyncGraph, name: str, wanted: Wanted, *, order: str) -> int:
    """How many nodes the whole list has."""
    given = {key: value for key, value in wanted.items() if value is not None}
    return int((await graph.read(count_statement(name, order, frozenset(given)), **given))[0]["total"])
