"""What screening knows of the catalog: the facts of the nightly run, worked out once, laid out to be asked for a few artists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import polars as pl

from detectors.artist_profiles import (
    KINDS_HELD,
    Norms,
    artist_profiles,
    catalog_norms,
    memberships,
    newest_day,
    with_holders,
)
from detectors.blocking import artist_names
from detectors.blocking_keys import copied_keys, identifier_keys
from detectors.catalog_tables import MAX_HASH_PAYEES, payee_hashes, payee_operators
from detectors.features import PairFacts, pair_features
from detectors.habits import Habits, catalog_habits
from detectors.impersonation import suspect_pairs
from detectors.lookup import Lookup
from detectors.name_index import NameIndex
from detectors.subject_money import named_like_known_acts
from graph.name_keys import name_keys
from graph.snapshot import Snapshot

MAX_KEY_ARTISTS: Final = 30
"""Artists of one identifier that become candidates, best known first; the nightly blocks are as large."""
MAX_HOUSE_ARTISTS: Final = 100
"""Artists of one payee whose names are looked at; a payee with more is taken for a house that has no lookalikes."""
_CALLED: Final = {"payees": "payee_id", "labels": "label_id", "distributors": "distributor_id"}


@dataclass(frozen=True, slots=True)
class ScreeningCatalog:
    """Lookups over one snapshot and the identities that the last run resolved.

    Attributes:
        names, profiles: as of `PairFacts`, by artist. `held`: what is held, with its `kind`, by artist. `holders`: `kind`, `item` and
            `holders`, by item.
        paid: artists by the operator that is paid for them. `keys`: artists by what only one act should have (`value`).
        operators: by payee id. `hashes`: operators by the hashes of their payees. `called`: records with names, by id.
        acts: `artist_id`, `identity_id`, `profiles` (how many that identity has), by artist. `members`: the same by identity.
        suspects: of artists whose names were looked at, whether they are named like a better known act; grows as it is asked.
    """

    index: NameIndex
    names: Lookup
    profiles: Lookup
    held: Lookup
    holders: Lookup
    paid: Lookup
    keys: Lookup
    operators: Lookup
    hashes: Lookup
    called: Mapping[str, Lookup]
    acts: Lookup
    members: Lookup
    norms: Norms
    habits: Habits
    suspects: dict[str, bool] = field(default_factory=dict)

    def facts(self, artist_ids: Iterable[str]) -> PairFacts:
        """What pairs of these artists are described by, but for the names of third things."""
        wanted = set(artist_ids)
        return PairFacts(self.names.of(wanted), self.profiles.of(wanted), by_kind(self.held.of(wanted)), {})

    def with_called(self, facts: PairFacts) -> PairFacts:
        """The facts with the names of what is held."""
        called = {name: known.of(facts.held[name.removesuffix("s")]["item"]) for name, known in self.called.items()}
        return replace(facts, called=called)

    def nearest(self, names: pl.DataFrame, limit: int) -> pl.DataFrame:
        """`left`, `right`: artists and those that one of their names (`artist_id`, `name`) may mean, themselves left out."""
        found = self.index.nearest(names["name"].to_list(), limit=limit, operations=False)
        near = found.select(name="mention", right="artist_id")
        pairs = names.select("name", left="artist_id").join(near, on="name")
        return pairs.filter(pl.col("left") != pl.col("right")).select("left", "right").unique(maintain_order=True)

    def lookalikes(self, artist_ids: Iterable[str], limit: int) -> pl.DataFrame:
        """`artist_id` of those that are named like another payee's better known act."""
        asked = sorted(set(artist_ids))
        fresh = [artist for artist in asked if artist not in self.suspects]
        if fresh:
            pairs = self.nearest(self.names.of(fresh), limit)
            both = {*fresh, *pairs["right"]}
            described = pair_features(pairs, self.with_called(self.facts(both)), None)
            directed = suspect_pairs(described, self.acts.of(both), None)
            found = set(named_like_known_acts(directed)["artist_id"])
            self.suspects.update({artist: artist in found for artist in fresh})
        return pl.DataFrame({"artist_id": [a for a in asked if self.suspects[a]]}, schema={"artist_id": pl.String})


