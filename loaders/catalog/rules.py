"""What a catalog's values must look like: one expression a column, null where the value breaks its rule, and the words for it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

import polars as pl

from graph import identifiers
from graph.records import DATE, FLAG, INTEGER, REAL, RECORDS, TEXTS, TIME

_ESCAPED_BAR: Final = "\x1f"
"""Stands for `\\|` while a list is split; the unit separator has no place in a name."""
_VERBATIM: Final = frozenset({"name", "title", "party_name", "biography", "p_line", "c_line", "aliases"})
"""Kept as written, blanks included: how a name is written is evidence."""
_BLANKS: Final = " \t\n\r\x0b\x0c\x00"
UNSEEN: Final = _BLANKS + "".join(
    map(
        chr,
        (
            0x85,
            0xA0,
            0x1680,
            *range(0x2000, 0x2010),  # blanks of all widths, zero width, marks of direction
            *range(0x2028, 0x2030),  # ends of lines, overriding directions, narrow blank
            *range(0x205F, 0x2070),  # word joiner, isolates
            0x3000,
            0xFEFF,
        ),
    )
)
"""What nobody sees at the ends of a value: a name keeps it as evidence, anything else is read without."""
_BLANK_OR_BAR: Final = rf"(?:[{UNSEEN}]|\|)"
_UNCLEAN_LIST: Final = rf"^{_BLANK_OR_BAR}|{_BLANK_OR_BAR}$|\|{_BLANK_OR_BAR}|[{UNSEEN}]\||\\\||\x1f"
"""Bars with blanks or nothing beside them, and escaped ones."""

OPEN_LISTS: Final[dict[tuple[str, str], frozenset[str]]] = {
    ("artists", "type"): frozenset({"person", "group", "other"}),
    ("releases", "type"): frozenset({"single", "ep", "album", "compilation"}),
    ("releases", "artist_assignment"): frozenset({"identifier", "artist_key", "name_only", "manual"}),
}
"""Values that Namesake knows; any other is kept and reported once."""
_PLAIN_TIME: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z?$"
_SUBJECT_TYPES: Final = r"^(artist|release|recording|payee)$"


@dataclass(frozen=True, slots=True)
class Quick:
    """Less work for the values that it `fits`: there, `form` gives what the rule's own form gives."""

    fits: Callable[[pl.Expr], pl.Expr]
    form: Callable[[pl.Expr], pl.Expr]


@dataclass(frozen=True, slots=True)
class Rule:
    """`form` makes a text column a column of the record's type, null where the text breaks the rule; the rest is for people."""

    form: Callable[[pl.Expr], pl.Expr]
    reason: Callable[[str], str]
    remedy: str
    quick: Quick | None = None


def _unchanged(text: pl.Expr) -> pl.Expr:
    return text


def _already(pattern: str, form: Callable[[pl.Expr], pl.Expr] = _unchanged) -> Quick:
    """For values that are in the normal form already."""
    return Quick(lambda text: text.str.contains(pattern), form)


def _number_of(dtype: pl.DataType, *, low: float, high: float) -> Quick:
    """For values that Polars reads as a number in the range and that have no minus."""

    def number(text: pl.Expr) -> pl.Expr:
        return text.cast(dtype, strict=False)

    return Quick(lambda text: number(text).is_between(low, high).fill_null(False) & ~text.str.starts_with("-"), number)


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


def _plain_time(text: pl.Expr) -> pl.Expr:
    return text.str.slice(0, 19).str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False, time_unit="us")


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


_NUMBER: Final = Rule(
    _integer,
    _is_not("a whole number from 0 on"),
    "write digits only, without separators or units",
    _number_of(INTEGER, low=0, high=2**63 - 1),
)
_ID_REMEDY: Final = "correct it, or leave it empty if it is not known"
_PHASH: Final = Rule(
    identifiers.phash_form,
    _is_not("a 64-bit perceptual hash"),
    "write it as 16 hexadecimal digits",
    _already("^[0-9a-f]{16}$"),
)
_SHARE: Final = Rule(
    _share,
    _is_not("a number from 0 to 1"),
    "write a share of the whole, such as 0.25 for 25 %",
    _number_of(REAL, low=0, high=1),
)

