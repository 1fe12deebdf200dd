"""An OpenID Connect issuer on this machine: it serves its discovery document and keys, and signs with them."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

AUDIENCE = "namesake"
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass
class LocalIssuer:
    """`keys`: by id, those it publishes. `asked`: paths that were asked for."""

    url: str
    keys: dict[str, PrivateKey] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    is_down: bool = False
    claims_to_be: str | None = None

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
            return {"issuer": self.claims_to_be or self.url, "jwks_uri": f"{self.url}/keys"}
        return {"keys": [published(kid, key) for kid, key in self.keys.items()]}


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
            body = b"" if issuer.is_down else json.dumps(issuer.answer(self.path)).encode()
            self.send_response(503 if issuer.is_down else 200)
            self.send_header("Content-Length", str(len(body)))
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
