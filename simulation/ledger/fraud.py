"""Who turns to fraud, when, and with how many jobs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from simulation.ledger.hijackers import TAKEOVERS, misfile, take_over
from simulation.ledger.impostors import IMPOSTURES, impersonate
from simulation.ledger.operators import Deck, Operator, note_campaign, recruit, some_month
from simulation.ledger.world import World


@dataclass(frozen=True, slots=True)
class Craft:
    """A way to make a living: `work` does one job by a trick and says whether a victim was found."""

    work: Callable[[World, Operator, str, int], bool]
    deck: Deck
    jobs: int


def plan_fraud(world: World) -> None:
    """Puts all operators on the agenda: impostors and hijackers, lone hands and gangs, as many as the seed's rates say."""
    rng, habits, size = world.rng, world.habits, world.size
    if habits.impostor_rate == 0:
        return
    impostors = round(max(habits.impostor_rate * size, min(len(IMPOSTURES) + 2, size * 0.007)))
    takeovers = round(max(habits.misattribution_rate * size * 5, min(len(TAKEOVERS) * 2, size * 0.006)))
    imposture = Craft(impersonate, Deck(rng, IMPOSTURES), impostors)
    takeover = Craft(take_over, Deck(rng, TAKEOVERS), takeovers)
    for craft, other in ((imposture, takeover), (takeover, imposture)):
        left = craft.jobs
        while left > 0:
            is_gang = rng.random() < habits.gang_share * 0.35 and left > 3
            count = min(left, 3 + int(rng.paretovariate(0.9)), max(4, craft.jobs // 4)) if is_gang else 1
            _enlist(world, count, craft, other)
            left -= count
    for _ in range(max(1, round(takeovers * rng.uniform(0.1, 0.35)))):
        world.at(some_month(world), partial(misfile, world))


def _enlist(world: World, count: int, craft: Craft, other: Craft) -> None:
    """One operator with its jobs: gangs of large catalogs often keep to one trick, some do the other craft besides."""
    rng, end = world.rng, world.habits.months - 1
    start = some_month(world)
    operator = recruit(world, world.camouflage(), count, int(start))
    same = craft.deck.deal() if rng.random() < 0.4 and world.size >= 6_000 else None
    span = min(operator.pace * count, end - start)
    for i in range(count):
        trick = same if same and (i == 0 or rng.random() < 0.7) else craft.deck.deal()
        world.at(start + rng.random() * span, partial(_attempt, world, operator, craft, trick))
    if count < 3:
        return
    if rng.random() < 0.2:
        for _ in range(1 + count // 3):
            world.at(start + rng.random() * span, partial(_attempt, world, operator, other, other.deck.deal()))
    world.deferred_truth.append(partial(note_campaign, world, operator))


def _attempt(world: World, operator: Operator, craft: Craft, trick: str, month: int) -> None:
    """Does the job; where no victim fits yet, tries again half a year on, or at the end of time a few times more."""
    if craft.work(world, operator, trick, month):
        return
    if month + 7 < world.habits.months:
        world.at(month + 7, partial(_attempt, world, operator, craft, trick))
    elif world.rng.random() < 0.9:
        world.at(month, partial(_attempt, world, operator, craft, trick))
