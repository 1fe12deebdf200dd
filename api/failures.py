"""Every failure in one shape: `code`, `message`, `hint`. What a client cannot act on is logged with an id and masked."""

import logging
import secrets
from typing import Any, Final

from graphql import GraphQLError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.page import is_visit, show
from graph.errors import DatabaseDown, DatabaseRefused, NamesakeError, StatementTimeout

log = logging.getLogger(__name__)

Failure = dict[str, str]
SECURITY_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
"""On every answer: an answer is data, to be read by who asked and by nobody else."""
_SCHEMA_HINT: Final = "the schema is in /graphql and schema.graphql, the limits in docs/reference/api.md"
_HTTP: Final = {
    400: ("bad-request", 'post JSON such as {"query": "{ findings { totalCount } }"} to /graphql'),
    404: ("not-found", "the API is at /graphql, what this is at /"),
    405: ("method-not-allowed", "post JSON to /graphql; get /, /healthz and /readyz"),
    413: ("too-large", "send a shorter query, and long values as variables of several requests"),
    415: ("bad-request", "send the header Content-Type: application/json"),
}


def describe(error: BaseException) -> Failure:
    """A failure for the client; anything not raised on purpose is masked and logged."""
    if isinstance(error, DatabaseDown | DatabaseRefused):
        log.warning("%s: %s", error.code, error.what)
        return {"code": error.code, "message": "the database cannot be used", "hint": error.hint}
    if isinstance(error, StatementTimeout):
        return {"code": error.code, "message": error.what, "hint": "ask for less: smaller pages or fewer levels"}
    if isinstance(error, NamesakeError):
        return {"code": error.code, "message": error.what, "hint": error.hint}
    error_id = secrets.token_hex(6)
    log.error("unexpected error %s", error_id, exc_info=error)
    return {
        "code": "internal-error",
        "message": f"something went wrong; its id is {error_id}",
        "hint": f"report it with the id: the service's log has the cause under {error_id}",
    }


def shape(error: GraphQLError) -> None:
    """Give a GraphQL error its message, and `code` and `hint` in `extensions`; once is enough, whatever sends it."""
    if "code" in (error.extensions or {}):
        return
    cause = error.original_error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    if cause is None or isinstance(cause, GraphQLError):
        failure = {"code": "bad-query", "message": error.message, "hint": _SCHEMA_HINT}
    else:
        failure = describe(cause)
    error.message = failure["message"]
    error.extensions = {"code": failure["code"], "hint": failure["hint"]}


def respond(status: int, failure: Failure) -> JSONResponse:
    return JSONResponse(failure, status_code=status)


def respond_http(status: int, message: str, **headers: str) -> JSONResponse:
    """What HTTP itself refuses: an unknown path, a wrong method, a body that is not JSON."""
    code, hint = _HTTP.get(status, ("bad-request", _SCHEMA_HINT))
    said = message.encode("utf-8", "backslashreplace").decode()  # it may repeat what was sent: half of a pair, too
    response = respond(status, {"code": code, "message": said, "hint": hint})
    response.headers.update(headers)
    return response


async def handle_http(request: Request, error: Any) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404 and is_visit(request):
        return show(404)
    return respond_http(error.status_code, error.detail, **(error.headers or {}))


async def handle_unexpected(request: Request, error: Exception) -> JSONResponse:
    """What nothing else caught: it is sent from outside of every middleware, so it brings its own headers."""
    response = respond(503 if isinstance(error, NamesakeError) else 500, describe(error))
    response.headers.update(SECURITY_HEADERS)
    return response
