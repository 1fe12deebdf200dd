"""What a catalog's values must look like: one expression a column, null where the value breaks its rule, and the words for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from graph import identifiers
from graph.records import DATE, FLAG, INTEGER, REAL, RECORDS, TEXTS, TIME

_ESCAPED_BAR: Final = "\x1f"
"""Stands for `\\|` while a list is split; the unit separator has no place in a name."""
_VERBATIM: Final = frozenset({"name", "title", "party_name", "biography", "p_line", "c_line", "aliases"})
"""Kept as written, blanks included: how a name is written is evidence."""

OPEN_LISTS: Final[dict[tuple[str, str], frozenset[str]]] = {
    ("artists", "type"): frozenset({"person", "group", "other"}),
    ("releases", "type"): frozenset({"single", "ep", "album", "compilation"}),
    ("releases", "artist_assignment"): frozenset({"identifier", "artist_key", "name_only", "manual"}),
}
"""Values that Namesake knows; any other is kept and reported once."""
_SUBJECT_TYPES: Final = r"^(artist|release|recording|payee)$"


@dataclass(frozen=True, slots=True)
class Rule:
    """`form` makes a text column a column of the record's type, null where the text breaks the rule; the rest is for people."""

    form: Callable[[pl.Expr], pl.Expr]
    reason: Callable[[str], str]
    remedy: str


def _integer(text: pl.Expr) -> pl.Expr:
    # pandas writes a whole-number column with gaps as 12.0
    return pl.when(text.str.contains(r"^\+?[0-9]+(\.0*)?$")).then(
        text.str.extract(r"^\+?([0-9]+)", 1).cast(INTEGER, strict=False)
    )


def _real(text: pl.Expr) -> pl.Expr:
    number = text.cast(REAL, strict=False)
    return pl.when(number.is_finite()).then(number)


def _share(text: pl.Expr) -> pl.Expr:
    return pl.when(_real(text).is_between(0, 1)).then(_real(text))


def _flag(text: pl.Expr) -> pl.Expr:
    lower = text.str.to_lowercase()
    return pl.when(lower.str.contains(r"^(true|1)$")).then(True).when(lower.str.contains(r"^(false|0)$")).then(False)


def _time(text: pl.Expr) -> pl.Expr:
    """ISO 8601 in UTC; a time without a zone is UTC already, a day is its midnight."""
    parts = text.str.extract_groups(
        r"^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?\s*(Z|z|UTC|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})?)?$"
    ).struct
    clock = pl.concat_str(
        parts[0],
        pl.lit("T"),
        parts[1].fill_null("00:00"),
        pl.lit(":"),
        parts[2].fill_null("00"),
        pl.lit("."),
        parts[3].fill_null("").str.pad_end(6, "0").str.slice(0, 6),
    ).str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", strict=False, time_unit="us")
    zone = parts[4]
    minutes = zone.str.extract(r"^[+-]([0-9]{2})", 1).cast(pl.Int64) * 60 + zone.str.extract(
        r"^[+-][0-9]{2}:?([0-9]{2})$", 1
    ).cast(pl.Int64).fill_null(0)
    ahead = pl.when(zone.str.starts_with("-")).then(-minutes).otherwise(minutes).fill_null(0)
    return clock - pl.duration(minutes=ahead)


def _date(text: pl.Expr) -> pl.Expr:
    day = text.str.extract(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ][0-9:.]*(?:Z|[+-][0-9:]+)?)?$", 1)
    return day.str.to_date("%Y-%m-%d", strict=False)


