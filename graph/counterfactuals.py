"""What a verdict hangs on, in several ways: prior and weights are log-odds that add up, so what is left without some facts is a sum."""

import heapq
from collections.abc import Sequence
from functools import reduce
from operator import sub

from graph.findings import Counterfactual, counterfactual, probability


def counterfactuals(prior: float, evidence: Sequence[tuple[str, float]], *, limit: int = 5) -> list[Counterfactual]:
    """What the verdict hangs on, and on what how much: the first is `counterfactual`, where facts would turn the verdict.

    First the smallest sets of facts without which the verdict at even odds would be another, the set that is worth most first, at most
    `limit` - 2 where there are more facts to tell of; then each of the heaviest facts on the verdict's side that is no set of its own,
    with the score without it alone.

    Args: evidence: type and weight of each fact.
    """
    log_odds = prior + sum(weight for _, weight in evidence)
    side = 1 if log_odds >= 0 else -1
    facts = sorted((item for item in evidence if side * item[1] > 0), key=lambda item: (-side * item[1], item[0]))
    without = counterfactual(prior, evidence).without
    size = len(without)
    sets = [(facts_of, left) for facts_of, left in _heaviest(facts, size, log_odds, limit) if side * left < 0]
    singles = [((index,), log_odds - weight) for index, (_, weight) in enumerate(facts[:limit])]
    told = sets[: limit if size == 1 else limit - min(2, len(singles))]
    told += [single for single in singles if single not in told]
    return [
        Counterfactual(tuple(facts[index][0] for index in chosen), probability(left)) for chosen, left in told[:limit]
    ]


def _heaviest(
    facts: Sequence[tuple[str, float]], size: int, log_odds: float, limit: int
) -> list[tuple[tuple[int, ...], float]]:
    """The `limit` sets of `size` facts that are worth most, as places in `facts` (heaviest first), each with the log-odds left without it.

    Best first: a set's next ones have one of its facts replaced by the one after it, which is worth no more.
    """
    if size == 0:
        return []
    first = tuple(range(size))
    seen, found = {first}, list[tuple[tuple[int, ...], float]]()
    waiting = [(-_worth(facts, first), first)]
    while waiting and len(found) < limit:
        _, chosen = heapq.heappop(waiting)
        found.append((chosen, reduce(sub, (facts[index][1] for index in chosen), log_odds)))
        for place, index in enumerate(chosen):
            following = (*chosen[:place], index + 1, *chosen[place + 1 :])
            fits = index + 1 < len(facts) and (place + 1 == size or index + 1 < chosen[place + 1])
            if fits and following not in seen:
                seen.add(following)
                heapq.heappush(waiting, (-_worth(facts, following), following))
    return found


def _worth(facts: Sequence[tuple[str, float]], chosen: tuple[int, ...]) -> float:
    return sum(abs(facts[index][1]) for index in chosen)
