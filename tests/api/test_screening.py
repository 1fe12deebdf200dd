"""Screening over HTTP, against the snapshot of a run over the small graph."""

import asyncio
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from api_client import Client, Run
from asking import make_key

from api.schema import screening_drafts
from api.schema.screening_drafts import ArtistDraft, ReleaseDraft, artist_rows, release_rows
from api.screening import Screening, build_screener
from detectors.evidence import model_id, read_model
from detectors.run import DetectOptions, detect
from graph.capture import take_snapshot
from graph.errors import BadArgument, ScreeningNotReady
from graph.last_run import read_run_of
from graph.server import Connection
from graph.session import Graph, connect
from graph.settings import Settings
from graph.snapshot import Snapshot, write_snapshot
from graph.store import publish

NOW = datetime(2026, 11, 24)
ARTISTS = """query($artists: [ArtistDraft!]!, $attachAt: Float! = 0.9, $holdAt: Float! = 0.5) {
    screenArtists(artists: $artists, attachAt: $attachAt, holdAt: $holdAt) { snapshot takenAt runId notes answers {
        number decision reason probability claim targetId target { id name } sufficiency
        candidates { artistId name sameAct falseClaim operation artist { id } } evidence { type weight text } } } }"""
RELEASES = """query($releases: [ReleaseDraft!]!) { screenReleases(releases: $releases) { answers {
    number decision reason claim targetId probability unknownArtistIds candidates(first: 1) { artistId } evidence(first: 3) { type weight } } } }"""


