"""How one act gets a second page, and a release a second delivery."""

from functools import partial

from simulation.ledger import names
from simulation.ledger.delivery import Draft, publish
from simulation.ledger.disguises import disguise
from simulation.ledger.market import new_page
from simulation.ledger.things import Act, Distributor, Payee, Release, near
from simulation.ledger.world import World


def deliver_again(world: World, act: Act, release: Release, month: int) -> None:
    """The same audio under new codes: a reissue through another feed, or a second delivery by mistake."""
    rng = world.rng
    suffix = rng.choice((" (Remastered)", " (Deluxe Edition)", "", "", " (Anniversary Edition)"))
    label = act.label if rng.random() < 0.7 else None
    again = publish(world, Draft(act, [r.title for r in release.recordings], release.kind, release.title + suffix, label=label, distributor=world.distributor(), cover=release.cover if rng.random() < 0.6 else None), month)  # fmt: skip
    for old, new in zip(release.recordings, again.recordings, strict=True):
        new.audio = old.audio ^ (1 << rng.randrange(64)) if rng.random() < 0.4 else old.audio
        new.duration_ms = old.duration_ms + rng.choice((0, 0, 13, -40, 300))
        new.credits = old.credits
    if not suffix and rng.random() < 0.3:
        again.upc = release.upc
    world.innocent("reissue" if suffix else "own_duplicate", again.pages, [release, again])


def register_twice(world: World, act: Act, month: int) -> None:
    """The act gets a second page: a move without its old keys, a foreign feed, a spelling, a lost login. It stays one act.

    What the pages share follows from the way: a foreign licensee knows the ISNI and the songs, a lost login nothing but the person.
    """
    rng = world.rng
    if not act.profiles:
        world.at(month + 6, partial(register_twice, world, act))
        return
    first, way = act.profiles[0], rng.choice(("move", "foreign_feed", "import", "lost_login", "rename"))
    page = new_page(world, act, month, name=_respelled(world, act, way), source=world.distributor())
    page.strength = rng.choice((0.02, 0.1, 0.3, 1.0))
    keep = {"move": 0.5, "foreign_feed": 0.6, "import": 0.75, "lost_login": 0.2, "rename": 0.35}[way]
    for column in ("isni", "ipi", "musicbrainz_id", "discogs_id", "biography", "country", "image"):
        setattr(
            page,
            column,
            getattr(first, column)
            if rng.random() < keep
            else getattr(page, column)
            if column in ("image", "biography", "country")
            else None,
        )
    if page.image is not None and rng.random() < 0.6:
        page.image = near(rng, page.image, rng.randrange(5)) if rng.random() < 0.5 else world.hash()
    page.urls = first.urls[:1] if rng.random() < keep else page.urls[:1]
    if way == "lost_login" and rng.random() < 0.6:
        act.payee = world.payee(act.writers[0].name, act.country)
    shares = [(act.payee, 1.0)] if act.label is None or way == "lost_login" else None
    old = rng.choice(act.releases) if act.releases else None
    if old is not None and way in ("import", "foreign_feed", "move") and rng.random() < 0.8:
        again = publish(world, Draft(act, [r.title for r in old.recordings], old.kind, old.title, pages=[page], distributor=page.source, label=old.label, shares=shares, cover=old.cover if rng.random() < 0.7 else None, day=None), month)  # fmt: skip
        for before, now in zip(old.recordings, again.recordings, strict=True):
            now.audio, now.duration_ms = (
                (before.audio, before.duration_ms) if rng.random() < 0.8 else (now.audio, before.duration_ms + 500)
            )
            now.credits = before.credits
            now.isrc = before.isrc if rng.random() < 0.6 else now.isrc
        world.innocent("cross_source_duplicate", [first, page], [old, again])
    for _ in range(rng.choice((0, 1, 1, 3)) if old is not None else 1):
        draft = Draft(
            act, [names.title(rng, act.culture.language)], pages=[page], distributor=page.source, shares=shares
        )
        world.at(month + rng.uniform(0, 30), partial(_publish_later, world, draft))
    if way != "import":
        act.distributor = page.source
    world.identity(act)


def _publish_later(world: World, draft: Draft, month: int) -> None:
    publish(world, draft, month)


def redeliver(world: World, release: Release, distributor: Distributor, payee: Payee, month: int) -> None:
    """The same release through another feed under its old codes: after a move or a sale, until the old delivery is taken down."""
    titles = [recording.title for recording in release.recordings]
    if not titles:
        return
    draft = Draft(
        release.pages[0].act,
        titles,
        release.kind,
        release.title,
        pages=release.pages,
        distributor=distributor,
        label=release.label,
        shares=[(payee, 1.0)],
        cover=release.cover,
    )
    again = publish(world, draft, month)
    again.upc = release.upc if world.rng.random() < 0.7 else again.upc
    again.dated = release.dated if world.rng.random() < 0.7 else again.dated
    for old, new in zip(release.recordings, again.recordings, strict=True):
        new.isrc, new.audio, new.duration_ms, new.credits = old.isrc, old.audio, old.duration_ms, old.credits
    world.innocent("redelivery", release.pages, [release, again])


def _respelled(world: World, act: Act, way: str) -> str:
    rng, name = world.rng, act.name
    foreign = name.parts[0][0] != name.parts[0][-1]
    if foreign and rng.random() < (0.9 if way == "foreign_feed" else 0.35):
        return name.latin(rng.choice((1, 1, 2)))
    if rng.random() < (0.75 if way != "rename" else 0.1):
        return rng.choice(
            (name.text, name.text, name.text, name.text.upper(), name.text.lower(), names.strip_marks(name.text))
        )
    trick = rng.choice(
        (
            "spacing",
            "diacritics",
            "token_order",
            "affix",
            "one_edit",
            "abbreviation",
            "transliteration",
            "translation",
            "homoglyph",
            "invisible",
        )
    )
    return disguise(rng, name, trick) or name.text
