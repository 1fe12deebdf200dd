"""The habits that a seed draws: rates, shapes, and what the catalog's source fills in at all."""

from dataclasses import dataclass
from datetime import date
from random import Random


@dataclass(frozen=True, slots=True)
class Habits:
    """What differs from seed to seed: rates, shapes, what the catalog's source fills in at all."""

    first_year: int
    months: int
    launch: int
    import_share: float
    """Share of the profiles older than the launch that carry the import date."""
    fame_spread: float
    impostor_rate: float
    misattribution_rate: float
    farm_share: float
    duplicate_share: float
    twin_rate: float
    camouflage: tuple[float, float, float, float]
    gang_share: float
    fill: dict[str, float]
    """Column to the share of rows where the catalog has it at all."""
    noise: float
    placeholder: float
    """Share of payees whose missing detail was hashed as an empty text: a hash that strangers share."""
    statement_periods: int
    hash_flips: int
    hollow: float
    """How strongly bought audiences show in the followers, 0 (not at all) to 1."""
    signal_reach: float
    signal_false: float
    disclosure_share: float


_COLUMNS = {
    "aliases": (0.2, 0.9), "country": (0.5, 0.97), "type": (0.4, 0.95), "genres": (0.5, 0.98), "biography": (0.15, 0.7), "followers": (0.0, 1.0),
    "monthly_listeners": (0.55, 1.0), "isni": (0.05, 0.5), "ipi": (0.03, 0.35), "musicbrainz_id": (0.05, 0.6), "discogs_id": (0.03, 0.5),
    "urls": (0.1, 0.7), "image_phash": (0.4, 0.97), "created_on": (0.5, 1.0), "ended_on": (0.2, 0.9), "verified": (0.3, 1.0), "payee_country": (0.5, 1.0),
    "account_hash": (0.75, 1.0), "tax_id_hash": (0.3, 0.95), "email_hash": (0.4, 1.0), "address_hash": (0.2, 0.9), "device_hash": (0.05, 0.7),
    "amount": (0.3, 1.0), "share": (0.5, 1.0), "credits": (0.45, 0.95), "credit_ipi": (0.1, 0.6), "credit_artist": (0.3, 0.9), "streams_28d": (0.6, 1.0),
    "listeners_28d": (0.3, 1.0), "received_at": (0.6, 1.0), "assignment": (0.4, 1.0),
}  # fmt: skip


def draw_habits(rng: Random, scenario: str) -> Habits:
    """The habits of one seed, drawn wide; `hard` hides more and fills in less, `quiet` has no attack at all."""
    hard, quiet = scenario == "hard", scenario == "quiet"
    lean = 0.75 if hard else 1.0
    fill = {name: min(1.0, rng.uniform(low, high) * lean) for name, (low, high) in _COLUMNS.items()}
    if rng.random() < 0.2:
        fill["followers"] = 0.0
    skill = rng.uniform(0.6, 1.5) * (1.6 if hard else 1.0)
    return Habits(
        first_year=1999,
        months=rng.randrange(290, 329),
        launch=rng.randrange(96, 150),
        import_share=rng.choice((0.0, 0.5, 0.95, 1.0)),
        fame_spread=rng.uniform(2.0, 2.8),
        impostor_rate=0.0 if quiet else rng.uniform(0.0025, 0.006),
        misattribution_rate=0.0 if quiet else rng.uniform(0.0012, 0.0045),
        farm_share=0.0 if quiet else rng.uniform(0.02, 0.05),
        duplicate_share=rng.uniform(0.045, 0.11),
        twin_rate=rng.uniform(0.8, 1.3) * (1.6 if hard else 1.0),
        camouflage=(1.0, 1.0 * skill, 0.7 * skill**2, 0.45 * skill**3),
        gang_share=rng.uniform(0.35, 0.75),
        fill=fill,
        noise=rng.uniform(0.002, 0.03) * (1.7 if hard else 1.0),
        placeholder=rng.choice((0.0, 0.0, 0.01, 0.04)),
        statement_periods=rng.choice((1, 1, 2, 3)),
        hash_flips=rng.randrange(1, 6),
        hollow=rng.uniform(0, 1.0),
        signal_reach=rng.uniform(0.25, 0.8) * lean,
        signal_false=rng.uniform(0.002, 0.012),
        disclosure_share=rng.choice((0.0, 0.05, 0.3)),
    )


def day_of(habits: Habits, month: int, day: int) -> int:
    """The ordinal of that day (0 to 27) of the month."""
    return date(habits.first_year + month // 12, month % 12 + 1, 1).toordinal() + day
