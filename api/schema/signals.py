"""Signals in: what outside systems say, told to the service."""

import dataclasses
from datetime import UTC, datetime
from typing import Annotated, Final

import strawberry
from strawberry import field
from strawberry.types import Info

from api.access import permit
from api.limits import check_range
from api.schema.connections import resolved
from graph.audit import AuditEntry
from graph.errors import BadArgument
from graph.records import Quarantined
from graph.signals_in import record_signals
from loaders.signals.requests import read_sent_signals

MAX_SIGNALS: Final = 500
MAX_SOURCE: Final = 200


@strawberry.input(
    description="What an outside system says of a thing. Values are checked like those of a file of signals, one by one."
)
class SignalInput:
    subject_type: str = field(description="artist, release, recording or payee.")
    subject_id: strawberry.ID = field(description="Its id. It need not be in the graph yet.")
    kind: str = field(description="What it says, such as ai_generated, stream_manipulation, takedown or user_report.")
    score: float | None = field(default=None, description="0 to 1; null where the source gives none.")
    observed_at: str | None = field(
        default=None,
        description="When, as in 2026-11-24T18:30:00Z, at most a day ahead; another time is another signal.",
    )


@strawberry.type(description="A signal that breaks a rule, and was not written.")
class RefusedSignal:
    index: int = field(description="Its place in the request, from 0.")
    column: str = field(description="The value that breaks the rule; empty for the whole signal.")
    reason: str = field(description="What is wrong.")
    remedy: str = field(description="What would put it right.")


@strawberry.type(description="What became of signals.")
class SignalsRecorded:
    delivery_id: strawberry.ID = field(description="SHA-256 of what was sent: the provenance of each signal.")
    written: int = field(description="Signals that the graph did not hold, or held with another score.")
    unchanged: int = field(description="Signals that the graph held already, or that the request says twice.")
    waiting: int = field(
        description="Things that the signals not refused speak of and that the graph does not know yet. Their signals count once they come; an id that is wrong waits forever."
    )
    refused: list[RefusedSignal] = field(description="Signals that break a rule; the others are written.")


@strawberry.type(description="What can be told.")
class SignalMutation:
    @resolved(
        "Tell what an outside system says of up to 500 things. It is kept with its source and is no verdict. Telling "
        "the same again changes nothing."
    )
    async def record_signals(
        self,
        info: Info,
        signals: Annotated[list[SignalInput], strawberry.argument(description="1 to 500.")],
        source: Annotated[str, strawberry.argument(description="Who says so, 1 to 200 characters.")],
    ) -> SignalsRecorded:
        asking = permit(info, "signal")
        check_range("signals", len(signals), 1, MAX_SIGNALS)
        if not 0 < len(source.strip()) <= MAX_SOURCE:
            raise BadArgument(
                f"`source` has {len(source.strip())} characters, expected 1 to {MAX_SOURCE}", hint="name who says so"
            )
        now = datetime.now(UTC).replace(tzinfo=None)
        delivery, batches, refused = read_sent_signals([_texts(signal) for signal in signals], source=source, now=now)
        detail = {"source": source, "signals": len(signals), "refused": len(refused)}
        audit = AuditEntry(asking.id, "recordSignals", delivery.delivery_id, detail)
        counts, waiting = await info.context.writer.run(
            lambda graph: record_signals(graph, delivery, batches, audit=audit, now=now)
        )
        return SignalsRecorded(
            delivery_id=strawberry.ID(delivery.delivery_id),
            written=counts.written,
            unchanged=len(signals) - len(refused) - counts.written,
            waiting=waiting,
            refused=[_refused(item) for item in refused],
        )


def _texts(signal: SignalInput) -> dict[str, str | None]:
    values = dataclasses.asdict(signal)
    return {name: None if value is None else str(value) for name, value in values.items()}


def _refused(item: Quarantined) -> RefusedSignal:
    return RefusedSignal(index=item.line - 1, column=item.column, reason=item.reason, remedy=item.remedy)
