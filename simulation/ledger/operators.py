"""Operators who trade on other acts: they watch whom the world listens to, choose victims by motive, and hide as well as they can."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from graph.findings import Reference
from graph.truth import TrueFinding
from simulation.ledger import names
from simulation.ledger.market import found_label, writer
from simulation.ledger.things import Act, Distributor, Label, Payee, Profile, Release, Writer
from simulation.ledger.world import World


class Deck:
    """Deals every card once before any comes again, in an order drawn anew."""

    def __init__(self, rng: Random, cards: tuple[str, ...]) -> None:
        self._rng, self._cards, self._left = rng, cards, [""][:0]

    def deal(self) -> str:
        if not self._left:
            self._left = self._rng.sample(self._cards, len(self._cards))
        return self._left.pop()


@dataclass(slots=True, eq=False)
class Operator:
    """One hand or one gang: how it is paid and delivers, how well it hides, and what it has done so far."""

    camouflage: int
    motive: str
    payees: list[Payee]
    feeds: list[Distributor]
    writers: list[Writer]
    lines: list[str]
    cover: int
    template: str
    pace: float
    """Months between jobs."""
    day: int
    imprint: Label | None
    candour: float
    """How often it says that a machine made the music."""
    parts: list[Profile | Release] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)


def some_month(world: World) -> float:
    """A month when the service is open, later ones likelier, as the traffic grows."""
    launch, end = world.habits.launch, world.habits.months
    return launch + 6 + (end - launch - 8) * float(world.rng.random() ** 0.6)


def recruit(world: World, camouflage: int, size: int, month: int) -> Operator:
    """An operator with its accounts: one when careless, as many as jobs when careful, tied by a hash it forgot to change."""
    rng = world.rng
    count = 1 if camouflage == 0 else max(1, round(size * (0.0, 0.2, 0.5, 0.9)[camouflage] * rng.uniform(0.4, 1.0)))
    accounts = [
        world.payee(
            names.person(rng, names.pick_culture(rng)).text,
            rng.choice(("US", "GB", "TR", "RU", "BR", "VN", "NL", "IN")),
        )
        for _ in range(count)
    ]
    _tie(rng, accounts, camouflage)
    return Operator(
        camouflage=camouflage,
        motive=rng.choice(("streams", "streams", "royalties", "clout")),
        payees=accounts,
        feeds=[world.distributor(careless=0.45) for _ in range(1 + (camouflage > 1) + rng.choice((0, 0, 1)))],
        writers=[writer(world, names.pick_culture(rng)) for _ in range(rng.choice((0, 1, 2, 4)))],
        lines=[names.stage(rng, names.pick_culture(rng)).text for _ in range(1 + camouflage // 2)],
        cover=world.hash(),
        template=rng.choice(("{}", "{}", "{} (Remix)", "{} II", "{} - Single", "{} (Live)", "{} (Unreleased)")),
        pace=rng.choice((0.02, 0.2, 1.0, 6.0)),
        day=rng.randrange(24),
        imprint=_imprint(world, month, accounts[0]) if rng.random() < 0.3 else None,
        candour=rng.choice((0.0, 0.0, 0.05, 0.3)),
    )


def _imprint(world: World, month: int, account: Payee) -> Label:
    """A label in name only, paid to the operator, as many uploaders have one."""
    imprint = found_label(world, month, names.pick_culture(world.rng), world.genres())
    imprint.payee = account
    return imprint


def _tie(rng: Random, accounts: list[Payee], camouflage: int) -> None:
    """The accounts share what the operator forgot to change: one detail with the first, or another with the one opened before."""
    known = [
        column
        for column in ("tax", "email", "address", "device", "account")
        if getattr(accounts[0], column) is not None
    ]
    tie, other = rng.choice(known), rng.choice(("email", "device", "account"))
    for before, account in pairwise(accounts):
        if rng.random() < (1.0, 0.95, 0.75, 0.5)[camouflage]:
            setattr(account, tie, getattr(accounts[0], tie))
        if rng.random() < (0.5, 0.2, 0.3, 0.3)[camouflage] and getattr(before, other) is not None:
            setattr(account, other, getattr(before, other))


def note_campaign(world: World, operator: Operator) -> None:
    members = sorted(part.artist_id if isinstance(part, Profile) else part.release_id for part in operator.parts)
    if len(members) >= 3:
        trick = "mixed" if len(operator.kinds) > 1 else f"{min(operator.kinds)}_wave"
        world.findings.append(
            TrueFinding(
                "campaign", Reference("cluster", f"c-{members[0]}"), None, tuple(members), trick, operator.camouflage
            )
        )


def observe(world: World, operator: Operator, month: int, fits: Callable[[Act], bool]) -> Act | None:
    """The victim: of some acts that the operator comes across, the one whose audience suits its motive."""
    rng = world.rng
    seen = [
        act for act in rng.choices(world.acts, k=160) if act.is_honest and act.profiles and act.releases and fits(act)
    ]
    if not seen:
        return None
    audience = {id(act): world.fame(act, month) * rng.lognormvariate(0, 0.5) for act in seen}
    ranked = sorted(seen, key=lambda act: -audience[id(act)])
    depth = {"clout": 2, "streams": 8, "royalties": 15}[operator.motive]
    return ranked[int(min(depth, len(ranked)) * rng.random())]
