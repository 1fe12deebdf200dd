"""What real catalogs look like: values missing, values slightly wrong."""

from datetime import timedelta
from random import Random
from typing import Final

from simulation.world import Row, World

OPTIONAL: Final[dict[str, tuple[str, ...]]] = {
    "artists": (
        "country",
        "type",
        "genres",
        "biography",
        "followers",
        "monthly_listeners",
        "isni",
        "ipi",
        "urls",
        "image_phash",
        "created_on",
        "verified",
    ),
    "payees": ("country", "account_hash", "tax_id_hash", "email_hash", "address_hash", "device_hash"),
    "releases": (
        "upc",
        "type",
        "label_id",
        "cover_phash",
        "genres",
        "language",
        "p_line",
        "c_line",
        "received_at",
        "artist_assignment",
    ),
    "recordings": ("isrc", "language", "listeners_28d", "audio_fingerprint", "ai_disclosure"),
    "distributors": ("dpid",),
}
_LISTS: Final = frozenset({"genres", "urls", "ai_disclosure"})
RARELY: Final = frozenset(
    {"followers", "monthly_listeners", "created_on", "account_hash", "audio_fingerprint", "isrc", "label_id"}
)
"""Missing at a third of the rate: sources need them to work at all."""


def missing_rates(draw: Random, *, level: float) -> dict[str, float]:
    """How often each column is empty in one catalog: level on average, some columns nearly full, others half empty."""
    rates = {}
    for table, columns in OPTIONAL.items():
        for column in columns:
            rate = level * draw.choice((0.2, 0.6, 1.0, 1.4, 2.2)) * (0.33 if column in RARELY else 1.0)
            rates[f"{table}.{column}"] = min(0.6, rate)
    rates["artists.biography"] = min(0.75, level * draw.uniform(2.0, 3.5))
    return rates


def blemish(world: World) -> None:
    """Empty and disturb values in place, at this catalog's rates."""
    rates = world.habits.missing
    for table, columns in OPTIONAL.items():
        rows = world.tables[table]
        for column in columns:
            for place in (world.vector.random(len(rows)) < rates[f"{table}.{column}"]).nonzero()[0].tolist():
                rows[place][column] = [] if column in _LISTS else None
    imported, day = world.habits.imported, world.habits.today - timedelta(days=world.draw.randint(30, 1500))
    artists = world.tables["artists"]
    for place in (world.vector.random(len(artists)) < imported).nonzero()[0].tolist():
        if artists[place]["created_on"] is not None and artists[place]["created_on"] < day:
            artists[place]["created_on"] = day
    noise = world.habits.noise
    for table, change in (
        ("artists", _artist),
        ("releases", _release),
        ("recordings", _recording),
        ("contributions", _contribution),
    ):
        rows = world.tables[table]
        for place in (world.vector.random(len(rows)) < noise).nonzero()[0].tolist():
            change(world, rows[place])


def _artist(world: World, row: Row) -> None:
    draw = world.draw
    column = draw.choice(("country", "genres", "followers", "created_on", "type"))
    if row[column] is None:
        return
    if column == "country":
        row[column] = draw.choice(("US", "GB", "DE", "FR", "CA"))
    elif column == "genres":
        row[column] = [str(genre).title() for genre in row[column]]
    elif column == "followers":
        row[column] = int(row[column] * draw.choice((0.1, 0.5, 2, 10)))
    elif column == "type":
        row[column] = draw.choice(("person", "group", "other"))
    else:
        row[column] = world.day_between(row[column], world.habits.today)


def _release(world: World, row: Row) -> None:
    draw = world.draw
    column = draw.choice(("language", "p_line", "c_line", "release_date", "artist_assignment"))
    if row[column] is None:
        return
    if column == "language":
        row[column] = "en"
    elif column in ("p_line", "c_line"):
        row[column] = draw.choice(
            (f"℗ {row[column]}", f"{row[column]}.", str(row[column]).upper(), str(row[column])[5:])
        )
    elif column == "artist_assignment":
        row[column] = draw.choice(("name_only", "artist_key"))
    else:
        row[column] = row[column].replace(month=1, day=1)


def _recording(world: World, row: Row) -> None:
    draw = world.draw
    if draw.random() < 0.3 and row["isrc"]:
        row["isrc"] = (
            "-".join((row["isrc"][:2], row["isrc"][2:5], row["isrc"][5:7], row["isrc"][7:]))
            if draw.random() < 0.5
            else row["isrc"].lower()
        )
    elif row["audio_fingerprint"] and draw.random() < 0.5:
        row["duration_ms"] = None
    else:
        row["duration_ms"] = round(row["duration_ms"] or 0, -3) or None


def _contribution(world: World, row: Row) -> None:
    name = str(row["party_name"])
    row["party_name"] = world.draw.choice(
        (
            name.upper(),
            f"{name[0]}. {name.split(' ')[-1]}" if " " in name else name,
            ", ".join(reversed(name.split(" ", 1))),
        )
    )