_BY_COLUMN: Final[dict[str, Rule]] = {
    "upc": Rule(
        identifiers.upc_form, _upc_reason, "write all 12 digits, as text in a spreadsheet", _already("^[0-9]{12}$")
    ),
    "isrc": Rule(
        identifiers.isrc_form,
        _is_not("an ISRC: two letters, three letters or digits, seven digits"),
        _ID_REMEDY,
        _already("^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$"),
    ),
    "isni": Rule(
        identifiers.isni_form,
        _is_not("an ISNI: 16 digits, the last may be X"),
        _ID_REMEDY,
        _already("^[0-9]{15}[0-9X]$"),
    ),
    "ipi": Rule(identifiers.ipi_form, _is_not("an IPI number"), _ID_REMEDY, _already("^[0-9]{11}$")),
    "country": Rule(
        identifiers.country_form,
        _is_not("a country code of two letters"),
        "write it as in ISO 3166-1 alpha-2",
        _already("^[A-Z]{2}$"),
    ),
    "currency": Rule(
        identifiers.currency_form,
        _is_not("a currency code of three letters"),
        "write it as in ISO 4217, such as EUR",
        _already("^[A-Z]{3}$"),
    ),
    "image_phash": _PHASH,
    "cover_phash": _PHASH,
    "audio_fingerprint": Rule(
        identifiers.hex_form,
        _is_not("hexadecimal digits"),
        "write the fingerprint in hexadecimal",
        _already("^[0-9a-f]+$"),
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
    REAL: Rule(
        _real,
        _is_not("a number"),
        "write digits with a decimal point, without separators or currency",
        _number_of(REAL, low=0, high=1e300),
    ),
    FLAG: Rule(
        _flag,
        _is_not("true or false"),
        "write true, false, 1 or 0",
        _already("^(?:true|false)$", lambda text: text == "true"),
    ),
    DATE: Rule(
        _date,
        _is_not("a date"),
        "write it as YYYY-MM-DD",
        _already(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", lambda text: text.str.to_date("%Y-%m-%d", strict=False)),
    ),
    TIME: Rule(_time, _is_not("a time"), "write it as in 2026-11-24T18:30:00Z", _already(_PLAIN_TIME, _plain_time)),
}


def _without(pattern: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda text: pl.when(~text.str.contains(pattern)).then(text)


CONTROL: Final = r"\p{Cc}"
_ID: Final = Rule(
    _without(CONTROL), _is_not("an id: it holds a control character"), "write it without tabs and line ends"
)
# the unit separator parts the columns of a key in the graph
_IN_KEY: Final = Rule(_without("\x1f"), _is_not("a value of a key: it holds a unit separator"), "write it without")
_ANY_TEXT: Final = Rule(lambda text: text, _is_not("readable"), "")


def rule_of(table: str, column: str) -> Rule:
    """The rule that a column's values keep."""
    if (table, column) in OPEN_LISTS:
        return Rule(lambda text: text.str.to_lowercase(), _is_not("a known value"), "")
    any_text = _ID if column.endswith("_id") else _IN_KEY if column in RECORDS[table].key else _ANY_TEXT
    return _BY_COLUMN.get(column) or _BY_TYPE.get(RECORDS[table].columns[column], any_text)


def rule_form(rule: Rule, text: pl.Expr, *, all_fit: bool) -> pl.Expr:
    """The rule's form of the column. `all_fit`: the quick way is known to fit every value."""
    if rule.quick is None:
        return rule.form(text)
    if all_fit:
        return rule.quick.form(text)
    fits = rule.quick.fits(text)
    return pl.when(fits).then(rule.quick.form(text)).otherwise(rule.form(pl.when(~fits).then(text)))


def as_texts(piece: pl.DataFrame, columns: dict[str, pl.DataType]) -> list[pl.Expr]:
    """Each column as text (or a list of texts) without the blanks around values; empty is null. Missing: all null."""
    texts = [name for name in columns if piece.schema.get(name) == pl.String]
    lists = [name for name in texts if columns[name] == TEXTS]
    has_other = _those(piece, texts, lambda text: text.str.len_bytes().sum() != text.str.len_chars().sum())
    splits = _those(piece, lists, lambda text: text.str.contains("|", literal=True).any())
    unclean = _those(piece, splits, lambda text: text.str.contains(_UNCLEAN_LIST).any())

    def expression(name: str, dtype: pl.DataType) -> pl.Expr:
        read_as, value, is_verbatim = piece.schema.get(name), pl.col(name), name in _VERBATIM
        if read_as is None:
            return pl.lit(None, dtype=TEXTS if dtype == TEXTS else pl.String)
        if isinstance(read_as, pl.List):
            cleaned = _clean_list(value, verbatim=is_verbatim)
            return cleaned if dtype == TEXTS else _not_blank(value.list.join("|"), UNSEEN, is_verbatim)
        if name in unclean:
            return _clean_list(_split(value), verbatim=is_verbatim)
        if name in splits:
            return pl.when(value != "").then(value.str.split("|").list.unique(maintain_order=True))
        kept = _not_blank(value, UNSEEN if name in has_other else _BLANKS, is_verbatim)
        return pl.when(kept.is_not_null()).then(pl.concat_list(kept)) if dtype == TEXTS else kept

    return [expression(name, dtype).alias(name) for name, dtype in columns.items()]


def _those(piece: pl.DataFrame, columns: Collection[str], holds: Callable[[pl.Expr], pl.Expr]) -> set[str]:
    """The columns of which that is true."""
    if not columns:
        return set()
    flags = piece.select(holds(pl.col(name)).alias(name) for name in columns).row(0, named=True)
    return {name for name, flag in flags.items() if flag}


def _not_blank(value: pl.Expr, unseen: str, is_verbatim: bool) -> pl.Expr:
    stripped = value.str.strip_chars(unseen)
    return pl.when(stripped != "").then(value if is_verbatim else stripped)


def _split(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"\|", _ESCAPED_BAR, literal=True).str.split("|")


def _clean_list(values: pl.Expr, *, verbatim: bool) -> pl.Expr:
    item = pl.element().str.replace_all(_ESCAPED_BAR, "|", literal=True)
    item = item if verbatim else item.str.strip_chars(UNSEEN)
    kept = values.list.eval(item.filter(item.str.strip_chars(UNSEEN) != "")).list.unique(maintain_order=True)
    return pl.when(kept.list.len() > 0).then(kept)
