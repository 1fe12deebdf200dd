"""What the commands share: errors turned into messages and exit codes, the graph of the settings, results as JSON or text."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from graph import server
from graph.errors import NamesakeError
from graph.session import Graph, connect
from graph.settings import Settings
from namesake import console


class Commands(click.Group):
    """Turns an error into its message, hint and exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except NamesakeError as error:
            click.echo(str(error), err=True)
            ctx.exit(error.exit_code)


@contextmanager
def open_graph(settings: Settings) -> Iterator[Graph]:
    """The graph of these settings: the server named by NAMESAKE_NEO4J_URI, or the embedded one, started if need be."""
    with connect(server.connection(settings), settings) as graph:
        yield graph


def show(as_json: bool, value: Any, text: Any) -> None:
    """Print a result: JSON for machines, or text for people."""
    if as_json:
        click.echo(json.dumps(value, ensure_ascii=False, default=str))
    else:
        console.out.print(text)


json_option = click.option("--json", "as_json", is_flag=True, help="print the result as JSON")