def _only(pattern: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda text: pl.when(text.str.contains(pattern)).then(text)


def _upc_reason(value: str) -> str:
    digits = "".join(c for c in value if c.isdigit())
    if digits == "".join(value.split()).replace("-", ""):
        return f"`{value}` has {len(digits)} digits, a UPC has 12: were leading zeros lost?"
    return f"`{value}` is not a UPC, which has 12 to 14 digits and nothing else"


def _is_not(what: str) -> Callable[[str], str]:
    return lambda value: f"`{value}` is not {what}"


_NUMBER: Final = Rule(_integer, _is_not("a whole number from 0 on"), "write digits only, without separators or units")
_ID_REMEDY: Final = "correct it, or leave it empty if it is not known"
_PHASH: Final = Rule(identifiers.phash_form, _is_not("a 64-bit perceptual hash"), "write it as 16 hexadecimal digits")
_SHARE: Final = Rule(_share, _is_not("a number from 0 to 1"), "write a share of the whole, such as 0.25 for 25 %")

_BY_COLUMN: Final[dict[str, Rule]] = {
    "upc": Rule(identifiers.upc_form, _upc_reason, "write all 12 digits, as text in a spreadsheet"),
    "isrc": Rule(
        identifiers.isrc_form, _is_not("an ISRC: two letters, three letters or digits, seven digits"), _ID_REMEDY
    ),
    "isni": Rule(identifiers.isni_form, _is_not("an ISNI: 16 digits, the last may be X"), _ID_REMEDY),
    "ipi": Rule(identifiers.ipi_form, _is_not("an IPI number"), _ID_REMEDY),
    "country": Rule(
        identifiers.country_form, _is_not("a country code of two letters"), "write it as in ISO 3166-1 alpha-2"
    ),
    "currency": Rule(
        identifiers.currency_form, _is_not("a currency code of three letters"), "write it as in ISO 4217, such as EUR"
    ),
    "image_phash": _PHASH,
    "cover_phash": _PHASH,
    "audio_fingerprint": Rule(
        identifiers.hex_form, _is_not("hexadecimal digits"), "write the fingerprint in hexadecimal"
    ),
    "share": _SHARE,
    "score": _SHARE,
    "period": Rule(_only(r"^[0-9]{4}-(0[1-9]|1[0-2])$"), _is_not("a month"), "write it as YYYY-MM"),
    "subject_type": Rule(
        lambda text: _only(_SUBJECT_TYPES)(text.str.to_lowercase()),
        _is_not("a kind of subject"),
        "use artist, release, recording or payee",
    ),
}
_BY_TYPE: Final[dict[pl.DataType, Rule]] = {
    INTEGER: _NUMBER,
    REAL: Rule(_real, _is_not("a number"), "write digits with a decimal point, without separators or currency"),
    FLAG: Rule(_flag, _is_not("true or false"), "write true, false, 1 or 0"),
    DATE: Rule(_date, _is_not("a date"), "write it as YYYY-MM-DD"),
    TIME: Rule(_time, _is_not("a time"), "write it as in 2026-11-24T18:30:00Z"),
}
_ANY_TEXT: Final = Rule(lambda text: text, _is_not("readable"), "")


def rule_of(table: str, column: str) -> Rule:
    """The rule that a column's values keep."""
    if (table, column) in OPEN_LISTS:
        return Rule(lambda text: text.str.to_lowercase(), _is_not("a known value"), "")
    return _BY_COLUMN.get(column) or _BY_TYPE.get(RECORDS[table].columns[column], _ANY_TEXT)


def as_read(column: str, dtype: pl.DataType, read_as: pl.DataType | None) -> pl.Expr:
    """The column as text (or a list of texts) without the blanks around values; empty is null. Missing: all null."""
    is_list = dtype == TEXTS
    if read_as is None:
        return pl.lit(None, dtype=dtype if is_list else pl.String).alias(column)
    value = pl.col(column)
    if is_list:
        if not isinstance(read_as, pl.List):
            value = _split(value)
        return _clean_list(value, verbatim=column in _VERBATIM).alias(column)
    if isinstance(read_as, pl.List):
        value = value.list.join("|")
    stripped = value.str.strip_chars()
    kept = value if column in _VERBATIM else stripped
    return pl.when(stripped != "").then(kept).alias(column)


def _split(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"\|", _ESCAPED_BAR, literal=True).str.split("|")


def _clean_list(values: pl.Expr, *, verbatim: bool) -> pl.Expr:
    item = pl.element().str.replace_all(_ESCAPED_BAR, "|", literal=True)
    item = item if verbatim else item.str.strip_chars()
    kept = values.list.eval(item.filter(item.str.strip_chars() != "")).list.unique(maintain_order=True)
    return pl.when(kept.list.len() > 0).then(kept)
