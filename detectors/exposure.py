"""How easy and how worthwhile it is to imitate an artist or to put a release on their page: facts, each with a sentence; no verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from detectors.wording import count_text, share_text, size_text, time_text

IDENTIFIERS: Final = {"isni": "ISNI", "ipi": "IPI", "musicbrainz_id": "MusicBrainz id"}


@dataclass(frozen=True, slots=True)
class Factor:
    """One fact. `value`: what the sentence tells, as a number; None where it is not known. `aspect`: what the fact bears on."""

    name: str
    aspect: Literal["worthwhile", "easy"]
    value: float | None
    text: str


@dataclass(frozen=True, slots=True)
class ExposureFacts:
    """What is known of one artist.

    Attributes:
        artist: the record's columns.
        releases, assigned, by_name: how many releases there are, of how many it is known how they came to the page, and how many of
            these by name only. `last_release`: the latest day.
        audience, smaller: people who know the artist, and the share of the catalog's artists that fewer know; None: not known.
        lookalikes: other artists called alike; None: not known. `most_lookalikes`: counted no further.
    """

    artist: Mapping[str, Any]
    releases: int
    assigned: int
    by_name: int
    last_release: date | None
    audience: float | None = None
    smaller: float | None = None
    lookalikes: int | None = None
    most_lookalikes: int = 0


def exposure_factors(facts: ExposureFacts, *, today: date) -> list[Factor]:
    """All factors, those that tell what there is to gain first."""
    return [
        _audience(facts),
        _identifiers(facts),
        _by_name(facts),
        _lookalikes(facts),
        _dormancy(facts, today),
        _ended(facts),
        _verified(facts),
    ]


def _audience(facts: ExposureFacts) -> Factor:
    if facts.audience is None or facts.smaller is None:
        return Factor("audience", "worthwhile", None, "How many people know the artist is not known yet.")
    text = f"{size_text(facts.audience)} people know the artist, more than know {share_text(facts.smaller)} of this catalog's artists."
    return Factor("audience", "worthwhile", facts.smaller, text)


def _identifiers(facts: ExposureFacts) -> Factor:
    held = [name for column, name in IDENTIFIERS.items() if facts.artist.get(column)]
    lacking = [name for name in IDENTIFIERS.values() if name not in held]
    told = f"The page has {' and '.join(held)}" if held else "The page has no identifier that a delivery could name"
    rest = f", and no {' and no '.join(lacking)}" if held and lacking else ""
    return Factor("identifiers", "easy", float(len(held)), f"{told}{rest}.")


def _by_name(facts: ExposureFacts) -> Factor:
    if not facts.assigned:
        text = f"How {count_text(facts.releases, 'release')} came to the page is not known."
        return Factor("name_only", "easy", None, text if facts.releases else "The page has no releases.")
    untold = facts.releases - facts.assigned
    if untold <= 0:
        text = f"{facts.by_name:,} of {count_text(facts.assigned, 'release')} {_were(facts.by_name)} put on the page by name only."
    else:
        text = (
            f"{facts.by_name:,} of the {count_text(facts.assigned, 'release')} whose way to the page is known {_were(facts.by_name)} put "
            f"there by name only; of {untold:,} it is not told."
        )
    return Factor("name_only", "easy", facts.by_name / facts.assigned, text)


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _lookalikes(facts: ExposureFacts) -> Factor:
    if facts.lookalikes is None:
        return Factor("lookalikes", "easy", None, "How many artists are called alike is not known yet.")
    return Factor("lookalikes", "easy", float(facts.lookalikes), _alike_text(facts.lookalikes, facts.most_lookalikes))


def _alike_text(number: int, most: int) -> str:
    if number <= 1:
        return f"{'1' if number else 'No'} other artist is called alike."
    return f"{number}{' or more' if number >= most else ''} other artists are called alike."


def _dormancy(facts: ExposureFacts, today: date) -> Factor:
    if facts.last_release is None:
        return Factor("dormancy", "easy", None, "No day of a release is known.")
    days = (today - facts.last_release).days
    if days < 0:
        return Factor("dormancy", "easy", 0.0, f"The last release comes out on {facts.last_release}.")
    return Factor(
        "dormancy", "easy", float(days), f"The last release came out on {facts.last_release}, {time_text(days)} ago."
    )


def _ended(facts: ExposureFacts) -> Factor:
    ended = facts.artist.get("ended_on")
    if ended is None:
        return Factor("ended", "easy", 0.0, "Nothing says that the act has ended.")
    return Factor("ended", "easy", 1.0, f"The act ended on {ended}.")


def _verified(facts: ExposureFacts) -> Factor:
    verified = facts.artist.get("verified")
    if verified is None:
        return Factor("verified", "easy", None, "Whether the service verified the page is not known.")
    return Factor(
        "verified", "easy", float(verified), f"The service has {'verified' if verified else 'not verified'} the page."
    )
