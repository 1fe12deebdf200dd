"""The rules of a catalog's columns: each column of text becomes its type, or says why it cannot.

Every rule is a pair of Polars expressions over the raw text column, so that a million good rows cost no Python loop.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from graph.records import DATE, FLAG, INTEGER, REAL, RECORDS, TEXT, TEXTS, TIME


@dataclass(frozen=True, slots=True)
class Rule:
    """`convert`: raw text to value, null where it does not fit. `wanted` completes "expected …"; `remedy` is the next thing to do."""

    convert: Callable[[pl.Expr], pl.Expr]
    wanted: str
    remedy: str


def _matching(pattern: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda text: pl.when(text.str.contains(f"^(?:{pattern})$")).then(text)


def _compact(pattern: str) -> Callable[[pl.Expr], pl.Expr]:
    """Without spaces and hyphens, in capitals."""

    def convert(text: pl.Expr) -> pl.Expr:
        bare = text.str.replace_all(r"[\s\-.]", "").str.to_uppercase()
        return pl.when(bare.str.contains(f"^(?:{pattern})$")).then(bare)

    return convert


def _number(text: pl.Expr, low: float, high: float) -> pl.Expr:
    value = text.cast(pl.Float64, strict=False)
    return pl.when(value.is_between(low, high)).then(value)


def _whole(text: pl.Expr) -> pl.Expr:
    """A whole number, also as 12.0, as spreadsheets write it."""
    return (
        text.str.replace(r"\.0+$", "").cast(pl.Int64, strict=False).pipe(lambda value: pl.when(value >= 0).then(value))
    )


def _flag(text: pl.Expr) -> pl.Expr:
    lower = text.str.to_lowercase()
    return (
        pl.when(lower.is_in(["true", "1", "yes", "t"]))
        .then(True)
        .when(lower.is_in(["false", "0", "no", "f"]))
        .then(False)
    )


def _time(text: pl.Expr) -> pl.Expr:
    """ISO 8601; a zone is turned to UTC, none is taken as UTC; a day alone is its midnight."""
    plain = text.str.replace(" ", "T").str.replace(r"Z$", "+00:00")
    full = pl.when(plain.str.len_chars() == 10).then(plain + "T00:00:00").otherwise(plain)
    zoned = pl.when(full.str.contains(r"[+-]\d\d:?\d\d$")).then(full).otherwise(full + "+00:00")
    return pl.coalesce(
        zoned.str.to_datetime(form, time_unit="us", time_zone="UTC", strict=False)
        for form in ("%Y-%m-%dT%H:%M:%S%.f%:z", "%Y-%m-%dT%H:%M%:z")
    ).dt.replace_time_zone(None)


_DATE = Rule(
    lambda text: text.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False),
    "a date, YYYY-MM-DD",
    "write it as YYYY-MM-DD, or leave it empty",
)
_BY_TYPE: Final[dict[pl.DataType, Rule]] = {
    INTEGER: Rule(_whole, "a whole number, 0 or more", "write digits only, or leave it empty"),
    REAL: Rule(
        lambda text: _number(text, float("-inf"), float("inf")),
        "a number",
        "write it with a decimal point, or leave it empty",
    ),
    FLAG: Rule(_flag, "true or false", "write true or false, or leave it empty"),
    DATE: _DATE,
    TIME: Rule(_time, "a time, YYYY-MM-DDThh:mm:ss", "write it as ISO 8601, or leave it empty"),
}
_SHARE = Rule(lambda text: _number(text, 0, 1), "a number from 0 to 1", "divide a percentage by 100, or leave it empty")
_PHASH = Rule(
    lambda text: _matching("[0-9a-f]{16}")(text.str.to_lowercase()),
    "16 hex digits",
    "give the 64-bit hash as 16 hex digits, or leave it empty",
)
_BY_NAME: Final = {
    "country": Rule(
        _compact("[A-Z]{2}"), "two letters (ISO 3166-1)", "use the two-letter code, such as DE, or leave it empty"
    ),
    "isni": Rule(
        _compact("[0-9]{15}[0-9X]"), "16 digits", "an ISNI has 16 digits, the last may be X: were leading zeros lost?"
    ),
    "ipi": Rule(
        _compact("I?[0-9]{9,11}|I-?[0-9]+"),
        "9 to 11 digits",
        "an IPI name number has 11 digits: were leading zeros lost?",
    ),
    "upc": Rule(
        _compact("[0-9]{12,14}"), "12 to 14 digits", "a UPC has 12 digits, an EAN 13: were leading zeros lost?"
    ),
    "isrc": Rule(
        _compact("[A-Z]{2}[A-Z0-9]{3}[0-9]{7}"),
        "12 characters, such as USRC17607839",
        "check the code: country, registrant, year, number",
    ),
    "image_phash": _PHASH,
    "cover_phash": _PHASH,
    "audio_fingerprint": Rule(
        lambda text: _matching("[0-9a-f]+")(text.str.to_lowercase()),
        "hex digits",
        "give the fingerprint in hex, or leave it empty",
    ),
    "share": _SHARE,
    "score": _SHARE,
    "currency": Rule(
        _compact("[A-Z]{3}"), "three letters (ISO 4217)", "use the three-letter code, such as USD, or leave it empty"
    ),
    "period": Rule(
        _matching(r"[0-9]{4}-(?:0[1-9]|1[0-2])"), "a month, YYYY-MM", "write it as YYYY-MM, or leave it empty"
    ),
    "subject_type": Rule(
        lambda text: _matching("artist|release|recording|payee")(text.str.to_lowercase()),
        "artist, release, recording or payee",
        "name what the signal is about",
    ),
}
OPEN_VALUES: Final = {
    ("artists", "type"): ("person", "group", "other"),
    ("releases", "type"): ("single", "ep", "album", "compilation"),
    ("releases", "artist_assignment"): ("identifier", "artist_key", "name_only", "manual"),
}
"""Other values are kept and reported once."""


def rule_of(table: str, column: str) -> Rule | None:
    """The rule of a column; None for plain text and lists of text, which are never wrong."""
    kind = RECORDS[table].columns[column]
    if column in _BY_NAME:
        return _BY_NAME[column]
    return None if kind in (TEXT, TEXTS) else _BY_TYPE[kind]
