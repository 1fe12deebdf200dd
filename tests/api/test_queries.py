"""What the queries answer over a small graph in a real Neo4j."""

from collections.abc import Callable
from typing import Any

import pytest

from api.schema.fields import FindingKind
from graph.findings import KINDS, Detection
from graph.session import Graph, Statement
from graph.store import publish, read_finding_rows

pytestmark = pytest.mark.usefixtures("filled")
Ask = Callable[..., Any]


def nodes(connection: Any) -> list[Any]:
    return [edge["node"] for edge in connection["edges"]]


def test_an_artist_with_what_surrounds_it(ask: Ask) -> None:
    artist = ask(
        """{ artist(id: "a1") {
            id name aliases genres followers createdOn verified onlyReferredTo
            identity { id probability profiles { id } }
            releases(first: 10) { totalCount edges { node {
                id releaseDate receivedAt label { name } distributor { name } artists { id }
                payouts { share amount currency period payee { id name releases { totalCount edges { node { id } } } } }
                recordings { id isrc streams28d aiDisclosure featuredArtists { id name onlyReferredTo }
                    contributions { partyName role ipi artist { id } } releases { id } } } } }
            recordings { totalCount edges { node { id } } }
            findings { kind } signals { kind } clusters { id } } }"""
    )["artist"]
    assert (artist["name"], artist["aliases"], artist["genres"]) == ("Nova Reyes", ["N. Reyes"], [])
    assert (artist["followers"], artist["createdOn"], artist["verified"]) == (3_000_000_000, "2015-05-01", True)
    assert artist["identity"] == {"id": "a1", "probability": 1.0, "profiles": [{"id": "a1"}]}
    releases = nodes(artist["releases"])
    assert [release["id"] for release in releases] == ["r7", "r3", "r2", "r1"]
    assert artist["releases"]["totalCount"] == 4
    oldest = releases[-1]
    assert oldest["receivedAt"] == "2020-01-01T12:00:00+00:00"
    assert (oldest["label"]["name"], oldest["distributor"]["name"]) == ("Tidal Wave", "Giant")
    [payout] = oldest["payouts"]
    assert (payout["share"], payout["amount"], payout["currency"], payout["period"]) == (1.0, 10.5, "EUR", "2026-10")
    assert nodes(payout["payee"]["releases"]) == [{"id": "r1"}]
    [recording] = oldest["recordings"]
    assert (recording["isrc"], recording["streams28d"], recording["aiDisclosure"]) == ("USAB12000001", 5, ["none"])
    assert recording["featuredArtists"] == [{"id": "a9", "name": None, "onlyReferredTo": True}]
    assert recording["contributions"] == [
        {"partyName": "Ana Reyes", "role": "composer", "ipi": "1", "artist": {"id": "a1"}},
        {"partyName": "Bo", "role": "producer", "ipi": None, "artist": None},
    ]
    assert {finding["kind"] for finding in artist["findings"]} == {"IMPERSONATION", "MISATTRIBUTION"}


def test_what_an_artist_brings_along_is_what_its_fields_would_load(ask: Ask) -> None:
    releases = """releases(first: 3) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node {
        id title receivedAt label { id name } distributor { id name } } } }"""
    for id in ("a1", "a3", "a9"):
        both = ask(f'{{ artist(id: "{id}") {{ name {releases} }} other: artist(id: "{id}") {{ id }} }}')
        assert ask(f'{{ artist(id: "{id}") {{ name {releases} }} }}')["artist"] == both["artist"]
    assert ask(f'{{ artist(id: "nobody") {{ name {releases} }} }}')["artist"] is None


def test_a_page_that_is_too_large_is_refused_where_it_is_asked_for(fail: Ask) -> None:
    error = fail('{ artist(id: "a1") { releases(first: 101) { totalCount } } }')
    assert error["path"] == ["artist", "releases"]


def test_what_is_not_there_is_null(ask: Ask) -> None:
    answer = ask(
        """{ artist(id: "x") { id } release(id: "x") { id } recording(id: "x") { id } payee(id: "x") { id }
        identity(id: "x") { id } distributor(id: "x") { id } label(id: "x") { id } run(id: "x") { id } cluster(id: "x") { id } finding(id: "x") { id } }"""
    )
    assert set(answer.values()) == {None}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nova reyes", ["a1", "a2"]),
        ("nova rey", ["a1", "a2"]),
        ("nova reyez", ["a1", "a2"]),
        ("tide", ["a3", "a4"]),
        ("0000 0001 2103 2683", ["a1"]),
        ("US-AB1-20-00001", ["a1"]),
        ("000000000004", ["a2"]),
        ("0000000000004", ["a2"]),
        ("nobody", []),
        ('") OR *:* AND (', []),
        ("!!!", []),
    ],
)
def test_search_knows_names_and_identifiers(ask: Ask, text: str, found: list[str]) -> None:
    answer = ask("query($text: String!) { searchArtists(text: $text) { edges { node { id } } } }", text=text)
    assert sorted(node["id"] for node in nodes(answer["searchArtists"])) == found


