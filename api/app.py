"""The HTTP edge: GraphQL, two health checks and the investigators' page."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import copy
from pathlib import Path
from typing import Any, Final, Self

from cross_web import HTTPException as GraphQLHTTPException
from fastapi import FastAPI, Request
from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, Response
from strawberry.exceptions import ConnectionRejectionError
from strawberry.fastapi import BaseContext, GraphQLRouter
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types.unset import UNSET

from api.access import Principal
from api.auth import CONFIRM_S, NOBODY, Doorkeeper
from api.events import Feed
from api.failures import describe, handle_http, handle_unexpected, respond, respond_http
from api.guard import Guard, SecurityHeaders, allowed_origins
from api.limits import MAX_BODY_BYTES, BodyLimit, Policy
from api.loaders import Loaders
from api.page import QUERIES, add_page
from api.persisted import read_queries
from api.schema import SCHEMA
from api.schema.federated import federated_schema
from api.screening import Screening
from api.sign_in import add_sign_in
from api.similar_texts import SimilarTexts
from api.tokens import Issuer
from api.webhooks import telling
from api.writer import Writer
from graph.errors import AccessError, DatabaseDown, NamesakeError, SchemaTooNew
from graph.schema import READ_VERSION, SCHEMA_VERSION
from graph.server import Connection
from graph.session import AsyncGraph, connect, connect_async
from graph.settings import Settings

log = logging.getLogger(__name__)
READY_TIMEOUT_S: Final = 5.0


class Context(BaseContext):
    """What a request's resolvers share; each operation of a WebSocket has one of its own.

    `authorization`: what `principal` showed. `payees_read`: ids of payees whose details were read and not yet audited.
    """

    def __init__(self, connection: HTTPConnection) -> None:
        super().__init__()
        state = connection.app.state
        self.graph: AsyncGraph = state.graph
        self.feed: Feed = state.feed
        self.writer: Writer = state.writer
        self.screening: Screening = state.screening
        self.policy: Policy = state.policy
        self.nights: Path = state.nights
        self.texts: SimilarTexts = state.texts
        self.doorkeeper: Doorkeeper = state.doorkeeper
        self.loaders = Loaders(self.graph)
        self.principal: Principal = connection.state.principal
        self.authorization: str | None = connection.state.authorization
        self.payees_read: set[str] = set()

    def renewed(self) -> Self:
        """The same asker with nothing read yet."""
        fresh = copy(self)
        fresh.loaders, fresh.payees_read = Loaders(self.graph), set()
        return fresh


async def _context(connection: HTTPConnection) -> Context:
    return Context(connection)


class _Router(GraphQLRouter[Context, None]):
    """Strawberry's router with errors in the one shape."""

    async def run(self, request: Any, context: Any = UNSET, root_value: Any = UNSET) -> Any:
        if request.scope["type"] == "websocket":
            async with _closing_revoked(request, context):
                return await super().run(request, context, root_value)
        if request.method != "POST":
            return respond_http(405, f"{request.method} is not answered here", Allow="POST")
        try:
            return await super().run(request, context, root_value)
        except GraphQLHTTPException as error:
            return respond_http(error.status_code, error.reason)

    def parse_json(self, data: str | bytes) -> Any:
        """Raises: GraphQLHTTPException: not a JSON object."""
        try:
            return self.decode_json(data)
        except json.JSONDecodeError as error:
            raise GraphQLHTTPException(400, error.msg) from error

    def decode_json(self, data: str | bytes) -> object:
        """A body or a WebSocket's message. Raises: JSONDecodeError, the one error that Strawberry answers."""
        try:
            found = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise json.JSONDecodeError("this is not JSON in UTF-8, or it is nested too deeply", "", 0) from error
        if not isinstance(found, dict):
            raise json.JSONDecodeError("this is JSON, but no object", "", 0)
        return found

    def encode_json(self, data: object) -> str | bytes:
        """A page of findings takes 0.2 ms in place of 0.8."""
        try:
            return to_json(data)
        except ValueError:  # half of a surrogate pair, which `json` writes as it came
            return super().encode_json(data)

    async def on_ws_connect(self, context: Context) -> None:
        """Take a key from the first message, `{"Authorization": "Bearer KEY"}`, for who could send no header."""
        said = context.connection_params.get("Authorization") if isinstance(context.connection_params, dict) else None
        try:
            if isinstance(said, str):
                context.principal = await context.doorkeeper.identify(said)
                context.authorization = said
        except NamesakeError as error:
            raise ConnectionRejectionError from error
        if context.principal is NOBODY:
            raise ConnectionRejectionError
        return None


