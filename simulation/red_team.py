"""Attacks planted in a copy of a real snapshot, against its own artists: what a night's detectors are tried on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Final

import polars as pl

from graph.findings import KINDS, Kind
from graph.snapshot import SNAPSHOT_SCHEMA, Snapshot, build_snapshot
from graph.truth import Truth
from simulation.red_team_attacks import (
    DORMANT_DAYS,
    HIJACKS,
    SALES,
    SHAPES,
    build_farm,
    impersonate,
    misattribute,
    recycle,
)
from simulation.red_team_ground import Ground
from simulation.red_team_pages import Deck, Page, newest_day, popular_artists, read_pages, read_words
from simulation.tricks import TRICKS

MOST_PLANTS: Final = 200
SHARE: Final = 0.02
_PARTS: Final = {"impersonation": 0.4, "misattribution": 0.4, "recycled_audio": 0.2}
_OPERATION: Final = 4
"""Attacks of one campaign; one attack in three belongs to one, where there are enough."""
_FARM_FROM: Final = 150
"""Artists in the catalog from which a farm is planted: in a smaller one it would be a large part of it."""
_ARTISTS_PER_FARM: Final = 500
_MOST_FARMS: Final = 8
_FARM_TIES: Final = (
    ("payouts", "payee_id"),
    ("contributions", "party_name"),
    ("releases", "cover_phash"),
    ("releases", "p_line"),
    ("recordings", "isrc"),
)
"""What a planted farm's profiles have in common, where the catalog tells it."""
_MODELS: Final = 10
"""Lesser-known artists that are models enough."""
_KNOWN: Final = 0.7
"""Rank from which an artist counts as popular, as a share of all."""


@dataclass(frozen=True, slots=True)
class Planted:
    """`snapshot`: the copy with the attacks. `truth`: the attacks. `ids`: of all planted things. `refused`: why a kind is not there."""

    snapshot: Snapshot
    truth: Truth
    ids: frozenset[str]
    refused: dict[Kind, str] = field(default_factory=dict)


def plant(snapshot: Snapshot, *, seed: int, most: int = MOST_PLANTS) -> Planted:
    """Plant attacks of every kind that the catalog has ground for; equal arguments plant equal attacks.

    Args: most: attacks on single acts at most, and no more than one for fifty artists (four in the smallest catalogs).
    """
    draw = Random(f"red team {seed}")
    size = snapshot["artists"].height
    budget = max(4, min(most, round(size * SHARE)))
    counts = {kind: max(1, round(budget * part)) for kind, part in _PARTS.items()}
    victims, others = _cast(snapshot, draw, sum(counts.values()))
    ground = Ground(snapshot, draw, newest_day(snapshot), read_words(snapshot, draw))
    refused: dict[Kind, str] = {}
    if not victims or not others:
        why = "no artist has a release of its own to be attacked" if not victims else "there are no other artists"
        return Planted(snapshot, Truth(), frozenset(), dict.fromkeys(KINDS, why))
    _plant_claims(ground, victims, others, counts, refused)
    _plant_copies(ground, victims, others, counts["recycled_audio"], refused)
    _plant_farms(ground, others, size, refused)
    return Planted(_with_rows(snapshot, ground), Truth(tuple(ground.findings)), _planted_ids(ground), refused)


