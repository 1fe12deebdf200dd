"""What systems outside the catalog say: detectors of strange traffic and made audio, takedowns, users' reports. They miss much and err."""

from datetime import datetime, timedelta

import polars as pl

from graph.records import RECORDS
from simulation.ledger.habits import day_of
from simulation.ledger.world import World

_SOURCES = {
    "stream_manipulation": ("traffic-team", "partner-monitor"),
    "ai_generated": ("audio-classifier",),
    "takedown": ("rights-desk",),
    "user_report": ("app", "support-mail"),
}


def build_signals(world: World) -> pl.DataFrame:
    """The table of signals: strange things are seen at the seed's reach, honest ones now and then, known acts more often reported."""
    rng, habits = world.rng, world.habits
    rows: list[tuple[str, str, str, float | None, str, datetime]] = []

    def add(subject: str, subject_id: str, kind: str, level: float, since: int) -> None:
        month = since + (habits.months - 1 - since) * rng.random() ** 1.5
        when = datetime.fromordinal(day_of(habits, int(month), rng.randrange(28))) + timedelta(
            seconds=rng.randrange(86_400)
        )
        score = (
            min(1.0, max(0.0, rng.gauss(0.35 + 0.45 * level, 0.2)))
            if kind in ("stream_manipulation", "ai_generated")
            else None
        )
        rows.append(
            (subject, subject_id, kind, None if score is None else round(score, 3), rng.choice(_SOURCES[kind]), when)
        )

    for page in world.profiles:
        strange = world.suspects.get(id(page), 0.0)
        for kind, reach, false in (
            ("stream_manipulation", 0.5, 1.0),
            ("ai_generated", 0.5, 1.0),
            ("takedown", 0.25, 0.4),
            ("user_report", 0.4, 1.5),
        ):
            if rng.random() < strange * reach * habits.signal_reach + habits.signal_false * false:
                add("artist", page.artist_id, kind, strange, page.since)
                if kind == "user_report" and strange == 0.0 and page.act.is_honest:
                    world.innocent("user_report", [page], [])
    for release in world.releases:
        strange = world.suspects.get(id(release), 0.0)
        if rng.random() < strange * 0.5 * habits.signal_reach + habits.signal_false * 0.25:
            add(
                "release",
                release.release_id,
                rng.choice(("takedown", "user_report")),
                strange,
                max(release.month, habits.launch),
            )
    for recording in world.recordings:
        strange = max(world.suspects.get(id(recording), 0.0), world.suspects.get(id(recording.pages[0]), 0.0) * 0.3)
        if rng.random() < strange * 0.5 * habits.signal_reach + habits.signal_false * 0.3:
            add(
                "recording",
                recording.recording_id,
                rng.choice(("ai_generated", "stream_manipulation")),
                strange,
                max(recording.releases[0].month, habits.launch),
            )
    table = RECORDS["signals"]
    key = list(table.key)
    return (
        pl.DataFrame(rows, schema=table.columns, orient="row").unique(key, keep="first", maintain_order=True).sort(key)
    )
