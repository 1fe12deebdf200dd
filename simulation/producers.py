"""Honest mass producers: lawful labels and composers behind many profiles, the innocent twins of content farms."""

import math
from datetime import timedelta
from typing import Final

from simulation import names
from simulation.farms import FIRST, SECOND
from simulation.honest import new_act, open_label, own_deal
from simulation.world import World

_PRODUCERS: Final = {
    "library_music": ("ambient", (60_000, 190_000)), "kids_music": ("pop", (75_000, 160_000)), "classical_series": ("classical", (110_000, 560_000)),
    "sleep_music": ("ambient", (61_000, 200_000)), "pseudonyms": ("jazz", (90_000, 240_000)), "indie_house_label": ("indie", (150_000, 280_000)),
}  # fmt: skip


def mass_producer(world: World, members: int) -> None:
    """A lawful label or composer behind many profiles: one payee, house writers, a house style, and years of history."""
    draw, today = world.draw, world.habits.today
    twin = draw.choice(list(_PRODUCERS))
    genre, durations = _PRODUCERS[twin]
    label = open_label(world, genre=genre, pays=True)
    label.writers = [
        names.person(draw, label.language) for _ in range(1 if twin == "pseudonyms" else draw.randint(2, 8))
    ]
    since = today - timedelta(days=draw.randint(900, 6500))
    cover = world.hex() if draw.random() < 0.4 else None
    ids = []
    for _ in range(members):
        series = twin in ("sleep_music", "library_music") and draw.random() < 0.6
        name = f"{draw.choice(FIRST)} {draw.choice(SECOND)}" if series else None
        act = new_act(
            world,
            listeners=int(draw.lognormvariate(6.3, 1.4)),
            label=label,
            name=name,
            language=label.language,
            started=world.day_between(since, today - timedelta(days=60)),
            genre=genre,
        )
        act.deal, act.writers = own_deal(world, act.name, act.country, label), label.writers
        if draw.random() < 0.35:
            act.profiles[0]["biography"] = None
        for _ in range(draw.randint(1, 5)):
            tracks = draw.choice((1, 4, 8, 12))
            titles = (
                [f"{draw.choice(FIRST)} {draw.choice(SECOND)} No. {number + 1}" for number in range(tracks)]
                if series
                else None
            )
            world.release(
                act, act.deal, world.day_between(act.started, today), tracks=tracks, titles=titles, durations=durations,
                streams=act.listeners * math.exp(draw.gauss(0, 0.5)), cover=world.near(cover, bits=draw.randint(1, 6)) if cover and draw.random() < 0.5 else None,
            )  # fmt: skip
        ids.append(act.artist_id)
    world.touched.update(ids)
    world.innocent(twin, ids)
