"""What an artist could be taken for, over HTTP, against the snapshot of a run over a small graph."""

import asyncio
import shutil
import threading
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from api_client import Client, Run
from conftest import load

from api import similar_texts
from detectors.embeddings import DIMENSIONS, Vectors, cached
from graph.capture import take_snapshot
from graph.errors import MissingExtra
from graph.records import RECORDS, Batch, Delivery
from graph.session import Graph
from graph.settings import Settings
from graph.snapshot import write_snapshot
from graph.write import write_batch

LOOKALIKES = """query($id: ID!, $first: Int! = 25) { artist(id: $id) { name lookalikes(first: $first) {
    name otherName operation text similarity artist { id } } } }"""
EXPOSURE = "query($id: ID!) { artist(id: $id) { exposure { factors { name aspect value text } } } }"
SIMILAR = "query($id: ID!, $first: Int! = 25) { similarArtists(id: $id, first: $first) { cosine artist { id name } } }"
NAMES = {
    "b1": "N\u043eva Reyes",  # a Cyrillic o
    "b2": "Reyes Nova",
    "b3": "Unlike Anything",
    "b4": "Sleep Tides",
}
TEXTS = {"a1": "Sings of rain.", "a2": "Sings of rain and snow.", "a3": "Plays drums.", "b3": "Sings of rain."}


@pytest.fixture
def folders(server_settings: Settings) -> Iterator[Path]:
    """The data folder; no snapshot and no vectors are there before or after."""
    made = (server_settings.data_dir / "snapshots", server_settings.data_dir / "vectors")
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)
    yield server_settings.data_dir
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def catalog(filled: Graph, folders: Path) -> Graph:
    """The small graph with lookalikes and texts, and its snapshot."""
    rows = [{"artist_id": id, "name": name, "biography": TEXTS.get(id)} for id, name in NAMES.items()]
    load(filled, {"artists": rows})
    known = {"a1": "Nova Reyes", "a2": "Nova Reyés", "a3": "Sleep Tide"}
    told = [{"artist_id": id, "name": name, "biography": TEXTS[id]} for id, name in known.items()]
    told[0] |= {"isni": "0000000121032683", "followers": 3_000_000_000, "verified": True}
    later = Batch(Delivery("d2", "catalog", "test"), "artists", pl.DataFrame(told, schema=RECORDS["artists"].schema))
    write_batch(filled, later, now=datetime(2026, 11, 25))
    write_snapshot(take_snapshot(filled, now=datetime(2026, 11, 24)), folders / "snapshots" / "latest")
    return filled


async def once_ready(client: Client) -> None:
    """Wait until the service has read the snapshot."""
    for _ in range(200):
        if "errors" not in (await client.post(LOOKALIKES, id="a1")).json():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("screening did not become ready within ten seconds")


@pytest.fixture
def ready(run: Run[Any], catalog: Graph) -> Callable[..., Any]:
    """`ready(work)`: run with a client of a service that has read the snapshot."""

    def start(work: Callable[[Client], Awaitable[Any]]) -> Any:
        async def inside(client: Client) -> Any:
            await once_ready(client)
            return await work(client)

        return run(inside)

    return start


def test_artists_called_alike_come_with_how_their_names_meet(ready: Callable[..., Any]) -> None:
    async def work(client: Client) -> Any:
        return (
            await client.ask(LOOKALIKES, id="a1"),
            await client.ask(LOOKALIKES, id="a1", first=1),
            list(client.statements),
        )

    whole, one, statements = ready(work)
    rows = {row["artist"]["id"]: row for row in whole["artist"]["lookalikes"]}
    assert {id: row["operation"] for id, row in rows.items()} == {
        "a2": "diacritics",
        "b1": "homoglyph",
        "b2": "token_order",
    }
    assert rows["b1"]["otherName"] == NAMES["b1"]
    assert "lookalike characters" in rows["b1"]["text"]
    similar = [row["similarity"] for row in whole["artist"]["lookalikes"]]
    assert similar == sorted(similar, reverse=True)
    assert 0.7 < min(similar) <= max(similar) <= 1
    assert one["artist"]["lookalikes"] == whole["artist"]["lookalikes"][:1]
    assert statements == ["read_artist_nodes", "read_artist_nodes"]


def test_before_a_snapshot_is_read_the_artist_is_given_and_the_lookalikes_say_why_not(
    run: Run[Any], filled: Graph, folders: Path
) -> None:
    answer = run(lambda client: client.post(LOOKALIKES, id="a1")).json()
    assert answer["data"]["artist"] == {"name": "Nova Reyes", "lookalikes": None}
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["screening-not-ready"]
    factors = run(lambda client: client.ask(EXPOSURE, id="a1"))["artist"]["exposure"]["factors"]
    known = {row["name"]: row["value"] for row in factors}
    assert (known["audience"], known["lookalikes"], known["verified"], known["identifiers"]) == (None, None, 1, 1)


