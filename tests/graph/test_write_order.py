"""The graph follows from what was delivered and when it was said: not from order, batch size or how many write at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import polars as pl
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from whole_graph import whole_graph

from graph.records import RECORDS, Batch, Delivery
from graph.session import Graph, Statement
from graph.write import Counts, write_batch

NOW = datetime(2026, 1, 2, 3, 4, 5)
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
"""Not shrunk: each example is a database emptied and filled twice."""
EMPTY = Statement("test_empty", "MATCH (n) WHERE NOT n:Store DETACH DELETE n")

ids = st.sampled_from(["x1", "x2"])
maybe = st.none() | st.sampled_from(["1", "2"])
lists = st.lists(st.sampled_from(["y1", "y2", "y3"]), min_size=1, max_size=2, unique=True)
records = st.one_of(
    st.tuples(
        st.just("artists"),
        st.fixed_dictionaries(
            {
                "artist_id": ids,
                "name": st.sampled_from(["N", "M"]),
                "isni": maybe,
                "urls": st.none() | lists,
                "ended_on": st.none() | st.just(NOW.date()),
            }
        ),
    ),
    st.tuples(st.just("labels"), st.fixed_dictionaries({"label_id": ids, "name": st.sampled_from(["N", "M"])})),
    st.tuples(
        st.just("releases"),
        st.fixed_dictionaries(
            {
                "release_id": ids,
                "title": st.just("T"),
                "artist_ids": lists,
                "label_id": st.none() | ids,
                "received_at": st.none() | st.just(datetime(2026, 1, 1, 5, 0)),
            }
        ),
    ),
    st.tuples(
        st.just("contributions"),
        st.fixed_dictionaries(
            {
                "recording_id": ids,
                "party_name": st.sampled_from(["Ana", "ANA"]),
                "role": st.just("composer"),
                "ipi": maybe,
                "artist_id": maybe,
            }
        ),
    ),
    st.tuples(
        st.just("payouts"),
        st.fixed_dictionaries(
            {
                "payee_id": ids,
                "release_id": ids,
                "period": st.none() | st.just("2026-01"),
                "share": st.sampled_from([0.5, 1.0]),
            }
        ),
    ),
    st.tuples(
        st.just("artist_relations"),
        st.fixed_dictionaries(
            {"artist_id": ids, "related_artist_id": ids, "relation": st.just("alias"), "source_attributes": maybe}
        ),
    ),
    st.tuples(
        st.just("signals"),
        st.fixed_dictionaries(
            {
                "subject_type": st.just("artist"),
                "subject_id": ids,
                "kind": st.just("takedown"),
                "source": st.just("s"),
                "score": st.sampled_from([0.1, 0.2]),
            }
        ),
    ),
    st.tuples(
        st.just("availability"),
        st.fixed_dictionaries(
            {
                "availability_id": st.just("x1"),
                "release_id": st.just("x1"),
                "status": st.sampled_from(["available", "withdrawn"]),
                "territories": st.none() | lists,
            }
        ),
    ),
)
messages = st.tuples(st.integers(0, 5), st.lists(st.tuples(records, st.booleans()), min_size=1, max_size=4))


def batches(number: int, message: tuple[int, list[tuple[tuple[str, dict[str, Any]], bool]]]) -> list[Batch]:
    day, rows = message
    delivery = Delivery(f"delivery {number}", "test", f"{number}.xml", None, NOW + timedelta(days=day))
    seen: set[object] = set()
    found = []
    for (table, row), is_mention in rows:
        key = (table, *(row.get(column) for column in RECORDS[table].key))
        if key in seen:
            continue
        seen.add(key)
        schema = RECORDS[table].schema
        found.append(
            Batch(delivery, table, pl.DataFrame([{name: row.get(name) for name in schema}], schema=schema), is_mention)
        )
    return found


def after(graph: Graph, parts: list[Batch]) -> Any:
    graph.write(EMPTY)
    for batch in parts:
        write_batch(graph, batch, now=NOW)
    return whole_graph(graph)


@given(st.lists(messages, min_size=2, max_size=3), st.randoms(use_true_random=False))
@settings(deadline=None, phases=PHASES, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_order_of_messages_changes_nothing(graph: Graph, sent: list[Any], random: Any) -> None:
    parts = [batch for number, message in enumerate(sent) for batch in batches(number, message)]
    expected = after(graph, parts)
    shuffled = random.sample(parts, len(parts))
    assert after(graph, shuffled) == expected
    for batch in random.sample(parts, len(parts)):
        assert write_batch(graph, batch, now=NOW).written == 0
    assert whole_graph(graph) == expected


@given(st.lists(messages, min_size=4, max_size=7), st.randoms(use_true_random=False))
@settings(deadline=None, phases=PHASES, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_older_message_never_overwrites_a_newer_one(graph: Graph, sent: list[Any], random: Any) -> None:
    parts = [batch for number, message in enumerate(sent) for batch in batches(number, message)]
    expected = current(after(graph, parts))
    assert current(after(graph, random.sample(parts, len(parts)))) == expected


def current(found: tuple[list[Any], list[Any]]) -> Any:
    """What stands, without since when: only a value's first and last assertion are kept, so a late contradiction of a run that was
    restated in between dates the value's return by its last restatement (`graph.history`)."""
    dates = {"since", "since_delivery", "first_seen", "first_delivery"}
    nodes = [
        (labels, [p for p in properties if p[0] not in dates])
        for labels, properties in found[0]
        if labels != ("Revision",)
    ]
    edges = [
        (*ends, [p for p in properties if p[0] not in dates])
        for *ends, properties in found[1]
        if ends[0] != "REVISION_OF"
    ]
    return nodes, edges


def test_many_writers_at_once_give_the_graph_of_one(graph: Graph) -> None:
    parts = []
    for number in range(12):
        rows = [
            (
                ("artists", {"artist_id": f"a{i}", "name": f"N{(i * number) % 5}", "urls": [f"u{(i + number) % 3}"]}),
                False,
            )
            for i in range(6)
        ]
        rows += [
            (
                (
                    "releases",
                    {"release_id": f"r{i}", "title": f"T{number % 4}", "artist_ids": [f"a{(i + number) % 6}"]},
                ),
                False,
            )
            for i in range(4)
        ]
        parts += batches(number, (number % 5, rows))
    expected = current(after(graph, parts))
    graph.write(EMPTY)
    with ThreadPoolExecutor(6) as pool:
        counts = list(pool.map(lambda batch: write_batch(graph, batch, now=NOW), parts))
    assert current(whole_graph(graph)) == expected
    assert sum(counts, Counts()).unchanged < len(parts)
