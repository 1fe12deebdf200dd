"""Who asks: an API key, an issuer's token, or whoever is at this machine while neither is configured."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, TypeVar

from api.access import LOCAL, ROLES, Principal
from api.rate import Rate
from api.tokens import Issuer
from graph.errors import Unauthenticated
from graph.keys import ApiKey, note_use, parse_token, read_keys
from graph.session import AsyncGraph
from graph.settings import Settings, is_loopback

T = TypeVar("T")
KEY_LIFE_S: Final = 10.0
"""A revoked key ends, and a first key locks the service, within this."""
CONFIRM_S: Final = 4.0
"""What a connection that stays open was opened with is looked at this often: with KEY_LIFE_S, an idle one ends within 15 s."""
_MISS_S: Final = 1.0
"""An unknown key makes the keys be read again at most this often."""
_HINT: Final = "use a key as `namesake keys create` printed it; a program sends it as `Authorization: Bearer KEY`"


class KeyRing:
    """Every API key, as of at most KEY_LIFE_S ago: one statement in that time, whoever asks, and forged keys cost none."""

    def __init__(self, graph: AsyncGraph, *, life_s: float = KEY_LIFE_S) -> None:
        self._graph = graph
        self._life_s = life_s
        self._keys: dict[str, ApiKey] = {}
        self._read_at = float("-inf")
        self._lock = asyncio.Lock()

    async def keys(self, wanted: str | None = None) -> dict[str, ApiKey]:
        """All of them, by id; read again sooner where `wanted` is not among them."""
        async with self._lock:
            age = time.monotonic() - self._read_at
            if age > self._life_s or (age > _MISS_S and wanted is not None and wanted not in self._keys):
                self._keys = await read_keys(self._graph)
                self._read_at = time.monotonic()
        return self._keys

    async def note_use(self, key: ApiKey, day: str) -> None:
        """Keep that the key was used today; the first use of a day writes."""
        if key.last_used_on != day:
            self._keys[key.id] = replace(key, last_used_on=day)
            await note_use(self._graph, key.id, day)


NOBODY: Final = Principal("nobody", "nobody")
"""Whoever opens a WebSocket without a header, until the first message says who it is: a browser can send no header."""


class Doorkeeper:
    """Tells who asks from what the request brings, and how often they may."""

    def __init__(self, settings: Settings, graph: AsyncGraph, issuer: Issuer | None) -> None:
        self._is_local = is_loopback(settings.host) and not settings.allowed_hosts  # those are a proxy's names
        self._keys = KeyRing(graph)
        self._issuer = issuer
        self._rate = Rate(settings.rate_per_minute)

    def spend(self, principal: Principal) -> None:
        """Count a request; whoever is at this machine is not counted. Raises: RateLimited."""
        if principal is not LOCAL:
            self._rate.spend(principal.id)

    async def confirm(self, authorization: str | None) -> None:
        """See that what a connection was opened with is still good: without a key, until there is one.

        Raises: Unauthenticated, Forbidden.
        """
        await self.identify(authorization)

    async def while_good(self, authorization: str | None, source: AsyncIterator[T]) -> AsyncIterator[T]:
        """What an endless source gives, for as long as what the stream was opened with is good, however quiet the source is.

        Raises: Unauthenticated, Forbidden: it no longer is.
        """
        coming = asyncio.ensure_future(anext(source))
        try:
            while True:
                await self.confirm(authorization)
                if coming.done():
                    yield coming.result()
                    coming = asyncio.ensure_future(anext(source))
                else:
                    await asyncio.wait({coming}, timeout=CONFIRM_S)
        finally:
            coming.cancel()
            await asyncio.wait({coming})

    async def identify(self, authorization: str | None, *, is_forwarded: bool = False) -> Principal:
        """Who asks.

        Args:
            authorization: the header's value.
            is_forwarded: a proxy passed the request on, so that it may come from anywhere.
        Raises: Unauthenticated. Forbidden: known, and without any role. DatabaseDown, DatabaseRefused.
        """
        if authorization is None:
            return await self._without_credentials(is_forwarded)
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise Unauthenticated("the Authorization header holds no bearer token", hint=_HINT)
        if token.startswith("nsk_") or self._issuer is None:
            return await self._by_key(token.strip())
        return await self._issuer.identify(token.strip())

    async def _without_credentials(self, is_forwarded: bool) -> Principal:
        """LOCAL, where only this machine can ask and no key was ever made: to revoke the last one opens nothing."""
        if not self._is_local or is_forwarded or self._issuer is not None or await self._keys.keys():
            raise Unauthenticated("the request has no key or token", hint=_HINT)
        return LOCAL

    async def _by_key(self, token: str) -> Principal:
        id, secret = parse_token(token) or ("", "")
        key = (await self._keys.keys(id)).get(id)
        if key is None or not key.opens(secret):
            raise Unauthenticated("the key is not known", hint=_HINT)
        now = datetime.now(UTC)
        end = key.end(now)
        if end is not None:
            raise Unauthenticated(f"the key `{key.id}` is {end}", hint="`namesake keys create` makes a new one")
        await self._keys.note_use(key, now.date().isoformat())
        return Principal(f"key:{key.id}", key.name, ROLES.get(key.role, frozenset()))
