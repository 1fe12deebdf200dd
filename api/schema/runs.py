"""The runs of the detectors."""

import asyncio
import datetime
import enum
import json

import strawberry
from strawberry import field
from strawberry.scalars import JSON
from strawberry.types import Info

from api.night_reports import read_night_report
from api.schema.connections import resolved
from api.schema.fields import Count, build
from api.schema.nodes import Node
from graph.read import Node as Row


@strawberry.enum(description="How a run came about.")
class RunKind(enum.Enum):
    NIGHTLY = strawberry.enum_value("nightly", description="By `namesake nightly`.")
    DETECT = strawberry.enum_value("detect", description="By `namesake detect`.")


@strawberry.type(description="How much a run said.")
class RunCounts:
    findings: Count | None = field(description="Findings.")
    identities: Count | None = field(description="Identities.")
    clusters: Count | None = field(description="Clusters.")


@strawberry.type(description="One pass of the detectors over a snapshot.")
class Run(Node):
    night_id: strawberry.Private[str | None]
    id: strawberry.ID = field(description="The `runId` of what it said.")
    run_kind: RunKind | None = field(
        name="kind",
        description="How it came about, the last time if it was run again; null of runs before this was kept.",
    )
    started_at: datetime.datetime | None = field(
        description="When it began, a night with its first stage, UTC; null of runs before this was kept."
    )
    finished_at: datetime.datetime | None = field(
        description="When it published what it says, UTC; null of runs before this was kept."
    )
    finished_on: datetime.date | None = field(description="The night's day.")
    snapshot: str | None = field(description="The hash of the snapshot that it looked at.")
    model: str | None = field(description="The id of the model whose weights it used.")
    notes: list[str] = field(description="What a reader should know of it: capped blocks, evidence that was off.")
    counts: RunCounts = field(description="How much it said.")

    @resolved(
        "The report of the last night that it was the run of: `report.json`, as docs/guides/night-report.md describes it. Null if no night ran it, "
        "its report is not written yet, or its files are not in this service's data folder. The texts in it come from outside."
    )
    async def report(self, info: Info) -> JSON | None:
        found = await asyncio.to_thread(read_night_report, info.context.nights, self.night_id)
        return None if found is None else JSON(found)


def build_run(row: Row) -> Run:
    kind = row.get("kind")
    told = {"notes": row.get("notes") or [], "counts": build(RunCounts, json.loads(row.get("counts") or "{}"))}
    return build(Run, {**row, **told, "run_kind": None if kind is None else RunKind(kind)})
