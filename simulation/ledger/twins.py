"""Honest acts that look like somebody else: namesakes, tributes, side projects, members going solo, similar names."""

from collections.abc import Callable
from functools import partial

from simulation.ledger import names
from simulation.ledger.audio import compile_for_charity
from simulation.ledger.delivery import Draft, publish
from simulation.ledger.disguises import disguise, one_edit
from simulation.ledger.honest import begin_life
from simulation.ledger.market import new_act, new_page
from simulation.ledger.names import Name
from simulation.ledger.things import Act
from simulation.ledger.world import World

TRIBUTES = (
    "{} Tribute Band",
    "The {} Experience",
    "Tribute to {}",
    "{} Karaoke Hits",
    "A Tribute to {}",
    "{} Revival",
    "Almost {}",
    "{} Cover Project",
    "Lullaby Versions of {}",
)


def plan_twins(world: World) -> None:
    """Puts the lookalikes on the agenda, each kind at its own rate of the catalog's pages."""
    rng = world.rng
    kinds: tuple[tuple[Callable[[World, int], bool], float], ...] = (
        (famous_namesake, 0.006), (namesake, 0.008), (tribute, 0.004), (side_project, 0.008), (solo_member, 0.005), (similar_name, 0.006), (echoed_name, 0.003),
    )  # fmt: skip
    for make, rate in kinds:
        for _ in range(max(2, round(world.size * rate * world.habits.twin_rate * rng.uniform(0.5, 1.5)))):
            month = 30 + (world.habits.months - 34) * rng.random() ** 0.5
            world.at(month, partial(_until_made, world, make))
    for _ in range(max(2, round(world.size / 2500 * world.habits.twin_rate))):
        world.at(
            world.habits.launch + rng.random() * (world.habits.months - world.habits.launch),
            partial(compile_for_charity, world),
        )


def _until_made(world: World, make: Callable[[World, int], bool], month: int) -> None:
    if not make(world, month):
        world.at(month + 5, partial(_until_made, world, make))


def _known(world: World, *, tries: int, fits: Callable[[Act], bool] = lambda act: True) -> Act | None:
    pool = [
        act
        for act in world.rng.choices(world.acts, k=tries)
        if act.is_honest and act.profiles and act.releases and fits(act)
    ]
    return max(pool, key=lambda act: act.talent) if pool else None


def _enter(world: World, act: Act, month: int, career: float | None = None) -> None:
    """The act has its page and first release at once and lives on from there."""
    new_page(world, act, month)
    publish(world, Draft(act, [names.title(world.rng, act.culture.language)], label=act.label), month)
    act.born = month + 1 + world.rng.randrange(6)
    begin_life(world, act, career)


def famous_namesake(world: World, month: int) -> bool:
    """A young unknown who has had the famous act's name since birth, or thought of the same word; often on the same giant feed."""
    rng, famous = world.rng, _known(world, tries=60)
    if famous is None:
        return False
    own = rng.random() < 0.5
    act = new_act(
        world,
        month,
        name=famous.name,
        culture=famous.culture if own else None,
        talent=rng.lognormvariate(3.4, 1.3),
        genres=famous.genres if rng.random() < 0.35 else None,
    )
    act.distributor = famous.distributor if rng.random() < 0.3 else act.distributor
    _enter(world, act, month, rng.expovariate(1 / 20))
    world.innocent("famous_namesake", [famous.profiles[0], act.profiles[0]], act.releases[:1])
    return True


def namesake(world: World, month: int) -> bool:
    """An act of the same name as another ordinary act, perhaps in other letters or cases."""
    rng, other = world.rng, _known(world, tries=2)
    if other is None:
        return False
    act = new_act(world, month, name=other.name, culture=other.culture if rng.random() < 0.6 else None)
    _enter(world, act, month)
    if rng.random() < 0.25:
        act.profiles[0].name = rng.choice(
            (other.name.text.upper(), other.name.text.lower(), names.strip_marks(other.name.text), other.name.latin(1))
        )
    world.innocent("namesake", [other.profiles[0], act.profiles[0]], [])
    return True


