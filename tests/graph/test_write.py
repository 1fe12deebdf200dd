"""The writer against a real Neo4j: only the difference is written, order and batches do not matter, history stays."""

import json
from datetime import datetime
from typing import Any

import polars as pl

from graph.capture import take_snapshot
from graph.records import RECORDS, Batch, Delivery
from graph.session import Graph, Statement
from graph.snapshot import SNAPSHOT_SCHEMA, snapshot_from_records
from graph.write import Counts, first_waiting, waiting_references, write_batch
from simulation import simulate

NOW = datetime(2026, 1, 2, 3, 4, 5)
LATER = datetime(2026, 2, 3, 4, 5, 6)
FIRST = Delivery("d1", "catalog", "first.csv")
SECOND = Delivery("d2", "catalog", "second.csv")


def rows(table: str, *values: dict[str, Any]) -> pl.DataFrame:
    schema = RECORDS[table].schema
    return pl.DataFrame([{column: value.get(column) for column in schema} for value in values], schema=schema)


def write(graph: Graph, table: str, *values: dict[str, Any], delivery: Delivery = FIRST, now: datetime = NOW) -> Counts:
    return write_batch(graph, Batch(delivery, table, rows(table, *values)), now=now)


def ask(graph: Graph, cypher: str) -> list[dict[str, Any]]:
    return graph.read(Statement("test", cypher))


def test_a_simulated_catalog_comes_back_as_it_went_in_and_a_second_load_writes_nothing(graph: Graph) -> None:
    records = simulate(size=120, seed=3).records
    total = sum(table.height for table in records.values())
    first = sum((write_batch(graph, Batch(FIRST, name, table), now=NOW) for name, table in records.items()), Counts())
    assert first == Counts(created=total)
    again = sum(
        (write_batch(graph, Batch(SECOND, name, table), now=LATER) for name, table in reversed(records.items())),
        Counts(),
    )
    assert again == Counts(unchanged=total)
    taken, expected = take_snapshot(graph, now=NOW), snapshot_from_records(records)
    for table in SNAPSHOT_SCHEMA:
        assert taken[table].equals(expected[table]), table
    assert waiting_references(graph) == {}


def test_batches_and_order_of_tables_do_not_change_the_graph(graph: Graph) -> None:
    records = simulate(size=60, seed=4).records
    for name, table in reversed(records.items()):
        for start in reversed(range(0, table.height, 37)):
            write_batch(graph, Batch(FIRST, name, table[start : start + 37]), now=NOW)
    assert take_snapshot(graph, now=NOW).manifest.counts == snapshot_from_records(records).manifest.counts
    expected = snapshot_from_records(records)
    taken = take_snapshot(graph, now=NOW)
    assert all(taken[table].equals(expected[table]) for table in SNAPSHOT_SCHEMA)


def test_a_changed_record_keeps_its_history_and_drops_what_it_no_longer_asserts(graph: Graph) -> None:
    write(
        graph,
        "releases",
        {
            "release_id": "r1",
            "title": "Old",
            "artist_ids": ["a1", "a2"],
            "label_id": "l1",
            "cover_phash": "00ff00ff00ff00ff",
        },
    )
    change = {"release_id": "r1", "title": "New", "artist_ids": ["a2"], "distributor_id": "d1"}
    assert write(graph, "releases", change, delivery=SECOND, now=LATER) == Counts(changed=1)
    ends = ask(graph, "MATCH (:Release {id: 'r1'})-[r]->(n) RETURN type(r) AS kind, n.id AS id ORDER BY kind")
    assert ends == [{"kind": "DELIVERED_BY", "id": "d1"}, {"kind": "MAIN_ARTIST", "id": "a2"}]
    [revision] = ask(graph, "MATCH (v:Revision)-[:REVISION_OF]->(:Release {id: 'r1'}) RETURN v {.*} AS v")
    old = json.loads(revision["v"]["record"])
    assert (old["title"], old["artist_ids"], old["label_id"]) == ("Old", ["a1", "a2"], "l1")
    assert (revision["v"]["delivery"], revision["v"]["ended_by"]) == ("d1", "d2")
    assert (revision["v"]["valid_from"], revision["v"]["valid_until"]) == (NOW, LATER)


def test_a_record_that_arrives_before_what_it_refers_to_is_joined_later(graph: Graph) -> None:
    write(graph, "recordings", {"recording_id": "x", "title": "T", "artist_ids": ["a1"], "release_ids": ["r1"]})
    assert waiting_references(graph) == {"artists": 1, "releases": 1}
    assert first_waiting(graph) == {"artists": ["a1"], "releases": ["r1"]}
    assert take_snapshot(graph, now=NOW)["artists"].height == 0
    write(graph, "artists", {"artist_id": "a1", "name": "Nova"})
    assert waiting_references(graph) == {"releases": 1}
    assert ask(graph, "MATCH (:Recording)-[:MAIN_ARTIST]->(a) RETURN a.name AS name") == [{"name": "Nova"}]


def test_a_contribution_whose_party_becomes_known_moves_to_that_party(graph: Graph) -> None:
    row = {"recording_id": "x", "party_name": "Ana Writer", "role": "composer"}
    write(graph, "contributions", row)
    assert write(graph, "contributions", row | {"ipi": "00123456789"}, delivery=SECOND, now=LATER) == Counts(changed=1)
    parties = ask(graph, "MATCH (p:Party)-[r:CONTRIBUTED_TO]->() RETURN p.id AS id")
    assert parties == [{"id": "ipi:00123456789"}]
    assert ask(graph, "MATCH (v:Revision)-[:REVISION_OF]->(:Recording {id: 'x'}) RETURN count(v) AS n") == [{"n": 1}]


def test_payouts_of_two_periods_are_two_facts(graph: Graph) -> None:
    both = [{"payee_id": "p", "release_id": "r", "period": period, "share": 0.5} for period in ("2026-01", "2026-02")]
    assert write(graph, "payouts", *both) == Counts(created=2)
    assert write(graph, "payouts", both[0] | {"share": 0.6}, now=LATER) == Counts(changed=1)
    assert [
        row["share"]
        for row in ask(graph, "MATCH (:Release)-[r:PAID_TO]->(:Payee) RETURN r.share AS share ORDER BY r.period")
    ] == [0.6, 0.5]


def test_shared_identifiers_meet_in_one_node(graph: Graph) -> None:
    write(graph, "payees", *({"payee_id": key, "name": key, "account_hash": "abc"} for key in ("p1", "p2")))
    assert ask(
        graph,
        "MATCH (p:Payee)-[:HAS_IDENTIFIER]->(i {kind: 'account_hash', value: 'abc'}) RETURN count(p) AS n, count(DISTINCT i) AS nodes",
    ) == [{"n": 2, "nodes": 1}]
