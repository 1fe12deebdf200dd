"""What the last run left in the graph of a snapshot: its identities, and how far it lowered the priors."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from graph.session import Graph, Statement

READ_RUN: Final = Statement(
    "read_run_of_snapshot",
    "MATCH (r:Run {snapshot: $snapshot}) RETURN r.id AS id, coalesce(r.model, '') AS model, coalesce(r.prior_shift, 0.0) AS prior_shift "
    "ORDER BY r.finished_on DESC, r.id LIMIT 1",
)
READ_PROFILE_ACTS: Final = Statement(
    "read_profile_acts",
    "MATCH (i:Identity)-[:HAS_PROFILE]->(a:Artist) RETURN a.id AS artist_id, i.id AS identity_id",
)


@dataclass(frozen=True, slots=True)
class LastRun:
    """`identities`: `artist_id`, `identity_id`. `prior_shift`: how far the run lowered every prior, log-odds of at most 0."""

    run_id: str
    model: str
    identities: pl.DataFrame
    prior_shift: float


def read_run_of(graph: Graph, snapshot_hash: str) -> LastRun | None:
    """The run that looked at this snapshot; None: none has published what it found."""
    runs = graph.read(READ_RUN, snapshot=snapshot_hash)
    if not runs:
        return None
    schema = {"artist_id": pl.String(), "identity_id": pl.String()}
    identities = pl.DataFrame(graph.read(READ_PROFILE_ACTS), schema=schema)
    return LastRun(runs[0]["id"], runs[0]["model"], identities, runs[0]["prior_shift"])
