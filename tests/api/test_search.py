"""Search finds things by identifier, id, name and title, and says how."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from api_client import Client, Run

from graph.capture import take_snapshot
from graph.keys import create_key
from graph.read_search import STOP_WORDS, parse_identifier
from graph.session import Graph, Statement
from graph.settings import Settings
from graph.snapshot import write_snapshot

pytestmark = pytest.mark.usefixtures("filled")
Ask = Callable[..., Any]
SEARCH = """query($text: String!, $types: [SearchType!], $first: Int = 100, $after: String) {
    search(text: $text, types: $types, first: $first, after: $after) {
        facets { type count } pageInfo { hasNextPage endCursor }
        edges { matchedOn node { __typename ... on Artist { id } ... on Release { id } ... on Recording { id }
            ... on Label { id } ... on Distributor { id } ... on Payee { id } } } } }"""


def found(answer: Any) -> list[tuple[str, str]]:
    return [
        (edge["node"]["__typename"] + ":" + edge["node"]["id"], edge["matchedOn"]) for edge in answer["search"]["edges"]
    ]


CASES: tuple[tuple[str, list[tuple[str, str]]], ...] = (
    ("reyes music", [("Payee:p1", "name")]),
    ("tidal wave", [("Label:l1", "name")]),
    ("giannt", [("Distributor:d1", "name")]),
    ("release 3", [("Release:r3", "title")]),
    ("Light", [("Recording:t1", "title")]),
    ("t1", [("Recording:t1", "id")]),
    ("0000 0001 2103 2683", [("Artist:a1", "isni")]),
    ("https://isni.org/isni/0000000121032683", [("Artist:a1", "isni")]),
    ("US-AB1-20-00001", [("Recording:t1", "isrc")]),
    ("0000000000004", [("Release:r4", "upc")]),
    ("nobody", []),
    ('") OR *:* AND (', []),
)


def test_search_says_what_it_found_and_how(ask: Ask) -> None:
    for text, expected in CASES:
        assert found(ask(SEARCH, text=text)) == expected, text


def test_types_narrow_a_search_and_facets_count_it(ask: Ask) -> None:
    answer = ask(SEARCH, text="tide")
    assert {name for name, _ in found(answer)} == {"Artist:a3", "Artist:a4", "Recording:t2"}
    assert found(answer)[0] == ("Recording:t2", "title")  # the whole title, before others with the word
    assert answer["search"]["facets"][0] == {"type": "ARTIST", "count": 2}
    assert [name for name, _ in found(ask(SEARCH, text="tide", types=["ARTIST"]))] == ["Artist:a3", "Artist:a4"]
    assert found(ask(SEARCH, text="US-AB1-20-00001", types=["RELEASE"])) == []


def test_pages_of_a_search_join_to_the_whole(ask: Ask) -> None:
    whole = found(ask(SEARCH, text="release"))
    pages, after = [], None
    for _ in whole:
        answer = ask(SEARCH, text="release", first=1, after=after)
        pages += found(answer)
        after = answer["search"]["pageInfo"]["endCursor"]
    assert len(whole) == 7
    assert pages == whole
    assert answer["search"]["pageInfo"]["hasNextPage"] is False


def test_payees_are_found_by_whom_they_may_be_read(run: Any, filled: Graph) -> None:
    _, token = create_key(filled, name="r", role="reader", days=None, by="test")

    async def work(client: Any) -> list[Any]:
        async def post(**variables: Any) -> Any:
            body = {"query": SEARCH, "variables": variables}
            return (await client.http.post("/graphql", json=body, headers={"Authorization": f"Bearer {token}"})).json()

        return [await post(text="reyes music"), await post(text="reyes music", types=["PAYEE"])]

    unasked, asked = run(work)
    assert unasked["data"]["search"]["edges"] == []
    assert asked["errors"][0]["extensions"]["code"] == "forbidden"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("isni 0000 0001 2103 2683", ["isni:0000000121032683", "isni:0000 0001 2103 2683"]),
        ("IPI 123456789", ["ipi:00123456789", "ipi:123456789", "ipi:IPI 123456789"]),
        ("[a125246]", ["discogs_id:125246"]),
        ("discogs:125246", ["discogs_id:125246"]),
        ("20244d07-534f-4eff-b4d4-930878889970", ["musicbrainz_id:20244d07-534f-4eff-b4d4-930878889970"]),
    ],
)
def test_identifiers_are_known_by_their_form(text: str, form: list[str]) -> None:
    assert (parse_identifier(text) or {})["identifiers"] == form


def test_an_address_names_its_number_too() -> None:
    [number, *addresses] = (parse_identifier("https://www.discogs.com/artist/125246-Nirvana") or {})["identifiers"]
    assert number == "discogs_id:125246"
    assert "url:https://www.discogs.com/artist/125246-Nirvana" in addresses
    assert parse_identifier("Nova Reyes") is None
    assert parse_identifier("a17") is None


NAMES = {
    "b1": "Règré Lélanlan", "b2": "Ώρα Μήίώρ", "b3": "Όρπα", "b4": "Дождь", "b5": "Denford Pilots", "b6": "The The", "b7": "No Doubt", "b8": "Novareyés"
}  # fmt: skip
ADD = Statement("add", "UNWIND keys($names) AS id CREATE (:Artist {id: id, name: $names[id], record_hash: 'x'})")


@pytest.fixture
def named(filled: Graph) -> Graph:
    filled.write(ADD, names=NAMES)
    filled.write(Statement("wait", "CALL db.awaitIndexes(60)"))
    return filled


@pytest.mark.usefixtures("named")
def test_accents_are_put_aside_and_small_words_do_not_hide_a_name(ask: Ask) -> None:
    for text in ("Regre Lelanlan", "règré lélanlan", "Règré Lé", "regr", "Règre Lelanlam"):
        assert found(ask(SEARCH, text=text)) == [("Artist:b1", "name")], text
    assert found(ask(SEARCH, text="no doubt"))[0] == ("Artist:b7", "name")
    assert found(ask(SEARCH, text="the the")) == [("Artist:b6", "name")]
    assert ask(SEARCH, text="the the")["search"]["facets"] == [{"type": "ARTIST", "count": 1}]


def test_the_words_that_the_index_leaves_out_are_known(graph: Graph) -> None:
    analyzers = "CALL db.index.fulltext.listAvailableAnalyzers() YIELD analyzer, stopwords"
    [row] = graph.read(Statement("words", f"{analyzers} WHERE analyzer = 'standard-folding' RETURN stopwords AS words"))
    assert set(row["words"]) == STOP_WORDS


SAME_WORDS = Statement(
    "same_words",
    "CREATE (:Recording {id: 'w1', title: 'Dwalmo (dub)'}), (:Release {id: 'w2', title: 'Dwalmo Dwalmo'}), (:Label {id: 'w3', name: 'Dwalmo Records'}), "
    "(:Payee {id: 'w4', name: 'Dwalmo Ltd'}), (:Artist {id: 'w5', name: 'The Longest Night of Dwalmo', record_hash: 'x'}), "
    "(:Artist {id: 'w6', name: 'Dwalmota', record_hash: 'x'}), (:Artist {id: 'w7', name: 'Dwolmo', record_hash: 'x'}), "
    "(:Recording {id: 'w8', title: 'Dwalmov'}), (:Recording {id: 'w9', title: 'Dwalmo'})",
)


def test_artists_come_first_among_what_fits_equally_well(ask: Ask, filled: Graph) -> None:
    filled.write(SAME_WORDS)
    filled.write(Statement("wait", "CALL db.awaitIndexes(60)"))
    whole = ["Recording:w9"]
    exact = ["Artist:w5", "Recording:w1", "Release:w2", "Label:w3", "Payee:w4"]
    begun = ["Artist:w6", "Recording:w8"]
    assert [name for name, _ in found(ask(SEARCH, text="dwalmo"))] == [*whole, *exact, *begun, "Artist:w7"]


@pytest.fixture
def snapshot(named: Graph, server_settings: Settings) -> Iterator[None]:
    """The newest snapshot has the graph's names."""
    folder = server_settings.data_dir / "snapshots" / "latest"
    shutil.rmtree(folder, ignore_errors=True)
    write_snapshot(take_snapshot(named, now=datetime(2026, 11, 24)), folder)
    yield
    shutil.rmtree(folder, ignore_errors=True)


