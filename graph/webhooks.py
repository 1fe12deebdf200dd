"""Webhooks: who is told of changed findings, and how far each has been told.

A webhook's place among the events is kept in the graph and moves on when the receiver has answered, so that each change is told at
least once, in order, whichever process tells it and whenever that is killed. A lease keeps two processes from telling at once.
"""

import base64
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from graph.audit import AuditEntry, audited
from graph.errors import BadArgument
from graph.session import AsyncGraph, Graph, Statement

END: Final = "\uffff"
"""After every id."""
LEASE_S: Final = 120
RETRY_S: Final = (5, 30, 120, 600, 1800, 3600)
"""Seconds to wait after the first, second, … failure; the last from then on."""
GIVEN_UP_AFTER: Final = 24
"""Failures in a row, about 20 hours, after which a webhook is switched off."""
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|[0-9a-f:]*:[0-9a-f:]*")
"""Names of ASCII letters, digits and hyphens, and IPv6 addresses; others have to be written as they go over the wire (xn--…)."""

ADD: Final = Statement(
    "add_webhook",
    "MATCH (s:Store {id: 'store'}) CREATE (w:Webhook {id: $id, url: $url, secret: $secret, kinds: $kinds, min_score: $min_score, "
    "created_at: $now, active: true, failures: 0, event: coalesce(s.event, 0), place: $end}) RETURN w.id AS id",
)
LIST: Final = Statement("list_webhooks", "MATCH (w:Webhook) RETURN w {.*} AS webhook ORDER BY w.created_at, w.id")
REMOVE: Final = Statement("remove_webhook", "MATCH (w:Webhook {id: $id}) WITH w, w.id AS id DETACH DELETE w RETURN id")
_DUE: Final = (
    "MATCH (w:Webhook {active: true}) "
    "WHERE (w.event < s.event OR w.place <> $end) AND coalesce(w.not_before, '') <= $now AND coalesce(w.lease_until, '') <= $now "
)
COUNT_DUE: Final = Statement("count_due_webhooks", f"MATCH (s:Store {{id: 'store'}}) {_DUE} RETURN count(w) AS due")
TAKE_DUE: Final = Statement(
    "take_due_webhooks",
    # the Store's lock waits for whoever is stamping findings: the number of an event is visible before all of them are
    f"MATCH (s:Store {{id: 'store'}}) SET s.settling = true REMOVE s.settling WITH s {_DUE} "
    "SET w.looked_at = $now "  # takes the node's lock; what follows reads it as the last holder left it
    "WITH s, w WHERE coalesce(w.lease_until, '') <= $now SET w.lease_until = $until RETURN w {.*, head: s.event} AS webhook ORDER BY w.id",
)
MOVE_ON: Final = Statement(
    "move_webhook_on",
    "MATCH (w:Webhook {id: $id}) WHERE w.lease_until = $lease SET w.event = $event, w.place = $place, w.failures = 0, w.told_at = $now, "
    "w.last_error = null, w.not_before = null, w.lease_until = null",
)
PUT_OFF: Final = Statement(
    "put_webhook_off",
    "MATCH (w:Webhook {id: $id}) WHERE w.lease_until = $lease SET w.failures = w.failures + 1, w.last_error = $error, "
    "w.not_before = $not_before, w.lease_until = null, w.active = w.failures + 1 < $most",
)


@dataclass(frozen=True, slots=True)
class Webhook:
    """`kinds`: of findings, all if empty. `event`, `place`: what it has been told of; `head`: the newest event there is. `failures`: in a row.

    `secret`: `whsec_…`. `lease_until`: until then the holder alone tells it; what is written of it later than that does not count.
    """

    id: str
    url: str
    secret: str
    kinds: tuple[str, ...]
    min_score: float
    event: int
    place: str
    head: int
    failures: int
    lease_until: str


def add_webhook(
    graph: Graph, url: str, *, kinds: Sequence[str] = (), min_score: float = 0.0, by: str
) -> dict[str, str]:
    """Tell a URL of what changes from now on.

    Returns: `id`, `secret` (to check signatures with; not shown again).
    Raises: BadArgument: the address is not https, nor this machine's own.
    """
    if not _is_usable(url):
        raise BadArgument(
            f"`{url}` cannot be told: only https:// addresses can, and http:// ones of this machine",
            hint="give an https:// address of letters, digits and a port up to 65535",
        )
    made = {
        "id": f"wh_{secrets.token_hex(6)}",
        "secret": "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode(),
    }
    said = {"url": url, "kinds": list(kinds), "min_score": min_score}
    entry = AuditEntry(by, "add_webhook", made["id"], said)
    values = {**made, **said, "now": _stamp(datetime.now(UTC)), "end": END}
    graph.write_many(audited(ADD, values, entry), name=ADD.name)
    return made


def _is_usable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    secure = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    return secure and bool(_HOST.fullmatch(host)) and port != 0


def list_webhooks(graph: Graph) -> list[dict[str, Any]]:
    """All webhooks, oldest first, without their secrets."""
    shown = ("id", "url", "kinds", "min_score", "active", "failures", "last_error", "told_at", "created_at")
    return [{name: row["webhook"].get(name) for name in shown} for row in graph.read(LIST)]


def remove_webhook(graph: Graph, webhook_id: str, *, by: str) -> None:
    """Raises: BadArgument: there is none of this id."""
    entry = AuditEntry(by, "remove_webhook", webhook_id)
    if not graph.write_many(audited(REMOVE, {"id": webhook_id}, entry), name=REMOVE.name):
        raise BadArgument(f"there is no webhook `{webhook_id}`", hint="see `namesake webhooks list`")


async def take_due(graph: AsyncGraph, *, now: datetime) -> list[Webhook]:
    """Webhooks that have something to be told and are not being told, now held by the caller for `LEASE_S`."""
    if not (await graph.read(COUNT_DUE, now=_stamp(now), end=END))[0]["due"]:
        return []
    until = _stamp(now + timedelta(seconds=LEASE_S))
    rows = await graph.write(TAKE_DUE, now=_stamp(now), until=until, end=END)
    return [_webhook(row["webhook"]) for row in rows]


async def move_on(graph: AsyncGraph, webhook: Webhook, *, event: int, place: str, now: datetime) -> None:
    """The receiver has been told up to here."""
    await graph.write(MOVE_ON, id=webhook.id, lease=webhook.lease_until, event=event, place=place, now=_stamp(now))


async def put_off(graph: AsyncGraph, webhook: Webhook, *, error: str, now: datetime) -> None:
    """The receiver did not answer as it should: try later; after many times in a row, no more."""
    wait = RETRY_S[min(webhook.failures, len(RETRY_S) - 1)]
    not_before = _stamp(now + timedelta(seconds=wait))
    said = {"error": error[:300], "not_before": not_before, "most": GIVEN_UP_AFTER}
    await graph.write(PUT_OFF, id=webhook.id, lease=webhook.lease_until, **said)


def _webhook(stored: dict[str, Any]) -> Webhook:
    names = ("id", "url", "secret", "min_score", "event", "place", "head", "failures", "lease_until")
    return Webhook(kinds=tuple(stored["kinds"]), **{name: stored[name] for name in names})


def _stamp(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="milliseconds")
