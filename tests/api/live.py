"""The app on a real port: what a client of another program meets."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from api.app import create_app
from graph.server import Connection
from graph.settings import Settings


@asynccontextmanager
async def serve_app(settings: Settings, connection: Connection) -> AsyncIterator[str]:
    """Its address, `127.0.0.1:PORT`, while it serves."""
    app = create_app(settings, connection)
    bound = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    serving = asyncio.create_task(server.serve(sockets=[bound]))
    try:
        while not server.started:
            await asyncio.sleep(0.01)
        yield f"127.0.0.1:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving


def open_socket(address: str, **options: Any) -> connect:
    """A WebSocket to the app in the protocol that it speaks. `options`: those of `connect`."""
    return connect(f"ws://{address}/graphql", subprotocols=[Subprotocol("graphql-transport-ws")], **options)
