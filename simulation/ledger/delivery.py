"""How a release is handed in, delivered by a feed, and put on pages by the service."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from simulation.ledger.habits import day_of
from simulation.ledger.market import new_page, writer
from simulation.ledger.things import Act, Distributor, Label, Payee, Profile, Recording, Release, Spell, Writer, near
from simulation.ledger.world import World


@dataclass(slots=True)
class Draft:
    """A release as an act or its operator hands it in; what is None follows the act's usual way."""

    act: Act
    titles: list[str]
    kind: str = "single"
    title: str | None = None
    pages: list[Profile] | None = None
    distributor: Distributor | None = None
    label: Label | None = None
    shares: list[tuple[Payee, float]] | None = None
    line: str | None = None
    featured: list[Profile] = field(default_factory=list)
    writers: list[Writer] | None = None
    genres: tuple[str, ...] | None = None
    language: str | None = None
    registrant: str | None = None
    cover: int | None = None
    assignment: str | None = None
    seconds: tuple[float, float] | None = None
    """Shortest and longest duration of its tracks."""
    disclosure: str = ""
    reused: list[Recording] | None = None
    day: int | None = None


def scene_writer(world: World, act: Act) -> Writer:
    """Somebody of the act's scene: producers serve many acts, a few of them very many."""
    rng, pool = world.rng, world.writers[act.culture.language, act.genres[0]]
    if not pool or rng.random() < 0.35 / (1 + len(pool) / 60):
        pool.append(writer(world, act.culture))
        return pool[-1]
    return pool[int(len(pool) * rng.random() ** 2.2)]


def publish(world: World, draft: Draft, month: int) -> Release:
    """Delivers the release: onto the pages that the draft names, or where the service's ingest puts it."""
    rng, act, habits = world.rng, draft.act, world.habits
    distributor = draft.distributor or act.distributor
    pages = draft.pages or [_home(world, act, distributor, month)]
    label = draft.label
    shares = draft.shares or _usual_shares(world, act, label)
    owner = draft.line or (
        label.name if label else rng.choice((act.name.text, act.name.text, act.writers[0].name, f"{distributor.name}"))
    )
    day = draft.day if draft.day is not None else rng.randrange(28)
    dated = day_of(habits, month, day)
    if draft.day is None and rng.random() < 0.55:
        dated += (4 - (dated + 6) % 7) % 7
    year = date.fromordinal(dated).year
    release = Release(
        title=draft.title or draft.titles[0],
        pages=pages,
        kind=draft.kind,
        month=month,
        dated=dated,
        distributor=distributor,
        label=label,
        spells=[Spell(month, shares)],
        genres=draft.genres or act.genres,
        language=draft.language or act.culture.language,
        p_line=f"{year} {owner}",
        c_line=f"{year} {owner if rng.random() < 0.85 else act.name.text}",
        upc=world.upc(
            distributor.upc_prefix
            if label is None or rng.random() < 0.3
            else f"{sum(map(ord, label.registrant)) * 7919 % 10**6:06d}"
        ),
        cover=draft.cover if draft.cover is not None else _cover(world, act),
        assignment=draft.assignment or _assignment(rng, distributor, pages[0]),
    )
    release.recordings = draft.reused or [_record(world, draft, release, title, month) for title in draft.titles]
    if draft.reused:
        for recording in draft.reused:
            recording.releases.append(release)
    act.releases.append(release)
    act.last_month = month
    world.releases.append(release)
    if label is not None:
        label.releases.append(release)
    return release


def _cover(world: World, act: Act) -> int:
    """A new picture mostly; now and then the last one again in other colours, or one of the stock."""
    chance = world.rng.random()
    if chance < 0.07 and act.releases:
        return near(world.rng, act.releases[-1].cover, world.rng.randrange(6))
    return near(world.rng, world.rng.choice(world.stock_images), 2) if chance > 0.99 else world.hash()


def _record(world: World, draft: Draft, release: Release, title: str, month: int) -> Recording:
    rng, act = world.rng, draft.act
    low, high = draft.seconds or ((75, 420) if "classical" not in act.genres else (60, 1100))
    typical = 175 + 70 * rng.random() - 0.12 * month
    seconds = (
        rng.uniform(low, high) if draft.seconds or rng.random() < 0.07 else min(high, max(low, rng.gauss(typical, 42)))
    )
    own_codes = (
        draft.registrant
        or act.registrant
        or (release.label.registrant if release.label else release.distributor.registrant)
    )
    recording = Recording(
        title=title,
        pages=release.pages,
        featured=draft.featured,
        releases=[release],
        isrc=world.isrc(own_codes, month),
        duration_ms=int(seconds * 1000),
        audio=world.hash(),
        language=release.language,
        appeal=min(1e6, rng.paretovariate(0.9)),
        credits=draft_credits(world, draft),
        disclosure=draft.disclosure
        or (rng.choice(("generated", "assisted", "assisted", "none")) if rng.random() < 0.05 and month > 270 else ""),
    )
    world.recordings.append(recording)
    return recording


def draft_credits(world: World, draft: Draft) -> list[tuple[Writer, str]]:
    """Who wrote, produced and played: the draft's writers, or the act's own with people of the scene and the label's house."""
    rng, act = world.rng, draft.act
    own = draft.writers if draft.writers is not None else act.writers
    if not own:
        return []
    made = [(own[0] if len(own) == 1 else rng.choice(own), "composer")]
    if draft.writers is not None:
        return [*made, (rng.choice(own), "producer")]
    if rng.random() < 0.4:
        made.append((scene_writer(world, act), rng.choice(("producer", "producer", "composer", "lyricist"))))
    if draft.label is not None and draft.label.house and rng.random() < 0.5:
        made.append((rng.choice(draft.label.house), "producer"))
    if rng.random() < 0.25:
        made.append((rng.choice(own), rng.choice(("lyricist", "performer"))))
    return made


def _home(world: World, act: Act, distributor: Distributor, month: int) -> Profile:
    """The act's page that this feed knows, or the first one; made now if there is none."""
    if not act.profiles:
        return new_page(world, act, month, source=distributor)
    known = [page for page in act.profiles if page.source is distributor]
    return known[-1] if known else act.profiles[0]


def _usual_shares(world: World, act: Act, label: Label | None) -> list[tuple[Payee, float]]:
    if label is None:
        return [(act.payee, 1.0)]
    if world.rng.random() < 0.8:
        return [(label.payee, 1.0)]
    part = world.rng.choice((0.15, 0.2, 0.5))
    return [(label.payee, 1 - part), (act.payee, part)]


def _assignment(rng: Random, distributor: Distributor, page: Profile) -> str:
    if page.isni is not None and rng.random() < 0.3:
        return "identifier"
    if rng.random() < 0.03:
        return "manual"
    return "artist_key" if rng.random() < distributor.key_share else "name_only"
