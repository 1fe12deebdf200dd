"""Pages of a real catalog: whom to attack, and whose rows to draw values from."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any, Final

import polars as pl

from graph.snapshot import Snapshot

Row = dict[str, Any]
_MOST_RELEASES: Final = 12
_MOST_TRACKS: Final = 12
_POOL: Final = 2_000
_LATEST: Final = 0.995
"""Quantile of the release dates that is taken for the newest: beyond it are announced releases and slips of the pen."""


@dataclass(frozen=True, slots=True)
class Page:
    """An artist and the newest releases of its own, newest first; `tracks` and `payouts` by release id, `credits` by recording id."""

    artist: Row
    releases: tuple[Row, ...]
    tracks: Mapping[str, list[Row]]
    credits: Mapping[str, list[Row]]
    payouts: Mapping[str, list[Row]]

    @property
    def artist_id(self) -> str:
        return str(self.artist["artist_id"])

    @property
    def name(self) -> str:
        return str(self.artist["name"])

    @property
    def recordings(self) -> list[Row]:
        return [track for release in self.releases for track in self.tracks[release["release_id"]]]

    @property
    def last_release(self) -> date | None:
        return max((row["release_date"] for row in self.releases if row["release_date"]), default=None)


class Deck:
    """Pages in a drawn order, each dealt once."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._pages = list(pages)

    def __bool__(self) -> bool:
        return bool(self._pages)

    def deal(self, fits: Callable[[Page], bool] = lambda page: True) -> Page | None:
        """The next page that fits; None where there is none."""
        place = next((place for place, page in enumerate(self._pages) if fits(page)), None)
        return None if place is None else self._pages.pop(place)


def popular_artists(snapshot: Snapshot) -> pl.DataFrame:
    """`artist_id`, `releases` (of its own), `rank` (0 to 1, the highest of its ranks by listeners, followers and releases). Sorted."""
    own = snapshot["release_artists"].filter(pl.col("position") == 0).group_by("artist_id").agg(releases=pl.len())
    ranks = [(pl.col(name).rank() / pl.col(name).count()) for name in ("monthly_listeners", "followers", "releases")]
    return (
        snapshot["artists"]
        .select("artist_id", "monthly_listeners", "followers")
        .join(own, on="artist_id", how="left")
        .with_columns(rank=pl.max_horizontal(ranks))
        .select("artist_id", pl.col("releases").fill_null(0), pl.col("rank").fill_null(0.0))
        .sort("artist_id")
    )


def newest_day(snapshot: Snapshot) -> date | None:
    """The day about which the catalog's newest releases came."""
    known = snapshot["releases"]["release_date"].drop_nulls().sort()
    day = known[round(_LATEST * (known.len() - 1))] if known.len() else None
    taken = snapshot.manifest.taken_at[:10]
    return min(day, date.fromisoformat(taken)) if day and taken else day


def read_words(snapshot: Snapshot, draw: Random) -> dict[str, list[str]]:
    """Samples of the catalog's titles, people, and sentences of biographies (NUL for the artist's name)."""
    people = _some(snapshot["contributions"]["party_name"], draw) or _some(snapshot["artists"]["name"], draw)
    told = snapshot["artists"].select("name", "biography").drop_nulls()
    rows = [told.row(place) for place in draw.sample(range(told.height), k=min(_POOL, told.height))]
    sentences = [
        sentence.replace(name, "\0")
        for name, text in rows
        for sentence in re.split(r"(?<=[.!?])\s+", text[:600])
        if sentence.strip()
    ]
    return {
        "people": people,
        "titles": _some(snapshot["recordings"]["title"], draw) or ["Untitled"],
        "sentences": sentences,
    }


def _some(texts: pl.Series, draw: Random) -> list[str]:
    known = texts.drop_nulls()
    return [known[place] for place in draw.sample(range(known.len()), k=min(_POOL, known.len()))]


def read_pages(snapshot: Snapshot, artist_ids: list[str]) -> list[Page]:
    """The artists' pages, in the order of the ids: the newest releases on which the artist stands first, and their parts."""
    wanted = pl.Series("artist_id", artist_ids, dtype=pl.String)
    owned = (
        snapshot["release_artists"]
        .filter(pl.col("artist_id").is_in(wanted.implode()), pl.col("position") == 0)
        .join(snapshot["releases"].filter(pl.col("type").ne_missing("compilation")), on="release_id")
        .sort("artist_id", "release_date", "release_id", descending=[False, True, False], nulls_last=True)
        .group_by("artist_id", maintain_order=True)
        .head(_MOST_RELEASES)
    )
    links = snapshot["recording_releases"].join(owned.select("release_id").unique(), on="release_id", how="semi")
    tracks = links.join(snapshot["recordings"], on="recording_id").sort("release_id", "recording_id")
    kept = tracks.group_by("release_id", maintain_order=True).head(_MOST_TRACKS)
    credits = snapshot["contributions"].join(kept.select("recording_id").unique(), on="recording_id", how="semi")
    payouts = snapshot["payouts"].join(owned.select("release_id").unique(), on="release_id", how="semi")
    artists = snapshot["artists"].filter(pl.col("artist_id").is_in(wanted.implode()))
    by_artist = {row["artist_id"]: row for row in artists.iter_rows(named=True)}
    releases = _grouped(owned, "artist_id", ("artist_id", "position"))
    on_release = _grouped(kept, "release_id", ("release_id",))
    by_recording, by_release = _grouped(credits, "recording_id", ()), _grouped(payouts, "release_id", ())
    pages = []
    for artist in artist_ids:
        own = tuple(releases.get(artist, ()))
        pages.append(
            Page(
                by_artist[artist],
                own,
                {row["release_id"]: on_release.get(row["release_id"], []) for row in own},
                by_recording,
                by_release,
            )
        )
    return pages


def _grouped(table: pl.DataFrame, key: str, left_out: tuple[str, ...]) -> dict[str, list[Row]]:
    """Rows by key, without the columns `left_out`."""
    grouped: dict[str, list[Row]] = {}
    for row in table.iter_rows(named=True):
        grouped.setdefault(row[key], []).append({name: value for name, value in row.items() if name not in left_out})
    return grouped
