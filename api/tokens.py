"""Bearer tokens of an OpenID Connect issuer: signature, issuer, audience and times are checked, roles read from a claim.

PyJWT is imported here alone.
"""

import logging
from collections.abc import Mapping
from typing import Any, Final

import jwt

from api.access import ROLES, Permission, Principal
from api.discovery import Document, Remembered, check_address, read_document, read_key_set
from graph.errors import BadSetting, Forbidden, Unauthenticated
from graph.settings import Settings

log = logging.getLogger(__name__)

ALGORITHMS: Final = frozenset({"RS256", "ES256"})
"""Signatures by a private key. `none` and the HMAC ones, which a public key could forge, are not among them."""
LEEWAY_S: Final = 10
REFETCH_S: Final = 30.0
"""The issuer is asked for its keys at most this often, however many tokens name unknown ones."""
_SIGN_IN: Final = "get a new token from the issuer, for NAMESAKE_OIDC_AUDIENCE"


class Issuer:
    """Who signs the tokens, and its keys as last fetched."""

    def __init__(self, settings: Settings, *, refetch_s: float = REFETCH_S) -> None:
        """Raises: BadSetting: no audience is set, or an address is not one that can be trusted."""
        self.name = settings.oidc_issuer
        self._audience = settings.oidc_audience
        self._role_claim = settings.oidc_role_claim
        self._keys_url = settings.oidc_jwks_url
        # asked for again sooner than the keys, so that these, when their time has come, do not wait for it once more
        self._document = Remembered(
            f"the discovery document of {self.name}", lambda: read_document(self.name), refetch_s=refetch_s / 2
        )
        self._keys = Remembered(f"the keys of {self.name}", self._read_keys, refetch_s=refetch_s)
        if not self._audience:
            hint = "set it to the name under which the issuer knows this service"
            raise BadSetting("NAMESAKE_OIDC_ISSUER is set and NAMESAKE_OIDC_AUDIENCE is not", hint=hint)
        check_address("NAMESAKE_OIDC_ISSUER", self.name)
        if self._keys_url:
            check_address("NAMESAKE_OIDC_JWKS_URL", self._keys_url)

    async def identify(self, token: str) -> Principal:
        """Who the token says it is. Raises: Unauthenticated: it is not good. Forbidden: it gives no role here."""
        return self.principal(await self.verify(token))

    async def verify(self, token: str, *, audience: str | None = None) -> Mapping[str, Any]:
        """The token's claims. `audience`: whom it must be meant for; None for NAMESAKE_OIDC_AUDIENCE. Raises: Unauthenticated."""
        try:
            key = await self._find_key(jwt.get_unverified_header(token))
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[key.algorithm_name],
                audience=audience or self._audience,
                issuer=self.name,
                leeway=LEEWAY_S,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise Unauthenticated(f"the token is refused: {error}", hint=_SIGN_IN) from error
        return claims

    async def document(self) -> Document | None:
        """What the issuer says of itself; None where it does not answer."""
        return await self._document.get()

    def principal(self, claims: Mapping[str, Any]) -> Principal:
        """Who a good token's claims are about. Raises: Forbidden: they give no role here."""
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
        keys = await self._keys.get(lambda known: kid not in known)
        if not keys:
            raise Unauthenticated(
                "the issuer's keys cannot be read", hint="try again later; the service's log has the reason"
            )
        if kid not in keys:
            raise jwt.InvalidKeyError("the issuer has no such key")
        return keys[kid]

    async def _read_keys(self) -> dict[str, jwt.PyJWK]:
        address = self._keys_url
        if not address:
            document = await self.document()
            if document is None:
                raise ValueError("there is no discovery document that names them")
            address = document.jwks_uri
        return read_keys(await read_key_set(address))


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
