"""The night killed at every stage, and the same command again: what an undisturbed night leaves, byte for byte."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest

from graph.findings import as_json_lines
from graph.server import Connection
from graph.session import Graph, Statement
from graph.store import read_cluster_rows, read_finding_rows
from simulation import simulate

REPOSITORY: Final = Path(__file__).parents[2]
SAME: Final = (
    "previous.jsonl",
    "detection.json",
    "findings.jsonl",
    "identities.jsonl",
    "clusters.jsonl",
    "changes.jsonl",
    "names.json",
    "profile.json",
    "red_team.json",
    "shadow.json",
)
"""All that a night leaves but its times and costs (`night.json`, and the reports of them)."""
STAGES: Final = ("load", "snapshot", "detect", "publish", "export", "red team", "shadow", "report")
PUBLISHING: Final = Statement(
    "test_transactions",
    "SHOW TRANSACTIONS YIELD metaData, activeLockCount WHERE metaData.statement = 'publish' AND activeLockCount > 0 "
    "RETURN count(*) AS n",
)
EMPTY: Final = Statement("test_empty", "MATCH (n) WHERE NOT n:Store DETACH DELETE n")


@dataclass(frozen=True)
class Installation:
    """One data folder, on the test's server."""

    data_dir: Path
    connection: Connection

    def start(self) -> "subprocess.Popen[str]":
        environment = {
            **os.environ,
            "NAMESAKE_NEO4J_URI": self.connection.uri,
            "NAMESAKE_NEO4J_PASSWORD": self.connection.password,
            "NAMESAKE_DATA_DIR": str(self.data_dir),
            "NAMESAKE_DROP_SETTLE_S": "0",
        }
        call = [sys.executable, "-m", "namesake.cli", "nightly", "--json"]
        call += ["--shadow", str(REPOSITORY / "detectors" / "model.json")]
        return subprocess.Popen(
            call, env=environment, cwd=self.data_dir, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def finish(self) -> dict[str, Any]:
        process = self.start()
        out, err = process.communicate(timeout=300)
        assert process.returncode in (0, 3), err
        return dict(json.loads(out))

    def kill_in(self, stage: str, *, until: Callable[[], object] = lambda: None) -> None:
        """Kill the command when it has begun `stage` and `until` has returned."""
        process = self.start()
        assert process.stderr is not None
        seen = []
        for line in process.stderr:
            seen.append(line)
            if f'begun night="{self.last_night()["night_id"]}" stage="{stage}"' in line:
                until()
                break
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL, "".join(seen)
        assert stage not in [row["name"] for row in self.last_night()["stages"]], "it was killed too late"

    def last_night(self) -> dict[str, Any]:
        return dict(json.loads((sorted((self.data_dir / "nights").iterdir())[-1] / "night.json").read_text()))

    def deliver(self, catalog: Path) -> None:
        shutil.copytree(catalog, self.data_dir / "drop" / "catalog" / catalog.name)

    def left(self) -> dict[str, bytes]:
        """What the nights left, by path."""
        nights = self.data_dir / "nights"
        names = [path for path in sorted(nights.rglob("*")) if path.name in SAME or path.suffix == ".parquet"]
        return {str(path.relative_to(nights)): path.read_bytes() for path in names}


def published(graph: Graph) -> tuple[str, str]:
    """What appears whole or not at all: findings and clusters."""
    return as_json_lines(read_finding_rows(graph)), as_json_lines(read_cluster_rows(graph))


@pytest.fixture(scope="module")
def catalogs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A catalog, and what a second night brings: every fourth artist under another name, and the other half of the payouts.

    Without biographies: the text model would be loaded for them, which takes longer than all the rest.
    """
    folder = tmp_path_factory.mktemp("catalogs")
    made = simulate(size=70, seed=11)
    artists, payouts = made.records["artists"].drop("biography"), made.records["payouts"]
    first = {**made.records, "artists": artists, "payouts": payouts.gather_every(2)}
    renamed = artists.with_row_index().with_columns(
        name=pl.when(pl.col("index") % 4 == 1).then("Another " + pl.col("name")).otherwise("name")
    )
    second = {"artists": renamed.drop("index"), "payouts": payouts}
    for name, records in (("one", first), ("two", second)):
        (folder / name).mkdir()
        for table, rows in records.items():
            rows.write_parquet(folder / name / f"{table}.parquet")
    return [folder / "one", folder / "two"]


def test_killed_in_every_stage_of_two_nights(
    graph: Graph, server: Connection, catalogs: list[Path], tmp_path: Path
) -> None:
    undisturbed, killed = (Installation(tmp_path / name, server) for name in ("undisturbed", "killed"))
    states = [published(graph)]
    for catalog in catalogs:
        undisturbed.deliver(catalog)
        night = undisturbed.finish()
        assert [stage["name"] for stage in night["stages"]] == list(STAGES)
        states.append(published(graph))
    assert len(set(states)) == 3
    expected = undisturbed.left()

    graph.run_alone(EMPTY)
    killed.deliver(catalogs[0])
    killed.kill_in("load", until=lambda: time.sleep(0.3))
    killed.kill_in("publish", until=lambda: _await_publishing(graph, True))
    _await_publishing(graph, False)
    assert published(graph) in states[:2], "a part of what was found can be seen"
    killed.finish()
    assert published(graph) == states[1]
    killed.deliver(catalogs[1])
    for stage in STAGES[1:]:
        killed.kill_in(stage, until=lambda stage=stage: _await_publishing(graph, True) if stage == "publish" else None)
        _await_publishing(graph, False)
        assert published(graph) in states[1:]
    killed.finish()
    assert killed.left() == expected
    assert published(graph) == states[2]


def test_a_second_night_at_once_is_refused_and_a_bad_delivery_asks_for_attention(
    graph: Graph, server: Connection, tmp_path: Path
) -> None:
    installation = Installation(tmp_path / "data", server)
    bad = installation.data_dir / "drop" / "catalog" / "bad"
    bad.mkdir(parents=True)
    (bad / "artists.csv").write_text("artist_id\na1\n")
    first = installation.start()
    assert first.stderr is not None
    assert 'stage="load"' in first.stderr.readline()
    first.send_signal(signal.SIGSTOP)
    second = installation.start()
    _, said = second.communicate(timeout=120)
    assert second.returncode == 75, said
    assert "night-running" in said
    first.send_signal(signal.SIGCONT)
    out, said = first.communicate(timeout=300)
    assert first.returncode == 3, said
    assert any("catalog/bad" in sentence for sentence in json.loads(out)["attention"])
    assert "attention: " in said
    assert "Traceback" not in said


def _await_publishing(graph: Graph, wanted: bool) -> None:
    """Wait until the transaction that publishes holds locks, or until there is none: the server ends that of a killed client."""
    deadline = time.monotonic() + 60
    while bool(graph.read(PUBLISHING)[0]["n"]) != wanted:
        assert time.monotonic() < deadline, "nothing was published" if wanted else "the publishing does not end"
