"""The authorization code flow with PKCE, as far as it is spoken between this service and the issuer.

Source: OpenID Connect Core 1.0, section 3.1; RFC 7636 (PKCE); RFC 6749, sections 2.3.1, 4.1 and 5.2.
"""

import base64
import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, Self
from urllib.parse import quote_plus

import httpx
from pydantic import BaseModel

from api.discovery import Document, open_client, trusted
from api.tokens import Issuer
from graph.errors import BadSetting, Unauthenticated
from graph.settings import Settings

log = logging.getLogger(__name__)

MAX_TOKEN: Final = 4_000
"""Characters; a browser drops a cookie of more than 4,096 bytes without a word."""
_AGAIN: Final = "try to sign in again; the service's log has the reason"


class Begun(BaseModel):
    """What the browser keeps while its user is at the issuer. `back`: the path of the page to show afterwards."""

    state: str
    nonce: str
    verifier: str
    back: str

    @classmethod
    def fresh(cls, back: str) -> Self:
        return cls(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            back=back,
        )

    @property
    def challenge(self) -> str:
        """RFC 7636, section 4.2: without the verifier, whoever sees the code pass by can do nothing with it."""
        return base64.urlsafe_b64encode(sha256(self.verifier.encode()).digest()).decode().rstrip("=")


class _Answer(BaseModel):
    """OpenID Connect Core 1.0, section 3.1.3.3."""

    id_token: str
    access_token: str


class _Refusal(BaseModel):
    """RFC 6749, section 5.2."""

    error: str
    error_description: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """Who signed in. `token`: good wherever a bearer token is. `life_s`: how long it still is."""

    token: str
    life_s: int
    principal_id: str


class CodeFlow:
    """This service as a client of the issuer."""

    def __init__(self, settings: Settings, issuer: Issuer, *, redirect_uri: str) -> None:
        """Raises: BadSetting: the scopes do not ask who signs in."""
        if "openid" not in settings.oidc_scopes.split():
            raise BadSetting(
                f"NAMESAKE_OIDC_SCOPES is `{settings.oidc_scopes}`",
                hint="add the scope `openid`: without it the issuer does not say who signs in",
            )
        self._issuer = issuer
        self._client_id = settings.oidc_client_id
        self._secret = settings.oidc_client_secret
        self._scopes = settings.oidc_scopes
        self._redirect_uri = redirect_uri
        trusted()  # before anybody waits

    async def address(self, begun: Begun) -> str:
        """Where to send the browser. Raises: Unauthenticated: the issuer does not say where."""
        found = (await self._document()).authorization_endpoint
        if found is None:
            raise Unauthenticated("the issuer names no authorization endpoint", hint=_AGAIN)
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": self._redirect_uri,
            "scope": self._scopes,
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": begun.challenge,
            "code_challenge_method": "S256",
        }
        return str(httpx.URL(found).copy_merge_params(asked))

    async def finish(self, told: Mapping[str, str], begun: Begun | None) -> Session:
        """The session of whoever comes back from the issuer.

        Args:
            told: the parameters of the address that the issuer sent the browser to.
            begun: what the browser kept; None where it kept nothing.
        Raises: Unauthenticated: it is another sign-in, the issuer refuses, or its token is not good. Forbidden: no role here.
        """
        if begun is None or not secrets.compare_digest(told.get("state", "").encode(), begun.state.encode()):
            raise Unauthenticated(
                "this sign-in did not begin in this browser, or took too long", hint="sign in again from here"
            )
        if "code" not in told:
            reason = told.get("error", "it sent no code")[:100]
            log.warning("the issuer did not sign in: %s %.500r", reason, told.get("error_description", ""))
            raise Unauthenticated(
                f"the issuer did not sign you in: {reason}", hint="ask whoever runs your organisation's accounts"
            )
        answer = await self._exchange(told["code"], begun)
        claims = await self._issuer.verify(answer.id_token, audience=self._client_id)
        if claims.get("nonce") != begun.nonce:
            raise Unauthenticated("the issuer's answer belongs to another sign-in", hint="sign in again from here")
        return await self._session(answer)

    async def _session(self, answer: _Answer) -> Session:
        """The access token is kept where it is meant for NAMESAKE_OIDC_AUDIENCE, else the ID token must be."""
        token = answer.access_token
        try:
            claims = await self._issuer.verify(token)
        except Unauthenticated:
            token = answer.id_token
            claims = await self._issuer.verify(token)
        principal = self._issuer.principal(claims)
        if len(token) > MAX_TOKEN:
            raise Unauthenticated(
                f"the issuer's token has {len(token):,} characters, a cookie holds {MAX_TOKEN:,}",
                hint="have the issuer put less into it, such as fewer groups",
            )
        return Session(token, max(1, int(claims["exp"] - time.time())), principal.id)

    async def _exchange(self, code: str, begun: Begun) -> _Answer:
        """The tokens for a code. Raises: Unauthenticated: the issuer gives none."""
        document = await self._document()
        if document.token_endpoint is None:
            raise Unauthenticated("the issuer names no token endpoint", hint=_AGAIN)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": begun.verifier,
        }
        auth = self._authenticate(form, document)
        try:
            async with open_client(auth) as client:
                answer = await client.post(document.token_endpoint, data=form)
            if answer.status_code in (400, 401):
                refusal = _Refusal.model_validate_json(answer.content)
                log.warning("the issuer refuses a code: %.100r %.500r", refusal.error, refusal.error_description)
                raise Unauthenticated(f"the issuer refuses this sign-in: {refusal.error[:100]}", hint=_AGAIN)
            return _Answer.model_validate_json(answer.raise_for_status().content)
        except (httpx.HTTPError, ValueError) as error:
            # of a document that is none, pydantic's error would quote the tokens in it
            log.warning("the issuer gives no tokens: %s", error if isinstance(error, httpx.HTTPError) else type(error))
            raise Unauthenticated("the issuer does not answer as it should", hint=_AGAIN) from None

    def _authenticate(self, form: dict[str, Any], document: Document) -> httpx.Auth | None:
        """The client's name and secret: in a header, or in the form where there is no secret or the issuer takes no header."""
        if self._secret and "client_secret_basic" in document.token_endpoint_auth_methods_supported:
            return httpx.BasicAuth(quote_plus(self._client_id), quote_plus(self._secret))
        form["client_id"] = self._client_id
        if self._secret:
            form["client_secret"] = self._secret
        return None

    async def _document(self) -> Document:
        found = await self._issuer.document()
        if found is None:
            raise Unauthenticated(
                "the issuer cannot be reached", hint="try again later; the service's log has the reason"
            )
        return found
