"""Content farms: many profiles run by one operator, from careless (camouflage 0) to careful (3)."""

import math
from datetime import date, timedelta
from random import Random
from typing import Final

from simulation import names
from simulation.attacks import SOURCES, attacker_deal, camouflage_level
from simulation.world import Act, Deal, World

FIRST: Final = (
    "Calm",
    "Deep",
    "Soft",
    "Dream",
    "Lofi",
    "Zen",
    "Focus",
    "Rain",
    "Moon",
    "Cloud",
    "Pure",
    "Warm",
    "Slow",
    "Chill",
    "Ocean",
    "Sleepy",
    "Amber",
    "Misty",
)
SECOND: Final = (
    "Waves",
    "Beats",
    "Notes",
    "Drift",
    "Tones",
    "Vibes",
    "Keys",
    "Pulse",
    "Haze",
    "Breeze",
    "Atmos",
    "Mood",
    "Loops",
    "Echoes",
    "Hours",
    "Nights",
)
TEMPLATES: Final = (
    "{} {} Vol. {}",
    "{} {} for Sleep {}",
    "{} {} (Loop {})",
    "{} {} Pt. {}",
    "{} {} No. {}",
    "{} {} {} Hz",
    "Study {} {} {}",
)


def plan(world: World, size: int, *, factor: float) -> list[int]:
    """How many profiles each farm has: a few farms, mostly small, the biggest capped by the catalog's size."""
    draw = world.draw
    if factor == 0:
        return []
    count = max(3, round((3 + size / 1500) * factor * draw.uniform(0.75, 1.25)))
    largest = max(5, min(200, round(0.03 * size)))
    budget = max(5, round(0.035 * size * max(1.0, factor)))
    sizes = [min(largest, max(5, round(draw.lognormvariate(2.7, 0.9)))) for _ in range(count)]
    while sum(sizes) > budget and len(sizes) > 1:
        largest_one = sizes.index(max(sizes))
        if sizes[largest_one] <= 5:
            sizes.pop()
        else:
            sizes[largest_one] = max(5, sizes[largest_one] // 2)
    return sizes


def farm_name(draw: Random, level: int) -> str:
    """A name as farms invent them; careful ones pass for a person."""
    if draw.random() < 0.35 + 0.2 * level:
        return names.act_name(draw, draw.choice(("en", "sv", "de", "es")))
    return (
        f"{draw.choice(FIRST)} {draw.choice(SECOND)}"
        if draw.random() < 0.7
        else f"{draw.choice(FIRST)}{draw.choice(SECOND).lower()}"
    )


def build_farm(world: World, members: int) -> None:
    """One operator's profiles with money, distributors, writers, covers, codes and cadence as its camouflage allows."""
    draw, today = world.draw, world.habits.today
    level = camouflage_level(world)
    deals = _deals(world, members, level)
    genre = draw.choice(("ambient", "classical", "house", "hip-hop", "jazz", "lo-fi"))
    writers = [names.person(draw, "en") for _ in range(draw.randint(1, 3))]
    template, cover = draw.choice(TEMPLATES), world.hex()
    begin = today - timedelta(days=draw.randint(60, 700))
    bursts = [
        begin + timedelta(days=draw.randint(0, max(5, (today - begin).days - 5))) for _ in range(draw.randint(2, 5))
    ]
    ids = []
    for place in range(members):
        deal = deals[place % len(deals)]
        act = _member(world, deal, genre, level, writers, begin)
        ids.append(act.artist_id)
        for day in draw.sample(bursts, k=draw.randint(1, len(bursts))):
            _burst(
                world,
                act,
                deal,
                min(today, day + timedelta(days=draw.randint(0, 1 + 12 * level))),
                template,
                cover,
                level,
            )
    if draw.random() < world.habits.signal_recall * 1.5:
        for artist in draw.sample(ids, k=max(1, int(members * draw.uniform(0.05, 0.35)))):
            world.signal(
                "artist",
                artist,
                draw.choice(("stream_manipulation", "ai_generated")),
                draw.betavariate(4, 2),
                draw.choice(SOURCES),
            )
    world.touched.update(ids)
    world.found(
        "content_farm",
        ("cluster", f"farm-{world.next('farm')}"),
        members=tuple(ids),
        trick=("one_payee", "few_payees", "linked_hashes", "hidden")[level],
        camouflage=level,
    )


def _deals(world: World, members: int, level: int) -> list[Deal]:
    """The farm's ways to market. From level 1 on its payees differ and only hashes tie them; at 3 only every other one, in a chain."""
    draw = world.draw
    first = attacker_deal(world)
    if level == 0:
        return [first]
    count = {1: draw.randint(2, 4), 2: max(2, members // 4), 3: max(3, members // 2)}[level]
    shared = {
        1: ("account_hash", "email_hash"),
        2: (draw.choice(("tax_id_hash", "device_hash", "account_hash")),),
        3: ("device_hash", "address_hash", "tax_id_hash"),
    }[level]
    distributors = [world.distributor() for _ in range(level)]
    deals: list[Deal] = []
    common = {kind: world.hex(32) for kind in shared}
    last = dict(world.tables["payees"][-1])
    for place in range(count):
        hashes = dict(common)
        if level == 3:
            tie = draw.choice(shared)
            hashes = {tie: last[tie]} if place and draw.random() < 0.85 else {}
        payee = world.payee(
            names.person(draw, draw.choice(("en", "pl", "tr"))), draw.choice(("US", "CY", "PL", "GB")), **hashes
        )
        last = dict(world.tables["payees"][-1])
        registrant = first.registrant if draw.random() < 0.9 - 0.25 * level else world.registrant()
        deals.append(
            Deal(
                None,
                draw.choice(distributors),
                payee,
                registrant,
                first.rights if level == 1 else names.person(draw, "en"),
            )
        )
    return deals


def _member(world: World, deal: Deal, genre: str, level: int, house: list[str], begin: date) -> Act:
    draw = world.draw
    name = farm_name(draw, level)
    invented = draw.random() < 0.1 + 0.28 * level
    writers = [names.person(draw, draw.choice(("en", "sv", "de")))] if invented else house
    streams = draw.lognormvariate(7.5, 1.0)
    act = Act(
        name,
        "en",
        draw.choice(("US", "SE", "GB")),
        [genre, draw.choice(("ambient", "lo-fi", "chill")), genre],
        int(streams),
        begin + timedelta(days=draw.randint(0, 40)),
        deal,
        writers,
    )
    empty = draw.random() < 0.85 - 0.2 * level
    row = world.profile(
        act,
        followers=int(math.exp(draw.gauss(1.5 + level, 1))),
        isni=None,
        ipi=None,
        verified=False,
        country=None if empty else act.country,
        image_phash=None if empty and draw.random() < 0.5 else world.hex(),
    )
    if empty:
        row["biography"], row["urls"] = None, []
    return act


def _burst(world: World, act: Act, deal: Deal, day: date, template: str, cover: str, level: int) -> None:
    draw = world.draw
    tracks = draw.choice((2, 4, 6, 8, 10))
    plain = draw.random() < 0.3 * level
    titles = [
        names.title(draw, "en")
        if plain
        else template.format(draw.choice(FIRST), draw.choice(SECOND), draw.randint(1, 40))
        for _ in range(tracks)
    ]
    durations = (31_000, 62_000 + 15_000 * level) if level < 3 else (70_000, 165_000)
    world.release(
        act, deal, max(day, act.started), tracks=tracks, titles=titles, streams=act.listeners * draw.uniform(0.6, 1.6), durations=durations,
        listeners_ratio=draw.uniform(2.5, 7) if level < 3 else draw.uniform(1.8, 3.5), genres=act.genres[:1],
        cover=world.near(cover, bits=draw.randint(0, 4)) if draw.random() < 0.75 - 0.25 * level else None, assignment=draw.choice(("artist_key", "name_only")),
    )  # fmt: skip
