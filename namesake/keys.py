"""The `keys` and `audit` commands: who may use the API, and who did what."""

import getpass
import json
from datetime import UTC, datetime
from typing import Any

import click

from api.access import ROLES
from graph.audit import AuditFilter, list_audit
from graph.errors import BadArgument
from graph.keys import ApiKey, create_key, list_keys, revoke_key
from graph.schema import migrate
from graph.settings import Settings
from namesake import console
from namesake.commands import Commands, json_option, open_graph, show


@click.group(cls=Commands)
def keys() -> None:
    """Make, list and revoke API keys."""


@keys.command(epilog="Example: namesake keys create --name 'delivery pipeline' --role service --expires 365")
@click.option("--name", required=True, help="who or what will use it")
@click.option("--role", required=True, type=click.Choice(list(ROLES)), help="what it may do")
@click.option("--expires", "days", type=click.IntRange(1, 3650), help="days until it ends; without it, it does not")
@json_option
@click.pass_obj
def create(settings: Settings, name: str, role: str, days: int | None, as_json: bool) -> None:
    """Make a key and print it, once: only a hash of it is kept."""
    if not name.strip():
        raise BadArgument(
            "--name is empty", hint="say who or what will use the key: `keys list` and the audit log tell it"
        )
    with open_graph(settings) as graph:
        migrate(graph)
        key, token = create_key(graph, name=name, role=role, days=days, by=who_commands())
    show(as_json, {**_shown(key), "key": token}, token)
    ends = f"until {key.expires_at}" if key.expires_at else "until it is revoked"
    click.echo(f"key {key.id}, {role}, good {ends}; it is not shown again", err=True)


@keys.command("list", epilog="Example: namesake keys list")
@json_option
@click.pass_obj
def list_(settings: Settings, as_json: bool) -> None:
    """List the keys there are and were; none of their secrets is kept."""
    with open_graph(settings) as graph:
        rows = [_shown(key) for key in list_keys(graph)]
    columns = ["id", "name", "role", "created", "expires", "last used", "revoked"]
    show(as_json, rows, console.table("API keys", columns, [list(row.values()) for row in rows], whole=("id",)))


@keys.command(epilog="Example: namesake keys revoke 3f2a9c11d0e4")
@click.argument("key_id")
@json_option
@click.pass_obj
def revoke(settings: Settings, key_id: str, as_json: bool) -> None:
    """End a key for good; a running service follows within ten seconds."""
    with open_graph(settings) as graph:
        key = revoke_key(graph, key_id, by=who_commands())
    show(as_json, _shown(key), f"key {key.id} ({key.name}) is revoked since {key.revoked_at}")


@click.command(epilog="Example: namesake audit --since 2026-11-01 --who key:3f2a9c11d0e4")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="the first day, UTC")
@click.option("--who", help="a principal: key:ID, oidc:SUBJECT, local or cli:USER")
@click.option("--most", type=click.IntRange(1, 100_000), default=1_000, show_default=True, help="entries at most")
@json_option
@click.pass_obj
def audit(settings: Settings, since: datetime | None, who: str | None, most: int, as_json: bool) -> None:
    """Show who did what, newest first. Nothing changes or deletes an entry."""
    first = None if since is None else since.replace(tzinfo=UTC).isoformat(timespec="milliseconds")
    with open_graph(settings) as graph:
        entries = list_audit(graph, AuditFilter(since=first, who=who), most=most)
    columns = ["at", "who", "action", "subject", "detail"]
    rows = [[entry[column] for column in columns] for entry in entries]
    told = [{**entry, "detail": json.loads(entry["detail"])} for entry in entries]
    show(as_json, told, console.table("audit log", columns, rows))
    if len(entries) == most:
        click.echo(f"there may be more than these {most}: narrow it, or raise --most", err=True)


def who_commands() -> str:
    """The audit log's name for whoever runs a command: by the system's user name, which says who is logged in, not who is there."""
    return f"cli:{getpass.getuser()}"


def _shown(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "role": key.role,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "last_used_on": key.last_used_on,
        "revoked_at": key.revoked_at,
    }
