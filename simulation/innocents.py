"""Innocents that look guilty: each attack's honest twins."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from graph.truth import TrueIdentity
from simulation import names
from simulation.attacks import SOURCES
from simulation.honest import add_history, new_act, own_deal
from simulation.producers import mass_producer
from simulation.tricks import bend
from simulation.world import Act, Deal, Row, World

DUPLICATE_SHARE: Final = 0.05
_VARIANTS: Final = {
    "diacritics": 2.0,
    "abbreviation": 2.0,
    "token_order": 1.0,
    "transliteration": 3.0,
    "spacing": 1.0,
    "exact": 7.0,
    "affix": 0.5,
}
_NEAR: Final = {"exact": 8.0, "diacritics": 1.0, "one_edit": 2.0, "spacing": 1.0, "sound_alike": 1.0, "two_edits": 1.0}


def build(world: World, size: int, producers: list[int]) -> None:
    """All innocent stories, at rates drawn by seed. `producers`: how many profiles each honest mass producer has."""
    draw = world.draw
    for members in producers:
        mass_producer(world, members)
    duplicate_profiles(world, max(2, round(size * DUPLICATE_SHARE * draw.uniform(0.8, 1.2))))
    stories: dict[Callable[[World], None], float] = {
        _namesake: 0.012, _side_project: 0.006, _tribute: 0.004, _collaboration: 0.020, _posthumous: 0.004,
        _reissue: 0.015, _compilation: 0.002, _charity: 0.0008, _licensed_edit: 0.004, _sample_pack: 0.0012,
    }  # fmt: skip
    for story, rate in stories.items():
        for _ in range(max(1, round(size * rate * draw.uniform(0.6, 1.5)))):
            story(world)


def duplicate_profiles(world: World, count: int) -> None:
    """Acts that two or three sources know under two or three profiles: part of their history on each."""
    draw = world.draw
    free = [act for act in world.acts if len(act.profiles) == 1 and act.artist_id not in world.touched and act.releases]
    for act in draw.sample(free, k=min(count, len(free))):
        for _ in range(1 if draw.random() < 0.85 else 2):
            _second_profile(world, act)
        ids = tuple(str(row["artist_id"]) for row in act.profiles)
        world.identities.append(TrueIdentity(f"identity-{world.next('identity')}", ids))
        world.innocent("duplicate_profile", list(ids))


def _second_profile(world: World, act: Act) -> None:
    draw, first = world.draw, act.profiles[0]
    name, _ = bend(act.name, draw, _VARIANTS)
    if draw.random() < 0.12:
        name = names.act_name(draw, act.language)
        first["aliases"] = [*first["aliases"], name]
    row = world.profile(act, name=name)
    row["monthly_listeners"] = int(first["monthly_listeners"] * draw.choice((0.02, 0.1, 0.5)))
    row["followers"] = int(first["followers"] * draw.choice((0.02, 0.1, 0.5)))
    row["created_on"] = world.day_between(act.started, world.habits.today)
    row["isni"] = first["isni"] if draw.random() < 0.6 else None
    row["ipi"] = first["ipi"] if draw.random() < 0.5 else None
    row["musicbrainz_id"] = first["musicbrainz_id"] if draw.random() < 0.3 else None
    row["discogs_id"] = first["discogs_id"] if draw.random() < 0.3 else None
    row["urls"] = first["urls"] if draw.random() < 0.35 else []
    if draw.random() < 0.35:
        row["image_phash"] = world.near(first["image_phash"], bits=draw.choice((0, 0, 1, 3)))
    if draw.random() < 0.35:
        row["biography"] = first["biography"]
    if name != act.name and draw.random() < 0.3:
        row["aliases"] = [act.name]
    own = [release for release in act.releases if release["artist_ids"] == [first["artist_id"]]]
    if len(own) > 1 and draw.random() < 0.55:
        for release in draw.sample(own, k=len(own) // 2):
            _reassign(act, release, row["artist_id"])
    else:
        for release in draw.sample(act.releases, k=min(len(act.releases), draw.randint(1, 2))):
            _republish(
                world, act, release, artist_ids=[row["artist_id"]], deal=act.deal, isrc_changes=draw.random() < 0.15
            )


def _reassign(act: Act, release: Row, artist_id: str) -> None:
    release["artist_ids"] = [artist_id]
    for recording in act.recordings:
        if recording["release_ids"][0] == release["release_id"]:
            recording["artist_ids"] = [artist_id]


def _republish(
    world: World, act: Act, release: Row, *, artist_ids: list[str], deal: Deal, isrc_changes: bool, later_days: int = 0
) -> Row | None:
    """The same audio once more: another release of it, with the same ISRCs or (a remaster, another label) new ones."""
    old = [recording for recording in act.recordings if recording["release_ids"][0] == release["release_id"]]
    if not old:
        return None
    before = len(act.recordings)
    day = min(world.habits.today, release["release_date"] + timedelta(days=later_days))
    titles = [
        str(recording["title"]) + (" (Remastered)" if later_days and world.draw.random() < 0.5 else "")
        for recording in old
    ]
    made = world.release(
        act,
        deal,
        day,
        tracks=len(old),
        titles=titles,
        artist_ids=artist_ids,
        language=release["language"],
        genres=release["genres"],
        streams=act.listeners * 0.1,
    )
    for new, source in zip(act.recordings[before:], old, strict=True):
        new["audio_fingerprint"] = world.near(source["audio_fingerprint"], bits=world.draw.choice((0, 0, 0, 1)))
        new["duration_ms"] = source["duration_ms"]
        new["featured_artist_ids"] = source["featured_artist_ids"]
        if not isrc_changes:
            new["isrc"] = source["isrc"]
    return made


def _free_act(world: World, *, listeners: int = 0) -> Act | None:
    """An act that no story uses yet; several tries, else none."""
    for _ in range(30):
        act = world.draw.choice(world.acts)
        if act.artist_id not in world.touched and act.releases and act.listeners >= listeners:
            return act
    return None


def _namesake(world: World) -> None:
    """Another act of the same or nearly the same name, with a life of its own; at times brand new."""
    draw, today = world.draw, world.habits.today
    other = _free_act(world, listeners=draw.choice((0, 0, 1000)))
    if other is None:
        return
    name, _ = bend(other.name, draw, _NEAR)
    young = draw.random() < 0.35
    act = new_act(
        world,
        listeners=int(draw.lognormvariate(4.5, 1.8)),
        name=name,
        language=draw.choice((other.language, other.language, "en")),
        started=today - timedelta(days=draw.randint(20, 600)) if young else None,
    )
    add_history(world, act, releases=draw.randint(1, 2 if young else 7))
    world.innocent("namesake", [act.artist_id, other.artist_id])


def _side_project(world: World) -> None:
    """A member's own project, under a related name and mostly the same payee."""
    draw = world.draw
    other = _free_act(world, listeners=200)
    if other is None:
        return
    base = other.name.removeprefix("The ").split(" ")[0] if draw.random() < 0.4 else other.name
    name = draw.choice(("{} Trio", "{} Solo", "{} & Friends", "{} Orchestra", "{} Sound System", "DJ {}")).format(base)
    act = new_act(
        world, listeners=int(other.listeners * 0.05) + 10, name=name, language=other.language, genre=other.genres[0]
    )
    if draw.random() < 0.7:
        act.deal = replace(act.deal, payee_id=other.deal.payee_id)
    act.writers = other.writers
    add_history(world, act, releases=draw.randint(1, 5))
    world.innocent("side_project", [act.artist_id, other.artist_id])


