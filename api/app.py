"""The HTTP edge: GraphQL, two health checks and a page that says what this is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any, Final

from cross_web import HTTPException as GraphQLHTTPException
from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response
from strawberry.fastapi import BaseContext, GraphQLRouter
from strawberry.http import GraphQLHTTPResponse
from strawberry.types import ExecutionResult

from api.access import LOCAL, Principal
from api.failures import describe, describe_graphql, handle_http, handle_unexpected, respond, respond_http
from api.limits import MAX_BODY_BYTES, BodyLimit
from api.loaders import Loaders
from api.schema import SCHEMA
from graph.errors import DatabaseDown, NamesakeError, SchemaTooNew
from graph.schema import READ_VERSION, SCHEMA_VERSION
from graph.server import Connection
from graph.session import AsyncGraph, connect_async
from graph.settings import Settings

READY_TIMEOUT_S: Final = 5.0
_PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Context(BaseContext):
    """What a request's resolvers share."""

    def __init__(self, graph: AsyncGraph, principal: Principal) -> None:
        super().__init__()
        self.graph = graph
        self.loaders = Loaders(graph)
        self.principal = principal


async def _context(request: Request) -> Context:
    return Context(request.app.state.graph, LOCAL)


class _Router(GraphQLRouter[Context, None]):
    """Strawberry's router with errors in the one shape."""

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        response: GraphQLHTTPResponse = {"data": result.data}
        if result.errors:
            response["errors"] = [describe_graphql(error) for error in result.errors]
        return response

    async def run(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return await super().run(request, *args, **kwargs)
        except GraphQLHTTPException as error:
            return respond_http(error.status_code, error.reason)


def create_app(settings: Settings, connection: Connection) -> FastAPI:
    """The application; it opens its driver when it starts and closes it when it ends."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.graph = connect_async(connection, settings)
        try:
            yield
        finally:
            await app.state.graph.close()

    app = FastAPI(
        title="Namesake",
        lifespan=lifespan,
        openapi_url=None,
        exception_handlers={HTTPException: handle_http, Exception: handle_unexpected},
    )
    app.add_middleware(BodyLimit, refuse=respond_http(413, f"the body has more than {MAX_BODY_BYTES} bytes"))
    router = _Router(
        SCHEMA, context_getter=_context, graphql_ide="graphiql", allow_queries_via_get=False, subscription_protocols=()
    )
    app.include_router(router, prefix="/graphql")
    app.add_api_route("/", _show_page, methods=["GET"], response_class=HTMLResponse)
    app.add_api_route("/healthz", _answer_alive, methods=["GET"], response_model=None)
    app.add_api_route("/readyz", _answer_ready, methods=["GET"], response_model=None)
    return app


async def _show_page() -> HTMLResponse:
    page = (files("api") / "page.html").read_text(encoding="utf-8")
    return HTMLResponse(page, headers={"Content-Security-Policy": _PAGE_POLICY})


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
