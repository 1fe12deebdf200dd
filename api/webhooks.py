"""Telling webhooks: signed as Standard Webhooks says, tried again until the receiver answers, in order."""

import asyncio
import contextlib
import hashlib
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final

import httpx
from standardwebhooks import Webhook as Signer

from graph.errors import NamesakeError
from graph.events import READ_EVENTS
from graph.read import Node, plain
from graph.session import AsyncGraph
from graph.store_findings import finding_row_of
from graph.webhooks import END, Webhook, move_on, put_off, take_due

log = logging.getLogger(__name__)

POLL_S: Final = 2.0
DOWN_S: Final = 30.0
TIMEOUT_S: Final = 10.0
BATCH: Final = 100
"""Changes in one message."""


class Teller:
    """Tells the webhooks of one graph. Several processes may: each webhook is told by one of them at a time."""

    def __init__(self, graph: AsyncGraph, client: httpx.AsyncClient, *, poll_s: float = POLL_S) -> None:
        self._graph = graph
        self._client = client
        self._poll_s = poll_s

    async def run(self, ended: asyncio.Event) -> None:
        """Tell what there is to tell until `ended`; whatever keeps it from that is logged and waited for."""
        while not ended.is_set():
            wait = self._poll_s
            try:
                if await self.tell_all():
                    continue
            except NamesakeError as error:
                log.warning("webhooks wait %.0f s: %s", DOWN_S, error.what)
                wait = DOWN_S
            except Exception:
                log.exception("webhooks wait %.0f s", DOWN_S)
                wait = DOWN_S
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), wait)

    async def tell_all(self) -> int:
        """Tell each webhook that is due its next changes. Returns: how many were due."""
        due = await take_due(self._graph, now=datetime.now(UTC))
        await asyncio.gather(*(self._tell(webhook) for webhook in due))
        return len(due)

    async def _tell(self, webhook: Webhook) -> None:
        place = {"event": webhook.event, "id": webhook.place, "head": webhook.head}
        nodes = [plain(row["node"]) for row in await self._graph.read(READ_EVENTS, **place, limit=BATCH)]
        wanted = [node for node in nodes if _is_wanted(webhook, node)]
        try:
            if wanted:
                async with asyncio.timeout(TIMEOUT_S):
                    await self._send(webhook, wanted)
        except Exception as error:  # whatever comes of its address or its answer is this webhook's own
            log.warning("webhook %s was not told: %s", webhook.id, error)
            await put_off(self._graph, webhook, error=f"{type(error).__name__}: {error}", now=datetime.now(UTC))
            return
        event, last = (nodes[-1]["event"], nodes[-1]["id"]) if len(nodes) == BATCH else (webhook.head, END)
        await move_on(self._graph, webhook, event=event, place=last, now=datetime.now(UTC))

    async def _send(self, webhook: Webhook, nodes: list[Node]) -> None:
        """Raises: httpx.HTTPError: no answer, or not one of success; what else an address can lead to."""
        now = datetime.now(UTC)
        changes = [_change(node) for node in nodes]
        told = json.dumps(changes, ensure_ascii=False, sort_keys=True)
        message_id = (
            f"{webhook.id}.{hashlib.sha256(told.encode()).hexdigest()[:24]}"  # the same for the same changes alone
        )
        body = f'{{"type": "findings.changed", "timestamp": "{now.isoformat()}", "data": {{"changes": {told}}}}}'
        headers = {
            "content-type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Signer(webhook.secret).sign(message_id, now, body),
        }
        async with self._client.stream("POST", webhook.url, content=body.encode(), headers=headers) as answer:
            answer.raise_for_status()


def _is_wanted(webhook: Webhook, node: Node) -> bool:
    return node["score"] >= webhook.min_score and (not webhook.kinds or node["kind"] in webhook.kinds)


def _change(node: Node) -> dict[str, Any]:
    return {"change": node["change"], "finding": finding_row_of(node)}


@asynccontextmanager
async def telling(connect: Callable[[], AsyncGraph]) -> AsyncIterator[None]:
    """Tells webhooks meanwhile, over a connection of its own; at the end a message on its way is waited for."""
    graph, ended = connect(), asyncio.Event()
    async with open_client() as client:
        task = asyncio.create_task(Teller(graph, client).run(ended))
        try:
            yield
        finally:
            ended.set()
            await asyncio.gather(task, return_exceptions=True)
            await graph.close()


def open_client() -> httpx.AsyncClient:
    """A client that follows nobody elsewhere and waits `TIMEOUT_S`."""
    return httpx.AsyncClient(timeout=TIMEOUT_S, follow_redirects=False, trust_env=False)