@pytest.fixture
def latest(server_settings: Settings) -> Iterator[Path]:
    """Where runs leave their snapshot; nothing is there before or after."""
    folder = server_settings.data_dir / "snapshots" / "latest"
    shutil.rmtree(folder, ignore_errors=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def run_detectors(graph: Graph) -> Snapshot:
    """One run over the graph, published."""
    snapshot = take_snapshot(graph, now=NOW)
    detection = detect(snapshot, model=read_model(), options=DetectOptions())
    hashed = snapshot.manifest.content_hash
    publish(graph, detection, run_id="run2", today="2026-11-24", snapshot_hash=hashed)
    return snapshot


@pytest.fixture
def ready(filled: Graph, latest: Path) -> Snapshot:
    snapshot = run_detectors(filled)
    write_snapshot(snapshot, latest)
    return snapshot


async def screened(client: Client, query: str, **variables: Any) -> Any:
    """The answer, once the service has read the snapshot."""
    for _ in range(200):
        answer = (await client.post(query, **variables)).json()
        if "errors" not in answer:
            return next(iter(answer["data"].values()))
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["screening-not-ready"], answer
        await asyncio.sleep(0.05)
    raise AssertionError("screening did not become ready within ten seconds")


@pytest.fixture
def screen(run: Run[Any], ready: Snapshot) -> Callable[..., Any]:
    return lambda query, **variables: run(lambda client: screened(client, query, **variables))


def test_artists_are_answered_in_their_order(screen: Callable[..., Any], ready: Snapshot) -> None:
    drafts = [{"name": "Zvyzz Quxblorp"}, {"name": "Nova Reyes", "isni": "0000 0001 2103 2683"}]
    batch = screen(ARTISTS, artists=drafts)
    assert (batch["snapshot"], batch["runId"]) == (ready.manifest.content_hash, "run2")
    assert any("embeddings are off" in note for note in batch["notes"])
    fresh, known = batch["answers"]
    assert (fresh["number"], fresh["decision"], fresh["reason"]) == (0, "NEW_PAGE", "NOTHING_ALIKE")
    assert (fresh["target"], fresh["candidates"], fresh["evidence"]) == (None, [], [])
    assert (known["number"], known["targetId"], known["target"]["name"]) == (1, "a1", "Nova Reyes")
    assert known["candidates"][0]["artist"] == {"id": "a1"}
    assert known["candidates"][0]["operation"] == "identical"
    weights = [item["weight"] for item in known["evidence"]]
    assert weights == sorted(weights, reverse=True)
    assert {"name", "isni"} <= {item["type"] for item in known["evidence"]}


def test_thresholds_are_the_askers(screen: Callable[..., Any]) -> None:
    drafts = [{"name": "Nova Reyes", "isni": "0000000121032683"}]
    [high] = screen(ARTISTS, artists=drafts, attachAt=1.0, holdAt=0.2)["answers"]
    assert (high["decision"], high["reason"]) == ("HOLD", "AMBIGUOUS")
    [low] = screen(ARTISTS, artists=drafts, attachAt=high["probability"], holdAt=0.2)["answers"]
    assert (low["decision"], low["reason"], low["targetId"]) == ("ATTACH", "SAME_ACT", "a1")
    assert low["probability"] == high["probability"]


def test_a_batch_costs_one_statement_a_level(run: Run[Any], ready: Snapshot) -> None:
    async def work(client: Client) -> list[str]:
        await screened(client, ARTISTS, artists=[{"name": "Nova Reyes"}, {"name": "Sleep Tide"}, {"name": "Deep Tide"}])
        return list(client.statements)

    assert run(work) == ["read_artist_nodes"]


def test_a_release_is_held_against_the_page_that_it_asks_for(screen: Callable[..., Any]) -> None:
    home = {
        "title": "Light II",
        "artistNames": ["Nova Reyes"],
        "labelId": "l1",
        "distributorId": "d1",
        "payees": [{"id": "p1"}],
    }
    asked = {"title": "Light III", "artistIds": ["a1"], "payees": [{"accountHash": "h1"}],
             "recordings": [{"title": "Light", "isrc": "US-AB1-20-00001", "contributors": [{"name": "Ana Reyes"}]}]}  # fmt: skip
    nobody = {"title": "Quiet", "artistNames": ["Zvyzz Quxblorp"]}
    batch = screen(RELEASES, releases=[home, asked, nobody])
    first, second, third = batch["answers"]
    assert [answer["number"] for answer in (first, second, third)] == [0, 1, 2]
    assert (first["targetId"], first["claim"]) == ("a1", "MISATTRIBUTION")
    assert (second["targetId"], second["candidates"]) == ("a1", [{"artistId": "a1"}])
    assert {"payee", "registrant"} & {item["type"] for item in second["evidence"]}
    assert (third["decision"], third["reason"], third["targetId"]) == ("NEW_PAGE", "NOTHING_ALIKE", None)


def test_a_release_for_an_artist_that_is_not_there_is_held(screen: Callable[..., Any]) -> None:
    alone = {"title": "Light II", "artistIds": ["a77"]}
    beside = {"title": "Light III", "artistIds": ["a1", "a77", "a78", "a77"], "artistNames": ["Sleep Tide"]}
    known = {"title": "Light IV", "artistIds": ["a1"]}
    first, second, third = screen(RELEASES, releases=[alone, beside, known])["answers"]
    for answer, unknown in ((first, ["a77"]), (second, ["a77", "a78"])):
        assert (answer["decision"], answer["reason"], answer["probability"]) == ("HOLD", "UNKNOWN_ARTIST", 1.0)
        assert answer["unknownArtistIds"] == unknown
    assert (first["targetId"], first["candidates"]) == (None, [])
    assert (third["reason"] == "UNKNOWN_ARTIST", third["unknownArtistIds"]) == (False, [])


@pytest.mark.parametrize(
    ("draft", "what"),
    [
        ({"title": "T"}, "`releases[0]` names no artist"),
        ({"title": "T", "artistNames": ["Nova Reyes", " "]}, "releases[0].artistNames[1]"),
        ({"title": " ", "artistIds": ["a1"]}, "releases[0].title"),
    ],
)
def test_a_release_of_nobody_is_refused(fail: Callable[..., Any], draft: dict[str, Any], what: str) -> None:
    error = fail(RELEASES, releases=[draft])
    assert error["extensions"]["code"] == "bad-argument"
    assert what in error["message"]


@pytest.mark.parametrize(
    ("draft", "what"),
    [
        ({"name": " "}, "artists[0].name"),
        ({"name": "A", "isni": "123"}, "no isni"),
        ({"name": "A", "imagePhash": "xyz"}, "no image_phash"),
        ({"name": "A", "urls": ["nowhere"]}, "no web address"),
        ({"name": "A", "recordings": [{"title": "T", "isrc": "1"}]}, "artists[0]"),
        ({"name": "A", "aliases": ["B"] * 51}, "`artists[0].aliases` is 51, expected 0 to 50"),
        ({"name": "A", "urls": ["https://a.example"] * 51}, "urls` is 51"),
        ({"name": "A", "genres": ["pop"] * 51}, "genres` is 51"),
        ({"name": "A", "payees": [{"id": "p1"}] * 51}, "payees` is 51"),
        ({"name": "A", "recordings": [{"title": "T"}] * 501}, "recordings` is 501"),
        (
            {"name": "A", "recordings": [{"title": "T", "contributors": [{"name": "C"}] * 1001}] * 2},
            "recordings.contributors` is 2002",
        ),
        ({"name": "A", "recordings": [{"title": "T", "featured": ["F"] * 501}]}, "recordings.featured` is 501"),
    ],
)
def test_what_is_no_draft_is_refused(fail: Callable[..., Any], draft: dict[str, Any], what: str) -> None:
    error = fail(ARTISTS, artists=[draft])
    assert error["extensions"]["code"] == "bad-argument"
    assert what in error["message"]


@pytest.mark.parametrize(
    ("draft", "what"),
    [
        ({"title": "T", "artistIds": ["a1"] * 101}, "`releases[0].artistIds` is 101, expected 0 to 100"),
        ({"title": "T", "artistNames": ["A"] * 101}, "artistNames` is 101"),
    ],
)
def test_a_release_of_too_many_is_refused(fail: Callable[..., Any], draft: dict[str, Any], what: str) -> None:
    error = fail(RELEASES, releases=[draft])
    assert error["extensions"]["code"] == "bad-argument"
    assert what in error["message"]


def test_drafts_become_rows_off_the_event_loop(run: Run[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[int] = []
    real = screening_drafts.draft_tables
    monkeypatch.setattr(
        screening_drafts, "draft_tables", lambda rows: (threads.append(threading.get_ident()), real(rows))[1]
    )

    async def work(client: Client) -> int:
        await client.post(ARTISTS, artists=[{"name": "A"}])
        await client.post(RELEASES, releases=[{"title": "A", "artistNames": ["B"]}])
        return threading.get_ident()

    loop = run(work)
    assert len(threads) == 2
    assert loop not in threads


@pytest.mark.parametrize("variables", [{"artists": []}, {"artists": [{"name": "A"}] * 501}])
def test_batches_have_one_to_500_drafts(fail: Callable[..., Any], variables: Any) -> None:
    assert fail(ARTISTS, **variables)["extensions"]["code"] == "bad-argument"


@pytest.mark.parametrize(("attach_at", "hold_at"), [(0.4, 0.5), (1.1, 0.5), (0.9, -0.1)])
def test_thresholds_are_probabilities_in_order(fail: Callable[..., Any], attach_at: float, hold_at: float) -> None:
    error = fail(ARTISTS, artists=[{"name": "A"}], attachAt=attach_at, holdAt=hold_at)
    assert error["extensions"]["code"] == "bad-argument"


def test_without_a_snapshot_it_says_so(run: Run[Any], latest: Path) -> None:
    async def work(client: Client) -> Any:
        await asyncio.sleep(0.2)
        return await client.fail(ARTISTS, artists=[{"name": "A"}])

    error = run(work)
    assert error["extensions"]["code"] == "screening-not-ready"
    assert "namesake detect" in error["message"]


def test_screening_takes_its_permission(run: Run[Any], graph: Graph) -> None:
    token = make_key(graph, role="reader")

    async def work(client: Client) -> Any:
        client.http.headers["Authorization"] = f"Bearer {token}"
        return await client.fail(ARTISTS, artists=[{"name": "A"}])

    assert run(work)["extensions"]["code"] == "forbidden"


def test_a_new_snapshot_is_taken_up_once_its_run_has_published(
    filled: Graph, latest: Path, server_settings: Settings, server: Connection
) -> None:
    write_snapshot(take_snapshot(filled, now=NOW), latest)
    service = Screening(latest, lambda: connect(server, server_settings))

    async def run_id() -> str | None:
        async def seen() -> str | None:
            screener, _ = await service.ask(lambda screener: None)
            return screener.run_id

        return await seen()

    with pytest.raises(ScreeningNotReady):
        asyncio.run(run_id())
    service.refresh()
    assert asyncio.run(run_id()) is None
    run_detectors(filled)
    service.refresh()
    assert asyncio.run(run_id()) == "run2"


def test_the_priors_are_those_of_the_run(ready: Snapshot, filled: Graph) -> None:
    run = read_run_of(filled, ready.manifest.content_hash)
    assert run is not None
    assert run.model == model_id(read_model())
    assert set(run.identities["artist_id"]) >= {"a1", "a2", "a3", "a4"}
    quiet = replace(run, prior_shift=-1.5)
    assert build_screener(ready, quiet).shift == -1.5
    assert build_screener(ready, replace(quiet, model="another")).shift == 0.0
    assert read_run_of(filled, "another") is None


def test_half_of_a_surrogate_pair_is_no_text() -> None:
    with pytest.raises(BadArgument, match="no Unicode"):
        artist_rows([ArtistDraft(name="A\ud800")])
    with pytest.raises(BadArgument, match="no Unicode"):
        release_rows([ReleaseDraft(title="A", artist_names=["\ud800"])])
