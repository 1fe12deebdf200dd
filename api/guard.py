"""The gate before every request: its host, who asks, how often; and the headers after every answer."""

from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request

from api.auth import NOBODY, Doorkeeper
from api.failures import SECURITY_HEADERS, describe, respond
from api.page import is_open, is_visit, show
from api.sign_in import OPEN, SignIn
from graph.errors import BadSetting, Forbidden, NamesakeError, RateLimited, Unauthenticated
from graph.settings import Settings, is_loopback

HEALTH: Final = frozenset({"/healthz", "/readyz"})
"""Answered to anybody under any name: a probe has no key, and what they say is no secret."""
BEARER: Final = 'Bearer realm="namesake"'
_STATUS: Final = {Unauthenticated.code: 401, Forbidden.code: 403, RateLimited.code: 429}
_FORWARDED: Final = ("via", "forwarded", "x-forwarded-", "x-real-ip", "cf-")
"""What the names of headers that proxies add begin with."""


class Guard:
    """ASGI middleware that puts the principal and what shows it into the request's state, or refuses."""

    def __init__(self, app: Any, settings: Settings) -> None:
        self.app = app
        self._hosts = allowed_hosts(settings)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] not in ("http", "websocket") or scope["path"] in HEALTH:
            await self.app(scope, receive, send)
            return
        try:
            await self._admit(HTTPConnection(scope))
        except NamesakeError as error:
            answer = refuse(error)
            if isinstance(error, Unauthenticated) and scope["type"] == "http" and is_visit(Request(scope)):
                answer = show(401)
                answer.headers["WWW-Authenticate"] = BEARER
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)

    async def _admit(self, request: HTTPConnection) -> None:
        if self._hosts is not None and host_name(request.headers) not in self._hosts:
            raise Forbidden(
                f"this service does not answer as `{host_name(request.headers)}`",
                hint="use its own address; NAMESAKE_ALLOWED_HOSTS adds other names, such as a proxy's",
            )
        if is_open(request.scope["path"]):
            return
        sign_in: SignIn | None = request.scope["app"].state.sign_in
        if request.scope["path"] in OPEN:
            if sign_in is not None:
                sign_in.spend(request)
            return
        doorkeeper: Doorkeeper = request.scope["app"].state.doorkeeper
        is_forwarded = any(header.startswith(_FORWARDED) for header in request.headers)
        authorization = request.headers.get("authorization")
        if authorization is None and sign_in is not None:
            authorization = sign_in.authorization(request)
        try:
            principal = await doorkeeper.identify(authorization, is_forwarded=is_forwarded)
        except Unauthenticated:
            if authorization is not None or request.scope["type"] != "websocket":
                raise
            principal = NOBODY
        doorkeeper.spend(principal)
        request.state.principal = principal
        request.state.authorization = authorization


def allowed_hosts(settings: Settings) -> frozenset[str] | None:
    """Names that the service answers to; None for any.

    A service on loopback takes its own alone: a web page whose name was made to lead to 127.0.0.1 (DNS rebinding) sends that
    name. Where a key is needed, such a page has none, so an open address needs no list.
    """
    named = frozenset(name.lower() for name in settings.allowed_hosts)
    if is_loopback(settings.host):
        return named | {"localhost", "127.0.0.1", "[::1]", settings.host.lower()}
    return named or None


def allowed_origins(settings: Settings) -> list[str]:
    """Raises: BadSetting: not an origin."""
    for origin in settings.cors_origins:
        scheme, separator, rest = origin.partition("://")
        if scheme not in ("http", "https") or not separator or not rest or "/" in rest or "*" in rest:
            raise BadSetting(
                f"NAMESAKE_CORS_ORIGINS has `{origin}`", hint="an origin is https://HOST or https://HOST:PORT, no path"
            )
    return list(settings.cors_origins)


def host_name(headers: Headers) -> str:
    """The Host header without its port; empty if there is none."""
    host = headers.get("host", "").lower()
    name, separator, port = host.rpartition(":")
    return name if separator and port.isdigit() else host


def refuse(error: NamesakeError) -> Any:
    """The answer to a request that does not come in: 401, 403, 429, or 503 where the keys cannot be read."""
    answer = respond(_STATUS.get(error.code, 503), describe(error))
    if isinstance(error, Unauthenticated):
        answer.headers["WWW-Authenticate"] = BEARER
    if isinstance(error, RateLimited):
        answer.headers["Retry-After"] = f"{error.retry_after_s:.0f}"
    return answer


class SecurityHeaders:
    """Adds SECURITY_HEADERS to an answer that does not set them itself."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)
