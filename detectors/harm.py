"""What is at stake in a finding: whose audience is traded on, or what a group draws. On a log scale against the catalog's own largest."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from detectors.wording import count_text, size_text
from graph.findings import Finding, Harm
from graph.snapshot import Snapshot

_MEASURES: Final = {
    "monthly_listeners": "monthly listeners",
    "followers": "followers",
    "streams_28d": "streams in 28 days",
}
"""How an artist's audience is measured: by the first of these that is known."""
_NOTHING_KNOWN: Final = 0.5
"""Where a catalog tells no audience at all, all findings of a kind count the same, and any number does."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """Harm by size: logarithms against the `largest`; what is not known counts as the catalog's middle, `middle`."""

    largest: float
    middle: float

    def harm(self, size: float) -> float:
        return min(1.0, math.log1p(max(size, 0.0)) / math.log1p(self.largest)) if self.largest > 0 else 0.0

    def harms(self, column: str) -> pl.Expr:
        """`harm` of a whole column; null stays null."""
        size = pl.col(column).cast(pl.Float64).clip(lower_bound=0)
        return size.log1p() / math.log1p(self.largest) if self.largest > 0 else size * 0


def assess_harm(snapshot: Snapshot, findings: Sequence[Finding]) -> dict[str, Harm]:
    """By finding id, the harm of each finding.

    Of an impersonation or a misattribution it is the audience of the target. Of a content farm or a campaign it is the mean of two:
    the streams of its members' recordings beside the largest artist's, and its members beside all artists. Of recycled audio it is the
    streams of both recordings beside the most streamed one's.
    """
    targeted = [one for one in findings if one.kind in ("impersonation", "misattribution")]
    groups = [one for one in findings if one.kind in ("content_farm", "campaign")]
    copies = [one for one in findings if one.kind == "recycled_audio"]
    return _of_targets(snapshot, targeted) | _of_groups(snapshot, groups) | _of_copies(snapshot, copies)


def artist_streams(snapshot: Snapshot) -> pl.DataFrame:
    """`artist_id`, `streams_28d`: of the recordings that they are a main artist of; artists without a known number are left out."""
    main = snapshot["recording_artists"].filter(pl.col("role") == "main").select("artist_id", "recording_id").unique()
    known = snapshot["recordings"].select("recording_id", "streams_28d").drop_nulls()
    return main.join(known, on="recording_id").group_by("artist_id").agg(pl.col("streams_28d").sum())


def _of_targets(snapshot: Snapshot, findings: Sequence[Finding]) -> dict[str, Harm]:
    if not findings:
        return {}
    artists = snapshot["artists"].select("artist_id", "monthly_listeners", "followers")
    table = artists.join(artist_streams(snapshot), on="artist_id", how="left")
    scales = {measure: _scale(table[measure]) for measure in _MEASURES}
    first = pl.coalesce(pl.when(pl.col(measure).is_not_null()).then(pl.lit(measure)) for measure in _MEASURES)
    measured = table.with_columns(measure=first).drop_nulls("measure")
    middle = _middle(measured.select(pl.coalesce(scales[measure].harms(measure) for measure in _MEASURES)).to_series())
    asked = measured.filter(pl.col("artist_id").is_in({one.target.id for one in findings if one.target}))
    rows = {row["artist_id"]: row for row in asked.iter_rows(named=True)}
    return {
        one.finding_id: _of_target(rows.get(one.target.id if one.target else ""), scales, middle) for one in findings
    }


def _of_target(row: dict[str, object] | None, scales: dict[str, _Scale], middle: float) -> Harm:
    if row is None:
        return Harm(middle, "The target's audience is not known; it counts as this catalog's middle one.")
    measure = str(row["measure"])
    size, scale = float(str(row[measure])), scales[measure]
    noun = _MEASURES[measure]
    return Harm(
        scale.harm(size),
        f"The target has {size_text(size)} {noun}; the most that an artist of this catalog has is {size_text(scale.largest)}.",
    )


