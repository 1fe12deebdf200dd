"""The runs of the detectors."""

import datetime
import json

import strawberry
from strawberry import field

from api.schema.fields import Count, build
from api.schema.nodes import Node
from graph.read import Node as Row


@strawberry.type(description="How much a run said.")
class RunCounts:
    findings: Count | None = field(description="Findings.")
    identities: Count | None = field(description="Identities.")
    clusters: Count | None = field(description="Clusters.")


@strawberry.type(description="One pass of the detectors over a snapshot.")
class Run(Node):
    id: strawberry.ID = field(description="The `runId` of what it said.")
    finished_on: datetime.date | None = field(description="The night's day.")
    snapshot: str | None = field(description="The hash of the snapshot that it looked at.")
    model: str | None = field(description="The id of the model whose weights it used.")
    notes: list[str] = field(description="What a reader should know of it: capped blocks, evidence that was off.")
    counts: RunCounts = field(description="How much it said.")


def build_run(row: Row) -> Run:
    return build(
        Run, {**row, "notes": row.get("notes") or [], "counts": build(RunCounts, json.loads(row.get("counts") or "{}"))}
    )
