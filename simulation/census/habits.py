"""What one seed's catalog and its adversaries are like: every number here is drawn anew for each seed, widely."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.census.samplers import Rng

SCENARIOS = ("standard", "hard", "quiet")
TELLS = (
    "image",
    "biography",
    "titles",
    "young",
    "genre",
    "country",
    "writers",
    "money",
    "distributor",
    "plain_link",
    "cover",
    "duration",
    "burst",
    "empty",
    "signal",
)
"""What detectors look at. An adversary leaves each of them open at a rate of the seed's, and hides more with each level."""


@dataclass(frozen=True, slots=True)
class Habits:
    """Rates (0 to 1 unless said otherwise) and shapes of one catalog."""

    attacks: bool
    mean_releases: float
    track_scale: float
    scene_size: int
    n_distributors: int
    distributor_exponent: float
    label_opening: float
    payee_mix: NDArray[np.float64]
    deal_moves: float
    n_sources: int
    source_mix: NDArray[np.float64]
    filled: NDArray[np.float64]
    wrong: float
    with_image: float
    with_biography: float
    with_verified: float
    english_titles: float
    duplicates: float
    twins: float
    impostors: float
    operations: float
    misattributed: float
    farmed: float
    farm_tail: float
    recycled: float
    camouflage: NDArray[np.float64]
    fade: float
    openness: dict[str, float]
    signal_hit: float
    signal_noise: float
    assignment: NDArray[np.float64]
    name_only_lean: float
    year: int

    def level(self, rng: Rng) -> int:
        """A camouflage level, 0 to 3."""
        return int(rng.choice(4, p=self.camouflage))

    def shows(self, rng: Rng, tell: str, level: int) -> bool:
        """Whether an adversary at that camouflage level leaves this tell open."""
        return bool(rng.random() < self.openness[tell] * self.fade**level)


def draw_habits(rng: Rng, scenario: str) -> Habits:
    """The habits of a seed.

    Raises: ValueError: no such scenario.
    """
    if scenario not in SCENARIOS:
        raise ValueError(f"scenario is `{scenario}`, expected one of {', '.join(SCENARIOS)}")
    hard = scenario == "hard"
    n_sources = int(rng.integers(2, 6))
    lean = np.array([0.6, 0.9, 1.4, 1.8]) if hard else np.array([1.2, 1.3, 1.0, 0.7])
    camouflage = rng.dirichlet(lean * 3) * 0.8 + 0.05
    return Habits(
        attacks=scenario != "quiet",
        mean_releases=rng.uniform(2.0, 3.6),
        track_scale=rng.uniform(0.55, 1.0),
        scene_size=int(rng.integers(25, 120)),
        n_distributors=int(rng.integers(12, 45)),
        distributor_exponent=rng.uniform(0.9, 1.7),
        label_opening=rng.uniform(0.12, 0.45),
        payee_mix=rng.dirichlet([5, 2, 6]),
        deal_moves=rng.uniform(0.12, 0.4),
        n_sources=n_sources,
        source_mix=rng.dirichlet(np.full(n_sources, 1.5)),
        filled=rng.beta(2.2 if hard else 3.0, 1.6 if hard else 1.3, n_sources),
        wrong=rng.uniform(0.002, 0.02) * (2 if hard else 1),
        with_image=rng.uniform(0.5, 1.0),
        with_biography=rng.uniform(0.25, 0.85),
        with_verified=rng.choice([0.0, 0.6, 1.0], p=[0.2, 0.4, 0.4]),
        english_titles=rng.uniform(0.2, 0.6),
        duplicates=rng.uniform(0.03, 0.08),
        twins=rng.uniform(0.6, 1.3) * (1.5 if hard else 1),
        impostors=rng.uniform(0.003, 0.008),
        operations=rng.uniform(0.25, 0.7),
        misattributed=rng.uniform(0.006, 0.016),
        farmed=rng.uniform(0.02, 0.05),
        farm_tail=rng.uniform(0.7, 1.2),
        recycled=rng.uniform(0.003, 0.008),
        camouflage=camouflage / camouflage.sum(),
        fade=rng.uniform(0.35, 0.6),
        openness={tell: float(rng.uniform(0.35, 1.0)) for tell in TELLS},
        signal_hit=rng.uniform(0.1, 0.45),
        signal_noise=rng.uniform(0.002, 0.02),
        assignment=rng.dirichlet([5, 3, 3, 0.6]),
        name_only_lean=rng.uniform(0.7, 9.0),
        year=int(rng.integers(2021, 2026)),
    )
