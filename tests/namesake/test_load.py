"""A load as its user sees it: what is written, what is set aside, tried again, stopped."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from graph.errors import BadArgument, TooManyBadRows
from graph.quarantine import count_quarantined, read_quarantined
from graph.records import LoadOptions
from graph.session import Graph, Statement
from loaders.base import LOADERS
from namesake import console
from namesake.cli import SOURCES
from namesake.load import LoadReport, load

NOW = datetime(2026, 5, 1)


def run(graph: Graph, *paths: Path, source: str = "catalog", hours: int = 0, **options: object) -> LoadReport:
    with console.progress() as progress:
        return load(
            graph,
            source,
            paths,
            options=LoadOptions(**options),  # type: ignore[arg-type]
            progress=progress,
            now=NOW + timedelta(hours=hours),
        )


def labels(path: Path, *lines: str) -> Path:
    path.mkdir(exist_ok=True)
    (path / "labels.csv").write_text("\n".join(["label_id,name", *lines]) + "\n", encoding="utf-8")
    return path


def name_of(graph: Graph) -> str:
    [row] = graph.read(Statement("test", "MATCH (l:Label {id: 'l1'}) RETURN l.name AS name"))
    return str(row["name"])


def test_the_command_offers_every_source(graph: Graph) -> None:
    assert set(SOURCES) == set(LOADERS)
    with pytest.raises(BadArgument, match="tapes"):
        run(graph, Path(), source="tapes")


def test_of_two_exports_the_later_load_stands_also_when_it_is_the_first_again(graph: Graph, tmp_path: Path) -> None:
    one, two = labels(tmp_path / "one", "l1,One"), labels(tmp_path / "two", "l1,Two")
    for hours, (folder, name) in enumerate([(one, "One"), (two, "Two"), (one, "One"), (two, "Two")]):
        assert run(graph, folder, hours=hours).total.written == 1
        assert name_of(graph) == name
        assert run(graph, folder, hours=hours).total.written == 0


def test_two_folders_at_once_that_disagree_settle_on_one_whatever_their_order(graph: Graph, tmp_path: Path) -> None:
    one, two = labels(tmp_path / "one", "l1,One"), labels(tmp_path / "two", "l1,Two")
    run(graph, one, two)
    settled = name_of(graph)
    for paths in ((two, one), (one, two)):
        assert run(graph, *paths, hours=5).total.written == 0
        assert name_of(graph) == settled


def test_a_row_put_right_leaves_the_quarantine(graph: Graph, tmp_path: Path) -> None:
    folder = labels(tmp_path / "in", "l1,One", "l2,", "l3,")
    report = run(graph, folder)
    assert (report.total.written, report.quarantined, len(report.examples)) == (1, 2, 2)
    [first, _] = read_quarantined(graph)
    assert (first["file"], first["line"], first["column"], first["root"]) == ("labels.csv", 3, "name", str(folder))
    labels(folder, "l1,One", "l2,Two", "l3,")
    assert run(graph, folder, hours=1).quarantined == count_quarantined(graph) == 1


def test_a_rotten_delivery_stops_before_its_rows_and_the_others_go_on(graph: Graph, tmp_path: Path) -> None:
    rotten = labels(tmp_path / "rotten", *(f"r{number},{'' if number % 2 else 'x'}" for number in range(100)))
    sound = labels(tmp_path / "sound", "l1,One")
    with pytest.raises(TooManyBadRows, match=r"labels\.csv"):
        run(graph, rotten, sound)
    assert name_of(graph) == "One"
    assert graph.read(Statement("test", "MATCH (l:Label) RETURN count(l) AS n")) == [{"n": 1}]
    assert count_quarantined(graph) == 50
    assert run(graph, rotten, max_bad_share=0.5, hours=1).total.written == 50
