"""What records said, who said it, and what became of clusters."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import polars as pl
import pytest

from graph.deliveries import finish_deliveries, note_deliveries
from graph.findings import Cluster, ClusterChange, Detection, Evidence, Finding, Reference
from graph.records import RECORDS, Batch, Delivery
from graph.session import Graph
from graph.store import publish
from graph.write import write_batch

Ask = Callable[..., Any]
FIRST, SECOND = datetime(2026, 1, 1), datetime(2026, 3, 1)


def say(graph: Graph, at: datetime, **tables: list[dict[str, Any]]) -> None:
    """Load records as one delivery of that time."""
    delivery = Delivery(f"d{at:%m}", "catalog", f"{at:%m}.csv", created_at=at)
    note_deliveries(graph, [delivery], now=at)
    for table, rows in tables.items():
        write_batch(graph, Batch(delivery, table, pl.DataFrame(rows, schema=RECORDS[table].schema)), now=at)
    finish_deliveries(graph, [delivery], now=at)


@pytest.fixture
def told(graph: Graph) -> Graph:
    """A release that moved from one artist, label and payee account to another."""
    names = [{"artist_id": "a1", "name": "Nova"}, {"artist_id": "a2", "name": "Reyes"}]
    release = {"release_id": "r1", "title": "Light", "received_at": FIRST}
    say(
        graph,
        FIRST,
        artists=names,
        labels=[{"label_id": "l1", "name": "One"}],
        releases=[{**release, "artist_ids": ["a1"], "label_id": "l1"}],
        recordings=[{"recording_id": "t1", "title": "Light", "artist_ids": ["a1"], "release_ids": ["r1"]}],
        payees=[{"payee_id": "p1", "name": "P", "account_hash": "h1"}],
    )
    say(
        graph,
        SECOND,
        artists=[{"artist_id": "a1", "name": "Nova Reyes", "country": "DE"}],
        releases=[{**release, "artist_ids": ["a2"]}],
        recordings=[{"recording_id": "t1", "title": "Dark", "artist_ids": ["a2"], "release_ids": ["r1"]}],
        payees=[{"payee_id": "p1", "name": "P", "account_hash": "h2"}],
    )
    return graph


@pytest.mark.usefixtures("told")
def test_a_record_says_what_it_said_and_who_said_it(ask: Ask) -> None:
    artist = ask(
        """{ artist(id: "a1") { nodeId name history { since until lastAt changed value delivery { id source file } endedBy { file } }
            provenance { firstAt since lastAt firstDelivery { file } sinceDelivery { file } lastDelivery { file createdAt } } } }"""
    )["artist"]
    newest, oldest = artist["history"]
    assert artist["nodeId"] == "Artist:a1"
    assert (newest["value"]["name"], oldest["value"]["name"]) == ("Nova Reyes", "Nova")
    assert (newest["changed"], oldest["changed"]) == (["country", "name"], ["artist_id", "name"])
    assert (oldest["since"], oldest["until"]) == ("2026-01-01T00:00:00+00:00", "2026-03-01T00:00:00+00:00")
    assert (oldest["delivery"]["file"], oldest["endedBy"]["file"]) == ("01.csv", "03.csv")
    assert (newest["until"], newest["endedBy"]) == (None, None)
    assert artist["provenance"] == {
        "firstAt": "2026-01-01T00:00:00+00:00",
        "since": "2026-03-01T00:00:00+00:00",
        "lastAt": "2026-03-01T00:00:00+00:00",
        "firstDelivery": {"file": "01.csv"},
        "sinceDelivery": {"file": "03.csv"},
        "lastDelivery": {"file": "03.csv", "createdAt": "2026-03-01T00:00:00+00:00"},
    }


@pytest.mark.usefixtures("told")
def test_a_record_as_it_stood(ask: Ask) -> None:
    query = """query($at: DateTime) { artist(id: "a1", asOf: $at) { name country onlyReferredTo provenance { since } }
        release(id: "r1", asOf: $at) { title receivedAt artists { id } label { name } }
        recording(id: "t1", asOf: $at) { title artists { name } featuredArtists { id } releases { id } }
        payee(id: "p1", asOf: $at) { name } }"""
    then = ask(query, at="2026-02-01T00:00:00+01:00")
    assert then["artist"]["name"] == "Nova"
    assert then["artist"]["provenance"] == {"since": "2026-01-01T00:00:00+00:00"}
    assert then["release"]["artists"] == [{"id": "a1"}]
    assert then["release"]["label"] == {"name": "One"}
    assert then["release"]["receivedAt"] == "2026-01-01T00:00:00+00:00"
    assert then["recording"] == {
        "title": "Light",
        "artists": [{"name": "Nova Reyes"}],
        "featuredArtists": [],
        "releases": [{"id": "r1"}],
    }
    now = ask(query)
    assert (now["artist"]["name"], now["artist"]["country"]) == ("Nova Reyes", "DE")
    assert (now["release"]["artists"], now["release"]["label"]) == ([{"id": "a2"}], None)
    assert ask(query, at="2026-03-01T00:00:00Z") == now
    assert set(ask(query, at="2025-12-31T23:59:59Z").values()) == {None}


@pytest.mark.usefixtures("told")
def test_hashed_account_details_are_named_and_not_told(ask: Ask) -> None:
    payee = ask('{ payee(id: "p1") { history { changed value } provenance { firstDelivery { file } } } }')["payee"]
    assert payee["history"][0]["changed"] == ["account_hash"]
    assert "h1" not in str(payee)
    assert "h2" not in str(payee)


@pytest.mark.usefixtures("told")
def test_what_is_only_referred_to_has_no_provenance(ask: Ask, graph: Graph) -> None:
    say(graph, datetime(2026, 4, 1), releases=[{"release_id": "r2", "title": "x", "artist_ids": ["a7"]}])
    assert ask('{ artist(id: "a7") { onlyReferredTo provenance { since } history { since } } }')["artist"] == {
        "onlyReferredTo": True,
        "provenance": None,
        "history": [],
    }


@pytest.fixture
def tracked(told: Graph) -> Graph:
    """A campaign of a release and an artist, into which another cluster merged."""
    fact = Evidence("cover_ties", 3.0, "One cover.")
    against = Evidence("established", -1.0, "It is old.")
    kinds = {"member_types": ("artist", "release")}
    finding = Finding(
        "campaign", Reference("cluster", "c1"), -1.0, (fact, against), None, ("a1", "r1"),
        member_strengths=(0.9, 0.4), answers=(("one_operator", 0.8), ("breaks_rules", 0.3)), **kinds,
    )  # fmt: skip
    cluster = Cluster("c1", "campaign", ("a1", "r1"), 0.9, "2026-11-24", 1, **kinds)
    old = Cluster("c0", "campaign", ("a2",), 0.9, "2026-11-23")
    born = ClusterChange("c0", "campaign", "born", 1, None, joined=("a2",))
    grown = ClusterChange("c1", "campaign", "grown", 2, 1, from_ids=("c0",), joined=("r1",))
    publish(told, Detection((), (), (old,), changes=(born,)), run_id="run1", today="2026-11-23", snapshot_hash="s")
    publish(
        told,
        Detection((finding,), (), (cluster,), changes=(grown,)),
        run_id="run2",
        today="2026-11-24",
        snapshot_hash="s",
    )
    return told


@pytest.mark.usefixtures("tracked")
def test_a_campaign_with_its_members_answers_and_history(ask: Ask) -> None:
    cluster = ask(
        """{ cluster(id: "c1") { nodeId memberIds memberStrengths lastSeen runId answers { question probability }
            members { edges { node { id } } } releases { totalCount edges { node { id } } }
            history { change date size previousSize joined fromIds } kin: history(kin: true) { clusterId change } } }"""
    )["cluster"]
    assert cluster["memberIds"] == ["a1", "r1"]
    assert cluster["memberStrengths"] == [0.9, 0.4]
    assert (cluster["lastSeen"], cluster["runId"], cluster["nodeId"]) == ("2026-11-24", "run2", "Cluster:c1")
    assert {row["question"]: row["probability"] for row in cluster["answers"]} == {
        "one_operator": 0.8,
        "breaks_rules": 0.3,
    }
    assert [edge["node"]["id"] for edge in cluster["members"]["edges"]] == ["a1"]
    assert [edge["node"]["id"] for edge in cluster["releases"]["edges"]] == ["r1"]
    [grown] = cluster["history"]
    assert grown == {
        "change": "GROWN",
        "date": "2026-11-24",
        "size": 2,
        "previousSize": 1,
        "joined": ["r1"],
        "fromIds": ["c0"],
    }
    assert [(row["clusterId"], row["change"]) for row in cluster["kin"]] == [("c1", "GROWN"), ("c0", "BORN")]
    assert ask('{ clusters(changedSince: "2026-11-24") { totalCount } }')["clusters"]["totalCount"] == 1


@pytest.mark.usefixtures("tracked")
def test_a_finding_says_what_speaks_against_it(ask: Ask) -> None:
    [edge] = ask(
        "{ findings { edges { node { exculpatory { type weight } memberStrengths answers { question } } } } }"
    )["findings"]["edges"]
    assert edge["node"]["exculpatory"] == [{"type": "established", "weight": -1.0}]
    assert edge["node"]["memberStrengths"] == [0.9, 0.4]
    assert len(edge["node"]["answers"]) == 2
