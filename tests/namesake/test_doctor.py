"""The doctor on sound and broken installations; it changes none of them."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from graph.health import is_new_enough
from graph.schema import WRITE_VERSION
from graph.server import Connection, free_port
from graph.session import Graph, Statement
from graph.settings import SETTINGS, Settings
from namesake.doctor import Check, check, settings_table

EVERYTHING = Statement("test_everything", "MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties")
CONSTRAINTS = Statement("test_constraints", "SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name")


def named(settings: Settings) -> dict[str, Check]:
    checks = check(settings)
    assert all(item.ok or item.remedy for item in checks), "a problem without a remedy"
    return {item.name: item for item in checks}


@pytest.fixture
def fresh(server_settings: Settings, tmp_path: Path) -> Settings:
    """An installation that nothing was done with."""
    return replace(server_settings, data_dir=tmp_path / "new", cache_dir=tmp_path / "cache", neo4j_uri="", port=0)


def test_a_running_installation_is_sound(graph: Graph, server: Connection, server_settings: Settings) -> None:
    before = graph.read(EVERYTHING), graph.read(CONSTRAINTS)
    checks = named(replace(server_settings, port=0))
    assert [item for item in checks.values() if not item.ok] == []
    assert {"python", "data folder", "server", "rights", "schema", "text embeddings", "port"} <= set(checks)
    assert server.uri in checks["server"].what
    assert (graph.read(EVERYTHING), graph.read(CONSTRAINTS)) == before


def test_a_fresh_installation_is_sound_and_says_what_comes_next(fresh: Settings) -> None:
    checks = named(fresh)
    assert [item for item in checks.values() if not item.ok] == []
    assert "namesake up" in checks["server"].remedy
    assert checks["server jars"].what.startswith("0 of 225")
    assert not fresh.data_dir.exists()
    assert not fresh.cache_dir.exists()


def test_a_server_that_does_not_answer_is_a_problem(fresh: Settings) -> None:
    address = f"bolt://127.0.0.1:{free_port()}"
    checks = named(replace(fresh, neo4j_uri=address))
    assert not checks["server"].ok
    assert address in checks["server"].what
    assert "java" not in checks


def test_a_wrong_password_is_a_problem(fresh: Settings, server: Connection) -> None:
    checks = named(replace(fresh, neo4j_uri=server.uri, neo4j_user=server.user, neo4j_password="wrong"))
    assert "NAMESAKE_NEO4J_PASSWORD" in checks["server"].remedy


def test_a_graph_of_newer_code_is_a_problem(graph: Graph, server_settings: Settings) -> None:
    graph.write(WRITE_VERSION, version=99)
    schema = named(server_settings)["schema"]
    assert not schema.ok
    assert "99" in schema.what


def test_a_data_folder_that_is_a_file_is_a_problem(fresh: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    broken = replace(fresh, data_dir=tmp_path / "file" / "below", cache_dir=tmp_path / "file" / "cache")
    checks = named(broken)
    assert not checks["data folder"].ok
    assert "NAMESAKE_DATA_DIR" in checks["data folder"].remedy
    assert not checks["server jars"].ok
    assert "NAMESAKE_CACHE_DIR" in checks["server jars"].remedy


def test_a_taken_port_is_a_problem(fresh: Settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = named(replace(fresh, port=other.getsockname()[1]))["port"]
    assert not port.ok
    assert "NAMESAKE_PORT" in port.remedy


def test_more_memory_than_there_is_is_a_problem(fresh: Settings) -> None:
    assert "NAMESAKE_HEAP_MB" in named(replace(fresh, heap_mb=10**9))["memory"].remedy


@pytest.mark.parametrize(
    ("version", "expected"),
    [("5.25.1", False), ("4.4.40", False), ("5.26.0", True), ("5.27-aura", True), ("2026.08.1", True), ("dev", True)],
)
def test_servers_before_5_26_are_too_old(version: str, expected: bool) -> None:
    assert is_new_enough(version) is expected


def test_every_setting_is_listed_as_its_variable() -> None:
    rows = settings_table()
    assert [row["setting"] for row in rows] == [f"NAMESAKE_{setting.name}" for setting in SETTINGS]
    assert all(row["help"] and row["unit"] for row in rows)