def echoed_name(world: World, month: int) -> bool:
    """A fan names an act after the hero: one letter other, a sign for a letter, the name in translation. It sells its own songs."""
    rng, hero = world.rng, _known(world, tries=25)
    if hero is None:
        return False
    trick = rng.choice(
        (
            "leetspeak",
            "one_edit",
            "two_edits",
            "sound_alike",
            "diacritics",
            "spacing",
            "translation",
            "homoglyph",
            "abbreviation",
            "affix",
            "transliteration",
            "token_order",
            "invisible",
        )
    )
    text = disguise(rng, hero.name, trick)
    if text is None:
        return False
    act = new_act(
        world,
        month,
        name=Name(text, ((text,),), hero.culture.language),
        culture=hero.culture if rng.random() < 0.6 else None,
        talent=rng.lognormvariate(4.2, 1.6),
    )
    _enter(world, act, month)
    world.innocent("similar_name", [hero.profiles[0], act.profiles[0]], [])
    return True


def similar_name(world: World, month: int) -> bool:
    """A name that shares a token or all but a letter with another by chance."""
    rng, other = world.rng, _known(world, tries=3, fits=lambda act: " " in act.name.text)
    if other is None:
        return False
    tokens = other.name.text.split()
    swap = names.stage(rng, other.culture).text.split()[-1]
    text = " ".join([*tokens[:-1], swap]) if rng.random() < 0.6 else one_edit(rng, other.name.text)
    act = new_act(world, month, name=Name(text, ((text,),), other.culture.language), culture=other.culture)
    _enter(world, act, month)
    world.innocent("similar_name", [other.profiles[0], act.profiles[0]], [])
    return True


def tribute(world: World, month: int) -> bool:
    """A tribute or cover act: the hero's titles, its own recordings, its own account, credits to the hero's writers."""
    rng, hero = world.rng, _known(world, tries=120)
    if hero is None or not any(release.recordings for release in hero.releases):
        return False
    text = rng.choice(TRIBUTES).format(hero.name.text)
    act = new_act(
        world,
        month,
        name=Name(text, ((text,),), hero.culture.language),
        culture=hero.culture,
        genres=hero.genres,
        talent=rng.lognormvariate(4.5, 1.4),
    )
    act.name = Name(text, tuple((t, t) for t in text.split()), hero.culture.language)
    page = new_page(world, act, month)
    for _ in range(rng.choice((1, 2, 5))):
        songs = rng.choice([release for release in hero.releases if release.recordings]).recordings
        titles = [
            song.title + rng.choice(("", "", " (Originally Performed by " + hero.name.text + ")", " (Karaoke Version)"))
            for song in songs
        ]
        publish(
            world,
            Draft(
                act,
                titles,
                "single" if len(titles) < 4 else "album",
                writers=hero.writers if rng.random() < 0.7 else None,
            ),
            month,
        )
    world.innocent("tribute" if "ribute" in text else "cover_band", [hero.profiles[0], page], act.releases[:])
    return True


def side_project(world: World, month: int) -> bool:
    """The same person under another name, related or not: two acts, one account more often than not."""
    rng, main = world.rng, _known(world, tries=8)
    if main is None:
        return False
    near_name = rng.random() < 0.35
    text = (
        rng.choice(("{} Sound System", "{} & Friends", "{} Orchestra", "{} Trio", "{} Acoustic", "DJ {}")).format(
            main.name.text
        )
        if near_name
        else None
    )
    act = new_act(
        world,
        month,
        name=Name(text, ((text,),), main.culture.language) if text else None,
        culture=main.culture,
        payee=main.payee if rng.random() < 0.7 else None,
        talent=main.talent * rng.uniform(0.01, 0.5),
    )
    act.writers, act.distributor = main.writers, main.distributor if rng.random() < 0.7 else act.distributor
    _enter(world, act, month)
    if rng.random() < 0.3:
        main.profiles[0].aliases.append(act.name.text)
    world.innocent("side_project", [main.profiles[0], act.profiles[0]], [])
    return True


def solo_member(world: World, month: int) -> bool:
    """A member of a group goes solo, under a name with or without the group's."""
    rng, group = world.rng, _known(world, tries=12, fits=lambda act: act.kind == "group")
    if group is None:
        return False
    own = names.person(rng, group.culture)
    text = own.text if rng.random() < 0.75 else f"{own.parts[0][0]} ({group.name.text})"
    act = new_act(
        world,
        month,
        name=Name(text, own.parts, own.language, own.joiner, (), True)
        if text == own.text
        else Name(text, ((text,),), own.language),
        culture=group.culture,
        genres=group.genres,
        talent=group.talent * rng.uniform(0.02, 0.8),
    )
    act.writers = group.writers[-1:]
    act.payee = group.payee if rng.random() < 0.25 else act.payee
    if rng.random() < 0.4:
        act.label, act.distributor = group.label, group.distributor
    _enter(world, act, month)
    world.innocent("solo_member", [group.profiles[0], act.profiles[0]], [])
    return True