def _cast(snapshot: Snapshot, draw: Random, count: int) -> tuple[Deck, list[Page]]:
    """Victims, twice as many as there are attacks, and other artists, whose rows are models.

    Victims are popular and have a history; where these are too few, any with a history; then any with a release.
    """
    ranked = popular_artists(snapshot).filter(pl.col("releases") >= 1)
    history, known = pl.col("releases") >= 2, pl.col("rank") >= _KNOWN
    chosen: list[str] = []
    for tier in (history & known, history, pl.lit(True)):
        fitting = ranked.filter(tier, ~pl.col("artist_id").is_in(chosen))["artist_id"].to_list()
        missing = 2 * count - len(chosen)
        chosen += draw.sample(fitting, k=min(len(fitting), missing, ranked.height // 2 - len(chosen)))
    rest = ranked.filter(~pl.col("artist_id").is_in(chosen))
    lesser = rest.filter(~known)
    pool = (lesser if lesser.height >= _MODELS else rest)["artist_id"].to_list()
    models = draw.sample(pool, k=min(len(pool), 2 * count))
    pages = [page for page in read_pages(snapshot, models) if page.recordings]
    return Deck(page for page in read_pages(snapshot, chosen) if page.recordings), pages


def _turns(draw: Random, of: tuple[str, ...]) -> Iterator[str]:
    """All of them in a drawn order, again and again, so that each comes about equally often."""
    while True:
        yield from draw.sample(of, k=len(of))


def _levels(draw: Random) -> Iterator[int]:
    return (int(level) for level in _turns(draw, ("0", "1", "2", "3")))


def _plant_claims(
    ground: Ground, victims: Deck, others: list[Page], counts: dict[str, int], refused: dict[Kind, str]
) -> None:
    """Impersonation and misattribution, a third of each by operations with several victims."""
    draw = ground.draw
    levels, names, hijacks = _levels(draw), _turns(draw, tuple(TRICKS)), _turns(draw, HIJACKS)
    kinds: tuple[Kind, ...] = ("impersonation", "misattribution")
    for kind in kinds:
        for run in _runs(counts[kind]):
            level, like = next(levels), draw.choice(others)
            deal = ground.deal(like)
            cover = "".join(draw.choices("0123456789abcdef", k=16))
            wave = {"day": ground.day_ago(10, 150), "shape": draw.choice(SHAPES), "cover": cover}
            parts = []
            for _ in range(run):
                trick = next(names) if kind == "impersonation" else next(hijacks)
                victim = _victim(ground, victims, trick)
                if victim is None:
                    continue
                if kind == "impersonation":
                    parts.append(impersonate(ground, victim, like, deal, trick=trick, level=level))
                else:
                    settled = trick if _suits(ground, trick)(victim) else "name_only"
                    parts.append(
                        misattribute(
                            ground, victim, like, deal, trick=settled, level=level, wave=wave if run > 1 else None
                        )
                    )
            if len(parts) >= 3:
                trick = "impostor_ring" if kind == "impersonation" else "hijack_wave"
                name = f"campaign-{len(ground.findings)}"
                ground.found("campaign", ("cluster", name), members=parts, trick=trick, camouflage=level)
        if not any(finding.kind == kind for finding in ground.findings):
            refused[kind] = "no artist with a release of its own is left to attack"
    if not any(finding.kind == "campaign" for finding in ground.findings):
        refused["campaign"] = "the catalog is too small for an operation with several victims"


def _runs(count: int) -> list[int]:
    """How many attacks each operator does: a third of them in operations of `_OPERATION`, but one if there is room, the others alone."""
    operations = max(1, round(count / 3 / _OPERATION)) if count > _OPERATION else 0
    return [_OPERATION] * operations + [1] * (count - operations * _OPERATION)


def _victim(ground: Ground, victims: Deck, trick: str) -> Page | None:
    return victims.deal(_suits(ground, trick)) or victims.deal()


def _suits(ground: Ground, trick: str) -> Callable[[Page], bool]:
    """Whether an act can be attacked by that trick."""
    today = ground.today
    if trick == "dormant_revival":
        return lambda page: bool(
            today
            and page.last_release
            and (today - page.last_release).days > DORMANT_DAYS
            and not page.artist["ended_on"]
        )
    if trick == "dead_revival":
        return lambda page: page.artist["ended_on"] is not None
    if trick == "isrc_hijack":
        return _has("isrc")
    return lambda page: True


def _plant_copies(ground: Ground, victims: Deck, others: list[Page], count: int, refused: dict[Kind, str]) -> None:
    """Recycled audio, by the tricks that the catalog's columns allow."""
    tricks = tuple(trick for trick, column in SALES.items() if _tells(ground.snapshot, "recordings", column))
    if not tricks:
        refused["recycled_audio"] = "no recording has a fingerprint or a duration"
        return
    levels, planted, copies = _levels(ground.draw), dict.fromkeys(tricks, 0), 0
    while copies < count:
        level, like = next(levels), ground.draw.choice(others)
        thief, deal = ground.profile(like, ground.person()), ground.deal(like)
        for _ in range(ground.draw.choice((1, 1, 3))):  # thieves with one victim, and with several
            trick = min(tricks, key=lambda name: (planted[name], name))
            victim = victims.deal(_has(SALES[trick]))
            if victim is None:
                break
            sold = recycle(ground, victim, like, thief, deal, trick=trick, level=level)
            planted[trick] += sold
            copies += sold
        else:
            continue
        break
    if not copies:
        refused["recycled_audio"] = "no artist is left whose audio could be sold again"


def _has(column: str) -> Callable[[Page], bool]:
    return lambda page: any(row[column] for row in page.recordings)


def _plant_farms(ground: Ground, others: list[Page], size: int, refused: dict[Kind, str]) -> None:
    """Farms of every camouflage in turn."""
    if size < _FARM_FROM:
        refused["content_farm"] = f"a catalog of {size} artists is too small to hide a farm in"
        return
    if not any(_tells(ground.snapshot, table, column) for table, column in _FARM_TIES):
        refused["content_farm"] = (
            "the catalog tells no payees, credits, covers, codes or rights lines that could tie a farm"
        )
        return
    levels = _levels(ground.draw)
    for number in range(max(1, min(_MOST_FARMS, size // _ARTISTS_PER_FARM))):
        members = ground.draw.randint(5, 12 if size >= 1_000 else 7)
        build_farm(ground, others, members=members, level=next(levels), name=f"farm-{number}")


def _tells(snapshot: Snapshot, table: str, column: str) -> bool:
    return snapshot[table][column].null_count() < snapshot[table].height


def _with_rows(snapshot: Snapshot, ground: Ground) -> Snapshot:
    tables = {
        name: pl.concat([snapshot[name], pl.DataFrame(ground.tables[name], schema=schema)])
        for name, schema in SNAPSHOT_SCHEMA.items()
    }
    manifest = snapshot.manifest
    return build_snapshot(tables, schema_version=manifest.schema_version, taken_at=manifest.taken_at)


def _planted_ids(ground: Ground) -> frozenset[str]:
    columns = {"artists": "artist_id", "releases": "release_id", "recordings": "recording_id"}
    return frozenset(str(row[column]) for table, column in columns.items() for row in ground.tables[table])
