"""The state of the simulated world: the agenda of months to come, the registers, and the truth as it happens."""

from collections import defaultdict
from collections.abc import Callable
from random import Random

from graph.truth import Innocent, TrueFinding, TrueIdentity
from simulation.ledger.habits import Habits
from simulation.ledger.things import Act, Distributor, Label, Payee, Profile, Recording, Release, Writer
from simulation.ledger.words import GENRES


class World:
    """Everything that the agents change: the agenda of months to come, the registers, and the truth as it happens."""

    def __init__(self, size: int, rng: Random, habits: Habits) -> None:
        self.size, self.rng, self.habits = size, rng, habits
        self.agenda: list[list[Callable[[int], None]]] = [[] for _ in range(habits.months)]
        self.distributors: list[Distributor] = []
        self.labels: list[Label] = []
        self.signing_labels: list[Label] = []
        self.payees: list[Payee] = []
        self.acts: list[Act] = []
        self.profiles: list[Profile] = []
        self.releases: list[Release] = []
        self.recordings: list[Recording] = []
        self.writers: dict[tuple[str, str], list[Writer]] = defaultdict(list)
        self.scenes: dict[tuple[str, str], list[Act]] = defaultdict(list)
        self.doubled: list[list[Profile]] = []
        self.findings: list[TrueFinding] = []
        self.innocents: list[Innocent] = []
        self.deferred_truth: list[Callable[[], None]] = []
        """Truth is written when the ids are given out, at the very end."""
        self.suspects: dict[int, float] = {}
        """id() of a profile or recording to how strange its traffic is, 0 to 1: what the outside systems see."""
        self.managers: list[Payee] = []
        self.stock_images: list[int] = [rng.getrandbits(64) for _ in range(max(3, size // 400))]
        self._offices: list[int] = [rng.getrandbits(64) for _ in range(max(3, size // 250))]
        self._weights: list[float] = []
        self._codes: dict[str, int] = defaultdict(int)

    def at(self, month: float, event: Callable[[int], None]) -> None:
        """Puts the event on the agenda; nothing happens before the beginning or after the end."""
        if 0 <= month < self.habits.months:
            self.agenda[int(month)].append(event)

    def run(self) -> None:
        for month, events in enumerate(self.agenda):
            for event in events:
                event(month)

    def distributor(self, *, careless: float = 0.0) -> Distributor:
        """One by market share; `careless` 0 to 1 leans to those that check little."""
        if careless > 0 and self.rng.random() < careless:
            return max(self.rng.choices(self.distributors, weights=self._shares(), k=2), key=lambda d: d.careless)
        return self.rng.choices(self.distributors, weights=self._shares())[0]

    def _shares(self) -> list[float]:
        if not self._weights:
            self._weights = [distributor.weight for distributor in self.distributors]
        return self._weights

    def hash(self) -> int:
        return self.rng.getrandbits(64)

    def payee(self, name: str, country: str) -> Payee:
        """A new account. Details are missing at the catalog's rates; some share an accountant's office, a studio's device, a family's tax number."""
        rng, fill = self.rng, self.habits.fill

        def detail(column: str) -> int | None:
            if rng.random() < fill[column]:
                return self.hash()
            return _EMPTY[column] if rng.random() < self.habits.placeholder else None

        made = Payee(
            name,
            country,
            self.hash(),
            detail("tax_id_hash"),
            detail("email_hash"),
            detail("address_hash"),
            detail("device_hash"),
        )
        if made.address is not None and rng.random() < 0.06:
            made.address = rng.choice(self._offices)
        if self.payees and rng.random() < 0.02:
            neighbour = rng.choice(self.payees)
            column = rng.choice(("device", "address", "email", "tax"))
            setattr(made, column, getattr(neighbour, column))
        self.payees.append(made)
        return made

    def isrc(self, registrant: str, month: int) -> str:
        """The registrant's next code of that year."""
        year = f"{(self.habits.first_year + month // 12) % 100:02d}"
        self._codes[registrant + year] += 1 if self.rng.random() < 0.9 else self.rng.randrange(2, 30)
        return f"{registrant}{year}{self._codes[registrant + year] % 100_000:05d}"

    def upc(self, prefix: str) -> str:
        """The next code under the prefix, with its check digit (GS1 General Specifications, mod 10)."""
        self._codes[prefix] += self.rng.choice((1, 1, 1, 2, 5))
        body = f"{prefix}{self._codes[prefix] % 10 ** (11 - len(prefix)):0{11 - len(prefix)}d}"
        total = sum(int(digit) * (3 if i % 2 == 0 else 1) for i, digit in enumerate(body))
        return f"{body}{-total % 10}"

    def registrant(self, country: str) -> str:
        return country + "".join(self.rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(3))

    def genres(self) -> tuple[str, ...]:
        first = GENRES[int(len(GENRES) * self.rng.random() ** 1.5)]
        return (first, self.rng.choice(GENRES)) if self.rng.random() < 0.4 else (first,)

    def fame(self, act: Act, month: int) -> float:
        """Listeners in that month: grows over three years, fades after the last release."""
        age = min(1.0, (month - act.born + 1) / 36)
        idle = max(0, month - max(act.last_month, act.born))
        return float(act.talent * age * 0.985 ** min(idle, 240))

    def camouflage(self) -> int:
        return self.rng.choices((0, 1, 2, 3), weights=self.habits.camouflage)[0]

    def innocent(self, twin: str, profiles: list[Profile], releases: list[Release]) -> None:
        """Records an innocent lookalike."""
        self.deferred_truth.append(
            lambda: self.innocents.append(
                Innocent(twin, tuple(p.artist_id for p in profiles), tuple(r.release_id for r in releases))
            )
        )

    def identity(self, act: Act) -> None:
        self.doubled.append(act.profiles)

    def identities(self) -> tuple[TrueIdentity, ...]:
        """One line for each act of several profiles, by its first profile's id."""
        groups = {id(pages): pages for pages in self.doubled if len(pages) > 1}
        rows = [tuple(sorted(page.artist_id for page in pages)) for pages in groups.values()]
        return tuple(TrueIdentity(f"i-{row[0]}", row) for row in sorted(rows))


_EMPTY = {"tax_id_hash": 0x1E3F, "email_hash": 0x2B7D, "address_hash": 0x3C91, "device_hash": 0x4D05}
