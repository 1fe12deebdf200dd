"""How a run came about, and the report of the night that it was the run of."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from api_client import open_client
from conftest import DETECTION

from api.night_reports import read_night_report
from graph.errors import BadSnapshot
from graph.server import Connection
from graph.session import Graph, Statement
from graph.settings import Settings
from graph.store import Ran, publish

QUERY = '{ run(id: "run2") { kind startedAt finishedAt finishedOn report } }'
BEGAN, DONE, LATER = (datetime(2026, 11, 25, hour, 15) for hour in (2, 3, 4))


@pytest.fixture
def ask_over(server_settings: Settings, server: Connection, tmp_path: Path) -> Callable[..., Any]:
    """`ask_over(query)`: the data of a query to a service whose data folder is `tmp_path`."""

    def start(query: str) -> Any:
        async def inside() -> Any:
            async with open_client(replace(server_settings, data_dir=tmp_path), server) as client:
                return await client.ask(query)

        return asyncio.run(inside())

    return start


def publish_night(
    graph: Graph, *, kind: str = "nightly", night_id: str | None = "2026-11-25", done: datetime = DONE
) -> None:
    ran = Ran(kind, BEGAN, done)
    publish(graph, DETECTION, run_id="run2", today="2026-11-25", snapshot_hash="s2", night_id=night_id, ran=ran)


def test_a_night_says_when_it_ran_and_gives_its_report(ask_over: Any, filled: Graph, tmp_path: Path) -> None:
    publish_night(filled)
    told = ask_over(QUERY)["run"]
    assert told == {
        "kind": "NIGHTLY",
        "startedAt": "2026-11-25T02:15:00+00:00",
        "finishedAt": "2026-11-25T03:15:00+00:00",
        "finishedOn": "2026-11-25",
        "report": None,
    }
    report = {"headline": "Nothing new.", "attention": [], "counts": {"findings": 4}}
    folder = tmp_path / "nights" / "2026-11-25"
    folder.mkdir(parents=True)
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
    assert ask_over(QUERY)["run"]["report"] == report
    assert ask_over("{ runs { edges { node { report } } } }")["runs"]["edges"] == [
        {"node": {"report": report}},
        {"node": {"report": None}},
    ]


def test_a_run_of_before_says_nothing(ask_over: Any, filled: Graph) -> None:
    found = ask_over('{ run(id: "run1") { kind startedAt finishedAt finishedOn report } }')["run"]
    assert found == {"kind": None, "startedAt": None, "finishedAt": None, "finishedOn": "2026-11-24", "report": None}


def test_a_night_that_publishes_twice_has_finished_once_and_a_later_run_anew(ask_over: Any, filled: Graph) -> None:
    publish_night(filled)
    publish_night(filled, done=LATER)
    assert ask_over(QUERY)["run"]["finishedAt"] == "2026-11-25T03:15:00+00:00"
    publish_night(filled, kind="detect", night_id=None, done=LATER)
    told = ask_over(QUERY)["run"]
    assert (told["kind"], told["finishedAt"]) == ("DETECT", "2026-11-25T04:15:00+00:00")


def test_no_other_file_is_read_whatever_the_graph_says(filled: Graph, ask_over: Any, tmp_path: Path) -> None:
    (tmp_path / "nights").mkdir()
    (tmp_path / "report.json").write_text("{}", encoding="utf-8")
    for night_id in ("..", "../nights/..", "2026-11-25/..", "", "x" * 300, None):
        assert read_night_report(tmp_path / "nights", night_id) is None
    filled.write(Statement("forged", "MATCH (r:Run) SET r.night_id = '..'"))
    assert ask_over('{ run(id: "run1") { report } }')["run"]["report"] is None


def test_a_report_that_is_none_is_an_error_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "2026-11-25-2").mkdir()
    (tmp_path / "2026-11-25-2" / "report.json").write_text("{", encoding="utf-8")
    with pytest.raises(BadSnapshot, match="2026-11-25-2") as refused:
        read_night_report(tmp_path, "2026-11-25-2")
    assert "namesake nightly" in refused.value.hint
    assert read_night_report(tmp_path, datetime(2026, 11, 26, tzinfo=UTC).date().isoformat()) is None