def _of_groups(snapshot: Snapshot, findings: Sequence[Finding]) -> dict[str, Harm]:
    if not findings:
        return {}
    streams = artist_streams(snapshot)["streams_28d"]
    scale, artists = _scale(streams), _Scale(snapshot["artists"].height, 0.0)
    drawn = dict(_group_streams(snapshot, findings).iter_rows())
    return {
        one.finding_id: _of_group(len(set(one.members)), drawn.get(one.finding_id), scale, artists) for one in findings
    }


def _of_group(members: int, streams: int | None, scale: _Scale, artists: _Scale) -> Harm:
    if streams is None:
        return Harm(
            artists.harm(members),
            f"It has {count_text(members, 'member')}; the streams of their recordings are not known.",
        )
    return Harm(
        (scale.harm(streams) + artists.harm(members)) / 2,
        f"The recordings of its {count_text(members, 'member')} have {size_text(streams)} streams in 28 days; the most that an artist of this "
        f"catalog has is {size_text(scale.largest)}.",
    )


def _group_streams(snapshot: Snapshot, findings: Sequence[Finding]) -> pl.DataFrame:
    """`finding_id`, `streams_28d` of the recordings on its releases or by its artists; findings without a known number are left out."""
    rows = [
        (one.finding_id, member, kind)
        for one in findings
        for member, kind in zip(one.members, one.member_types or ("artist",) * len(one.members), strict=True)
    ]
    members = pl.DataFrame(rows, schema=["finding_id", "member", "kind"], orient="row")
    main = snapshot["recording_artists"].filter(pl.col("role") == "main").select("recording_id", member="artist_id")
    placed = snapshot["recording_releases"].select("recording_id", member="release_id")
    by_kind = {"artist": main, "release": placed}
    recordings = pl.concat(
        members.filter(pl.col("kind") == kind).join(theirs, on="member").select("finding_id", "recording_id")
        for kind, theirs in by_kind.items()
    ).unique()
    known = snapshot["recordings"].select("recording_id", "streams_28d").drop_nulls()
    return recordings.join(known, on="recording_id").group_by("finding_id").agg(pl.col("streams_28d").sum())


def _of_copies(snapshot: Snapshot, findings: Sequence[Finding]) -> dict[str, Harm]:
    if not findings:
        return {}
    scale = _scale(snapshot["recordings"]["streams_28d"])
    ends = {one.finding_id: [one.subject.id, *([one.target.id] if one.target else [])] for one in findings}
    wanted = {id for ids in ends.values() for id in ids}
    asked = snapshot["recordings"].select("recording_id", "streams_28d").filter(pl.col("recording_id").is_in(wanted))
    streams: dict[str, int] = dict(asked.drop_nulls().iter_rows())
    return {name: _of_copy([streams[id] for id in ids if id in streams], scale) for name, ids in ends.items()}


def _of_copy(streams: Sequence[int], scale: _Scale) -> Harm:
    if not streams:
        return Harm(
            scale.middle,
            "The streams of the two recordings are not known; they count as this catalog's middle recording.",
        )
    return Harm(
        scale.harm(sum(streams)),
        f"The two recordings have {size_text(sum(streams))} streams in 28 days; the most that a recording of this catalog has is "
        f"{size_text(scale.largest)}.",
    )


def _scale(sizes: pl.Series) -> _Scale:
    """The scale of a catalog's sizes; unknown ones are left out."""
    largest = float(str(sizes.cast(pl.Float64).max() or 0.0))
    harms = sizes.to_frame("size").select(_Scale(largest, 0.0).harms("size")).to_series()
    return _Scale(largest, _middle(harms))


def _middle(harms: pl.Series) -> float:
    known = harms.drop_nulls()
    return float(np.median(known.to_numpy())) if known.len() else _NOTHING_KNOWN
