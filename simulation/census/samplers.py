"""Columns drawn from joint distributions: copulas, Zipf tails, preferential attachment, hashes with near neighbours."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Rng = np.random.Generator
Ints = NDArray[np.int64]
Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]
Option = TypeVar("Option")


def copula(rng: Rng, n: int, loadings: Reals) -> Reals:
    """Dependent columns with uniform margins: a Gaussian copula with factor loadings.

    Args:
        loadings: shape (n_factors, n_columns); the rest of each column's variance is its own noise.
    Returns: shape (n, n_columns), each column a permutation of (0.5 … n - 0.5) / n, so that any margin can be laid over it.
    """
    factors = rng.standard_normal((n, loadings.shape[0])) @ loadings
    own = np.sqrt(np.maximum(0.05, 1 - (loadings**2).sum(axis=0)))
    drawn = factors + own * rng.standard_normal((n, loadings.shape[1]))
    return np.asarray((drawn.argsort(axis=0).argsort(axis=0) + 0.5) / n, dtype=np.float64)


def zipf_pick(rng: Rng, n: int, n_items: int, exponent: float) -> Ints:
    """`n` item numbers, item k with probability proportional to (k + 1) ** -exponent."""
    weights = np.arange(1, n_items + 1, dtype=np.float64) ** -exponent
    cumulative = weights.cumsum() / weights.sum()
    return np.minimum(np.searchsorted(cumulative, rng.random(n)), n_items - 1).astype(np.int64)


def attach(rng: Rng, n: int, new_rate: float) -> Ints:
    """Groups by preferential attachment (Simon 1955): each item opens a group at `new_rate`, else joins an earlier item's."""
    copied = (rng.random(n) * np.arange(n)).astype(np.int64)
    opens = rng.random(n) < new_rate
    opens[:1] = True
    groups = np.zeros(n, dtype=np.int64)
    opened = 0
    for item in range(n):
        if opens[item]:
            groups[item] = opened
            opened += 1
        else:
            groups[item] = groups[copied[item]]
    return groups


def choose(rng: Rng, options: Sequence[Option], n: int, weights: Sequence[float] | Reals | None = None) -> list[Option]:
    """`n` of the options, with replacement; `weights` need not add up to 1."""
    if weights is None:
        return [options[k] for k in rng.integers(0, len(options), n)]
    cumulative = np.cumsum(weights) / np.sum(weights)
    return [options[min(k, len(options) - 1)] for k in np.searchsorted(cumulative, rng.random(n))]


def one(rng: Rng, options: Sequence[Option]) -> Option:
    """One of the options, all alike likely."""
    return options[int(rng.integers(len(options)))]


def hexes(rng: Rng, n: int) -> list[str]:
    """`n` hashes of 64 bits, as 16 hex digits."""
    return [f"{value:016x}" for value in rng.integers(0, 1 << 64, n, dtype=np.uint64).tolist()]


def near_hex(rng: Rng, value: str, bits: int) -> str:
    """The hash with up to `bits` of its 64 bits turned over."""
    turned = int(value, 16)
    for place in rng.integers(0, 64, bits):
        turned ^= 1 << int(place)
    return f"{turned:016x}"


def long_hash(rng: Rng) -> str:
    """A salted hash as payees carry it: 40 hex digits."""
    return rng.bytes(20).hex()


def groups_of(keys: Ints, n_groups: int) -> list[Ints]:
    """The positions of each group number, in order."""
    order = np.argsort(keys, kind="stable")
    return np.split(order, np.searchsorted(keys[order], np.arange(1, n_groups)))


def upc(rng: Rng) -> str:
    """A UPC-A code with its check digit."""
    digits = [int(d) for d in rng.integers(0, 10, 11)]
    return "".join(map(str, digits)) + str(-(3 * sum(digits[::2]) + sum(digits[1::2])) % 10)


def isni(rng: Rng) -> str:
    """An ISNI with its check character (ISO 27729: ISO 7064 MOD 11-2)."""
    digits = "0000000" + "".join(map(str, rng.integers(0, 10, 8)))
    rest = 0
    for digit in digits:
        rest = (rest + int(digit)) * 2 % 11
    check = (12 - rest) % 11
    return digits + ("X" if check == 10 else str(check))


def ipi(rng: Rng) -> str:
    """An IPI name number, 11 digits (CISAC: the last two are a MOD 101 check)."""
    digits = [int(d) for d in rng.integers(0, 10, 9)]
    rest = sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=True)) % 101
    return "".join(map(str, digits)) + f"{(101 - rest) % 101 % 100:02d}"
