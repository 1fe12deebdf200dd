"""What a cluster's members have in common, in numbers, and what the numbers may be seen by."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from api_client import Client, open_client
from conftest import DETECTION, STRONG, load

from graph.findings import Cluster, Detection, Finding, Reference
from graph.keys import create_key
from graph.server import Connection
from graph.session import Graph
from graph.settings import Settings
from graph.store import publish

pytestmark = pytest.mark.usefixtures("filled")
SHARES = "releases artists"
QUERY = f"""query($id: ID! = "c1") {{ cluster(id: $id) {{ summary {{ members releases recordings streams28d
    distributors {{ distributor {{ id name }} {SHARES} }} labels {{ label {{ id }} {SHARES} }}
    payees {{ payee {{ id name }} {SHARES} amounts {{ currency amount }} }}
    titleShapes {{ shape count examples }} releasesByMonth {{ month {SHARES} }} }} }} }}"""


@pytest.fixture
def farm(filled: Graph) -> Graph:
    """Cluster c1 of artists a3 and a4, who share r8; a3 has r5, a4 r6."""
    titles = {"t3": "Sleep Tide, Vol. 2", "t4": "Tide (Sleep) 3", "t5": "Sleep Tide, Vol. 9", "t6": "12", "t7": "Alone"}
    load(
        filled,
        {
            "labels": [{"label_id": "l2", "name": "Waves"}],
            "releases": [
                {
                    "release_id": "r8",
                    "title": "Both",
                    "artist_ids": ["a3", "a4"],
                    "label_id": "l2",
                    "distributor_id": "d1",
                    "release_date": date(2020, 2, 1),
                }
            ],
            "recordings": [
                {
                    "recording_id": id,
                    "title": title,
                    "artist_ids": ["a3"],
                    "release_ids": ["r5", "r8"],
                    "streams_28d": 10 if id < "t6" else None,
                }
                for id, title in titles.items()
            ],
            "payouts": [
                {"payee_id": "p2", "release_id": "r8", "amount": 2.0, "currency": "EUR", "period": "2026-09"},
                {"payee_id": "p2", "release_id": "r8", "amount": 3.0, "currency": "EUR", "period": "2026-10"},
                {"payee_id": "p2", "release_id": "r8", "amount": 1.0, "currency": "USD", "period": "2026-08"},
                {"payee_id": "p1", "release_id": "r8", "share": 0.1, "period": "2026-10"},
            ],
        },
    )
    return filled


@pytest.mark.usefixtures("farm")
def test_a_cluster_in_numbers(ask: Callable[..., Any]) -> None:
    told = ask(QUERY)["cluster"]["summary"]
    assert {name: told[name] for name in ("members", "releases", "recordings", "streams28d")} == {
        "members": 2,
        "releases": 3,
        "recordings": 6,
        "streams28d": 30,
    }
    assert told["distributors"] == [{"distributor": {"id": "d1", "name": "Giant"}, "releases": 3, "artists": 2}]
    assert told["labels"] == [{"label": {"id": "l2"}, "releases": 1, "artists": 2}]
    assert told["payees"] == [
        {
            "payee": {"id": "p2", "name": "Shadow"},
            "releases": 3,
            "artists": 2,
            "amounts": [{"currency": "EUR", "amount": 5.0}, {"currency": "USD", "amount": 1.0}],
        },
        {"payee": {"id": "p1", "name": "Reyes Music"}, "releases": 1, "artists": 2, "amounts": []},
    ]
    assert told["titleShapes"] == [
        {"shape": "sleep tide vol", "count": 2, "examples": ["Sleep Tide, Vol. 2", "Sleep Tide, Vol. 9"]}
    ]
    assert told["releasesByMonth"] == [
        {"month": "2020-01", "releases": 2, "artists": 2},
        {"month": "2020-02", "releases": 1, "artists": 2},
    ]


def test_releases_that_are_members_themselves_count(ask: Callable[..., Any], filled: Graph) -> None:
    subject, types = Reference("cluster", "c9"), ("release", "release", "artist")
    finding = Finding("campaign", subject, 0.0, (STRONG,), None, ("r7", "r4", "a2"), member_types=types)
    cluster = Cluster("c9", "campaign", ("r7", "r4", "a2"), 0.9, member_types=types)
    publish(
        filled,
        Detection((*DETECTION.findings, finding), DETECTION.identities, (*DETECTION.clusters, cluster)),
        run_id="run2",
        today="2026-11-25",
        snapshot_hash="s2",
    )
    told = ask(QUERY, id="c9")["cluster"]["summary"]
    assert (told["members"], told["releases"], told["recordings"], told["streams28d"]) == (3, 2, 0, 0)
    assert told["distributors"] == [{"distributor": {"id": "d1", "name": "Giant"}, "releases": 2, "artists": 2}]
    assert told["titleShapes"] == []


def test_only_what_is_asked_for_is_counted_each_in_one_statement(run: Any) -> None:
    async def work(client: Client) -> list[list[str]]:
        sent = []
        for fields in (
            "members",
            "members releases streams28d",
            "labels { releases }",
            "payees { releases } titleShapes { shape }",
        ):
            await client.ask(f'{{ cluster(id: "c1") {{ summary {{ {fields} }} }} }}')
            sent.append([name for name in client.statements if name.startswith("read_cluster_")])
        return sent

    cluster, *_ = sent = run(work)
    assert sent == [
        cluster,
        [*cluster, "read_cluster_totals"],
        [*cluster, "read_cluster_labels"],
        [*cluster, "read_cluster_payees", "read_cluster_titles"],
    ]


def test_a_reader_sees_the_numbers_without_the_payees(
    filled: Graph, server_settings: Settings, server: Connection
) -> None:
    _, token = create_key(filled, name="r", role="reader", days=None, by="cli:test")

    async def ask_as_reader(fields: str) -> Any:
        async with open_client(server_settings, server) as client:
            client.http.headers["Authorization"] = f"Bearer {token}"
            return (await client.post(f'{{ cluster(id: "c1") {{ summary {{ {fields} }} }} }}')).json()

    assert asyncio.run(ask_as_reader("distributors { releases }"))["data"]["cluster"]["summary"]["distributors"]
    refused = asyncio.run(ask_as_reader("payees { releases }"))
    assert refused["errors"][0]["extensions"]["code"] == "forbidden"
