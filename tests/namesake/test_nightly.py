"""A night as its operator sees it: what is loaded, what is left, what is kept, what is done again."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from whole_graph import whole_graph

from detectors.evidence import model_id, read_model, write_model
from graph.errors import MissingInput, NightRunning
from graph.findings import Cluster
from graph.server import Connection
from graph.session import Graph, Statement
from graph.settings import Settings
from namesake import console
from namesake.detect import detect_graph
from namesake.night_files import read_clusters_file, write_clusters
from namesake.night_state import night_order, read_nights, save
from namesake.nightly import NightOptions, run_night

Run = Callable[..., dict[str, Any]]
EXPORTS = ("findings.jsonl", "identities.jsonl", "clusters.jsonl")


@pytest.fixture
def settings(graph: Graph, server: Connection, server_settings: Settings, tmp_path: Path) -> Settings:
    (tmp_path / "drop").mkdir()
    return replace(
        server_settings,
        data_dir=tmp_path / "data",
        drop_dir=tmp_path / "drop",
        drop_settle_s=0,
        nights_kept=2,
        neo4j_uri=server.uri,
        neo4j_user=server.user,
        neo4j_password=server.password,
    )


@pytest.fixture
def run(settings: Settings) -> Run:
    def night(**options: Any) -> dict[str, Any]:
        with console.progress() as progress:
            return run_night(settings, options=NightOptions(**{"with_red_team": False, **options}), progress=progress)

    return night


def catalog(folder: Path, names: dict[str, str]) -> Path:
    """Two profiles of each name in `names`; they share an ISNI."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{key}{side},{name},{isni}" for key, (name, isni) in enumerate_isni(names) for side in "xy"]
    (folder / "artists.csv").write_text("\n".join(["artist_id,name,isni", *lines]) + "\n", encoding="utf-8")
    return folder


def enumerate_isni(names: dict[str, str]) -> list[tuple[str, tuple[str, str]]]:
    isni = ["0000000121032683", "0000000110918047", "0000000078519858"]
    return [(key, (name, isni[row % 3])) for row, (key, name) in enumerate(names.items())]


def stages(night: dict[str, Any]) -> dict[str, bool]:
    return {stage["name"]: stage["skipped"] for stage in night["stages"]}


def exports(settings: Settings, night: dict[str, Any]) -> list[str]:
    return [(settings.data_dir / "nights" / night["night_id"] / name).read_text() for name in EXPORTS]


def test_a_second_night_with_nothing_new_says_the_same(run: Run, settings: Settings, tmp_path: Path) -> None:
    catalog(tmp_path / "drop" / "catalog" / "one", {"a": "Nova Reyes", "b": "Tidal Bloom"})
    first, second = run(), run()
    assert [row["path"] for row in first["loads"]] == ["catalog/one"]
    assert (first["loads"][0]["written"], first["loads"][0]["quarantined"]) == (4, 0)
    assert second["loads"] == []
    assert (stages(second)["load"], stages(second)["detect"]) == (True, True)
    assert second["previous_night"] == first["night_id"]
    assert exports(settings, first) == exports(settings, second)
    assert len(exports(settings, first)[1].splitlines()) == first["counts"]["identities"] == 2


def test_a_changed_delivery_is_loaded_again_and_detected_again(run: Run, tmp_path: Path) -> None:
    folder = catalog(tmp_path / "drop" / "catalog" / "one", {"a": "Nova Reyes"})
    run()
    catalog(folder, {"a": "Nova Reyes", "b": "Tidal Bloom"})
    second = run()
    [row] = second["loads"]
    assert (row["written"], row["unchanged"]) == (2, 2)
    assert not stages(second)["detect"]
    assert second["counts"]["artists"] == 4


def test_an_emptied_graph_is_loaded_anew(run: Run, graph: Graph, tmp_path: Path) -> None:
    catalog(tmp_path / "drop" / "catalog" / "one", {"a": "Nova Reyes"})
    run()
    graph.run_alone(Statement("test_empty", "MATCH (n) WHERE NOT n:Store DETACH DELETE n"))
    second = run()
    assert [row["written"] for row in second["loads"]] == [2]
    assert second["counts"]["artists"] == 2


