"""What the members of a cluster have in common, counted in the graph: one statement each, the most frequent first."""

from typing import Any, Final

from graph.read import Node, plain
from graph.session import AsyncGraph, Statement

MOST_RANKED: Final = 50
"""Rows of each list."""
MOST_TITLES: Final = 100_000
"""Different titles of a cluster that are looked at; the most frequent ones come first."""
_RELEASES: Final = (
    "MATCH (c:Cluster {id: $id}) WHERE c.current CALL (c) { "
    "MATCH (c)-[:HAS_MEMBER]->(a:Artist)<-[:MAIN_ARTIST]-(r:Release) RETURN r, a "
    "UNION MATCH (c)<-[:SUBJECT]-(:Finding {current: true})-[:MEMBER]->(r:Release)-[:MAIN_ARTIST]->(a:Artist) RETURN r, a } "
)
"""A cluster's releases, `r`, those on its artists' pages and those that are members themselves, each with the pages that count, `a`."""
_RANKED: Final = "count(DISTINCT r) AS releases, count(DISTINCT a) AS artists ORDER BY releases DESC, n.id LIMIT $limit"
READ_TOTALS: Final = Statement(
    "read_cluster_totals",
    f"{_RELEASES} WITH DISTINCT r WITH collect(r) AS found CALL (found) {{ UNWIND found AS r MATCH (r)<-[:APPEARS_ON]-(t:Recording) "
    "WITH DISTINCT t RETURN count(t) AS recordings, sum(t.streams_28d) AS streams_28d } "
    "RETURN size(found) AS releases, recordings, streams_28d",
)
READ_DISTRIBUTORS: Final = Statement(
    "read_cluster_distributors",
    f"{_RELEASES} MATCH (r)-[:DELIVERED_BY]->(n:Distributor) WITH n, {_RANKED} RETURN n {{.*}} AS node, releases, artists",
)
READ_LABELS: Final = Statement(
    "read_cluster_labels",
    f"{_RELEASES} MATCH (r)-[:ISSUED_BY]->(n:Label) WITH n, {_RANKED} RETURN n {{.*}} AS node, releases, artists",
)
READ_PAYEES: Final = Statement(
    "read_cluster_payees",
    f"{_RELEASES} MATCH (r)-[p:PAID_TO]->(n:Payee) WITH n, collect(DISTINCT p) AS payouts, {_RANKED} "
    "RETURN n {.*} AS node, releases, artists, COLLECT { UNWIND payouts AS p WITH p.currency AS currency, sum(p.amount) AS amount, "
    "count(p.amount) AS known WHERE known > 0 RETURN {currency: currency, amount: amount} ORDER BY amount DESC, currency } AS amounts",
)
READ_MONTHS: Final = Statement(
    "read_cluster_months",
    f"{_RELEASES} WITH left(toString(r.release_date), 7) AS month, r, a WHERE month IS NOT NULL "
    "WITH month, count(DISTINCT r) AS releases, count(DISTINCT a) AS artists ORDER BY month DESC LIMIT $limit "
    "RETURN month, releases, artists ORDER BY month",
)
READ_TITLES: Final = Statement(
    "read_cluster_titles",
    f"{_RELEASES} MATCH (r)<-[:APPEARS_ON]-(t:Recording) WITH DISTINCT t WHERE t.title IS NOT NULL "
    "WITH t.title AS title, count(t) AS number ORDER BY number DESC, title LIMIT $limit RETURN collect(title) AS title, collect(number) AS number",
)


async def read_totals(graph: AsyncGraph, id: str) -> Node:
    """`releases`, `recordings` (both distinct) and `streams_28d` of a cluster; zeros where there is none."""
    rows = await graph.read(READ_TOTALS, id=id)
    return rows[0] if rows else {"releases": 0, "recordings": 0, "streams_28d": 0}


async def read_ranked(graph: AsyncGraph, statement: Statement, id: str) -> list[Node]:
    """One of the lists of a cluster, at most MOST_RANKED rows."""
    return [plain(row) for row in await graph.read(statement, id=id, limit=MOST_RANKED)]


async def read_titles(graph: AsyncGraph, id: str) -> dict[str, Any]:
    """`title`, `number`: columns of the titles of a cluster's recordings and how many recordings bear each."""
    return (await graph.read(READ_TITLES, id=id, limit=MOST_TITLES))[0]
