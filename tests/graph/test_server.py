"""The embedded server, for real: started, stopped, killed, started twice, beside others."""

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from graph.errors import DataDirLocked, ServerStartFailed
from graph.server import Connection, connection, free_port, start, status, stop
from graph.session import Statement, connect
from graph.settings import Settings

KEEP = Statement("test_keep", "CREATE (:Kept {name: $name})")
KEPT = Statement("test_kept", "MATCH (n:Kept) RETURN n.name AS name")
START = (
    "import sys; from pathlib import Path; from graph.server import start; from graph.settings import read_settings; "
    "settings = read_settings(dotenv=None); print(start(settings, fast_start=True).uri)"
)


@pytest.fixture
def embedded(server: Connection, server_settings: Settings) -> Settings:
    """Settings of the session's server, which runs."""
    if server_settings.neo4j_uri:
        pytest.skip("NAMESAKE_NEO4J_URI is set, so no embedded server runs")
    return server_settings


@pytest.fixture
def installation(embedded: Settings, tmp_path: Path) -> Iterator[Settings]:
    """Settings of an installation of its own; its server, if the test starts one, is stopped."""
    settings = replace(embedded, data_dir=tmp_path / "own")
    yield settings
    stop(settings)


def start_in_other_process(settings: Settings) -> subprocess.Popen[str]:
    places = {"NAMESAKE_DATA_DIR": str(settings.data_dir), "NAMESAKE_CACHE_DIR": str(settings.cache_dir)}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NAMESAKE_")}
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", START]
    return subprocess.Popen(command, env=environment | places, cwd=root, stdout=subprocess.PIPE, text=True)


def test_a_second_start_finds_the_first_server(embedded: Settings, server: Connection) -> None:
    before = status(embedded)
    assert start(embedded) == server == connection(embedded)
    assert status(embedded) == before
    assert before.running
    assert before.uri == server.uri


def test_the_password_is_the_owners_alone(embedded: Settings, server: Connection) -> None:
    home = embedded.data_dir / "neo4j"
    assert stat.S_IMODE((home / "password").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert (home / "password").read_text() == server.password
    assert len(server.password) >= 24
    assert server.password not in (home / "logs" / "console.log").read_text()


def test_the_server_listens_on_loopback_and_for_bolt_alone(embedded: Settings, server: Connection) -> None:
    process = psutil.Process(status(embedded).pid)
    listening = [held.laddr for held in process.net_connections("tcp") if held.status == psutil.CONN_LISTEN]
    assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
    assert [address.port for address in listening] == [int(server.uri.rsplit(":", 1)[1])]


def test_two_commands_start_one_server_that_outlives_them_and_a_kill(installation: Settings) -> None:
    commands = [start_in_other_process(installation) for _ in range(2)]
    first, second = (command.communicate(timeout=120)[0].strip() for command in commands)
    assert first == second != ""
    found = status(installation)
    assert (found.running, found.uri) == (True, first)

    with connect(start(installation), installation) as graph:
        graph.write(KEEP, name="here")
    assert found.pid is not None
    killed = psutil.Process(found.pid)
    os.kill(found.pid, signal.SIGKILL)
    killed.wait(10)
    assert not status(installation).running

    with connect(start(installation, fast_start=True), installation) as graph:
        assert graph.read(KEPT) == [{"name": "here"}]
    assert status(installation).pid != found.pid
    assert stop(installation)
    assert not status(installation).running
    assert not stop(installation)


def test_a_port_taken_by_another_server_is_left_to_it_and_two_folders_live_side_by_side(
    installation: Settings, embedded: Settings, server: Connection
) -> None:
    ports = iter([int(server.uri.rsplit(":", 1)[1]), free_port()])
    own = start(installation, fast_start=True, choose_port=lambda: next(ports))
    assert not list(ports)
    assert own.uri != server.uri
    assert own.password != server.password
    with connect(own, installation) as graph:
        graph.write(KEEP, name="own")
    with connect(server, embedded) as graph:
        assert {"name": "own"} not in graph.read(KEPT)
    assert stop(installation)
    assert status(embedded).running


def test_a_server_that_cannot_start_shows_the_end_of_its_log(installation: Settings) -> None:
    with pytest.raises(ServerStartFailed, match="heap") as failed:
        start(replace(installation, heap_mb=1))
    assert str(installation.data_dir) in failed.value.hint
    assert not status(installation).running


def test_a_folder_held_by_an_unknown_server_is_locked(embedded: Settings, server: Connection) -> None:
    state = embedded.data_dir / "neo4j" / "server.json"
    kept = state.read_text()
    state.unlink()
    try:
        with pytest.raises(DataDirLocked) as locked:
            start(embedded, fast_start=True)
    finally:
        state.write_text(kept)
    assert "NAMESAKE_DATA_DIR" in locked.value.hint
    assert start(embedded) == server


@pytest.mark.parametrize(
    "state",
    [
        json.dumps({"pid": os.getpid(), "created": 1.0, "port": 7687}),
        json.dumps({"pid": 2**22 + 1, "created": 1.0, "port": 7687}),
        "{}",
        "[]",
        '{"pid": 1',
        "",
    ],
    ids=["number reused", "process gone", "no facts", "not an object", "half written", "empty"],
)
def test_a_stale_state_file_counts_as_stopped(server_settings: Settings, tmp_path: Path, state: str) -> None:
    settings = replace(server_settings, data_dir=tmp_path, neo4j_uri="")
    (tmp_path / "neo4j").mkdir()
    (tmp_path / "neo4j" / "server.json").write_text(state)
    assert not status(settings).running
    assert not stop(settings)


def test_a_server_of_ones_own_is_used_and_nothing_started(server_settings: Settings, tmp_path: Path) -> None:
    settings = replace(
        server_settings,
        data_dir=tmp_path / "own",
        neo4j_uri="neo4j+s://graph.example",
        neo4j_user="reader",
        neo4j_password="secret",
        neo4j_database="music",
    )
    assert connection(settings) == Connection("neo4j+s://graph.example", "reader", "secret", "music")
    assert not stop(settings)
    assert not settings.data_dir.exists()


def test_a_data_folder_that_cannot_be_one_names_the_setting(server_settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ServerStartFailed) as failed:
        start(replace(server_settings, data_dir=tmp_path / "file", neo4j_uri=""))
    assert "NAMESAKE_DATA_DIR" in failed.value.hint