def _tribute(world: World) -> None:
    """A tribute act that says so, with its own history and money."""
    draw = world.draw
    other = _free_act(world, listeners=1500)
    if other is None:
        return
    name = draw.choice(
        ("The {} Experience", "{} Tribute Band", "A Tribute to {}", "{} Karaoke", "Forever {}", "{} Reimagined")
    ).format(other.name)
    act = new_act(
        world, listeners=int(draw.lognormvariate(5, 1.5)), name=name, language=other.language, genre=other.genres[0]
    )
    act.profiles[0]["biography"] = (
        f"{name} plays the songs of {other.name} live, with love and with licences, since {act.started.year}."
    )
    for _ in range(draw.randint(1, 3)):
        titles = [str(draw.choice(other.recordings)["title"]) for _ in range(draw.randint(2, 6))]
        world.release(
            act,
            act.deal,
            world.day_between(act.started, world.habits.today),
            tracks=len(titles),
            titles=titles,
            writers=other.writers,
        )
    world.innocent("tribute", [act.artist_id, other.artist_id])


def _collaboration(world: World) -> None:
    """Two acts' joint release through one of them: on the other's page another payee, label and registrant, rightly."""
    draw = world.draw
    one, two = _free_act(world), _free_act(world)
    if one is None or two is None or one is two:
        return
    day = world.day_between(max(one.started, two.started), world.habits.today)
    row = world.release(
        one,
        one.deal,
        day,
        tracks=draw.choice((1, 1, 2)),
        artist_ids=[one.artist_id, two.artist_id],
        writers=[*one.writers, *two.writers],
    )
    world.innocent("collaboration", [one.artist_id, two.artist_id], [row["release_id"]])