def build_catalog(snapshot: Snapshot, identities: pl.DataFrame) -> ScreeningCatalog:
    """Lay out a snapshot for screening. Takes a minute for each 100,000 artists or so.

    Args: identities: `artist_id`, `identity_id` of the last run; an artist that is not there is an act of its own.
    """
    norms = catalog_norms(snapshot["artists"])
    profiles = artist_profiles(snapshot, norms)
    names, operators = artist_names(snapshot), payee_operators(snapshot)
    held = of_all_kinds({name: with_holders(members) for name, members in memberships(snapshot, operators).items()})
    acts = _acts(snapshot, identities)
    return ScreeningCatalog(
        index=NameIndex(names, audience=profiles.select("artist_id", "audience")),
        names=Lookup(names, "artist_id"),
        profiles=Lookup(profiles, "artist_id"),
        held=Lookup(held, "artist_id"),
        holders=Lookup(held.select("kind", "item", "holders").unique(["kind", "item"]), "item"),
        paid=Lookup(held.filter(pl.col("kind") == "payee").select("artist_id", "item"), "item"),
        keys=Lookup(_known_keys(snapshot, operators, profiles), "value"),
        operators=Lookup(operators, "payee_id"),
        hashes=Lookup(_hashed(snapshot, operators), "hash"),
        called={name: Lookup(snapshot[name], key) for name, key in _CALLED.items()},
        acts=Lookup(acts, "artist_id"),
        members=Lookup(acts, "identity_id"),
        norms=replace(norms, newest=newest_day(profiles), uncounted=1),
        habits=catalog_habits(snapshot, held.filter(pl.col("kind") == "registrant")),
    )


def of_all_kinds(held: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Memberships of all kinds as one table with `kind`."""
    return pl.concat(
        (members.with_columns(kind=pl.lit(kind)) for kind, members in held.items()), how="vertical_relaxed"
    )


def by_kind(held: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Memberships of each kind, from a table of all."""
    found = {str(kind): rows for (kind,), rows in held.partition_by("kind", include_key=False, as_dict=True).items()}
    none = held.clear().drop("kind")
    return {kind: found.get(kind, none) for kind in KINDS_HELD}


def artist_keys(snapshot: Snapshot, operators: pl.DataFrame) -> pl.DataFrame:
    """`artist_id`, `value`: what only one act should have, the kind of key before it; the keys of the nightly blocks."""
    names = artist_names(snapshot)
    known = names.select("artist_id", "name").join(name_keys(names["name"]), on="name")
    keys = pl.concat([*identifier_keys(snapshot, known, operators), *copied_keys(snapshot)])
    return keys.select("artist_id", value=pl.col("key") + "|" + pl.col("value"))


def _known_keys(snapshot: Snapshot, operators: pl.DataFrame, profiles: pl.DataFrame) -> pl.DataFrame:
    keys = artist_keys(snapshot, operators).join(profiles.select("artist_id", "audience"), on="artist_id")
    ordered = keys.sort("value", "audience", "artist_id", descending=[False, True, False])
    return ordered.group_by("value", maintain_order=True).head(MAX_KEY_ARTISTS).select("artist_id", "value")


def _hashed(snapshot: Snapshot, operators: pl.DataFrame) -> pl.DataFrame:
    """`hash`, `operator`; hashes of an office are left out, as in `payee_operators`."""
    hashes = payee_hashes(snapshot).filter(pl.len().over("hash") <= MAX_HASH_PAYEES)
    return hashes.join(operators, on="payee_id").select("hash", "operator").unique().sort("hash", "operator")


def _acts(snapshot: Snapshot, identities: pl.DataFrame) -> pl.DataFrame:
    known = snapshot["artists"].select("artist_id").join(identities, on="artist_id", how="left")
    return known.select(
        "artist_id", identity_id=pl.coalesce("identity_id", pl.lit("profile|") + pl.col("artist_id"))
    ).with_columns(profiles=pl.len().over("identity_id"))
