"""Bearer tokens of an OpenID Connect issuer: signature, issuer, audience and times are checked, roles read from a claim.

PyJWT is imported here alone.
"""

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import jwt
from pydantic import BaseModel

from api.access import ROLES, Permission, Principal
from graph.errors import BadSetting, Forbidden, Unauthenticated
from graph.settings import Settings, is_loopback

log = logging.getLogger(__name__)

ALGORITHMS: Final = frozenset({"RS256", "ES256"})
"""Signatures by a private key. `none` and the HMAC ones, which a public key could forge, are not among them."""
LEEWAY_S: Final = 10
REFETCH_S: Final = 30.0
"""The issuer is asked for its keys at most this often, however many tokens name unknown ones."""
_FRESH_S: Final = 3_600.0
_USABLE_S: Final = 86_400.0
"""Keys of an issuer that no longer answers are good for so long."""
_FETCH_TIMEOUT_S: Final = 5.0
_SIGN_IN: Final = "get a new token from the issuer, for NAMESAKE_OIDC_AUDIENCE"


class _Discovery(BaseModel):
    """OpenID Connect Discovery 1.0, section 3: the two members that are needed."""

    issuer: str
    jwks_uri: str


class _KeySet(BaseModel):
    """RFC 7517, section 5."""

    keys: list[dict[str, Any]]


class Issuer:
    """Who signs the tokens, and its keys as last fetched."""

    def __init__(self, settings: Settings, *, refetch_s: float = REFETCH_S) -> None:
        """Raises: BadSetting: no audience is set, or an address is not one that can be trusted."""
        self.name = settings.oidc_issuer
        self._audience = settings.oidc_audience
        self._role_claim = settings.oidc_role_claim
        self._keys_url = settings.oidc_jwks_url
        self._refetch_s = refetch_s
        self._keys: dict[str, jwt.PyJWK] = {}
        self._read_at = self._tried_at = float("-inf")
        self._lock = asyncio.Lock()
        if not self._audience:
            hint = "set it to the name under which the issuer knows this service"
            raise BadSetting("NAMESAKE_OIDC_ISSUER is set and NAMESAKE_OIDC_AUDIENCE is not", hint=hint)
        _check_address("NAMESAKE_OIDC_ISSUER", self.name)
        if self._keys_url:
            _check_address("NAMESAKE_OIDC_JWKS_URL", self._keys_url)

    async def identify(self, token: str) -> Principal:
        """Who the token says it is. Raises: Unauthenticated: it is not good. Forbidden: it gives no role here."""
        try:
            key = await self._find_key(jwt.get_unverified_header(token))
            claims = jwt.decode(
                token,
                key,
                algorithms=[key.algorithm_name],
                audience=self._audience,
                issuer=self.name,
                leeway=LEEWAY_S,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise Unauthenticated(f"the token is refused: {error}", hint=_SIGN_IN) from error
        return self._principal(claims)

    def _principal(self, claims: Mapping[str, Any]) -> Principal:
        roles = [role for role in read_claim(claims, self._role_claim) if role in ROLES]
        permissions: frozenset[Permission] = frozenset().union(*(ROLES[role] for role in roles))
        name = str(claims.get("name") or claims.get("email") or claims["sub"])
        if not permissions:
            known = ", ".join(sorted(ROLES))
            raise Forbidden(
                f"`{name}` has no role here: the token's claim `{self._role_claim}` names none of {known}",
                hint="have the issuer give one, or set NAMESAKE_OIDC_ROLE_CLAIM to the claim that has it",
            )
        return Principal(f"oidc:{claims['sub']}", name, permissions)

    async def _find_key(self, header: Mapping[str, Any]) -> jwt.PyJWK:
        """The key that the token names. What cannot be verified here does not make the issuer be asked."""
        if header.get("alg") not in ALGORITHMS:
            raise jwt.InvalidAlgorithmError(f"it is not signed by one of {', '.join(sorted(ALGORITHMS))}")
        kid = str(header.get("kid"))
        async with self._lock:
            now = time.monotonic()
            wanted = kid not in self._keys or now - self._read_at > _FRESH_S
            if wanted and now - self._tried_at > self._refetch_s:
                await self._refresh(now)
        if not self._keys:
            raise Unauthenticated(
                "the issuer's keys cannot be read", hint="try again later; the service's log has the reason"
            )
        if kid not in self._keys:
            raise jwt.InvalidKeyError("the issuer has no such key")
        return self._keys[kid]

    async def _refresh(self, now: float) -> None:
        self._tried_at = now
        try:
            self._keys = await self._fetch()
            self._read_at = now
        except (httpx.HTTPError, ValueError) as error:
            log.warning("the keys of %s cannot be read: %s", self.name, error)
            if now - self._read_at > _USABLE_S:
                self._keys = {}

    async def _fetch(self) -> dict[str, jwt.PyJWK]:
        async with httpx.AsyncClient(timeout=_FETCH_TIMEOUT_S) as client:
            if not self._keys_url:
                self._keys_url = await self._discover(client)
            answer = (await client.get(self._keys_url)).raise_for_status()
        return read_keys(_KeySet.model_validate_json(answer.content).keys)

    async def _discover(self, client: httpx.AsyncClient) -> str:
        address = f"{self.name.rstrip('/')}/.well-known/openid-configuration"
        found = _Discovery.model_validate_json((await client.get(address)).raise_for_status().content)
        if found.issuer != self.name:
            raise ValueError(f"{address} speaks for `{found.issuer}`")
        _check_address("the issuer's jwks_uri", found.jwks_uri)
        return found.jwks_uri


def read_keys(keys: list[dict[str, Any]]) -> dict[str, jwt.PyJWK]:
    """The keys of a set that can verify a signature, by id; a set may hold others, for other uses."""
    found: dict[str, jwt.PyJWK] = {}
    for row in keys:
        try:
            key = jwt.PyJWK(row)
        except jwt.PyJWTError as error:
            log.info("a key of the issuer is left out: %s", error)
            continue
        if key.algorithm_name in ALGORITHMS and row.get("use", "sig") == "sig" and row.get("kid"):
            found[str(row["kid"])] = key
    return found


def read_claim(claims: Mapping[str, Any], path: str) -> list[str]:
    """A claim's texts: by its whole name, or by dots through objects (`realm_access.roles`); a text counts as words."""
    value: Any = claims
    for part in [path] if path in claims else path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, str):
        return value.split()
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _check_address(setting: str, address: str) -> None:
    parts = urlsplit(address)
    if parts.hostname is None or not (
        parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))
    ):
        raise BadSetting(
            f"{setting} is `{address}`", hint="it begins with https://, for keys sent in clear could be anybody's"
        )
