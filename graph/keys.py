"""API keys: who may ask, in which role, until when. The graph holds a hash of each secret, never the secret."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from graph.audit import AuditEntry, audited
from graph.errors import BadArgument
from graph.session import AsyncGraph, Graph, Statement

CREATE_KEY: Final = Statement(
    "create_api_key",
    "CREATE (k:ApiKey {id: $id, name: $name, role: $role, secret_hash: $secret_hash, created_at: $created_at, "
    "expires_at: $expires_at}) RETURN k {.*} AS node",
)
READ_KEYS: Final = Statement("read_api_keys", "MATCH (k:ApiKey) RETURN k {.*} AS node ORDER BY k.created_at, k.id")
REVOKE_KEY: Final = Statement(
    "revoke_api_key",
    "MATCH (k:ApiKey {id: $id}) SET k.revoked_at = coalesce(k.revoked_at, $at) RETURN k {.*} AS node",
)
NOTE_USE: Final = Statement("note_api_key_use", "MATCH (k:ApiKey {id: $id}) SET k.last_used_on = $day")

_TOKEN: Final = re.compile(r"nsk_([0-9a-f]{12})_([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key without its secret. Times are ISO 8601, UTC; `last_used_on` is a day.

    `secret_hash`: SHA-256, hex. The secret is 256 random bits, no password that could be guessed, so a slow hash would add
    nothing but the time of each request.
    """

    id: str
    name: str
    role: str
    secret_hash: str
    created_at: str
    expires_at: str | None = None
    last_used_on: str | None = None
    revoked_at: str | None = None

    def end(self, now: datetime) -> str | None:
        """Why the key is no longer good: `revoked`, `expired`, or None."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at is not None and self.expires_at <= _text(now) else None

    def opens(self, secret: str) -> bool:
        """Whether that is the key's secret; takes as long for a near miss as for a far one."""
        return hmac.compare_digest(hash_secret(secret), self.secret_hash)


def parse_token(token: str) -> tuple[str, str] | None:
    """The id and the secret in `nsk_ID_SECRET`; None if it does not read as a key."""
    match = _TOKEN.fullmatch(token)
    return None if match is None else (match[1], match[2])


def hash_secret(secret: str) -> str:
    """SHA-256 of a key's secret, hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def create_key(
    graph: Graph, *, name: str, role: str, days: int | None, by: str, now: datetime | None = None
) -> tuple[ApiKey, str]:
    """Make a key. Returns: it, and its token, which nothing can tell a second time."""
    made = now or datetime.now(UTC)
    id, secret = secrets.token_hex(6), secrets.token_hex(32)
    expires = None if days is None else _text(made + timedelta(days=days))
    key = ApiKey(id, name, role, hash_secret(secret), _text(made), expires)
    values = {
        column: getattr(key, column) for column in ("id", "name", "role", "secret_hash", "created_at", "expires_at")
    }
    entry = AuditEntry(by, "create_key", id, {"name": name, "role": role, "expires_at": expires})
    graph.write_many(audited(CREATE_KEY, values, entry), name=CREATE_KEY.name)
    return key, f"nsk_{id}_{secret}"


def revoke_key(graph: Graph, id: str, *, by: str, now: datetime | None = None) -> ApiKey:
    """End a key for good; twice is once. Raises: BadArgument: there is no such key."""
    values = {"id": id, "at": _text(now or datetime.now(UTC))}
    rows = graph.write_many(audited(REVOKE_KEY, values, AuditEntry(by, "revoke_key", id)), name=REVOKE_KEY.name)
    if not rows:
        raise BadArgument(f"there is no key `{id}`", hint="`namesake keys list` has the ids")
    return ApiKey(**rows[0]["node"])


def list_keys(graph: Graph) -> list[ApiKey]:
    """Every key there ever was, oldest first."""
    return [ApiKey(**row["node"]) for row in graph.read(READ_KEYS)]


async def read_keys(graph: AsyncGraph) -> dict[str, ApiKey]:
    """Every key there ever was, by id."""
    return {row["node"]["id"]: ApiKey(**row["node"]) for row in await graph.read(READ_KEYS)}


async def note_use(graph: AsyncGraph, id: str, day: str) -> None:
    """Keep the day on which a key was last used."""
    await graph.write(NOTE_USE, id=id, day=day)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