def _posthumous(world: World) -> None:
    """A release after the act's end, by its estate or its old label."""
    draw, today = world.draw, world.habits.today
    ended = [act for act in world.acts if act.ended and act.releases and act.artist_id not in world.touched]
    if not ended:
        return
    act = draw.choice(ended)
    estate = draw.random() < 0.6
    deal = replace(act.deal, payee_id=world.payee(f"Estate of {act.name}", act.country)) if estate else act.deal
    row = world.release(
        act,
        deal,
        world.day_between(act.ended or today, today),
        tracks=draw.choice((1, 4, 8)),
        assignment=draw.choice(("identifier", "artist_key", "manual")),
    )
    world.innocent("posthumous", [act.artist_id], [row["release_id"]])


def _reissue(world: World) -> None:
    """The same act's audio again: a remaster, a best-of, a catalogue sold to another label."""
    draw = world.draw
    act = _free_act(world)
    if act is None:
        return
    release = draw.choice(act.releases)
    deal = act.deal if draw.random() < 0.6 else own_deal(world, act.name, act.country, draw.choice(world.labels))
    made = _republish(
        world,
        act,
        release,
        artist_ids=release["artist_ids"],
        deal=deal,
        isrc_changes=draw.random() < 0.4,
        later_days=draw.randint(200, 3000),
    )
    if made is not None:
        world.innocent("reissue", [act.artist_id], [made["release_id"]])


def _compilation(world: World) -> None:
    """A label's compilation: the acts' own recordings, and with some labels new codes for the same audio."""
    label = world.draw.choice(world.labels)
    deal = Deal(
        label.label_id,
        label.distributor_id,
        label.payee_id or world.payee(label.name, "US"),
        label.registrant,
        label.name,
    )
    _gather(
        world,
        deal,
        "compilation",
        f"{label.name} {world.draw.choice(('Sampler', 'Best Of', 'Summer'))} {world.draw.randint(1, 20)}",
        recoded=world.draw.random() < 0.4,
    )


def _charity(world: World) -> None:
    """A charity's compilation: many acts, one payee that none of them shares otherwise."""
    name = f"{world.draw.choice(names.NOUNS)} Relief Fund"
    deal = replace(own_deal(world, name, "GB", None), payee_id=world.payee(name, "GB"))
    _gather(world, deal, "charity_compilation", f"Songs for {world.draw.choice(names.NOUNS)}", recoded=False)


