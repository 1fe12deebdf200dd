"""What the last run left in the graph of a snapshot: its identities, and how far it lowered the priors."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from graph.session import Graph, Statement

READ_RUN: Final = Statement(
    "read_run_of_snapshot",
    "MATCH (r:Run {snapshot: $snapshot}) RETURN r.id AS id, r.model AS model ORDER BY r.finished_on DESC, r.id LIMIT 1",
)
READ_PROFILE_ACTS: Final = Statement(
    "read_profile_acts",
    "MATCH (i:Identity)-[:HAS_PROFILE]->(a:Artist) RETURN a.id AS artist_id, i.id AS identity_id",
)
READ_PRIOR: Final = Statement(
    "read_prior",
    "MATCH (f:Finding {current: true, run_id: $run_id}) RETURN f.kind AS kind, f.prior AS prior ORDER BY f.id LIMIT 1",
)


@dataclass(frozen=True, slots=True)
class LastRun:
    """`identities`: `artist_id`, `identity_id`. `prior`: kind of a finding and its prior, log-odds; None without findings."""

    run_id: str
    model: str
    identities: pl.DataFrame
    prior: tuple[str, float] | None


def read_run_of(graph: Graph, snapshot_hash: str) -> LastRun | None:
    """The run that looked at this snapshot; None: none has published what it found."""
    runs = graph.read(READ_RUN, snapshot=snapshot_hash)
    if not runs:
        return None
    schema = {"artist_id": pl.String(), "identity_id": pl.String()}
    identities = pl.DataFrame(graph.read(READ_PROFILE_ACTS), schema=schema)
    priors = graph.read(READ_PRIOR, run_id=runs[0]["id"])
    prior = (str(priors[0]["kind"]), float(priors[0]["prior"])) if priors else None
    return LastRun(runs[0]["id"], runs[0]["model"] or "", identities, prior)
