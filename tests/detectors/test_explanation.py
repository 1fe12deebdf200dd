import polars as pl

from detectors.explanation import evidence_path, explain_members, shared_ties
from graph.records import RECORDS
from graph.snapshot import Snapshot, snapshot_from_records


def table(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=RECORDS[name].schema)


def chain() -> Snapshot:
    """a1 and a2 are paid to p1; a2 and a3 have one cover; a4 has nothing in common with anyone."""
    covers = {"a2": "00000000000000ff", "a3": "00000000000000ff", "a4": "ffffffff00000000"}
    names = ["a1", "a2", "a3", "a4"]
    paid = {"a1": "p1", "a2": "p1", "a3": "p3", "a4": "p4"}
    return snapshot_from_records(
        {
            "artists": table("artists", [{"artist_id": a, "name": a.upper()} for a in names]),
            "payees": table("payees", [{"payee_id": p, "name": p} for p in ("p1", "p3", "p4")]),
            "releases": table(
                "releases",
                [
                    {"release_id": f"r-{a}", "title": "t", "artist_ids": [a], "cover_phash": covers.get(a)}
                    for a in names
                ],
            ),
            "payouts": table("payouts", [{"payee_id": paid[a], "release_id": f"r-{a}"} for a in names]),
        }
    )


def test_the_shared_things_are_listed_with_how_many_share_them() -> None:
    rows = shared_ties(chain(), ["a1", "a2", "a3"]).select("kind", "members_sharing", "degree").rows()
    assert sorted(rows) == [("cover", 2, 2), ("payee", 2, 2)]


def test_the_graph_holds_members_and_things() -> None:
    graph = explain_members(chain(), ["a1", "a2", "a4"])
    assert sorted(graph) == ["artist:a1", "artist:a2", "artist:a4", "payee:p1"]
    assert graph.nodes["artist:a1"]["name"] == "A1"
    assert graph.degree("artist:a4") == 0


def test_the_path_names_what_leads_from_one_artist_to_another() -> None:
    assert evidence_path(chain(), "a1", "a3") == [
        "artist:a1",
        "payee:p1",
        "artist:a2",
        "cover:00000000000000ff",
        "artist:a3",
    ]


def test_there_is_no_path_to_a_stranger() -> None:
    assert evidence_path(chain(), "a1", "a4") == []
