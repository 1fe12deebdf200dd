"""The loader or the server killed at any moment, and the same command again: the graph of one clean run."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from installation import embedded_settings
from whole_graph import whole_graph

from graph import server
from graph.deliveries import read_unfinished
from graph.session import Statement, connect
from graph.settings import Settings
from simulation import simulate, write_catalog

EMPTY = Statement(
    "test_empty", "MATCH (n) WHERE NOT n:Store CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
)
KILLS = 2


@pytest.fixture(scope="module")
def own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A server of this file's own, since it is killed."""
    settings = embedded_settings(tmp_path_factory.mktemp("faults"))
    try:
        yield settings
    finally:
        server.stop(settings)


@pytest.fixture(scope="module")
def catalogs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two catalogs of many small batches that say some things differently, with rows to set aside."""
    folder = tmp_path_factory.mktemp("catalogs")
    write_catalog(simulate(size=90, seed=11), folder / "one")
    shutil.copytree(folder / "one", folder / "two")
    artists = (folder / "two" / "artists.csv").read_text(encoding="utf-8").splitlines()
    changed = [line.replace(",", ",Another ", 1) if number % 5 == 1 else line for number, line in enumerate(artists)]
    (folder / "two" / "artists.csv").write_text("\n".join([*changed, ",no id"]) + "\n", encoding="utf-8")
    return [folder / "one", folder / "two"]


def command(settings: Settings, catalogs: list[Path]) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "NAMESAKE_DATA_DIR": str(settings.data_dir),
        "NAMESAKE_PAGE_CACHE_MB": str(settings.page_cache_mb),
        "NAMESAKE_BATCH_ROWS": "250",
    }
    arguments = [sys.executable, "-m", "namesake.cli", "load", "catalog", *map(str, catalogs), "--json"]
    return subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(settings: Settings, catalogs: list[Path]) -> dict[str, int]:
    out, err = (process := command(settings, catalogs)).communicate(timeout=300)
    assert process.returncode == 0, err
    return json.loads(out)


def graph_of(settings: Settings) -> object:
    with connect(server.connection(settings), settings) as graph:
        assert read_unfinished(graph) == []
        return whole_graph(graph, at_times=False)


@pytest.fixture(scope="module")
def clean(own_settings: Settings, catalogs: list[Path]) -> tuple[object, float]:
    """The graph of one clean run, and the seconds it took; the database is empty afterwards."""
    server.start(own_settings, fast_start=True)
    finish(own_settings, catalogs)
    expected = graph_of(own_settings)
    empty(own_settings)
    started = time.monotonic()
    finish(own_settings, catalogs)
    seconds = time.monotonic() - started
    empty(own_settings)
    return expected, seconds


def empty(settings: Settings) -> None:
    with connect(server.connection(settings), settings) as graph:
        graph.run_alone(EMPTY)


@pytest.mark.parametrize("victim", ["loader", "server"])
def test_killed_and_run_again(
    own_settings: Settings, catalogs: list[Path], clean: tuple[object, float], victim: str
) -> None:
    expected, seconds = clean
    moments = random.Random(victim)
    for _ in range(KILLS):
        process = command(own_settings, catalogs)
        time.sleep(moments.uniform(0.3, 1.0) * seconds)
        if victim == "loader":
            process.send_signal(signal.SIGKILL)
            process.communicate()
        else:
            pid = server.status(own_settings).pid
            assert pid is not None
            psutil.Process(pid).kill()
            _, err = process.communicate(timeout=120)
            assert process.returncode in (0, 1), err
            assert "Traceback" not in err
    again = finish(own_settings, catalogs)
    assert again["quarantined"] == 1
    assert graph_of(own_settings) == expected
    last = finish(own_settings, catalogs)
    assert (last["written"], last["unchanged"]) == (0, again["accepted"])
    empty(own_settings)
