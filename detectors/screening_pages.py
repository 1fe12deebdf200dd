"""The pages of the catalog, laid out to be read one by one: what a release that is not there yet is compared with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from detectors.catalog_tables import payee_operators
from detectors.lookup import Lookup
from detectors.misattribution import credits_of, share_by_name
from detectors.page_history import page_values, release_properties, value_reach
from detectors.release_facts import KEYS, folded_names
from graph.snapshot import Snapshot

_BY_RELEASE: Final = ("release_artists", "recording_releases", "payouts", "releases")
_BY_RECORDING: Final = ("recordings", "recording_artists", "contributions")
_COUNTED: Final = ("strange_pages", "home_pages")


@dataclass(frozen=True, slots=True)
class PageCatalog:
    """Lookups over one snapshot.

    Attributes:
        pages: releases by artist. `of_release`, `of_recording`: tables by name, by release and by recording.
        artists: by id. `names`, `namesakes`: artists and their folded names, by id and by name.
        reach: as of `value_reach`, with `key` (aspect and value). `by_name`: as of `share_by_name`.
    """

    pages: Lookup
    of_release: Mapping[str, Lookup]
    of_recording: Mapping[str, Lookup]
    artists: Lookup
    names: Lookup
    namesakes: Lookup
    reach: Lookup
    by_name: float

    def same_name(self, artist_ids: Iterable[str]) -> pl.DataFrame:
        """`artist_id`, `other`: artists and those of their very name, themselves among them."""
        own = self.names.of(artist_ids)
        return own.join(self.namesakes.of(own["name"]).rename({"artist_id": "other"}), on="name").drop("name")

    def tables(self, artist_ids: Iterable[str]) -> dict[str, pl.DataFrame]:
        """The snapshot's tables, as far as they are about the pages of these artists."""
        wanted = set(artist_ids)
        releases = self.pages.of(wanted)["release_id"].unique()
        found = {name: known.of(releases) for name, known in self.of_release.items()}
        recordings = found["recording_releases"]["recording_id"].unique()
        found |= {name: known.of(recordings) for name, known in self.of_recording.items()}
        found["artists"] = self.artists.of({*wanted, *found["release_artists"]["artist_id"]})
        return found


def build_pages(snapshot: Snapshot) -> PageCatalog:
    """Lay out a snapshot's pages."""
    folded = folded_names(snapshot["artists"])
    pages = snapshot["release_artists"].select(KEYS)
    reach, _ = value_reach(pages, release_properties(snapshot, payee_operators(snapshot)))
    return PageCatalog(
        pages=Lookup(pages, "artist_id"),
        of_release={name: Lookup(snapshot[name], "release_id") for name in _BY_RELEASE},
        of_recording={name: Lookup(snapshot[name], "recording_id") for name in _BY_RECORDING},
        artists=Lookup(snapshot["artists"], "artist_id"),
        names=Lookup(folded, "artist_id"),
        namesakes=Lookup(folded, "name"),
        reach=Lookup(reach.with_columns(key=_KEY), "key"),
        by_name=share_by_name(snapshot, credits_of(snapshot)),
    )


_KEY: Final = pl.col("aspect") + "|" + pl.col("value")


def reach_with(
    catalog: PageCatalog, pages: pl.DataFrame, properties: pl.DataFrame, credited: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """How far the values of releases that are not in the catalog would reach, were each of them there alone.

    Args: pages: `release_id`, `artist_id`, those releases on theirs. credited: the same of those releases alone, each page once.
    Returns: first as of `PageFacts.reach`, by release; second the homes, as of `value_reach`.
    """
    mine = credited.select(KEYS)
    there = pages.join(mine.select("artist_id"), on="artist_id", how="semi")
    after = page_values(there, properties)
    before = page_values(there.join(mine, on=KEYS, how="anti"), properties)
    signed = pl.concat([_counts(after, 1), _counts(before, -1)]).join(mine, on="artist_id").drop("artist_id")
    own = properties.join(mine.select("release_id").unique(), on="release_id", how="semi")
    known = catalog.reach.of(own.select(_KEY).to_series()).drop("key")
    told = own.join(known, on=["aspect", "value"])
    every = pl.concat([signed, told.select(signed.columns)])
    reach = every.group_by("release_id", "aspect", "value").agg(pl.col(_COUNTED).sum())
    return reach, after.filter("home").select("artist_id", "aspect", "value")


def _counts(values: pl.DataFrame, sign: int) -> pl.DataFrame:
    counted = {"strange_pages": pl.col("strange"), "home_pages": pl.col("home")}
    made = {name: sign * flag.cast(pl.Int64) for name, flag in counted.items()}
    return values.select("artist_id", "aspect", "value", **made)
