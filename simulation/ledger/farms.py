"""One hand behind many pages: content farms, and the honest houses that make music by the yard."""

from dataclasses import dataclass
from functools import partial
from random import Random

from graph.findings import Reference
from graph.truth import TrueFinding
from simulation.ledger import names
from simulation.ledger.audio import resell
from simulation.ledger.delivery import Draft, publish
from simulation.ledger.market import found_label, new_act, new_page, writer
from simulation.ledger.names import Name, pick_culture
from simulation.ledger.operators import Operator, recruit
from simulation.ledger.things import Act, Label, Profile, Recording, Writer, near
from simulation.ledger.words import EXTRA, GENRES
from simulation.ledger.world import World

MOODS = ("calm", "deep", "soft", "sleepy", "gentle", "healing", "peaceful", "focus", "golden", "slow", "warm", "dreamy")


SCENERY = (
    "waves",
    "rain",
    "piano",
    "forest",
    "lullaby",
    "meditation",
    "ocean",
    "study beats",
    "spa",
    "night",
    "garden",
    "clouds",
)


@dataclass(slots=True, eq=False)
class House:
    """How a producer of many pages works; farms and honest houses draw from the same kinds of work."""

    genre: str
    language: str
    templates: tuple[str, ...]
    seconds: tuple[float, float] | None
    """Shortest and longest track where the house keeps to a length."""
    naming: str
    per_page: float
    tracks: tuple[int, ...]


def _house(rng: Random, genre: str | None = None) -> House:
    genre = genre or rng.choice(
        ("ambient", "lo-fi", "new age", "children", "classical", "house", "soundtrack", "trance", "pop", "hip hop")
    )
    short = rng.choice((rng.uniform(31, 70), rng.uniform(31, 160), rng.uniform(90, 200)))
    forms = (
        "{mood} {scene}",
        "{mood} {scene} {number}",
        "{scene} No. {number}",
        "{mood} {scene} for {word}",
        "{word} {scene}, Pt. {number}",
        "{number} Hz {scene}",
        "{word} {word2}",
        "{song}",
    )
    tracks: tuple[int, ...] = rng.choice(((1,), (1, 2), (1, 4, 10), (5, 12), (20,)))
    return House(
        genre,
        rng.choice(("en", "en", "zxx", "zxx", "es", "de", "ja")),
        tuple(rng.sample(forms, rng.choice((1, 2, 4)))),
        (short, short * rng.choice((1.05, 1.3, 2.2))) if rng.random() < 0.7 else None,
        rng.choice(("mood", "people", "stage", "mixed")),
        min(rng.choice((2, 3, 5, 9)) * rng.uniform(0.6, 1.4), 24 * len(tracks) / sum(tracks)),
        tracks,
    )


def _house_title(rng: Random, house: House, plain: bool) -> str:
    if plain:
        return names.title(rng, "en" if house.language == "zxx" else house.language)
    facts = {
        "mood": rng.choice(MOODS),
        "scene": rng.choice(SCENERY),
        "number": rng.randrange(1, 120),
        "word": rng.choice(EXTRA),
        "word2": rng.choice(EXTRA),
    }
    return rng.choice(house.templates).format(song=names.title(rng, "en"), **facts).title()


def _house_name(rng: Random, house: House) -> Name:
    culture = pick_culture(rng)
    naming = rng.choice(("mood", "people", "stage")) if house.naming == "mixed" else house.naming
    if naming == "mood":
        text = f"{rng.choice(MOODS)} {rng.choice((rng.choice(SCENERY), rng.choice(EXTRA)))} {rng.choice(('', '', rng.choice(EXTRA), 'Band', 'Lab', 'Academy'))}".strip().title()
        return Name(text, tuple((token, token) for token in text.split()), "en")
    return names.person(rng, culture) if naming == "people" else names.stage(rng, culture)


def _tags(rng: Random, house: House) -> tuple[str, ...]:
    return (house.genre,) if rng.random() < 0.55 else (house.genre, rng.choice(GENRES))


