"""An OpenID Connect issuer on this machine: it serves its discovery document and keys, signs with them, and signs people in."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

AUDIENCE = "namesake"
CLIENT = "namesake page"
SECRET = "it's 100% secret: ä"
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass
class LocalIssuer:
    """`keys`: by id, those it publishes. `asked`: paths that were asked for.

    Of a sign-in: `person`: claims of both tokens. `id_claims`: of the ID token alone. `access_token`: None for a good one.
    `secret`: the client's; empty for a public client. `methods`: how the client may say it. `refusal`: an error in the place of a code.
    `codes`: those given out and not yet exchanged, with what they were asked with. `forms`: what the token endpoint was sent.
    """

    url: str
    keys: dict[str, PrivateKey] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    is_down: bool = False
    claims_to_be: str | None = None
    person: dict[str, Any] = field(default_factory=dict)
    id_claims: dict[str, Any] = field(default_factory=dict)
    access_token: str | None = None
    secret: str = SECRET
    methods: list[str] | None = None
    refusal: str | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    forms: list[dict[str, str]] = field(default_factory=list)

    def rotate(self, kid: str, key: PrivateKey | None = None) -> PrivateKey:
        """Publish one new key in the place of all others."""
        self.keys = {kid: key or rsa.generate_private_key(public_exponent=65537, key_size=2048)}
        return self.keys[kid]

    def sign(self, kid: str, key: Any = None, algorithm: str = "RS256", **claims: Any) -> str:
        """A good token, but for what the arguments change; a claim of None is left out."""
        now = int(time.time())
        usual = {"iss": self.url, "aud": AUDIENCE, "sub": "u1", "exp": now + 60, "nbf": now, "roles": ["reader"]}
        told = {name: value for name, value in (usual | claims).items() if value is not None}
        return jwt.encode(told, key or self.keys[kid], algorithm, headers={"kid": kid})

    def answer(self, path: str) -> Any:
        if path == "/.well-known/openid-configuration":
            methods = {} if self.methods is None else {"token_endpoint_auth_methods_supported": self.methods}
            return {
                "issuer": self.claims_to_be or self.url,
                "jwks_uri": f"{self.url}/keys",
                "authorization_endpoint": f"{self.url}/authorize?tenant=t1",
                "token_endpoint": f"{self.url}/token",
                **methods,
            }
        return {"keys": [published(kid, key) for kid, key in self.keys.items()]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the person, who is known and always agrees, is sent back to."""
        assert asked["tenant"] == "t1", "a query of the endpoint's own is lost"
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        if self.refusal is not None:
            return f"{asked['redirect_uri']}?{urlencode({'error': self.refusal, 'state': asked['state']})}"
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def exchange(self, form: dict[str, str], authorization: str | None) -> tuple[int, dict[str, Any]]:
        """The token endpoint: status and body. A code is good once, for who can say its verifier."""
        self.forms.append(form)
        if not self._is_client(form, authorization):
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form["code"], None)
        hashed = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).decode().rstrip("=")
        if asked is None or (challenge, form["redirect_uri"]) != (asked["code_challenge"], asked["redirect_uri"]):
            return 400, {"error": "invalid_grant", "error_description": "the code is not known"}
        kid = next(iter(self.keys))
        told = {"aud": CLIENT, "nonce": asked["nonce"], **self.person, **self.id_claims}
        access = self.sign(kid, **self.person) if self.access_token is None else self.access_token
        return 200, {"token_type": "Bearer", "access_token": access, "id_token": self.sign(kid, **told)}

    def _is_client(self, form: dict[str, str], authorization: str | None) -> bool:
        if not self.secret:
            return authorization is None and form.get("client_id") == CLIENT
        if "client_secret_basic" not in (self.methods or ["client_secret_basic"]):
            return authorization is None and (form["client_id"], form["client_secret"]) == (CLIENT, self.secret)
        name, _, secret = base64.b64decode((authorization or "").removeprefix("Basic ")).decode().partition(":")
        return "client_secret" not in form and (unquote_plus(name), unquote_plus(secret)) == (CLIENT, self.secret)


def published(kid: str, key: PrivateKey) -> dict[str, Any]:
    """The public half as a JSON Web Key, without `alg`, as several issuers do."""
    kind = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
    return {**json.loads(kind.to_jwk(key.public_key())), "kid": kid, "use": "sig"}


def public_pem(key: PrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def unsigned(claims: dict[str, Any], kid: str) -> str:
    """A token of `alg: none`."""
    parts = ({"alg": "none", "kid": kid}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + "."


@contextmanager
def serve_issuer() -> Iterator[LocalIssuer]:
    """An issuer on a free port, for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.asked.append(self.path)
            if self.path.startswith("/authorize?"):
                to = issuer.authorize(dict(parse_qsl(urlsplit(self.path).query)))
                self.reply(302, {}, Location=to)
            else:
                self.reply(200, issuer.answer(self.path))

        def do_POST(self) -> None:
            issuer.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.reply(*issuer.exchange(dict(parse_qsl(body)), self.headers["Authorization"]))

        def reply(self, status: int, told: Any, **headers: str) -> None:
            body = b"" if issuer.is_down else json.dumps(told).encode()
            self.send_response(503 if issuer.is_down else status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer = LocalIssuer(f"http://127.0.0.1:{server.server_port}")
    issuer.rotate("k1")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
