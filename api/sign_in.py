"""Sign-in from the page with the organisation's own accounts, by cookies that no script can read.

The page speaks to this service alone. Its user is sent to the issuer and back, and the issuer's token, good wherever a bearer token is,
is kept in a cookie. What protects what is said in docs/security.md.
"""

import base64
import json
import logging
import re
from typing import Final, Literal

import httpx
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.code_flow import Begun, CodeFlow
from api.discovery import check_address
from api.failures import Failure, describe, respond
from api.rate import Rate, whereabouts
from api.seal import Seal
from api.tokens import Issuer
from graph.errors import AccessError, BadSetting, Forbidden
from graph.settings import Settings, is_loopback

log = logging.getLogger(__name__)

OPEN: Final = frozenset({"/sign-in", "/sign-in/back", "/sign-in/ways", "/sign-out"})
"""Answered to whoever is not signed in yet."""
BEGUN_LIFE_S: Final = 600
"""How long a person may take at the issuer."""
_FAILURE_LIFE_S: Final = 60
_OWN_PATH: Final = re.compile(r"/(?!sign-)[^\x00-\x20\x7f]*")
_MAX_PATH: Final = 2_000
"""Bytes; with the rest of what the cookie holds, a browser takes no more."""
_Name = Literal["session", "sign-in", "failure"]


class _Told(BaseModel):
    """A failure, as its cookie holds it."""

    code: str
    message: str
    hint: str


class SignIn:
    """The addresses' work, with the cookies that carry a sign-in: `sign-in` while it goes on, then `session` or `failure`."""

    def __init__(self, settings: Settings, issuer: Issuer) -> None:
        """Raises: BadSetting: nobody could be sent back here."""
        self.origin = read_origin(settings)
        self._is_secure = self.origin.startswith("https://")
        self._flow = CodeFlow(settings, issuer, redirect_uri=f"{self.origin}/sign-in/back")
        self._seal = Seal(BEGUN_LIFE_S)
        self._rate = Rate(settings.rate_per_minute)

    def spend(self, request: HTTPConnection) -> None:
        """Count a request of somebody who is nobody yet, by address; a sign-out is not counted. Raises: RateLimited."""
        if request.scope["path"] != "/sign-out":
            self._rate.spend(whereabouts(request.client.host if request.client else ""))

    async def begin(self, request: Request) -> Response:
        """Send the browser to the issuer. `back`, a parameter, is the path of the view to show afterwards."""
        begun = Begun.fresh(own_path(request.query_params.get("back", "/")))
        try:
            answer = RedirectResponse(await self._flow.address(begun), 303)
        except AccessError as error:
            return self._fail(error, begun.back)
        # Lax: it must come along when the issuer sends the browser back
        self._put(answer, "sign-in", self._seal.close(begun.model_dump_json()), BEGUN_LIFE_S, "lax")
        return answer

    async def finish(self, request: Request) -> Response:
        """Take the browser back from the issuer, to the view where it began."""
        begun = self._read_begun(request)
        try:
            session = await self._flow.finish(request.query_params, begun)
        except AccessError as error:
            answer = self._fail(error, "/" if begun is None else begun.back)
        else:
            assert begun is not None
            log.info("%s signed in", session.principal_id)
            answer = self._show(begun.back)
            self._put(answer, "session", session.token, session.life_s, "strict")
        self._drop(answer, "sign-in")
        return answer

    async def end(self, request: Request) -> Response:
        """Forget the session, unless the page of another origin asks for it."""
        try:
            self._check_origin(request)
        except Forbidden as error:
            return respond(403, describe(error))
        answer = Response(status_code=204)
        self._drop(answer, "session")
        return answer

    def ways(self, request: Request) -> Response:
        """How one may sign in, and, once, why the last sign-in failed."""
        answer = JSONResponse({"oidc": True, "failure": self._read_failure(request)})
        self._drop(answer, "failure")
        return answer

    def authorization(self, request: HTTPConnection) -> str | None:
        """What an Authorization header would say, from the session's cookie. Raises: Forbidden: a page of another origin sent it."""
        token = request.cookies.get(self._cookie("session"))
        if token is None:
            return None
        if request.scope["type"] == "websocket" or request.scope["method"] not in ("GET", "HEAD"):
            self._check_origin(request)
        return f"Bearer {token}"

    def _check_origin(self, request: HTTPConnection) -> None:
        origin = request.headers.get("origin")
        if origin != self.origin:
            raise Forbidden(
                f"a page of `{origin}` may not use the session of `{self.origin}`",
                hint=f"open the page at {self.origin}; NAMESAKE_PUBLIC_ADDRESS says where that is",
            )

    def _read_begun(self, request: Request) -> Begun | None:
        try:
            return Begun.model_validate_json(self._seal.open(request.cookies.get(self._cookie("sign-in"), "")))
        except ValueError:  # none, or it is not of this service
            return None

    def _read_failure(self, request: Request) -> Failure | None:
        try:
            return _Told.model_validate_json(_unpack(request.cookies.get(self._cookie("failure"), ""))).model_dump()
        except ValueError:
            return None

    def _show(self, back: str) -> Response:
        """The page's view at an own path: after the origin, no path leads to another."""
        return RedirectResponse(self.origin + own_path(back), 303)

    def _fail(self, error: AccessError, back: str) -> Response:
        log.warning("a sign-in failed: %s", error.what)
        answer = self._show(back)
        self._put(answer, "failure", _pack(json.dumps(describe(error))), _FAILURE_LIFE_S, "strict")
        return answer

    def _cookie(self, name: _Name) -> str:
        """`__Host-`: a browser takes such a cookie from this very host alone, and sends it to no other (RFC 6265bis, 4.1.3.2)."""
        return f"__Host-namesake-{name}" if self._is_secure else f"namesake-{name}"

    def _put(self, answer: Response, name: _Name, value: str, life_s: int, same_site: Literal["lax", "strict"]) -> None:
        answer.set_cookie(
            self._cookie(name), value, max_age=life_s, secure=self._is_secure, httponly=True, samesite=same_site
        )

    def _drop(self, answer: Response, name: _Name) -> None:
        answer.delete_cookie(self._cookie(name), secure=self._is_secure, httponly=True, samesite="strict")