async def once_ready(client: Client) -> None:
    """Wait until the service has read the snapshot."""
    for _ in range(200):
        if found(await client.ask(SEARCH, text="Dozhd")):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("nothing is alike after ten seconds")


@pytest.mark.usefixtures("snapshot")
def test_artists_called_alike_follow_those_whose_words_fit(run: Run[Any]) -> None:
    async def work(client: Client) -> None:
        await once_ready(client)
        for text, id in (("Ωρα Μηιωρ", "b2"), ("Orpa", "b3"), ("Dozhd", "b4"), ("Denfordpilots", "b5")):
            assert found(await client.ask(SEARCH, text=text))[0] == (f"Artist:{id}", "alike"), text
            artists = "query($text: String!) { searchArtists(text: $text) { edges { node { id } } } }"
            assert (await client.ask(artists, text=text))["searchArtists"]["edges"][0]["node"]["id"] == id
        assert found(await client.ask(SEARCH, text="Dozhd", types=["RELEASE"])) == []

    run(work)


@pytest.mark.usefixtures("snapshot")
def test_pages_join_to_the_whole_with_those_called_alike(run: Run[Any]) -> None:
    async def work(client: Client) -> None:
        await once_ready(client)
        whole = found(await client.ask(SEARCH, text="nova reyes"))
        assert whole[:2] == [("Artist:a1", "name"), ("Artist:a2", "name")]
        assert whole[2] == ("Artist:b8", "alike")
        assert len(whole) == len(dict(whole))
        pages, after, more = [], None, True
        while more:
            page = await client.ask(SEARCH, text="nova reyes", first=1, after=after)
            pages += found(page)
            after, more = page["search"]["pageInfo"]["endCursor"], page["search"]["pageInfo"]["hasNextPage"]
        assert pages == whole

    run(work)


def test_a_cursor_is_good_for_its_own_search_only(ask: Ask, fail: Ask) -> None:
    cursor = ask(SEARCH, text="release", first=1)["search"]["pageInfo"]["endCursor"]
    for variables in ({"text": "tide"}, {"text": "release", "types": ["ARTIST"]}):
        assert fail(SEARCH, after=cursor, **variables)["message"] == "`after` is a cursor of another list"
