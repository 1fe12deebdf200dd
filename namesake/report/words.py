"""Words that the report's parts share."""

from typing import Final

_MANY: Final = {
    "impersonation": "impersonations",
    "misattribution": "misattributions",
    "content_farm": "content farms",
    "campaign": "campaigns",
}
SAYS: Final = {
    "impersonation": "poses as",
    "misattribution": "sits on the page of",
    "recycled_audio": "has the audio of",
}
"""What a finding says of its subject and its target."""


def spoken(kind: str) -> str:
    """A kind, trick or the like as it is said."""
    return kind.replace("_", " ")


def spoken_of(count: int, kind: str) -> str:
    """A kind as it is said of so many, without the number."""
    return _MANY.get(kind, spoken(kind)) if count != 1 else spoken(kind)


def counted(count: int, noun: str) -> str:
    """A number with its noun."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