def _gather(world: World, deal: Deal, twin: str, title: str, *, recoded: bool) -> None:
    draw = world.draw
    found = {act.artist_id: act for act in (_free_act(world) for _ in range(draw.randint(6, 18))) if act}
    acts = list(found.values())
    if len(acts) < 3:
        return
    day = world.day_between(max(act.releases[0]["release_date"] for act in acts), world.habits.today)
    holder = Act(title, "en", "US", [draw.choice(names.GENRES), "pop"], int(draw.lognormvariate(6, 1)), day, deal, [])
    row = world.release(holder, deal, day, tracks=0, artist_ids=list(found), titles=[])
    row.update(title=title, type="compilation")
    for act in acts:
        source = draw.choice(act.recordings)
        if recoded:
            copy = {
                **source,
                "recording_id": world.new_id("recording"),
                "isrc": world.isrc(deal.registrant, day),
                "release_ids": [row["release_id"]],
            }
            world.tables["recordings"].append(copy)
        else:
            source["release_ids"] = [*source["release_ids"], row["release_id"]]
    world.innocent(twin, list(found), [row["release_id"]])


def _licensed_edit(world: World) -> None:
    """A remixer's licensed edit, at times a faster or slower version, with the original act credited."""
    draw = world.draw
    other, remixer = _free_act(world, listeners=100), _free_act(world)
    if other is None or remixer is None or other is remixer:
        return
    ratio, tail = draw.choice(((0.8, "Sped Up"), (1.2, "Slowed"))) if draw.random() < 0.3 else (1.0, "")
    sources = draw.sample(other.recordings, k=min(len(other.recordings), draw.choice((1, 3)) if tail else 1))
    day = world.day_between(max(remixer.started, other.releases[0]["release_date"]), world.habits.today)
    before = len(remixer.recordings)
    credited = draw.random() < 0.6
    ids = [remixer.artist_id, other.artist_id] if credited else [remixer.artist_id]
    row = world.release(
        remixer, remixer.deal, day, tracks=len(sources), artist_ids=ids, featured=None if credited else [other.artist_id],
        titles=[f"{source['title']} ({tail or f'{remixer.name} Edit'})" for source in sources], writers=[*other.writers, *remixer.writers],
    )  # fmt: skip
    for edit, source in zip(remixer.recordings[before:], sources, strict=True):
        lasts = source["duration_ms"] or 200_000
        if tail:
            edit["duration_ms"] = round(lasts * ratio) + draw.randint(-60, 60)
        else:
            edit["audio_fingerprint"] = world.near(source["audio_fingerprint"], bits=draw.randint(0, 3))
            edit["duration_ms"] = max(31_000, lasts - draw.randint(0, 60_000))
    world.innocent("licensed_edit", [remixer.artist_id, other.artist_id], [row["release_id"]])


def _sample_pack(world: World) -> None:
    """One leased beat, loop or recording of noise on the releases of acts that have never met."""
    draw, sound = world.draw, world.hex()
    acts = {act.artist_id: act for act in (_free_act(world) for _ in range(draw.choice((2, 3, 3, 6)))) if act}
    title = draw.choice((None, None, "White Noise", "Silence", "Interlude"))
    lasts, rows = draw.uniform(60_000, 210_000), []
    for act in acts.values():
        before = len(act.recordings)
        day = world.day_between(act.started, world.habits.today)
        rows.append(world.release(act, act.deal, day, tracks=1, titles=[title] if title else None))
        act.recordings[before].update(
            audio_fingerprint=world.near(sound, bits=draw.randint(0, 4)), duration_ms=int(lasts * draw.uniform(1, 1.1))
        )
    world.innocent("sample_pack", list(acts), [row["release_id"] for row in rows])


def false_alarms(world: World) -> None:
    """Outside systems err: reports and scores about people who did nothing."""
    draw = world.draw
    for place in (world.vector.random(len(world.acts)) < world.habits.signal_noise).nonzero()[0].tolist():
        act = world.acts[place]
        kind = draw.choice(("user_report", "user_report", "ai_generated", "stream_manipulation", "takedown"))
        world.signal("artist", act.artist_id, kind, draw.betavariate(2.5, 3), draw.choice(SOURCES))