@asynccontextmanager
async def _closing_revoked(socket: Any, context: Context) -> AsyncIterator[None]:
    """Close a WebSocket once its key is no longer good, whether or not anything goes over it."""

    async def watch() -> None:
        while True:
            await asyncio.sleep(CONFIRM_S)
            try:
                if context.principal is not NOBODY:
                    await context.doorkeeper.confirm(context.authorization)
            except AccessError as error:
                await socket.close(4403, error.code)
                return
            except NamesakeError as error:
                log.warning("whether a WebSocket's key is good is asked again: %s", error.what)

    watching = asyncio.create_task(watch())
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.wait({watching})


def create_app(settings: Settings, connection: Connection) -> FastAPI:
    """The application; it opens its driver when it starts and closes it when it ends.

    Raises: BadSetting: an origin, an issuer or the list of persisted queries cannot be used.
    """
    policy = Policy(
        settings.max_cost,
        settings.query_timeout_s,
        settings.introspection,
        _listed_queries(settings),
    )

    issuer = Issuer(settings) if settings.oidc_issuer else None

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.graph = connect_async(connection, settings)
        app.state.doorkeeper = Doorkeeper(settings, app.state.graph, issuer)
        app.state.feed = Feed(app.state.graph)
        app.state.writer = Writer(lambda: connect(connection, settings))
        app.state.screening = Screening(
            settings.data_dir / "snapshots" / "latest", lambda: connect(connection, settings)
        )
        app.state.screening.start()
        try:
            async with telling(lambda: connect_async(connection, settings)):
                yield
        finally:
            await app.state.screening.close()
            await app.state.writer.close()
            await app.state.graph.close()

    app = FastAPI(
        title="Namesake",
        lifespan=lifespan,
        openapi_url=None,
        exception_handlers={HTTPException: handle_http, Exception: handle_unexpected},
    )
    app.state.policy = policy
    app.state.nights = settings.data_dir / "nights"
    app.state.texts = SimilarTexts(settings.data_dir)
    _add_middleware(app, settings)
    router = _Router(
        federated_schema() if settings.federation else SCHEMA,
        context_getter=_context,
        graphql_ide=None,
        allow_queries_via_get=False,
        subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL],
        allowed_origins=settings.cors_origins,
    )
    app.include_router(router, prefix="/graphql")
    add_page(app)
    add_sign_in(app, settings, issuer)
    app.add_api_route("/healthz", _answer_alive, methods=["GET"], response_model=None)
    app.add_api_route("/readyz", _answer_ready, methods=["GET"], response_model=None)
    return app


def _listed_queries(settings: Settings) -> dict[str, str] | None:
    """The only queries that are answered, the page's own among them; None for any. Raises: BadSetting."""
    if settings.persisted_queries is None:
        return None
    return read_queries(settings.persisted_queries) | (read_queries(QUERIES) if QUERIES.is_file() else {})


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    """From the inside out: the body's limit, who asks, other origins, the headers of every answer."""
    app.add_middleware(BodyLimit, refuse=respond_http(413, f"the body has more than {MAX_BODY_BYTES} bytes"))
    app.add_middleware(Guard, settings=settings)
    origins = allowed_origins(settings)
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["POST"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Retry-After", "WWW-Authenticate"],
        )
    app.add_middleware(SecurityHeaders)


async def _answer_alive() -> Response:
    return JSONResponse({"status": "alive"})


async def _answer_ready(request: Request) -> Response:
    """200 if the database answers and holds a graph that this code can read, 503 with the remedy if not."""
    try:
        rows = await asyncio.wait_for(request.app.state.graph.read(READ_VERSION), READY_TIMEOUT_S)
    except TimeoutError:
        down = DatabaseDown(
            f"the database did not answer within {READY_TIMEOUT_S:.0f} s",
            hint="start it with `namesake up`, or check NAMESAKE_NEO4J_URI",
        )
        return respond(503, describe(down))
    except NamesakeError as error:
        return respond(503, describe(error))
    if not rows:
        empty = {"code": "graph-empty", "message": "the graph holds nothing yet", "hint": "run `namesake load` first"}
        return respond(503, empty)
    version = int(rows[0]["version"])
    if version > SCHEMA_VERSION:
        newer = SchemaTooNew(
            f"the graph has schema version {version}, this Namesake knows {SCHEMA_VERSION}", hint="upgrade Namesake"
        )
        return respond(503, describe(newer))
    return JSONResponse({"status": "ready", "schema_version": version})
