"""The honest world: distributors, labels, and acts with their history, before anybody attacks it."""

import math
from datetime import date, timedelta
from typing import Final

from simulation import names
from simulation.world import Act, Deal, Label, World

_LANGUAGES: Final = {
    "en": 38,
    "es": 9,
    "fr": 7,
    "de": 7,
    "pt": 6,
    "ru": 6,
    "ja": 3,
    "ja-k": 2,
    "ko": 4,
    "zh": 4,
    "ar": 3,
    "hi": 3,
    "pl": 3,
    "sv": 3,
    "tr": 3,
    "el": 2,
    "vi": 2,
    "th": 1,
    "he": 1,
}
_DISTRIBUTORS: Final = (
    "Tunewharf",
    "Sonicport",
    "Beatharbor",
    "Distromatic",
    "Cloudcrate",
    "Openstage",
    "Waveline",
    "Trackpost",
    "Songferry",
    "Loudpath",
    "Pressplay",
    "Stemroute",
    "Audiodock",
    "Mixrail",
    "Noteway",
)


def build_market(world: World, size: int) -> None:
    """Distributors, the first with about a third of the market, and labels with a Zipf tail."""
    draw = world.draw
    for place in range(10 + size // 1500):
        name = _DISTRIBUTORS[place % len(_DISTRIBUTORS)] + (
            "" if place < len(_DISTRIBUTORS) else f" {place // len(_DISTRIBUTORS) + 1}"
        )
        identifier = world.new_id("distributor")
        world.tables["distributors"].append(
            {
                "distributor_id": identifier,
                "name": name,
                "dpid": f"PADPIDA20{draw.randrange(10**8):08d}{draw.choice('ABCDEFGHJKL')}",
            }
        )
        world.distributors.append(identifier)
        world.distributor_weights.append(1 / (place + 0.6) ** 1.1)
    for _ in range(max(6, size // 9)):
        open_label(world)


def open_label(
    world: World,
    *,
    genre: str | None = None,
    language: str | None = None,
    pays: bool | None = None,
    name: str | None = None,
) -> Label:
    """A new label; `pays`: one payee for all of its acts."""
    draw = world.draw
    language = language or _language(world)
    coined = "".join(draw.choices(names.SYLLABLES["en"], k=2)).capitalize()
    title = (
        name
        or f"{draw.choice((coined, draw.choice(names.ADJECTIVES), draw.choice(names.NOUNS)))} {draw.choice(('Records', 'Recordings', 'Music', 'Sounds', 'Discs', 'Tapes'))}"
    )
    country = draw.choice(names.COUNTRIES[language])
    pays = draw.random() < 0.4 if pays is None else pays
    label = Label(
        label_id=world.new_id("label"),
        name=title,
        distributor_id=world.distributor(),
        registrant=world.registrant(country),
        payee_id=world.payee(title, country) if pays else None,
        writers=[names.person(draw, language) for _ in range(draw.randint(2, 6))] if draw.random() < 0.35 else [],
        genre=genre or draw.choice(names.GENRES),
        language=language,
    )
    world.tables["labels"].append({"label_id": label.label_id, "name": title})
    world.labels.append(label)
    return label


def build_acts(world: World, count: int) -> None:
    """Acts with profiles and releases; about a third on a label, big labels have most of them."""
    draw = world.draw
    listeners = world.vector.lognormal(5.6, 2.5, count).clip(0, 9e7).astype(int)
    counts = world.vector.geometric(0.28, count).clip(1, 12)
    weights = [1 / (place + 1.5) ** 0.9 for place in range(len(world.labels))]
    signed = draw.choices(world.labels, weights=weights, k=count)
    for place in range(count):
        heard = int(listeners[place])
        label = signed[place] if draw.random() < 0.28 + 0.35 * (heard > 5_000) else None
        act = new_act(world, listeners=heard, label=label)
        add_history(world, act, releases=min(12, int(counts[place]) + (heard > 5_000) * draw.randint(1, 4)))


def new_act(
    world: World,
    *,
    listeners: int,
    label: Label | None = None,
    name: str | None = None,
    language: str | None = None,
    started: date | None = None,
    genre: str | None = None,
) -> Act:
    """An act with one profile and nothing released yet."""
    draw, today = world.draw, world.habits.today
    language = language or (label.language if label and draw.random() < 0.7 else _language(world))
    country = draw.choice(names.COUNTRIES[language])
    name = name or names.act_name(draw, language)
    years = min(28.0, 0.2 + draw.expovariate(1 / (3 + 0.8 * math.log10(listeners + 10))))
    started = started or today - timedelta(days=int(365 * years))
    first = genre or (label.genre if label and draw.random() < 0.75 else draw.choice(names.GENRES))
    own = [name] if draw.random() < 0.5 else [names.person(draw, language) for _ in range(draw.randint(1, 3))]
    writers = label.writers if label and label.writers and draw.random() < 0.7 else own
    act = Act(
        name,
        language,
        country,
        [first, *draw.sample(names.GENRES, k=2)],
        listeners,
        started,
        own_deal(world, name, country, label),
        writers,
        label,
    )
    if years > 6 and draw.random() < 0.06:
        act.ended = world.day_between(started + timedelta(days=700), today - timedelta(days=500))
    world.profile(act)
    world.acts.append(act)
    return act


def own_deal(world: World, name: str, country: str, label: Label | None, *, imprint: float | None = None) -> Deal:
    """The act's way to market: its label's, or its own through a distributor, at times (share `imprint`) under a label of its own name."""
    draw = world.draw
    if label:
        payee = label.payee_id or world.payee(name, country)
        return Deal(label.label_id, label.distributor_id, payee, label.registrant, label.name)
    distributor = world.distributor()
    registrant = world.registrant(country) if draw.random() < 0.4 else _house_registrant(distributor)
    own = draw.random() < (world.habits.imprints if imprint is None else imprint)
    return Deal(
        _imprint(world, name) if own else None,
        distributor,
        world.payee(name if draw.random() < 0.5 else names.person(draw, "en"), country),
        registrant,
        name,
    )


def _imprint(world: World, name: str) -> str:
    label_id = world.new_id("label")
    title = world.draw.choice(("{}", "{} Records", "{} Music")).format(name)
    world.tables["labels"].append({"label_id": label_id, "name": title})
    return label_id


def _house_registrant(distributor: str) -> str:
    """The registrant code that a distributor lends to acts without their own."""
    code = sum(ord(letter) * (place + 3) for place, letter in enumerate(distributor))
    return f"QZ{chr(65 + code % 26)}{code // 26 % 10}{chr(65 + code // 7 % 26)}"


def add_history(world: World, act: Act, *, releases: int) -> None:
    """Releases over the act's active years, now and then with a guest, by another way to market, or in another language."""
    draw = world.draw
    last = act.ended or world.habits.today
    days = sorted(world.day_between(act.started, last) for _ in range(releases))
    deal, moved = act.deal, draw.random() < 0.12
    for place, day in enumerate(days):
        if moved and place == releases // 2 and place > 0:
            deal = act.deal = move(world, act)
        guest = [draw.choice(world.acts).artist_id] if draw.random() < 0.08 else None
        tracks = draw.choices((1, 2, 3, 5, 8, 12), weights=(62, 8, 5, 12, 9, 4))[0]
        language = "en" if draw.random() < 0.05 else None
        genres = [draw.choice(names.GENRES)] if draw.random() < 0.04 else None
        writers = [*act.writers, names.person(draw, act.language)] if draw.random() < 0.15 else None
        recency = math.exp(-(last - day).days / 2500)
        world.release(
            act,
            deal,
            day,
            tracks=tracks,
            featured=[g for g in guest if g != act.artist_id] if guest else None,
            language=language,
            genres=genres,
            writers=writers,
            streams=act.listeners * recency * math.exp(draw.gauss(0, 0.6)),
        )


def move(world: World, act: Act) -> Deal:
    """An honest move: another distributor (mostly the same payee), or another label with its payee and ISRC registrant."""
    draw, old = world.draw, act.deal
    if draw.random() < 0.55 or not world.labels:
        deal = Deal(old.label_id, world.distributor(), old.payee_id, old.registrant, old.rights)
    else:
        act.label = draw.choice(world.labels)
        deal = own_deal(world, act.name, act.country, act.label)
    world.innocent("label_move", [act.artist_id])
    return deal


def _language(world: World) -> str:
    return world.draw.choices(list(_LANGUAGES), weights=list(_LANGUAGES.values()))[0]
