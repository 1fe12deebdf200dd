"""What an OpenID Connect issuer says of itself and its keys, read over HTTP and remembered."""

import asyncio
import logging
import ssl
import time
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel

from graph.errors import BadSetting
from graph.settings import is_loopback

log = logging.getLogger(__name__)
T = TypeVar("T")

_FRESH_S: Final = 3_600.0
_USABLE_S: Final = 86_400.0
"""What was read from an issuer that no longer answers is good for so long."""
TIMEOUT_S: Final = 5.0
"""An issuer that takes longer to answer counts as down."""


class Remembered(Generic[T]):
    """An answer of the issuer: read again each hour, or when it lacks something, and at most every `refetch_s`."""

    def __init__(self, what: str, read: Callable[[], Awaitable[T]], *, refetch_s: float) -> None:
        self._what = what
        self._read = read
        self._refetch_s = refetch_s
        self._known: T | None = None
        self._read_at = self._tried_at = float("-inf")
        self._lock = asyncio.Lock()

    async def get(self, lacks: Callable[[T], bool] = lambda known: False) -> T | None:
        """The answer as last read, or None where it cannot be; the log has the reason."""
        async with self._lock:
            now = time.monotonic()
            wanted = self._known is None or now - self._read_at > _FRESH_S or lacks(self._known)
            if wanted and now - self._tried_at > self._refetch_s:
                await self._refresh(now)
        return self._known

    async def _refresh(self, now: float) -> None:
        self._tried_at = now
        try:
            self._known = await self._read()
            self._read_at = now
        except (httpx.HTTPError, ValueError) as error:
            log.warning("%s cannot be read: %s", self._what, error)
            if now - self._read_at > _USABLE_S:
                self._known = None


class Document(BaseModel):
    """OpenID Connect Discovery 1.0, section 3: the members that are needed. Sign-in alone needs the two endpoints."""

    issuer: str
    jwks_uri: str
    authorization_endpoint: str | None = None
    token_endpoint: str | None = None
    token_endpoint_auth_methods_supported: list[str] = ["client_secret_basic"]


class _KeySet(BaseModel):
    """RFC 7517, section 5."""

    keys: list[dict[str, Any]]


async def read_document(issuer: str) -> Document:
    """The issuer's discovery document.

    Raises: HTTPError: it does not answer. ValueError: it is no such document, another issuer's, or names an address that cannot
        be trusted.
    """
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    found = Document.model_validate_json(await _get(address))
    if found.issuer != issuer:
        raise ValueError(f"{address} speaks for `{found.issuer}`")
    for name in ("jwks_uri", "authorization_endpoint", "token_endpoint"):
        if (value := getattr(found, name)) is not None and not _is_safe(value):
            raise ValueError(f"its {name} is `{value}`, which does not begin with https://")
    return found


async def read_key_set(address: str) -> list[dict[str, Any]]:
    """The rows of a JSON Web Key Set. Raises: HTTPError: it does not answer. ValueError: it is none."""
    return _KeySet.model_validate_json(await _get(address)).keys


async def _get(address: str) -> bytes:
    async with open_client() as client:
        return (await client.get(address)).raise_for_status().content


def open_client(auth: httpx.Auth | None = None) -> httpx.AsyncClient:
    """A client for one errand at the issuer: kept longer, it would bring one person's cookies along for the next."""
    return httpx.AsyncClient(timeout=TIMEOUT_S, auth=auth, verify=trusted())


@cache
def trusted() -> ssl.SSLContext:
    """Whose certificates are believed: read once for the process, for to read them takes 26 ms in which nothing else is answered."""
    return httpx.create_ssl_context()


def check_address(setting: str, address: str) -> None:
    """Raises: BadSetting: what is sent to or read from there could be anybody's."""
    if not _is_safe(address):
        raise BadSetting(
            f"{setting} is `{address}`", hint="it begins with https://, for what is sent in clear could be anybody's"
        )


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.hostname is not None and (
        parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))
    )
