"""Who stands between acts and the public: distributors, labels, payees, and the deals that tie acts to them."""

from dataclasses import replace
from typing import Any

from simulation.census.draft import Deal, Table
from simulation.census.habits import Habits
from simulation.census.lexicon import CULTURES, MORE_WORDS
from simulation.census.naming import person
from simulation.census.samplers import Rng, attach, choose, hexes, long_hash, one, zipf_pick

_HASHES = ("account_hash", "tax_id_hash", "email_hash", "address_hash", "device_hash")
_CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_ISSUERS = ("US", "QM", "QZ", "GB", "FR", "DE", "SE", "NL", "CA", "AU", "BR", "JP", "KR", "IN", "TC")


def draw_distributors(rng: Rng, habits: Habits) -> Table:
    """Few giants and many small ones; `code` is the ISRC registrant each lends to acts without one."""
    n = habits.n_distributors
    names = [
        f"{a}{one(rng, ('', ' '))}{b}"
        for a, b in zip(
            choose(rng, MORE_WORDS, n),
            choose(
                rng, ("Distro", "Digital", "Music Services", "Direct", "Tunes", "Aggregation", "Supply", "Works"), n
            ),
            strict=True,
        )
    ]
    dpids = [f"PADPIDA{digits[:11].upper()}" if rng.random() < 0.8 else None for digits in hexes(rng, n)]
    return Table({"name": names, "dpid": dpids, "code": [registrant(rng) for _ in range(n)]})


def registrant(rng: Rng) -> str:
    """Country and registrant code of an ISRC, 5 characters."""
    return str(one(rng, _ISSUERS)) + "".join(choose(rng, _CODE, 3))


def empty_payees() -> Table:
    return Table({column: [] for column in ("name", "country", *_HASHES)})


def add_payee(rng: Rng, payees: Table, name: str, country: str, *, like: int | None = None, shared: float = 0.0) -> int:
    """A payee account; each hash is that of `like` at the rate `shared` (the bank account less often), some are unknown."""
    hashes: dict[str, Any] = {}
    for column in _HASHES:
        rate = shared * (0.3 if column == "account_hash" else 1.0)
        if like is not None and rng.random() < rate:
            hashes[column] = payees[column][like]
        else:
            hashes[column] = long_hash(rng)
    return payees.add(name=name, country=country, **hashes)


def draw_labels(rng: Rng, habits: Habits, scene: list[int], payees: Table) -> tuple[Table, list[int]]:
    """Labels by preferential attachment among a scene's acts, and each act's label.

    Acts of a scene meet the same labels; large ones collect through several accounts that share what one company shares.
    """
    labels = Table({"name": [], "payees": [], "distributor": [], "code": [], "scene": []})
    groups = attach(rng, len(scene), habits.label_opening)
    per_scene: dict[int, list[int]] = {}
    label_of = []
    for act, group in zip(range(len(scene)), groups.tolist(), strict=True):
        known = per_scene.setdefault(scene[act], [])
        if not known or (rng.random() < habits.label_opening and len(known) < 25):
            known.append(_new_label(rng, habits, scene[act], labels, payees))
        label_of.append(
            known[min(group % 7, len(known) - 1)]
            if rng.random() < 0.5
            else known[int(zipf_pick(rng, 1, len(known), 1.2)[0])]
        )
    return labels, label_of


def _new_label(rng: Rng, habits: Habits, scene: int, labels: Table, payees: Table) -> int:
    culture = CULTURES[scene % len(CULTURES)]
    word = one(rng, MORE_WORDS) if rng.random() < 0.7 else one(rng, culture.words)
    name = f"{word} {one(rng, ('Records', 'Music', 'Recordings', 'Entertainment', 'Sounds', 'Discos', 'Group', 'Collective'))}"
    country = one(rng, culture.countries)
    first = add_payee(rng, payees, f"{name} Ltd", country)
    accounts = [first]
    if rng.random() < 0.15:
        accounts += [
            add_payee(rng, payees, f"{name} {suffix}", country, like=first, shared=0.6)
            for suffix in ("Publishing", "Intl")
        ]
    return labels.add(
        name=name,
        payees=accounts,
        distributor=int(zipf_pick(rng, 1, habits.n_distributors, habits.distributor_exponent)[0]),
        code=registrant(rng),
        scene=scene,
    )


def draw_deals(
    rng: Rng, habits: Habits, acts: Table, label_of: list[int], labels: Table, distributors: Table, payees: Table
) -> list[list[Deal]]:
    """Each act's deals in order: with a label that collects, by a manager who collects for many, or on its own."""
    n = len(acts)
    managers = attach(rng, n, 0.3)
    accounts: dict[int, int] = {}
    liked = zipf_pick(rng, n, habits.n_distributors, habits.distributor_exponent)
    deals = []
    for act in range(n):
        moves = int(rng.binomial(3, habits.deal_moves)) if acts["craft"][act] > 0.2 else 0
        starts = [0.0, *sorted(rng.uniform(0.1, 0.95, moves))]
        own: int | None = None
        held: list[Deal] = []
        for start in starts:
            tilt = habits.payee_mix * (0.3 + acts["craft"][act], 0.6, 1.3 - acts["craft"][act])
            way = int(rng.choice(3, p=tilt / tilt.sum()))
            label: int | None = label_of[act]
            distributor = (
                int(liked[act])
                if not held
                else int(zipf_pick(rng, 1, habits.n_distributors, habits.distributor_exponent)[0])
            )
            if way == 0 and label is not None:
                held.append(
                    Deal(
                        start,
                        labels["distributor"][label],
                        label,
                        one(rng, labels["payees"][label]),
                        labels["code"][label],
                    )
                )
                continue
            label = label if rng.random() < 0.25 else None
            if way == 1:
                key = int(managers[act])
                if key not in accounts:
                    accounts[key] = add_payee(
                        rng, payees, f"{person(rng, CULTURES[acts['culture'][act]])} Management", acts["country"][act]
                    )
                payee = accounts[key]
            else:
                own = own_payee(rng, payees, acts, act, like=own)
                payee = own
            code = distributors["code"][distributor] if rng.random() < 0.7 else registrant(rng)
            held.append(Deal(start, distributor, label, payee, code))
        deals.append(held)
    return deals


def own_payee(rng: Rng, payees: Table, acts: Table, act: int, *, like: int | None = None) -> int:
    """An act's own account; the next one, after a move, often shares what one person has, now and then all of it."""
    name = acts["person"][act] if rng.random() < 0.7 else acts["name"][act]
    return add_payee(rng, payees, name, acts["country"][act], like=like, shared=float(rng.choice([0.15, 0.6, 0.95])))


def moved(rng: Rng, deal: Deal, start: float, *, payee: int, n_distributors: int) -> Deal:
    """The deal after an honest move: another distributor perhaps, another payee."""
    distributor = int(rng.integers(n_distributors)) if rng.random() < 0.7 else deal.distributor
    return replace(deal, start=start, distributor=distributor, payee=payee)
