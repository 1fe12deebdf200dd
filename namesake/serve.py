"""Serve the API until Ctrl-C."""

import socket
from collections.abc import Callable
from typing import Final

import click
import uvicorn

from api.app import create_app
from graph import server
from graph.errors import PortInUse
from graph.keys import list_keys
from graph.schema import migrate
from graph.session import connect
from graph.settings import Settings
from namesake.access import check_access

GRACE_S: Final = 20
"""How long running requests may take to end once the service is asked to; streams end at once."""


def serve(settings: Settings, *, ready: Callable[[str], None] = lambda address: None) -> None:
    """Serve until a signal ends it. `ready` is told the address once the port is ours.

    Raises: PortInUse: another program has the port. BadSetting: others could ask, and nobody has a key.
    """
    connection = server.connection(settings)
    with connect(connection, settings) as graph:
        migrate(graph)
        note = check_access(settings, has_keys=bool(list_keys(graph)))
    click.echo(note, err=True)
    app = create_app(settings, connection)
    bound = bind(settings)
    address = f"http://{settings.host}:{bound.getsockname()[1]}"
    ready(address)
    uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=GRACE_S)).run(sockets=[bound])


def bind(settings: Settings) -> socket.socket:
    """A listening socket on the settings' host and port (0: any free port)."""
    try:
        bound = socket.create_server((settings.host, settings.port), backlog=512)
        # connections take it from here: asyncio sets it for sockets that name their protocol alone, and without it each answer waits 40 ms
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return bound
    except OSError as error:
        raise PortInUse(
            f"port {settings.port} of {settings.host} cannot be used: {error.strerror}",
            hint="set NAMESAKE_PORT to another port, or to 0 for any free one",
        ) from error