def test_findings_agree_with_the_export(ask: Ask, filled: Graph) -> None:
    answer = ask(
        """{ findings { totalCount edges { node {
            id kind score prior status firstSeen lastSeen runId memberIds evidence { type weight text }
            subject { __typename ...ids } target { __typename ...ids } members { id } } } } }
        fragment ids on Subject { ... on Artist { id } ... on Release { id } ... on Recording { id } ... on Cluster { id } }"""
    )["findings"]
    exported = read_finding_rows(filled)
    assert answer["totalCount"] == len(exported) == 4
    for node, row in zip(nodes(answer), exported, strict=True):
        assert (node["id"], node["score"], node["prior"]) == (row["finding_id"], row["score"], row["prior"])
        assert (node["kind"].lower(), node["status"], node["runId"]) == (row["kind"], row["status"], row["run_id"])
        assert (node["firstSeen"], node["lastSeen"]) == (row["first_seen"], row["last_seen"])
        assert node["evidence"] == row["evidence"]
        for end in ("subject", "target"):
            shown = node[end] and {"type": node[end]["__typename"].lower(), "id": node[end]["id"]}
            assert shown == row.get(end)
        assert node["memberIds"] == row.get("members", []) == [member["id"] for member in node["members"]]


def test_findings_are_filtered(ask: Ask, filled: Graph) -> None:
    filled.write(Statement("dismiss", "MATCH (f:Finding {kind: 'misattribution'}) SET f.status = 'dismissed'"))
    query = """query($kind: FindingKind, $status: String, $minScore: Float) {
        findings(kind: $kind, status: $status, minScore: $minScore) { totalCount edges { node { kind } } } }"""

    def kinds(**variables: Any) -> list[str]:
        found = ask(query, **variables)["findings"]
        assert found["totalCount"] == len(found["edges"])
        return [node["kind"] for node in nodes(found)]

    assert kinds(kind="CONTENT_FARM") == ["CONTENT_FARM"]
    assert kinds(status="dismissed") == ["MISATTRIBUTION"]
    assert kinds(status="open", minScore=0.9) == ["CONTENT_FARM", "IMPERSONATION"]


def test_lists_hold_only_the_last_runs_findings_and_clusters(ask: Ask, filled: Graph) -> None:
    before = read_finding_rows(filled)[0]["finding_id"]
    publish(filled, Detection(), run_id="run2", today="2026-11-25", snapshot_hash="s2")
    answer = ask(
        """query($id: ID!) { findings { totalCount } clusters { totalCount } cluster(id: "c1") { id }
        finding(id: $id) { id } artist(id: "a3") { findings { id } clusters { id } } }""",
        id=before,
    )
    assert answer == {
        "findings": {"totalCount": 0},
        "clusters": {"totalCount": 0},
        "cluster": None,
        "finding": {"id": before},
        "artist": {"findings": [], "clusters": []},
    }


def test_a_cluster_with_its_members(ask: Ask) -> None:
    answer = ask(
        """{ clusters { totalCount edges { node { id kind size previousSize score firstSeen
            members(first: 1) { totalCount pageInfo { hasNextPage } edges { node { id clusters { id } } } }
            findings { kind } } } } }"""
    )["clusters"]
    assert answer["totalCount"] == 1
    [cluster] = nodes(answer)
    assert (cluster["id"], cluster["kind"], cluster["firstSeen"]) == ("c1", "CONTENT_FARM", "2026-11-23")
    assert (cluster["size"], cluster["previousSize"], cluster["score"]) == (2, 1, 0.95)
    assert cluster["members"]["totalCount"] == 2
    assert cluster["members"]["pageInfo"]["hasNextPage"] is True
    assert nodes(cluster["members"]) == [{"id": "a3", "clusters": [{"id": "c1"}]}]
    assert cluster["findings"] == [{"kind": "CONTENT_FARM"}]


def test_signals_of_an_artist(ask: Ask) -> None:
    [signal] = ask('{ artist(id: "a3") { signals { kind score source observedAt } } }')["artist"]["signals"]
    assert signal == {"kind": "ai_generated", "score": 0.9, "source": "ear", "observedAt": "2026-01-01T00:00:00+00:00"}


def test_pages_join_to_the_whole_list(ask: Ask) -> None:
    query = """query($after: String) { artist(id: "a1") { releases(first: 3, after: $after) {
        pageInfo { hasNextPage hasPreviousPage endCursor startCursor } edges { cursor node { id } } } } }"""
    first = ask(query)["artist"]["releases"]
    assert first["pageInfo"]["hasNextPage"] is True
    assert first["pageInfo"]["hasPreviousPage"] is False
    second = ask(query, after=first["pageInfo"]["endCursor"])["artist"]["releases"]
    assert second["pageInfo"]["hasNextPage"] is False
    assert second["pageInfo"]["hasPreviousPage"] is True
    assert [node["id"] for node in nodes(first) + nodes(second)] == ["r7", "r3", "r2", "r1"]


@pytest.mark.parametrize("field", ['searchArtists(text: "nova reyes", ', "findings(", "clusters("])
def test_top_lists_join_to_the_whole(ask: Ask, field: str) -> None:
    name = field.split("(")[0]
    whole = [node["id"] for node in nodes(ask(f"{{ {field} first: 100) {{ edges {{ node {{ id }} }} }} }}")[name])]
    seen: list[str] = []
    after = None
    while True:
        query = f"query($after: String) {{ {field} first: 1, after: $after) {{ pageInfo {{ hasNextPage endCursor }} edges {{ node {{ id }} }} }} }}"
        page = ask(query, after=after)[name]
        seen += [node["id"] for node in nodes(page)]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == whole


def test_every_kind_of_finding_has_its_word() -> None:
    assert tuple(kind.value for kind in FindingKind) == KINDS
