"""The commands as a newcomer runs them: simulate, load twice, detect twice, export, evaluate, and the ways they fail."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from graph.server import Connection
from graph.session import Graph
from graph.settings import Settings

Run = Callable[..., subprocess.CompletedProcess[str]]
SCHEMAS = Path(__file__).parents[2] / "docs" / "reference"


@pytest.fixture
def run(server: Connection, server_settings: Settings, tmp_path: Path) -> Run:
    """Run a `namesake` command against the test server."""
    environment = {
        **os.environ,
        "NAMESAKE_NEO4J_URI": server.uri,
        "NAMESAKE_NEO4J_PASSWORD": server.password,
        "NAMESAKE_DATA_DIR": str(tmp_path / "data"),
        "COLUMNS": "160",
    }

    def command(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        call = [sys.executable, "-m", "namesake.cli", *arguments]
        return subprocess.run(
            call, env=environment | changes, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False
        )

    return command


def test_the_whole_way(run: Run, graph: Graph, tmp_path: Path) -> None:
    made = run("simulate", "--size", "400", "--seed", "11", "--out", "catalog", "--json")
    assert made.returncode == 0, made.stderr
    first = run("load", "catalog", "catalog", "--json")
    assert first.returncode == 0, first.stderr
    report = json.loads(first.stdout)
    assert report["quarantined"] == 0
    assert report["written"] == report["accepted"] == sum(json.loads(made.stdout)["counts"].values())
    again = json.loads(run("load", "catalog", "catalog", "--json").stdout)
    assert (again["written"], again["unchanged"]) == (0, report["accepted"])

    exports = []
    for _ in range(2):
        detected = run("detect", "--json")
        assert detected.returncode == 0, detected.stderr
        exports.append({what: run("export", what).stdout for what in ("findings", "identities", "clusters")})
    assert exports[0]["findings"] == exports[1]["findings"]
    assert exports[0]["identities"] == exports[1]["identities"]
    for what, text in exports[0].items():
        validator = Draft202012Validator(json.loads((SCHEMAS / f"{what}.schema.json").read_text()))
        for line in text.splitlines():
            validator.validate(json.loads(line))
    members = [artist for line in exports[0]["identities"].splitlines() for artist in json.loads(line)["artist_ids"]]
    assert len(members) == len(set(members)) == report["tables"]["artists"]["created"]
    scores = [json.loads(line)["score"] for line in exports[0]["findings"].splitlines()]
    assert scores == sorted(scores, reverse=True)
    assert scores

    farm = next(row for row in map(json.loads, exports[0]["findings"].splitlines()) if row["kind"] == "content_farm")
    explained = run("explain", farm["finding_id"], "--json")
    assert explained.returncode == 0, explained.stderr
    ties = json.loads(explained.stdout)["ties"]
    assert ties
    assert all(2 <= tie["members_sharing"] <= tie["degree"] for tie in ties)

    evaluated = run("evaluate", "--truth", "catalog", "--json")
    assert evaluated.returncode == 0, evaluated.stderr
    assert run("export", "findings", "--out", "out/findings.jsonl").returncode == 0
    assert (tmp_path / "out" / "findings.jsonl").read_text() == exports[0]["findings"]


@pytest.mark.parametrize(
    ("arguments", "changes", "code", "said"),
    [
        (("load", "catalog", "nowhere"), {}, 1, "missing-input"),
        (("load", "tapes", "."), {}, 2, "tapes"),
        (("status",), {"NAMESAKE_PORT": "http"}, 2, "bad-setting"),
        (("export", "findings"), {"NAMESAKE_NEO4J_URI": "bolt://127.0.0.1:9"}, 1, "database-down"),
        (("export", "findings"), {"NAMESAKE_NEO4J_PASSWORD": "wrong"}, 1, "database-refused"),
        (("simulate", "--scenario", "nice", "--out", "x"), {}, 2, "bad-argument"),
        (("evaluate", "--truth", "nowhere"), {}, 1, "missing-input"),
        (("explain", "nothing"), {}, 2, "bad-argument"),
    ],
)
def test_failures_say_what_to_do(
    run: Run, graph: Graph, arguments: tuple[str, ...], changes: dict[str, str], code: int, said: str
) -> None:
    done = run(*arguments, **changes)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_export_to_a_place_that_cannot_be_written_leaves_nothing(run: Run, graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("export", "findings", "--out", "file/findings.jsonl")
    assert done.returncode == 2
    assert "bad-argument" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "data") == ["file"]


def test_every_command_shows_an_example(run: Run) -> None:
    for name in [
        "up",
        "down",
        "status",
        "load",
        "detect",
        "nightly",
        "export",
        "serve",
        "simulate",
        "evaluate",
        "fit",
        "doctor",
        "demo",
        "audit",
    ]:
        done = run(name, "--help")
        assert done.returncode == 0
        assert f"Example: namesake {name}" in done.stdout