def test_exposure_is_told_as_facts(ready: Callable[..., Any], catalog: Graph) -> None:
    changed = {"title": "R", "artist_ids": ["a1"], "distributor_id": "d1"}
    load(
        catalog,
        {
            "releases": [
                {"release_id": "r8", "artist_assignment": "name_only", **changed},
                {"release_id": "r9", "artist_assignment": "identifier", **changed},
            ]
        },
    )

    async def work(client: Client) -> Any:
        found = await client.ask(EXPOSURE, id="a1")
        many = await client.ask("{ artists { edges { node { exposure { factors { value } } } } } }")
        return found, many, list(client.statements)

    found, many, statements = ready(work)
    factors = {row["name"]: row for row in found["artist"]["exposure"]["factors"]}
    values = {name: row["value"] for name, row in factors.items()}
    assert values["lookalikes"] == 3
    assert values["audience"] == pytest.approx(7 / 8)
    assert (values["name_only"], values["ended"]) == (0.5, 0)
    assert factors["audience"]["text"].startswith("3 billion people know the artist")
    assert factors["audience"]["aspect"] == "WORTHWHILE"
    assert "2020-01-07" in factors["dormancy"]["text"]
    assert len(many["artists"]["edges"]) == 9
    assert statements == ["read_artists_page", "read_page_assignments"]


def axis(*places: float) -> Vectors:
    vector = np.zeros(DIMENSIONS, dtype=np.float32)
    vector[: len(places)] = places
    return vector


VECTORS = {"Sings of rain.": axis(1.0), "Sings of rain and snow.": axis(0.8, 0.6), "Plays drums.": axis(0.0, 0.0, 1.0)}


def test_artists_whose_texts_read_alike(run: Run[Any], catalog: Graph, folders: Path) -> None:
    cached(lambda texts: np.stack([VECTORS[text] for text in texts]), folders / "vectors")(list(VECTORS))

    async def work(client: Client) -> Any:
        return [(await client.ask(SIMILAR, id=id, first=2))["similarArtists"] for id in ("a1", "a3", "a4", "nobody")]

    rain, drums, silent, unknown = run(work)
    assert [(row["artist"]["id"], round(row["cosine"], 6)) for row in rain] == [("b3", 1.0), ("a2", 0.8)]
    assert [row["cosine"] for row in drums] == [0.0, 0.0]
    assert (silent, unknown) == ([], None)


def test_without_vectors_or_a_snapshot_the_remedy_is_told(
    run: Run[Any], catalog: Graph, folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(client: Client) -> Any:
        return (await client.fail(SIMILAR, id="a1"))["extensions"]

    assert run(work)["code"] == "missing-extra"
    assert "namesake nightly" in run(work)["hint"]
    cached(lambda texts: np.stack([VECTORS[text] for text in texts]), folders / "vectors")(["Plays drums."])

    def absent() -> Any:
        raise MissingExtra("text embeddings are off", hint="install it")

    monkeypatch.setattr(similar_texts, "load_encoder", absent)  # a service without the extra
    assert run(work)["code"] == "missing-extra"
    shutil.rmtree(folders / "snapshots")
    assert run(work)["code"] == "screening-not-ready"


def test_a_text_that_no_run_has_read_is_read_by_the_model(
    run: Run[Any], catalog: Graph, folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached(lambda texts: np.stack([VECTORS[text] for text in texts]), folders / "vectors")(["Sings of rain."])
    read: list[str] = []

    def model() -> Any:
        def encode(texts: list[str]) -> Vectors:
            read.extend(texts)
            return np.stack([VECTORS[text] for text in texts])

        return encode

    monkeypatch.setattr(similar_texts, "load_encoder", model)  # the packaged model takes ten seconds to load
    found = run(lambda client: client.ask(SIMILAR, id="a2"))["similarArtists"]
    assert [(row["artist"]["id"], round(row["cosine"], 6)) for row in found] == [("a1", 0.8), ("b3", 0.8)]
    assert read == ["Sings of rain and snow."]


def test_the_next_asker_waits_for_the_thread_of_one_that_went_away(
    catalog: Graph, folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached(lambda texts: np.stack([VECTORS[text] for text in texts]), folders / "vectors")(["Sings of rain."])
    entered, gate = [], threading.Event()

    def encode(texts: list[str]) -> Vectors:
        entered.extend(texts)
        assert gate.wait(10)
        return np.stack([axis(1.0) for _ in texts])

    monkeypatch.setattr(similar_texts, "load_encoder", lambda: encode)

    async def work() -> None:
        texts = similar_texts.SimilarTexts(folders)
        first, second, third = (
            asyncio.create_task(texts.nearest(text, limit=1, without="")) for text in ("one", "two", "three")
        )
        while not entered:
            await asyncio.sleep(0.01)
        for gone in (first, second):
            gone.cancel()
            await asyncio.wait({gone}, timeout=1)
            assert gone.cancelled()
        await asyncio.sleep(0.2)
        assert entered == ["one"]
        gate.set()
        assert (await third)["artist_id"].to_list() == ["a1"]
        assert entered == ["one", "three"]

    try:
        asyncio.run(work())
    finally:
        gate.set()
