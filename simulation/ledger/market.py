"""The business comes into being: distributors, labels, accounts, acts and their pages."""

from random import Random

from simulation.ledger import names
from simulation.ledger.biographies import biography
from simulation.ledger.names import Name
from simulation.ledger.things import Act, Distributor, Label, Payee, Profile, Writer
from simulation.ledger.words import CULTURES, EXTRA, Culture
from simulation.ledger.world import World

COMPANIES = (
    "Records",
    "Music",
    "Recordings",
    "Entertainment",
    "Sound",
    "Tapes",
    "Collective",
    "Discos",
    "Musik",
    "Group",
)


def found_market(world: World) -> None:
    """Distributors with their habits: a few giants and a long tail."""
    rng = world.rng
    columns = (
        "audio_fingerprint",
        "isrc",
        "upc",
        "cover_phash",
        "genres",
        "language",
        "p_line",
        "c_line",
        "credits",
        "duration_ms",
        "label_id",
        "type",
    )
    usual = {"audio_fingerprint": 0.93, "isrc": 0.97, "upc": 0.97, "cover_phash": 0.85, "genres": 0.85, "language": 0.7, "p_line": 0.85, "c_line": 0.8, "credits": 0.8, "duration_ms": 0.985, "label_id": 0.93, "type": 0.95}  # fmt: skip
    for i in range(max(12, min(60, world.size // 250))):
        sends = {
            c: 0.0
            if rng.random() < (0.15 if c == "audio_fingerprint" else 0.05)
            else min(1.0, usual[c] * rng.uniform(0.75, 1.15))
            for c in columns
        }
        sends["isrc"], sends["duration_ms"] = max(sends["isrc"], 0.7), max(sends["duration_ms"], 0.8)
        world.distributors.append(
            Distributor(
                name=company(rng),
                dpid=f"PADPIDA{rng.randrange(10**10, 10**11)}" if rng.random() < 0.8 else None,
                weight=1 / (i + 1) ** rng.uniform(0.9, 1.3),
                careless=rng.random(),
                registrant=world.registrant(rng.choice(("QZ", "US", "GB", "DE", "TC", "FR"))),
                upc_prefix=f"{rng.randrange(10**5, 10**6)}",
                sends=sends,
                key_share=rng.uniform(0.2, 0.95),
                lag_days=rng.uniform(2, 28),
                sloppy=rng.uniform(0.0, 0.06),
            )
        )
    world.managers = [world.payee(company(rng), "US") for _ in range(max(4, world.size // 120))]


def company(rng: Random) -> str:
    base = (
        names.stage(rng, rng.choice(CULTURES[:7])).text
        if rng.random() < 0.7
        else f"{rng.choice(EXTRA)} {rng.choice(EXTRA)}".title()
    )
    return f"{base} {rng.choice(COMPANIES)}" if rng.random() < 0.8 else base


def found_label(world: World, born: int, culture: Culture, genres: tuple[str, ...], *, signs: bool = False) -> Label:
    """A label with its own account, feed, ISRC registrant (or its distributor's) and sometimes house writers.

    signs: it takes other acts on; an imprint in name only does not, and seldom has a registrant of its own.
    """
    rng = world.rng
    name, country = company(rng), rng.choice(culture.countries)
    distributor = world.distributor()
    house = [writer(world, culture) for _ in range(rng.choice((0, 0, 0, 1, 2, 4)))]
    registrant = world.registrant(country) if rng.random() < (0.6 if signs else 0.15) else distributor.registrant
    label = Label(name, world.payee(name, country), distributor, registrant, born, house, genres)
    world.labels.append(label)
    if signs:
        world.signing_labels.append(label)
    return label


def writer(world: World, culture: Culture) -> Writer:
    rng = world.rng
    ipi = f"{rng.randrange(10**7, 10**9):011d}" if rng.random() < 0.7 else None
    return Writer(names.person(rng, culture).text, ipi)


def new_act(world: World, born: int, *, culture: Culture | None = None, name: Name | None = None, talent: float | None = None, genres: tuple[str, ...] | None = None, payee: Payee | None = None, honest: bool = True) -> Act:  # fmt: skip
    """An act about to start, with its own account unless one is given."""
    rng = world.rng
    culture = culture or names.pick_culture(rng)
    if name is None:
        name = names.person(rng, culture) if rng.random() < 0.4 else names.stage(rng, culture)
    country = rng.choice(culture.countries)
    made = Act(
        name=name,
        culture=culture,
        country=country,
        kind="person" if name.is_person or rng.random() < 0.5 else rng.choice(("group", "group", "group", "other")),
        genres=genres or world.genres(),
        born=born,
        talent=talent if talent is not None else rng.lognormvariate(4.8, world.habits.fame_spread),
        tempo=min(60.0, max(0.7, rng.lognormvariate(2.3, 0.85))),
        payee=payee
        or (rng.choice(world.managers) if honest and rng.random() < 0.1 else None)
        or world.payee(name.text if rng.random() < 0.5 else names.person(rng, culture).text, country),
        distributor=world.distributor(),
        image=world.hash(),
        is_honest=honest,
    )
    made.registrant = world.registrant(country) if rng.random() < 0.08 else ""
    own = names.person(rng, culture).text if not name.is_person else name.text
    made.writers = [Writer(own, f"{rng.randrange(10**7, 10**9):011d}" if rng.random() < 0.5 else None)]
    made.writers += [writer(world, culture) for _ in range(rng.choice((0, 0, 1, 3)) if made.kind == "group" else 0)]
    world.acts.append(made)
    return made


def new_page(
    world: World, act: Act, month: int, *, name: str | None = None, source: Distributor | None = None
) -> Profile:
    """A page for the act on the service; it starts at the earliest with the service itself."""
    rng, fill = world.rng, world.habits.fill
    fame = act.talent
    known = min(1.0, 0.25 + 0.12 * (fame**0.25))
    page = Profile(act, name or act.name.text, max(month, world.habits.launch), source or act.distributor, None)
    page.image = (
        None
        if rng.random() > fill["image_phash"]
        else act.image
        if rng.random() < 0.985
        else rng.choice(world.stock_images)
    )
    page.country = act.country if rng.random() < fill["country"] else None
    page.biography = biography(rng, act, world.habits, page.name) if rng.random() < fill["biography"] * known else None
    page.urls = (
        [_url(rng, page.name) for _ in range(rng.choice((1, 1, 2, 3)))] if rng.random() < fill["urls"] * known else []
    )
    for column, text in (
        ("isni", f"{rng.randrange(10**14, 10**15):016d}"),
        ("ipi", act.writers[0].ipi),
        ("musicbrainz_id", _uuid(rng)),
        ("discogs_id", str(rng.randrange(1000, 9_000_000))),
    ):
        if text is not None and rng.random() < fill[column] * known:
            setattr(page, column, text if column != "isni" else _isni(text))
    page.follow = rng.lognormvariate(-0.7, 1.1)
    page.is_verified = rng.random() < min(0.9, fame / (fame + 15_000))
    if not act.profiles and act.writers[0].profile is None and act.kind == "person":
        act.writers[0].profile = page
    act.profiles.append(page)
    world.profiles.append(page)
    world.scenes[act.culture.language, act.genres[0]].append(act)
    return page


def _isni(digits: str) -> str:
    """The first 15 digits with their check character (ISO 27729, ISO 7064 mod 11-2)."""
    total = 0
    for digit in digits[1:]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return digits[1:] + ("X" if check == 10 else str(check))


def _uuid(rng: Random) -> str:
    text = f"{rng.getrandbits(128):032x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"


def _url(rng: Random, name: str) -> str:
    handle = "".join(c for c in names.strip_marks(name).lower() if c.isalnum()) or "artist"
    place = rng.choice(
        (
            "https://{}.example",
            "https://{}.bandcamp.example",
            "https://social.example/{}",
            "https://video.example/@{}",
            "https://soundcloud.example/{}",
        )
    )
    return place.format(handle + rng.choice(("", "", "", "music", "official", str(rng.randrange(100)))))
