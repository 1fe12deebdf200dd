"""The commands for keys and the audit log, and when the API may be served to whom."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner, Result

from graph.errors import BadSetting
from graph.keys import create_key, list_keys
from graph.server import Connection
from graph.session import Graph
from graph.settings import Settings
from namesake.access import check_access
from namesake.cli import main
from namesake.doctor import check


@pytest.fixture
def command(server: Connection, server_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A runner of commands on the session's server."""
    monkeypatch.setenv("NAMESAKE_NEO4J_URI", server.uri)
    monkeypatch.setenv("NAMESAKE_NEO4J_PASSWORD", server.password)
    monkeypatch.setenv("NAMESAKE_DATA_DIR", str(server_settings.data_dir))
    monkeypatch.setenv("COLUMNS", "200")
    return CliRunner()


def run(command: CliRunner, *arguments: str) -> Result:
    result = command.invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result


def test_a_key_is_printed_once_listed_and_revoked(command: CliRunner, graph: Graph) -> None:
    made = run(command, "keys", "create", "--name", "pipeline", "--role", "service", "--expires", "30")
    token = made.stdout.strip()
    assert token.startswith("nsk_")
    [key] = list_keys(graph)
    assert (key.id, key.name, key.role) == (token[4:16], "pipeline", "service")
    listed = run(command, "keys", "list")
    assert key.id in listed.stdout
    assert token[17:] not in listed.output
    assert key.secret_hash not in listed.output
    assert run(command, "keys", "revoke", key.id).exit_code == 0
    [row] = json.loads(run(command, "keys", "list", "--json").stdout)
    assert row["revoked_at"] is not None
    assert set(row) == {"id", "name", "role", "created_at", "expires_at", "last_used_on", "revoked_at"}


@pytest.mark.parametrize("columns", [60, 80])
def test_the_ids_of_keys_are_whole_on_a_narrow_terminal(
    command: CliRunner, graph: Graph, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    name = "the delivery pipeline of the northern distributor"
    made = json.loads(
        run(command, "keys", "create", "--name", name, "--role", "investigator", "--expires", "9", "--json").stdout
    )
    run(command, "keys", "revoke", made["id"])
    monkeypatch.setenv("COLUMNS", str(columns))
    listed = run(command, "keys", "list").stdout
    assert made["id"] in listed
    assert "…" not in listed


def test_a_key_as_json(command: CliRunner, graph: Graph) -> None:
    made = json.loads(run(command, "keys", "create", "--name", "x", "--role", "reader", "--json").stdout)
    assert list_keys(graph)[0].opens(made["key"].split("_")[2])
    assert made["expires_at"] is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("keys", "create", "--name", "x", "--role", "owner"), "owner"),
        (("keys", "create", "--name", "x", "--role", "reader", "--expires", "0"), "0"),
        (("keys", "create", "--name", "", "--role", "reader"), "--name is empty"),
        (("keys", "create", "--name", " ", "--role", "reader"), "--name is empty"),
        (("keys", "revoke", "000000000000"), "bad-argument"),
        (("audit", "--since", "yesterday"), "yesterday"),
    ],
)
def test_wrong_usage_is_told(command: CliRunner, graph: Graph, arguments: tuple[str, ...], said: str) -> None:
    result = command.invoke(main, arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_the_audit_log_is_read(command: CliRunner, graph: Graph) -> None:
    made = json.loads(run(command, "keys", "create", "--name", "x", "--role", "reader", "--json").stdout)
    run(command, "keys", "revoke", made["id"])
    entries = json.loads(run(command, "audit", "--json").stdout)
    assert [entry["action"] for entry in entries] == ["revoke_key", "create_key"]
    assert entries[1]["detail"] == {"name": "x", "role": "reader", "expires_at": None}
    who = entries[0]["who"]
    assert who.startswith("cli:")
    assert len(json.loads(run(command, "audit", "--who", who, "--json").stdout)) == 2
    assert json.loads(run(command, "audit", "--who", "key:none", "--json").stdout) == []
    assert json.loads(run(command, "audit", "--since", "2999-01-01", "--json").stdout) == []
    assert "create_key" in run(command, "audit").stdout
    assert "there may be more" in run(command, "audit", "--most", "1").stderr


@pytest.mark.parametrize("name", ["delete", "clear", "remove", "edit"])
def test_no_command_changes_the_audit_log(command: CliRunner, name: str) -> None:
    assert command.invoke(main, ["audit", name]).exit_code == 2


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.org"])
def test_an_open_address_without_any_key_is_not_served(server_settings: Settings, host: str) -> None:
    settings = replace(server_settings, host=host)
    with pytest.raises(BadSetting, match="anybody who reaches it could ask") as refused:
        check_access(settings, has_keys=False)
    assert "namesake keys create" in refused.value.hint
    assert "needs a key" in check_access(settings, has_keys=True)
    assert "needs a key" in check_access(replace(settings, oidc_issuer="https://id.example"), has_keys=False)


def test_a_proxys_name_without_any_key_is_not_served(server_settings: Settings) -> None:
    settings = replace(server_settings, allowed_hosts=("api.example",))
    with pytest.raises(BadSetting, match="NAMESAKE_ALLOWED_HOSTS is") as refused:
        check_access(settings, has_keys=False)
    assert "namesake keys create" in refused.value.hint
    assert "needs a key" in check_access(settings, has_keys=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.0.0.2"])
def test_this_machine_alone_is_served_without_a_key_and_told(server_settings: Settings, host: str) -> None:
    assert "this machine alone" in check_access(replace(server_settings, host=host), has_keys=False)


@pytest.mark.parametrize("setting", [("NAMESAKE_HOST", "0.0.0.0"), ("NAMESAKE_ALLOWED_HOSTS", "api.example")])
def test_serve_refuses_to_start_open(
    command: CliRunner, graph: Graph, monkeypatch: pytest.MonkeyPatch, setting: tuple[str, str]
) -> None:
    monkeypatch.setenv(*setting)
    result = command.invoke(main, ["serve"])
    assert result.exit_code == 2
    assert "bad-setting" in result.stderr


def test_the_doctor_tells_who_may_ask(graph: Graph, server_settings: Settings) -> None:
    def access(settings: Settings) -> bool:
        return {item.name: item.ok for item in check(replace(settings, port=0))}["access"]

    opened = replace(server_settings, host="0.0.0.0")
    assert access(server_settings)
    assert not access(opened)
    create_key(graph, name="x", role="reader", days=None, by="cli:test")
    assert access(opened)