def plan_houses(world: World) -> None:
    """Puts the farms and the honest houses on the agenda, at the seed's share of the catalog's pages."""
    rng, habits = world.rng, world.habits
    left, camouflages = round(max(5, world.size * habits.farm_share) if habits.farm_share else 0), [0, 1, 2, 3]
    biggest = max(8, min(2000, left // 2))
    rng.shuffle(camouflages)
    while left >= 5:
        size = min(left, max(5, int(min(biggest * rng.uniform(0.5, 1), rng.lognormvariate(3.3, 1.1)))))
        camouflage = camouflages.pop() if camouflages else world.camouflage()
        month = habits.launch + 20 + (habits.months - habits.launch - 26) * rng.random() ** 0.7
        world.at(month, partial(farm, world, size, camouflage))
        left -= size
    kinds = ("library_label", "kids_label", "classical_label", "sleep_label", "house_writers", "pseudonyms")
    for kind in kinds:
        for _ in range(max(1, round(world.size / 9000 * habits.twin_rate * rng.uniform(0.5, 1.5)))):
            month = 20 + (habits.months - 40) * rng.random()
            world.at(month, partial(honest_house, world, kind))


def farm(world: World, size: int, camouflage: int, start: int) -> None:
    """Opens the pages over some months and has each put out the house's work, in step or not."""
    rng, house = world.rng, _house(world.rng)
    operator = recruit(world, camouflage, size, start)
    invented = [
        writer(world, pick_culture(rng)) for _ in range(max(1, round(size * (0.03, 0.12, 0.4, 0.8)[camouflage])))
    ]
    pages: list[Profile] = []
    span = rng.choice((0.5, 3, 12, 36)) * (1 + camouflage / 2)
    bank: list[Recording] = []
    repeats = rng.choice((0.0, 0.0, 0.02, 0.08))
    lockstep = rng.random() < (0.8, 0.6, 0.3, 0.15)[camouflage]
    step = rng.choice((1, 2, 4))
    day = rng.randrange(28) if camouflage < 2 else None
    for _ in range(size):
        opened = min(world.habits.months - 2, start + (span * rng.random() if span > 1 else 0))
        act = _farmhand(world, operator, house, int(opened), invented)
        pages.append(new_page(world, act, int(opened)))
        _dress(world, pages[-1], operator, camouflage)
        for k in range(max(1, round(house.per_page * rng.uniform(0.5, 1.5)))):
            when = start + k * step if lockstep else opened + k * step * rng.uniform(0.5, 2)
            if k == 0:
                when = opened
            world.at(when, partial(_harvest, world, operator, house, act, bank, repeats, day))
    world.deferred_truth.append(partial(_note_farm, world, pages, camouflage))


def _farmhand(world: World, operator: Operator, house: House, born: int, invented: list[Writer]) -> Act:
    rng = world.rng
    payee = rng.choice(operator.payees)
    act = new_act(
        world,
        born,
        name=_house_name(rng, house),
        genres=_tags(rng, house),
        payee=payee,
        talent=rng.lognormvariate(5.5, 1.6),
        honest=False,
    )
    act.distributor = rng.choice(operator.feeds)
    act.writers = rng.sample(invented, min(len(invented), rng.choice((1, 1, 2))))
    return act


def _dress(world: World, page: Profile, operator: Operator, camouflage: int) -> None:
    """What the page shows: mostly nothing, a stock picture, or, from careful hands, a text and an own picture."""
    rng = world.rng
    if rng.random() < (0.9, 0.75, 0.5, 0.25)[camouflage]:
        page.biography, page.urls = None, []
    if page.image is not None and rng.random() < (0.5, 0.25, 0.08, 0.02)[camouflage]:
        page.image = near(rng, operator.cover, rng.randrange(6))
    page.isni = page.musicbrainz_id = page.discogs_id = None
    page.follow *= rng.choice((0.01, 0.05, 0.3, 1.0) if camouflage < 3 else (0.1, 0.6, 1.0)) ** world.habits.hollow
    page.is_verified = page.is_verified and rng.random() < 0.4
    world.suspects[id(page)] = rng.random() * (1.0, 0.85, 0.6, 0.4)[camouflage]


def _harvest(
    world: World,
    operator: Operator,
    house: House,
    act: Act,
    bank: list[Recording],
    repeats: float,
    day: int | None,
    month: int,
) -> None:
    """One release of the house: often the template, sometimes old audio again, sometimes a share for somebody innocent."""
    rng, camouflage = world.rng, operator.camouflage
    titles = [
        _house_title(rng, house, rng.random() < (0.05, 0.2, 0.55, 0.85)[camouflage])
        for _ in range(rng.choice(house.tracks))
    ]
    draft = Draft(
        act,
        titles,
        "single" if len(titles) < 4 else "album",
        pages=[act.profiles[0]],
        language=house.language,
        day=day if rng.random() < 0.8 else None,
    )
    draft.label = operator.imprint
    draft.seconds = house.seconds if rng.random() < (0.95, 0.8, 0.6, 0.4)[camouflage] else None
    draft.shares = [(act.payee, 1.0)]
    draft.line = rng.choice(operator.lines) if rng.random() < (0.8, 0.5, 0.3, 0.1)[camouflage] else act.name.text
    draft.disclosure = rng.choice(("generated", "assisted")) if rng.random() < operator.candour else ""
    if rng.random() < 0.25 - 0.06 * camouflage:
        draft.cover = near(rng, operator.cover, rng.randrange(8))
    if camouflage >= 2 and rng.random() < 0.08:
        draft.shares = [(act.payee, 0.8), (rng.choice(world.acts).payee, 0.2)]
    if camouflage >= 2 and rng.random() < 0.04:
        draft.featured = [a.profiles[0] for a in rng.choices(world.acts, k=2) if a.profiles and a.is_honest][:1]
    if rng.random() < 0.03:
        act.distributor = rng.choice(operator.feeds)
    release = publish(world, draft, month)
    for recording in release.recordings:
        if bank and rng.random() < repeats:
            original = rng.choice(bank)
            if original.pages[0] is not recording.pages[0]:
                resell(world, recording, original, rng.choice(("same_audio", "same_audio", "near_audio")), camouflage)
        elif len(bank) < 400:
            bank.append(recording)


def _note_farm(world: World, pages: list[Profile], camouflage: int) -> None:
    members = tuple(sorted(page.artist_id for page in pages if page.artist_id))
    trick = ("one_account", "few_accounts", "split_accounts", "scattered")[camouflage]
    world.findings.append(
        TrueFinding("content_farm", Reference("cluster", f"f-{members[0]}"), None, members, trick, camouflage)
    )


def honest_house(world: World, kind: str, start: int) -> None:
    """A lawful house of many pages: one label and account, house writers, templates where the trade has them."""
    rng = world.rng
    genre = {
        "library_label": "soundtrack",
        "kids_label": "children",
        "classical_label": "classical",
        "sleep_label": "ambient",
    }.get(kind)
    house, culture = _house(rng, genre), pick_culture(rng)
    house.per_page *= rng.uniform(1, 2.5)
    label = found_label(world, start, culture, (house.genre,), signs=rng.random() < 0.5)
    label.house = [writer(world, culture) for _ in range(1 if kind == "pseudonyms" else rng.choice((2, 4, 8)))]
    size = max(5, min(world.size // 60, int(rng.lognormvariate(2.9, 0.9))))
    pages = []
    for _ in range(size):
        opened = int(min(world.habits.months - 3, start + rng.expovariate(1 / 50) * (0.2 if rng.random() < 0.3 else 1)))
        act = new_act(
            world,
            opened,
            culture=culture if rng.random() < 0.7 else None,
            name=_house_name(rng, house),
            genres=_tags(rng, house),
            payee=label.payee,
            talent=rng.lognormvariate(5.3, 1.7),
        )
        act.label, act.distributor = label, label.distributor
        act.writers = label.house if kind in ("pseudonyms", "sleep_label") or rng.random() < 0.5 else act.writers
        page = new_page(world, act, opened)
        page.follow *= rng.choice((0.05, 0.3, 1.0)) ** world.habits.hollow
        if rng.random() < 0.35:
            page.biography, page.urls = None, []
        pages.append(page)
        for k in range(max(1, round(house.per_page * rng.uniform(0.3, 1.6)))):
            when = opened + (rng.expovariate(1 / 30) if k else 0)
            world.at(when, partial(_honest_work, world, house, label, act))
    world.innocent(kind, pages, [])


def _honest_work(world: World, house: House, label: Label, act: Act, month: int) -> None:
    rng = world.rng
    titles = [_house_title(rng, house, rng.random() < 0.35) for _ in range(rng.choice(house.tracks))]
    seconds = house.seconds if rng.random() < 0.7 else None
    publish(
        world,
        Draft(
            act,
            titles,
            "single" if len(titles) < 4 else "album",
            pages=[act.profiles[0]],
            label=label,
            language=house.language,
            seconds=seconds,
            shares=[(label.payee, 1.0)],
        ),
        month,
    )
