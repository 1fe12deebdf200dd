"""Audio that is sold again by somebody who has no right to it: as it stands, re-encoded, or faster or slower."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from simulation import names
from simulation.attacks import attacker_deal, camouflage_level, victims
from simulation.world import Act, Row, World

TEMPI: Final = (
    (0.8, (" (Sped Up)", " - Sped Up Version", " (Nightcore)")),
    (0.87, (" (Sped Up)", " sped up", " [Nightcore]")),
    (1.15, (" (Slowed)", " - slowed")),
    (1.25, (" (Slowed + Reverb)", " (Slowed Down)")),
)
"""Duration of the copy as a share of the original's, and what its titles say of it."""


def recycle(world: World, count: int) -> None:
    """Somebody else's audio under a new artist and ISRC; a thief who changes the tempo does so by one ratio throughout."""
    draw = world.draw
    thieves = [(_thief(world), draw.choice(TEMPI)) for _ in range(max(1, count // 3))]
    left = count
    for original in victims(world, count):
        if left <= 0:
            return
        level = camouflage_level(world)
        thief, (ratio, tails) = draw.choice(thieves)
        trick = draw.choices(("equal", "reencoded", "tempo_change"), weights=(5, 3, 2))[0]
        tracks = min(left, draw.choice((1, 2, 4))) if trick == "tempo_change" else 1
        sources = draw.sample(original.recordings, k=min(tracks, len(original.recordings)))
        tail = draw.choice(tails) if trick == "tempo_change" else ""
        copies = list(_sold_again(world, thief, sources, [_title(world, one, tail, level) for one in sources]))
        for copy, source in zip(copies, sources, strict=True):
            if trick == "tempo_change":
                copy["duration_ms"] = round((source["duration_ms"] or 200_000) * ratio) + draw.randint(-60, 60)
            else:
                copy["duration_ms"] = (source["duration_ms"] or 200_000) + draw.randint(-1500, 1500) * (level > 0)
                bits = 0 if trick == "equal" else draw.randint(1, 3)
                copy["audio_fingerprint"] = world.near(source["audio_fingerprint"], bits=bits)
            if draw.random() < world.habits.signal_recall * 0.5:
                world.signal("recording", copy["recording_id"], "audio_match", draw.betavariate(6, 2), "audio-lab")
            subject, target = ("recording", copy["recording_id"]), ("recording", source["recording_id"])
            world.found("recycled_audio", subject, target, trick=trick, camouflage=level)
        left -= len(sources)


def _sold_again(world: World, thief: Act, sources: list[Row], titles: list[str | None]) -> Iterator[Row]:
    """A release of the thief's, later than the sources; its tracks."""
    draw, today = world.draw, world.habits.today
    earliest = max(source_day(world, source) for source in sources) + timedelta(days=40)
    day = min(max(earliest, today - timedelta(days=draw.randint(5, 900))), today)
    before = len(thief.recordings)
    own = [title or names.title(draw, "en") for title in titles]
    world.release(thief, thief.deal, day, tracks=len(sources), titles=own)
    yield from thief.recordings[before:]


def _title(world: World, source: Row, tail: str, level: int) -> str | None:
    """What the copy is sold as; None for a title of its own. A faster version is sought by the song's name, so it keeps it."""
    draw = world.draw
    if tail:
        kept = draw.random() < (1.0, 1.0, 0.85, 0.6)[level]
        said = draw.random() < (1.0, 0.9, 0.6, 0.3)[level]
        return f"{source['title']}{tail if said else ''}" if kept else None
    return str(source["title"]) if level == 0 and draw.random() < 0.5 else None


def source_day(world: World, recording: Row) -> date:
    """When the recording first came out, or the end of its ISRC's year if its release is not at hand."""
    code = str(recording["isrc"])
    year = 2000 + int(code[5:7]) if int(code[5:7]) < 60 else 1900 + int(code[5:7])
    return date(min(year, world.habits.today.year), 12, 28)


def _thief(world: World) -> Act:
    draw, today = world.draw, world.habits.today
    deal = attacker_deal(world)
    started = today - timedelta(days=draw.randint(100, 1200))
    act = Act(
        names.act_name(draw, "en"),
        "en",
        draw.choice(("US", "GB", "TR")),
        draw.sample(names.GENRES, k=3),
        int(draw.lognormvariate(5, 1.5)),
        started,
        deal,
        [names.person(draw, "en")],
    )
    world.profile(act, isni=None, verified=False)
    world.touched.add(act.artist_id)
    return act
