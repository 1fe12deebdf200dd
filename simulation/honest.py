"""The honest world: acts, labels, and every innocent story that looks like an attack."""

from datetime import date, timedelta

from anyascii import anyascii

from graph.truth import Innocent
from simulation import words
from simulation.world import TODAY, Act, Label, ReleasePlan, World


def build_market(world: World, size: int) -> None:
    for _ in range(max(8, size // 250)):
        world.add_distributor()
    for _ in range(max(6, size // 18)):
        world.add_label(collects=world.chance(0.45))


def add_act(world: World, *, name: str | None = None, label: Label | None = None, popularity: float | None = None) -> Act:
    """An honest act with its profile; its releases follow."""
    random = world.random
    scripts, shares = zip(*words.SCRIPT_SHARES, strict=True)
    script = str(random.choice(scripts, p=shares))
    name = name or words.artist_name(random, script)
    country = words.pick(random, words.COUNTRIES)
    genres = [words.pick(random, words.GENRES)] + ([words.pick(random, words.GENRES)] if world.chance(0.4) else [])
    reach = popularity if popularity is not None else float(random.lognormal(6.2, 2.1))
    started = world.day(date(2008, 1, 1), date(2025, 12, 1))
    if label is None and world.chance(0.45):
        label = world.labels[int(len(world.labels) * float(random.random()) ** 2)]
    payee = label.payee_id if label and label.payee_id else world.add_payee(words.person_name(random))
    writers = [name if world.chance(0.4) else words.person_name(random), *(words.person_name(random) for _ in range(int(random.integers(3))))]
    values = {
        "country": country,
        "genres": genres,
        "type": words.pick(random, ["person", "group"]),
        "biography": words.biography(random, name, genres[0], country) if world.chance(0.35 + min(reach / 4000, 0.5)) else None,
        "isni": f"{random.integers(10**15, 10**16)}" if world.chance(min(0.05 + reach / 40_000, 0.7)) else None,
        "ipi": f"{random.integers(10**10, 10**11)}" if world.chance(0.15) else None,
        "urls": [f"https://{anyascii(name).lower().replace(' ', '')}-{random.integers(1000)}.example"] if world.chance(0.5) else None,
        "image_phash": world.hex64() if world.chance(0.75) else None,
        "verified": world.chance(min(0.05 + reach / 20_000, 0.9)),
        "aliases": [anyascii(name)] if script not in ("latin", "accented") and world.chance(0.4) else None,
    }
    key = world.add_artist(name, popularity=reach, created=started, **values)
    distributor = label.distributor_id if label else world.any_distributor()
    registrant = label.registrant if label else world.registrant()
    act = Act(key, name, country, genres, words.LANGUAGES.get(country, "en"), reach, label, registrant, distributor, payee, writers, started)
    world.acts.append(act)
    return act


def add_catalogue(world: World, act: Act) -> None:
    random = world.random
    count = 1 + min(int(random.geometric(0.3)) + int(act.popularity > 20_000) * 3, 14)
    days = sorted(world.day(act.started) for _ in range(count))
    moved = world.chance(0.12) and count > 3
    new_distributor, new_payee = world.any_distributor(), world.add_payee(words.person_name(random)) if world.chance(0.3) else None
    for index, on in enumerate(days):
        plan = ReleasePlan(on, int(min(random.geometric(0.35), 10)), assignment="identifier" if world.chance(0.7) else words.pick(random, ["artist_key", "name_only", "manual"]))
        after = moved and index >= count - 2
        if after:
            plan = ReleasePlan(on, plan.tracks, distributor_id=new_distributor, payee_id=new_payee, label_id=words.pick(random, [label.label_id for label in world.labels]), assignment=plan.assignment)
        elif world.chance(0.12):
            other = world.acts[int(random.integers(len(world.acts)))]
            if other.artist_id != act.artist_id:
                plan = ReleasePlan(on, plan.tracks, artists=(act.artist_id, other.artist_id), writers=(act.writers[0], other.writers[0]))
        elif world.chance(0.06):
            plan = ReleasePlan(on, plan.tracks, writers=(words.person_name(random), words.person_name(random)), language="en", assignment=plan.assignment)
        key = world.release(act, plan)
        if after:
            world.innocents.append(Innocent("label_move", release_ids=(key,)))


def add_duplicates(world: World, share: float) -> None:
    """Acts with two or three profiles: the identities to be found."""
    random = world.random
    for act in [act for act in world.acts if world.chance(share)]:
        group = [act.artist_id]
        base = world.rows["artists"][_index(world, act)]
        for _ in range(1 + int(world.chance(0.15))):
            name = _variant(world, act.name)
            kept = {column: base.get(column) for column in ("country", "genres", "isni", "ipi", "urls", "image_phash", "biography") if world.chance(0.55)}
            key = world.add_artist(name, popularity=act.popularity * float(random.uniform(0.02, 0.5)), created=world.day(act.started), **kept)
            payee = act.payee_id if world.chance(0.75) else world.add_payee(words.person_name(random))
            copy = Act(key, name, act.country, act.genres, act.language, act.popularity * 0.1, act.label, act.registrant, act.distributor_id, payee, act.writers, act.started)
            again = act.releases[int(random.integers(len(act.releases)))] if act.releases and world.chance(0.4) else None
            if again:
                _reissue(world, copy, again)
            for _ in range(int(random.integers(0 if again else 1, 4))):
                world.release(copy, ReleasePlan(world.day(act.started), 1 + int(random.integers(5)), writers=tuple(act.writers)))
            group.append(key)
        world.identities.append(tuple(group))
        world.innocents.append(Innocent("cross_source_duplicate", tuple(group)))


def _index(world: World, act: Act) -> int:
    rows = world.rows["artists"]
    first = int(rows[0]["artist_id"][1:])
    return int(act.artist_id[1:]) - first


def _variant(world: World, name: str) -> str:
    draw = world.random.random()
    ascii_name = anyascii(name)
    if draw < 0.35:
        return name
    if draw < 0.6 and ascii_name != name:
        return ascii_name.title()
    if draw < 0.75:
        return name.upper()
    if draw < 0.85 and " " in name:
        first, rest = name.split(" ", 1)
        return f"{first[0]}. {rest}"
    return f"{name} Official" if draw < 0.93 else name.replace(" ", "")


def _reissue(world: World, act: Act, release_id: str) -> None:
    old = [row for row in world.rows["recordings"][-4000:] if row["release_ids"] == [release_id]]
    if old:
        prints, titles, codes = (tuple(row[column] for row in old) for column in ("audio_fingerprint", "title", "isrc"))
        key = world.release(act, ReleasePlan(TODAY - timedelta(days=90), len(old), fingerprints=prints, track_titles=titles, isrcs=codes))
        world.innocents.append(Innocent("reissue", release_ids=(key,)))


def add_twins(world: World, size: int) -> None:
    """Side projects, tributes, namesakes, posthumous releases, compilations."""
    random = world.random
    famous = sorted(world.acts, key=lambda act: -act.popularity)[: max(10, size // 20)]
    for _ in range(max(3, size // 150)):
        act = famous[int(random.integers(len(famous)))]
        story = words.pick(random, ["tribute", "side_project", "namesake"])
        name = {"tribute": f"The {act.name} Experience", "side_project": f"{act.name.split(' ')[0]} & {words.pick(random, words.SECOND_WORDS)}", "namesake": act.name}[story]
        twin = add_act(world, name=name, popularity=float(random.lognormal(5.5, 1.2)))
        if story == "side_project":
            twin.writers = [act.writers[0], *twin.writers]
        add_catalogue(world, twin)
        world.innocents.append(Innocent(story, (twin.artist_id,)))
    for act in famous[: max(2, size // 300)]:
        row = world.rows["artists"][_index(world, act)]
        row["ended_on"] = world.day(date(2015, 1, 1), date(2022, 1, 1))
        key = world.release(act, ReleasePlan(world.day(date(2024, 1, 1)), 6, distributor_id=world.any_distributor()))
        world.innocents.append(Innocent("posthumous", release_ids=(key,)))
    various = world.add_artist("Various Artists", popularity=5_000, created=date(2008, 1, 1), type="other")
    for _ in range(max(2, size // 200)):
        label = world.labels[int(random.integers(len(world.labels)))]
        host = Act(various, "Various Artists", "GB", ["pop"], "en", 4_000, label, label.registrant, label.distributor_id, label.payee_id or world.add_payee(label.name), [], date(2010, 1, 1))
        _compilation(world, host)


def _compilation(world: World, host: Act) -> None:
    rows = world.rows["recordings"]
    chosen = [rows[int(index)] for index in world.random.integers(0, len(rows), 12)]
    prints, titles, codes = (tuple(row[column] for row in chosen) for column in ("audio_fingerprint", "title", "isrc"))
    plan = ReleasePlan(world.day(date(2018, 1, 1)), len(chosen), kind="compilation", fingerprints=prints, track_titles=titles, isrcs=codes, writers=())
    start = len(rows)
    key = world.release(host, plan)
    for row, source in zip(rows[start:], chosen, strict=True):
        row["artist_ids"] = source["artist_ids"] if world.chance(0.7) else row["artist_ids"]
    world.innocents.append(Innocent("compilation", release_ids=(key,)))


def add_mass_producers(world: World, size: int) -> None:
    """Library music, children's, classical and sleep labels, and one composer's lawful pseudonyms: many alike, all honest."""
    random = world.random
    for story in ("library_music", "childrens", "classical", "sleep_music", "pseudonyms")[: max(2, min(5, size // 350))]:
        label = world.add_label(collects=True)
        house = [words.person_name(random) for _ in range(1 if story == "pseudonyms" else int(random.integers(3, 9)))]
        members = []
        for _ in range(int(random.integers(5, max(7, min(40, size // 60))))):
            act = add_act(world, label=label, popularity=float(random.lognormal(6.5, 1.0)))
            act.writers = house
            act.genres = ["ambient"] if story == "sleep_music" else act.genres
            for _ in range(int(random.integers(2, 8))):
                theme = f"{words.pick(random, words.MOODS)} {words.pick(random, words.USES)}" if story in ("sleep_music", "library_music") else None
                world.release(act, ReleasePlan(world.day(max(act.started, date(2014, 1, 1))), int(random.integers(3, 12)), title=theme))
            members.append(act.artist_id)
        world.innocents.append(Innocent(story, tuple(members)))
