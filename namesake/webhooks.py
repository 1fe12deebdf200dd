"""`namesake webhooks`: who is told of changed findings."""

import click

from graph.findings import KINDS
from graph.schema import migrate
from graph.settings import Settings
from graph.webhooks import add_webhook, list_webhooks, remove_webhook
from namesake import console
from namesake.commands import Commands, json_option, open_graph, show
from namesake.keys import who_commands


@click.group(cls=Commands)
def webhooks() -> None:
    """Addresses that `namesake serve` tells of changed findings, signed and tried again until they answer."""


@webhooks.command("add", epilog="Example: namesake webhooks add https://tools.example/namesake --kind impersonation")
@click.argument("url")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="only findings of this kind; repeatable")
@click.option(
    "--min-score", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="only from this score on"
)
@json_option
@click.pass_obj
def add(settings: Settings, url: str, kinds: tuple[str, ...], min_score: float, as_json: bool) -> None:
    """Tell URL of what changes from now on. Prints the secret that signatures are checked with, once."""
    with open_graph(settings) as graph:
        migrate(graph)
        made = add_webhook(graph, url, kinds=kinds, min_score=min_score, by=who_commands())
    show(as_json, made, f"{made['id']} is told of what changes; its secret, not shown again:\n{made['secret']}")


@webhooks.command("list", epilog="Example: namesake webhooks list --json")
@json_option
@click.pass_obj
def list_all(settings: Settings, as_json: bool) -> None:
    """List the webhooks and how they fare."""
    with open_graph(settings) as graph:
        rows = list_webhooks(graph)
    columns = ["id", "url", "kinds", "active", "failures", "told_at", "last_error"]
    cells = [[", ".join(row["kinds"]) or "all" if name == "kinds" else row[name] for name in columns] for row in rows]
    show(as_json, {"webhooks": rows}, console.table("webhooks", columns, cells, whole=("id",)))


@webhooks.command("remove", epilog="Example: namesake webhooks remove wh_0123456789ab")
@click.argument("webhook_id")
@json_option
@click.pass_obj
def remove(settings: Settings, webhook_id: str, as_json: bool) -> None:
    """Tell it no more."""
    with open_graph(settings) as graph:
        remove_webhook(graph, webhook_id, by=who_commands())
    show(as_json, {"removed": webhook_id}, f"{webhook_id} is told no more")