def test_of_two_catalogs_of_one_night_the_later_stands(run: Run, graph: Graph, tmp_path: Path) -> None:
    catalog(tmp_path / "drop" / "catalog" / "z", {"a": "First Name"})
    catalog(tmp_path / "drop" / "catalog" / "a", {"a": "Second Name"})
    run()
    names = graph.read(Statement("test", "MATCH (a:Artist) RETURN DISTINCT a.name AS name"))
    assert names == [{"name": "Second Name"}]


def test_a_bad_delivery_is_told_and_tried_again_and_the_others_are_loaded(run: Run, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    (drop / "catalog" / "bad").mkdir(parents=True)
    (drop / "catalog" / "bad" / "artists.csv").write_text("artist_id\na1\n")
    (drop / "catalog" / "rotten").mkdir()
    rows = "".join(f"l{number},{'' if number % 2 else 'x'}\n" for number in range(100))
    (drop / "catalog" / "rotten" / "labels.csv").write_text("label_id,name\n" + rows)
    (drop / "statements").mkdir()
    (drop / "statements" / "nobody.csv").write_text("What,Is,This\n1,2,3\n")
    catalog(drop / "catalog" / "sound", {"a": "Nova Reyes"})
    night = run()
    by_path = {row["path"]: row for row in night["loads"]}
    assert by_path["catalog/sound"]["written"] == 2
    assert by_path["catalog/bad"]["error"]["code"] == "missing-column"
    assert by_path["catalog/rotten"]["error"]["code"] == "too-many-bad-rows"
    assert by_path["catalog/rotten"]["quarantined"] == 50
    assert "error" in by_path["statements/nobody.csv"]
    assert sum("could not be loaded" in note for note in night["notes"]) == 3
    assert {row["path"] for row in run()["loads"]} == set(by_path) - {"catalog/sound"}


def test_a_statement_is_read_as_the_file_beside_it_says(run: Run, graph: Graph, tmp_path: Path) -> None:
    folder = tmp_path / "drop" / "statements"
    folder.mkdir()
    (folder / "acme.csv").write_text("Track;UPC;Net\nRain;0123456789012;1.50\n")
    [refused] = run()["loads"]
    assert refused["error"]["code"] == "missing-column"
    (folder / "acme.toml").write_text('layout = "our-layout.toml"\npayee = "p1"\n')
    (folder / "our-layout.toml").write_text(
        'name = "acme"\nheader = ["Net"]\n[columns]\namount = "Net"\nupc = "UPC"\ntitle = "Track"\n[constants]\ncurrency = "EUR"\n'
    )
    [row] = run()["loads"]
    assert "error" not in row
    [paid] = graph.read(Statement("test", "MATCH (p:Payee)<-[r]-() RETURN p.id AS payee, r.amount AS amount"))
    assert (paid["payee"], float(paid["amount"])) == ("p1", 1.5)
    (folder / "acme.toml").write_text("payee = 7\n")
    [wrong] = run()["loads"]
    assert wrong["error"]["code"] == "unreadable-input"


def test_many_messages_are_one_load_and_a_bad_one_does_not_stop_them(run: Run, graph: Graph, tmp_path: Path) -> None:
    folder = tmp_path / "drop" / "ddex"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.xml").write_text("<NewReleaseMessage/>")
    night = run()
    assert sum(row["deliveries"] for row in night["loads"]) == 5
    assert run()["loads"] == [] or all("error" in row for row in night["loads"])


def test_a_named_drop_folder_must_exist(run: Run, tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="nowhere"):
        run(drop=tmp_path / "nowhere")


def test_only_the_newest_nights_keep_their_snapshots(run: Run, settings: Settings, tmp_path: Path) -> None:
    catalog(tmp_path / "drop" / "catalog" / "one", {"a": "Nova Reyes"})
    ids = [run()["night_id"] for _ in range(3)]
    today = ids[0]
    assert ids == [today, f"{today}-2", f"{today}-3"]
    nights = settings.data_dir / "nights"
    assert [(nights / one / "snapshot").is_dir() for one in ids] == [False, True, True]
    assert all((nights / one / "findings.jsonl").is_file() for one in ids)


def test_an_earlier_days_night_is_finished_before_tonights(run: Run, settings: Settings, tmp_path: Path) -> None:
    catalog(tmp_path / "drop" / "catalog" / "one", {"a": "Nova Reyes"})
    first = run()
    nights = settings.data_dir / "nights"
    [night] = read_nights(nights)
    yesterday = (date.fromisoformat(night.date) - timedelta(days=1)).isoformat()
    (nights / night.night_id).rename(nights / yesterday)  # as if it had been killed after its detection, a day ago
    night.night_id, night.date, night.finished = yesterday, yesterday, False
    del night.stages[3:]
    save(nights, night)
    second = run()
    assert [one.night_id for one in read_nights(nights)] == [yesterday, first["night_id"]]
    assert second["previous_night"] == yesterday
    assert all(one.finished for one in read_nights(nights))


def test_another_model_makes_an_unfinished_night_detect_again(run: Run, settings: Settings, tmp_path: Path) -> None:
    catalog(tmp_path / "drop" / "catalog" / "one", {"a": "Nova Reyes"})
    first = run()
    [night] = read_nights(settings.data_dir / "nights")
    night.finished = False
    del night.stages[4:]
    save(settings.data_dir / "nights", night)
    second = run(model=other_model(tmp_path / "other.json"))
    assert second["night_id"] == first["night_id"]
    assert second["model"] != first["model"]
    assert json.loads((Path(second["folder"]) / "detection.json").read_text())["model"] == second["model"]


def test_stages_done_twice_leave_the_same(run: Run, graph: Graph, settings: Settings, tmp_path: Path) -> None:
    catalog(tmp_path / "drop" / "catalog" / "one", {"a": "Nova Reyes", "b": "Tidal Bloom"})
    first = run()
    before, graph_before = exports(settings, first), whole_graph(graph)
    [night] = read_nights(settings.data_dir / "nights")
    night.finished = False  # as if it had been killed after its transaction and before that was noted
    del night.stages[3:]
    save(settings.data_dir / "nights", night)
    assert run()["night_id"] == first["night_id"]
    assert (exports(settings, first), whole_graph(graph)) == (before, graph_before)


def test_a_lost_file_is_made_again(run: Run, settings: Settings, tmp_path: Path) -> None:
    catalog(tmp_path / "drop" / "catalog" / "one", {"a": "Nova Reyes"})
    first = run()
    [night] = read_nights(settings.data_dir / "nights")
    night.finished = False
    save(settings.data_dir / "nights", night)
    (Path(first["folder"]) / "previous.jsonl").unlink()
    assert run()["night_id"] == first["night_id"]
    assert (Path(first["folder"]) / "previous.jsonl").is_file()


def test_a_shadow_model_is_compared_and_not_published(run: Run, settings: Settings, tmp_path: Path) -> None:
    catalog(tmp_path / "drop" / "catalog" / "one", {"a": "Nova Reyes", "b": "Nova Reyes"})
    first = run()
    night = run(shadow=Path(__file__).parents[2] / "detectors" / "model.json")
    compared = json.loads((Path(night["folder"]) / "shadow.json").read_text())
    assert (compared["appear"], compared["vanish"]) == ([], [])
    assert all(row["current"] == row["candidate"] for row in compared["by_kind"].values())
    assert exports(settings, first) == exports(settings, night)


def other_model(path: Path) -> Path:
    model = dict(read_model())
    model["identity"] = replace(model["identity"], prior=model["identity"].prior - 1)
    write_model(model, path)
    return path


def as_if_killed(settings: Settings, *, before: str) -> Path:
    """The last night as if it had been killed before this stage was done. Returns: its folder."""
    nights = settings.data_dir / "nights"
    night = read_nights(nights)[-1]
    night.finished = False
    del night.stages[[stage.name for stage in night.stages].index(before) :]
    save(nights, night)
    return nights / night.night_id


def test_done_again_without_a_stage_its_old_file_is_gone(run: Run, settings: Settings, tmp_path: Path) -> None:
    catalog(tmp_path / "drop" / "catalog" / "one", {"a": "Nova Reyes"})
    packaged = Path(__file__).parents[2] / "detectors" / "model.json"
    run(with_red_team=True, shadow=packaged)
    folder = as_if_killed(settings, before="report")
    assert (folder / "red_team.json").is_file()
    again = run(model=other_model(tmp_path / "other.json"))
    assert stages(again)["red team"]
    assert not (folder / "red_team.json").exists()
    assert not (folder / "shadow.json").exists()
    report = json.loads((folder / "report.json").read_text())
    assert (report["red_team"], report["shadow"]) == (None, None)
    as_if_killed(settings, before="report")
    assert not stages(run(model=tmp_path / "other.json", with_red_team=True))["red team"]
    assert (folder / "red_team.json").is_file()


def test_done_again_with_another_candidate_that_one_is_compared(run: Run, settings: Settings, tmp_path: Path) -> None:
    catalog(tmp_path / "drop" / "catalog" / "one", {"a": "Nova Reyes"})
    candidate = other_model(tmp_path / "other.json")
    run(shadow=Path(__file__).parents[2] / "detectors" / "model.json")
    folder = as_if_killed(settings, before="report")
    before = json.loads((folder / "shadow.json").read_text())["model"]
    run(shadow=candidate)
    after = json.loads((folder / "shadow.json").read_text())["model"]
    assert (before, after) == (model_id(read_model()), model_id(read_model(candidate)))


def test_what_waits_while_an_emptied_graph_is_loaded_anew_is_loaded_later(
    run: Run, graph: Graph, tmp_path: Path
) -> None:
    catalog(tmp_path / "drop" / "catalog" / "one", {"a": "Nova Reyes"})
    waiting = catalog(tmp_path / "drop" / "catalog" / "two", {"b": "Tidal Bloom"})
    run()
    graph.run_alone(Statement("test_empty", "MATCH (n) WHERE NOT n:Store DETACH DELETE n"))
    (waiting / "labels.csv.part").write_text("")  # as it is that night; it is loaded on the next one
    assert [row["path"] for row in run()["loads"]] == ["catalog/one"]
    (waiting / "labels.csv.part").unlink()
    assert [row["path"] for row in run()["loads"]] == ["catalog/two"]


def test_line_separators_in_a_members_id_are_read_back(tmp_path: Path) -> None:
    clusters = [
        Cluster("c1", "content_farm", ("a\u2028b", "c\u0085d"), 0.5),
        Cluster("c2", "content_farm", ("e",), 0.4),
    ]
    write_clusters(tmp_path / "previous.jsonl", clusters)
    assert read_clusters_file(tmp_path / "previous.jsonl") == clusters


def test_detecting_is_refused_while_a_night_runs(graph: Graph, settings: Settings) -> None:
    settings.data_dir.mkdir()
    with (
        FileLock(settings.data_dir / "night.lock"),
        console.progress() as progress,
        pytest.raises(NightRunning, match="namesake detect"),
    ):
        detect_graph(graph, settings=settings, only=(), model_path=None, progress=progress)


def test_two_nights_at_once_are_refused_with_their_own_exit_code(run: Run, settings: Settings) -> None:
    settings.data_dir.mkdir()
    with FileLock(settings.data_dir / "night.lock"), pytest.raises(NightRunning) as caught:
        run()
    assert caught.value.exit_code == 75


def test_night_ids_sort_by_day_and_number(tmp_path: Path) -> None:
    ids = ["2026-11-24", "2026-11-24-2", "2026-11-24-10", "2026-11-25"]
    assert sorted(("2026-11-25", *ids[:3]), key=night_order) == ids


RUNS = Statement(
    "runs", "MATCH (r:Run) RETURN r.kind AS kind, r.night_id AS night, r.started_at <= r.finished_at AS timed"
)


def test_a_run_keeps_whether_a_night_or_a_command_ran_it(
    run: Run, graph: Graph, settings: Settings, tmp_path: Path
) -> None:
    catalog(tmp_path / "drop" / "catalog" / "one", {"a": "Nova Reyes"})
    night = run()
    assert graph.read(RUNS) == [{"kind": "nightly", "night": night["night_id"], "timed": True}]
    with console.progress() as progress:
        detect_graph(graph, settings=settings, only=(), model_path=None, progress=progress)
    assert graph.read(RUNS) == [{"kind": "detect", "night": night["night_id"], "timed": True}]
