"""How a release comes about: its row, its new recordings with their credits, and what is paid for it."""

import math
from datetime import date, timedelta
from functools import cache

from simulation import names
from simulation.world import Act, Deal, Row, World


def add_release(
    world: World,
    act: Act,
    deal: Deal,
    day: date,
    *,
    tracks: int,
    artist_ids: list[str] | None = None,
    language: str | None = None,
    genres: list[str] | None = None,
    assignment: str | None = None,
    titles: list[str] | None = None,
    writers: list[str] | None = None,
    featured: list[str] | None = None,
    streams: float | None = None,
    durations: tuple[float, float] | None = None,
    listeners_ratio: float | None = None,
    cover: str | None = None,
) -> Row:
    """Release new recordings under the act (or `artist_ids`); what is not given follows the act's own ways.

    `durations`: bounds in ms. `streams`: of the leading track in 28 days. `listeners_ratio`: streams per listener.
    """
    draw, today = world.draw, world.habits.today
    day = min(day, today)
    spoken = language or names.LANGUAGE_OF.get(act.language, act.language)
    titles = [names.title(draw, spoken) for _ in range(tracks)] if titles is None else titles
    row: Row = {
        "release_id": world.new_id("release"),
        "title": titles[0] if titles and tracks < 4 else names.title(draw, spoken),
        "artist_ids": artist_ids or [draw.choice(act.profiles)["artist_id"]],
        "upc": world.upc(),
        "type": "single" if tracks < 4 else "ep" if tracks < 7 else "album",
        "release_date": day,
        "label_id": deal.label_id,
        "distributor_id": deal.distributor_id,
        "cover_phash": cover or world.hex(),
        "genres": genres or act.genres[: draw.randint(1, 2)],
        "language": spoken,
        "p_line": f"{day.year} {deal.rights}",
        "c_line": f"{day.year} {deal.rights}",
        "received_at": world.moment(min(today, day - timedelta(days=draw.randint(-1, 30)))),
        "artist_assignment": assignment
        or draw.choices(list(world.habits.assignment), weights=list(world.habits.assignment.values()))[0],
    }
    world.tables["releases"].append(row)
    act.releases.append(row)
    level = act.listeners * math.exp(draw.gauss(0, 0.5)) if streams is None else streams
    for place, title in enumerate(titles):
        low, high = durations or (0.0, 0.0)
        played = int(level / (1 + place) ** 0.8 * math.exp(draw.gauss(0.3, 0.7)))
        recording: Row = {
            "recording_id": world.new_id("track"),
            "title": title,
            "artist_ids": list(row["artist_ids"]),
            "featured_artist_ids": list(featured or ()),
            "release_ids": [row["release_id"]],
            "isrc": world.isrc(deal.registrant, day),
            "duration_ms": int(draw.uniform(low, high) if high else max(45_000, draw.gauss(205_000, 45_000))),
            "audio_fingerprint": world.hex(),
            "language": spoken,
            "streams_28d": played,
            "listeners_28d": min(played, int(played / (listeners_ratio or math.exp(abs(draw.gauss(0.7, 0.3)))))),
            "ai_disclosure": ["none"] if draw.random() < 0.4 else [],
        }
        world.tables["recordings"].append(recording)
        act.recordings.append(recording)
        _credit(world, act, recording, act.writers if writers is None else writers)
    _pay(world, row, deal, level)
    return row


def _credit(world: World, act: Act, recording: Row, writers: list[str]) -> None:
    draw, key = world.draw, recording["recording_id"]
    contributions = world.tables["contributions"]
    for role, count in (("composer", draw.choice((1, 1, 2))), ("producer", draw.choice((0, 1, 1)))):
        for party in draw.sample(writers, k=min(count, len(writers))):
            contributions.append(
                {"recording_id": key, "party_name": party, "role": role, "ipi": ipi_of(party), "artist_id": None}
            )
    if draw.random() < 0.3:
        performer = {
            "recording_id": key,
            "party_name": act.name,
            "role": "performer",
            "ipi": None,
            "artist_id": recording["artist_ids"][0],
        }
        contributions.append(performer)


@cache
def ipi_of(party: str) -> str | None:
    """Two in five writers have an IPI number, always the same for the same name."""
    code = sum((place + 7) * ord(letter) * 1_000_003 for place, letter in enumerate(party))
    return f"{code % 10**11:011d}" if code % 5 < 2 else None


def _pay(world: World, release: Row, deal: Deal, level: float) -> None:
    draw, today = world.draw, world.habits.today
    for back in range(draw.choice((1, 1, 2))):
        month = today.year * 12 + today.month - 2 - back
        amount = round(level * 0.003 * math.exp(draw.gauss(0, 0.4)), 2)
        period = f"{month // 12:04d}-{month % 12 + 1:02d}"
        world.tables["payouts"].append(
            {
                "payee_id": deal.payee_id,
                "release_id": release["release_id"],
                "share": 1.0,
                "amount": amount,
                "currency": "USD",
                "period": period,
            }
        )
