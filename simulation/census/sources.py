"""The catalog is merged from several sources, and each leaves its own columns out, now and then with a wrong value."""

from collections.abc import Iterable

import numpy as np

from simulation.census.draft import Draft, Table
from simulation.census.samplers import Flags, Ints, Rng, one

_ARTISTS = (
    "country",
    "type",
    "biography",
    "followers",
    "monthly_listeners",
    "isni",
    "ipi",
    "musicbrainz_id",
    "discogs_id",
    "image_phash",
    "created_on",
    "verified",
)
_RELEASES = (
    "upc",
    "type",
    "date",
    "label",
    "distributor",
    "cover_phash",
    "culture",
    "p_line",
    "c_line",
    "received_at",
    "artist_assignment",
)
_RECORDINGS = ("isrc", "duration_ms", "audio_fingerprint", "culture", "streams_28d", "listeners_28d", "ai_disclosure")
_LISTS = ("aliases", "genres", "urls")
_NEVER = 0.07
"""How often a source does not have a column at all."""


def thin_out(draft: Draft) -> None:
    """Blank values by source and column, and whole columns that the catalog's owner never kept."""
    rng, acts = draft.rng, draft.acts
    of_act = np.array(acts["source"])
    owner = np.array(draft.releases["act"])
    delivered = np.array([d if d is not None else 0 for d in draft.releases["distributor"]])
    first = np.array([releases[0] for releases in draft.recordings["releases"]])
    _swap_values(rng, draft)
    _blank(rng, draft, acts, _ARTISTS, of_act)
    _blank(rng, draft, draft.releases, _RELEASES, of_act[owner])
    _blank(rng, draft, draft.recordings, _RECORDINGS, of_act[owner[first]])
    for column in _LISTS:
        gone = _absent(rng, draft, of_act)
        acts.columns[column] = [[] if g else value for g, value in zip(gone.tolist(), acts[column], strict=True)]
    deaf = rng.random(draft.habits.n_distributors) < 0.15
    silent = deaf[delivered[first]]
    for row in np.flatnonzero(silent).tolist():
        draft.recordings["audio_fingerprint"][row] = None
    _import_dates(rng, draft, of_act)
    _blank(
        rng,
        draft,
        draft.payees,
        ("country", "account_hash", "tax_id_hash", "email_hash", "address_hash", "device_hash"),
        np.zeros(len(draft.payees), dtype=int),
    )
    if draft.habits.with_verified < 1:
        known = rng.random(len(acts)) < draft.habits.with_verified
        acts.columns["verified"] = [v if k else None for v, k in zip(acts["verified"], known.tolist(), strict=True)]


def _absent(rng: Rng, draft: Draft, source: Ints) -> Flags:
    """Which rows lack one column: each source has its own rate for it."""
    filled = draft.habits.filled ** rng.gamma(1.0, 0.5, draft.habits.n_sources)
    filled = np.where(rng.random(len(filled)) < _NEVER, 0.0, filled)
    return np.asarray(rng.random(len(source)) >= filled[source], dtype=np.bool_)


def _blank(rng: Rng, draft: Draft, table: Table, columns: Iterable[str], source: Ints) -> None:
    for column in columns:
        gone = _absent(rng, draft, source).tolist()
        table.columns[column] = [None if g else value for g, value in zip(gone, table[column], strict=True)]


def _swap_values(rng: Rng, draft: Draft) -> None:
    """Wrong values: another act's genre, country, ISNI or picture, a release's language or date."""
    for table, columns in (
        (draft.acts, ("country", "genres", "isni", "image_phash", "type")),
        (draft.releases, ("culture", "date", "upc")),
        (draft.recordings, ("isrc", "culture")),
    ):
        n = len(table)
        for column in columns:
            for row in rng.integers(
                0,
                n,
                int(
                    rng.poisson(
                        draft.habits.wrong * n * (0.2 if column in ("isni", "upc", "isrc", "image_phash") else 1.0)
                    )
                ),
            ).tolist():
                table[column][row] = one(rng, table[column])


def _import_dates(rng: Rng, draft: Draft, source: Ints) -> None:
    """Some sources date every profile by the day of their import."""
    created = draft.acts["created_on"]
    for number in range(draft.habits.n_sources):
        if rng.random() < 0.2:
            day = draft.today - int(rng.integers(200, 3000))
            for row in np.flatnonzero(source == number).tolist():
                if created[row] is not None and (created[row] < day or rng.random() < 0.3):
                    created[row] = day