def read_origin(settings: Settings) -> str:
    """Scheme, host and port at which people open the page, as browsers write them. Raises: BadSetting."""
    address = settings.public_address
    if not address:
        if not is_loopback(settings.host) or settings.port == 0:
            raise BadSetting(
                "NAMESAKE_OIDC_CLIENT_ID is set and NAMESAKE_PUBLIC_ADDRESS is not",
                hint="set it to the address at which people open the page: the issuer sends them back there",
            )
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        address = f"http://{host}:{settings.port}"
    check_address("NAMESAKE_PUBLIC_ADDRESS", address)
    url = httpx.URL(address)
    if url.raw_path != b"/" or url.fragment or url.userinfo:
        raise BadSetting(
            f"NAMESAKE_PUBLIC_ADDRESS is `{address}`", hint="it is https://HOST or https://HOST:PORT, no path"
        )
    return f"{url.scheme}://{url.netloc.decode()}"


def own_path(path: str) -> str:
    """The path and query of one of the page's views; `/` for what is none, a sign-in itself among them."""
    return path if _OWN_PATH.fullmatch(path) and len(path.encode()) <= _MAX_PATH else "/"


def _pack(text: str) -> str:
    """A text as a cookie may hold it."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _unpack(value: str) -> bytes:
    return base64.urlsafe_b64decode(value.encode() + b"==")


def add_sign_in(app: FastAPI, settings: Settings, issuer: Issuer | None) -> None:
    """Put the sign-in into the app's state, None where there is none, and add its addresses.

    Raises: BadSetting: it cannot work with these settings.
    """
    if settings.oidc_client_id and issuer is None:
        raise BadSetting(
            "NAMESAKE_OIDC_CLIENT_ID is set and NAMESAKE_OIDC_ISSUER is not",
            hint="set it to the issuer's address, or unset NAMESAKE_OIDC_CLIENT_ID for API keys alone",
        )
    sign_in = SignIn(settings, issuer) if settings.oidc_client_id and issuer is not None else None
    app.state.sign_in = sign_in

    async def tell_ways(request: Request) -> Response:
        return JSONResponse({"oidc": False, "failure": None}) if sign_in is None else sign_in.ways(request)

    app.add_api_route("/sign-in/ways", tell_ways, methods=["GET"], response_model=None)
    if sign_in is not None:
        app.add_api_route("/sign-in", sign_in.begin, methods=["GET"], response_model=None)
        app.add_api_route("/sign-in/back", sign_in.finish, methods=["GET"], response_model=None)
        app.add_api_route("/sign-out", sign_in.end, methods=["POST"], response_model=None)
