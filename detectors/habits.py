"""What a catalog does for most of its artists: in so far, it says nothing of one."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from graph.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Habits:
    """What a catalog does for most of its artists, which says nothing of one.

    Attributes:
        with_text: share of artists with a biography. `by_name`, `placed`: shares of releases put on their page by the name alone, and
            by an identifier or a person.
        registrant_users: users of the ISRC registrant of an artist taken at random.
    """

    with_text: float
    by_name: float
    placed: float
    registrant_users: float


def catalog_habits(snapshot: Snapshot, registrants: pl.DataFrame) -> Habits:
    """The habits of a catalog. Args: registrants: `artist_id`, `item`."""
    assignment = snapshot["releases"]["artist_assignment"]
    return Habits(
        with_text=share(snapshot["artists"]["biography"].is_not_null()),
        by_name=share(assignment == "name_only"),
        placed=share(assignment.is_in(["identifier", "manual"])),
        registrant_users=usual_users(registrants),
    )


def usual_users(registrants: pl.DataFrame) -> float:
    """How many artists use the registrant of an artist taken at random. Args: registrants: `artist_id`, `item`."""
    users = registrants.group_by("item").len()["len"].to_numpy().astype(np.float64)
    return float((users**2).sum() / max(users.sum(), 1.0))


def rare_registrant(usual: float) -> pl.Expr:
    """`registrant_shared`, null where the registrant has as many users as is usual, or more: a code that a distributor gives out to
    all comers ties nobody."""
    return pl.when(pl.col("registrant_holders") < usual).then(pl.col("registrant_shared"))


def share(flags: pl.Series) -> float:
    """Share of true ones among the known."""
    known = flags.drop_nulls().to_numpy()
    return float(known.mean()) if known.size else 0.0
