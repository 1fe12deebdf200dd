"""The catalog while it is drawn: tables of plain columns whose rows refer to each other by row number."""

from dataclasses import dataclass, field
from typing import Any

from simulation.census.habits import Habits
from simulation.census.samplers import Rng


class Table:
    """Columns of equal length; a row is known by its number."""

    def __init__(self, columns: dict[str, list[Any]]) -> None:
        self.columns = columns

    def __getitem__(self, column: str) -> list[Any]:
        return self.columns[column]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def add(self, **values: Any) -> int:
        """A new row, absent columns null; returns its number."""
        for column, rows in self.columns.items():
            rows.append(values.get(column))
        return len(self) - 1

    def copy_of(self, row: int, **changes: Any) -> int:
        """A new row like another one, but for the changes."""
        return self.add(**{column: rows[row] for column, rows in self.columns.items()} | changes)


@dataclass(slots=True)
class Deal:
    """From when on (share of the act's life, 0 to 1) an act's releases come by whom and pay whom."""

    start: float
    distributor: int
    label: int | None
    payee: int
    registrant: str
    """Country and registrant code of the ISRCs, 5 characters."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A true finding whose things are still row numbers; `members` are (table, row)."""

    kind: str
    subject: int
    target: int | None = None
    members: tuple[tuple[str, int], ...] = ()
    trick: str = ""
    camouflage: int = 0


@dataclass(frozen=True, slots=True)
class Spared:
    """An innocent lookalike whose things are still row numbers."""

    twin: str
    artists: tuple[int, ...] = ()
    releases: tuple[int, ...] = ()


@dataclass(slots=True)
class Draft:
    """Everything drawn so far.

    `acts` are profiles, but for the `unlisted` ones: acts that the catalog has no page of, whose releases stand on others'
    pages. `free` are ordinary, little-known acts that nothing has been made of yet, `used` those that something has, and
    `bound` those that a story needs as they are (a victim, an original). `today` and all days are proleptic ordinals.
    """

    rng: Rng
    habits: Habits
    today: int
    acts: Table
    distributors: Table
    labels: Table
    payees: Table
    deals: list[list[Deal]]
    free: list[int]
    used: set[int]
    scenes: list[list[int]]
    releases: Table = field(default_factory=lambda: Table({"act": []}))
    recordings: Table = field(default_factory=lambda: Table({"title": []}))
    tracks: list[list[int]] = field(default_factory=list)
    of_act: list[list[int]] = field(default_factory=list)
    payouts: list[tuple[Any, ...]] = field(default_factory=list)
    bound: set[int] = field(default_factory=set)
    unlisted: set[int] = field(default_factory=set)
    marks: list[Mark] = field(default_factory=list)
    identities: list[list[int]] = field(default_factory=list)
    innocents: list[Spared] = field(default_factory=list)

    def take(self, n: int = 1) -> list[int]:
        """Up to `n` ordinary acts to make something of; each is given out once."""
        taken: list[int] = []
        while self.free and len(taken) < n:
            act = self.free.pop()
            if act not in self.bound:
                taken.append(act)
        self.used |= set(taken)
        return taken

    def count(self, rate: float) -> int:
        """How many cases a rate per profile comes to: Poisson, at least one."""
        return max(1, int(self.rng.poisson(rate * len(self.acts))))

    def known(self, n: int, *, fame: float = 0.8) -> list[int]:
        """`n` unused acts at random, the better known the likelier, none below that quantile of fame; they stay what they are."""
        levels = self.acts["fame"]
        chosen: list[int] = []
        while len(chosen) < n:
            row = int(self.rng.integers(len(levels)))
            wanted = levels[row] >= fame and self.rng.random() < (levels[row] - fame) / (1 - fame) + 0.1
            if wanted and row not in self.used:
                chosen.append(row)
        self.bound |= set(chosen)
        return chosen
