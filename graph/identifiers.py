"""Normal forms of the trade's identifiers: `parse_…(text)` gives the normal form, or None if the text has not that form.

A check digit is a question of its own (`has_…_check_digit`): test data and small distributors get it wrong, and a row is not worth
losing for it. Each `…_form(column)` is the same rule over a column, null where the form is wrong.
"""

import re
from typing import Final

import polars as pl

_SEPARATORS: Final = r"[\s\-\u2010-\u2015.]"
_SEPARATOR: Final = re.compile(_SEPARATORS)
_ISNI_PREFIX: Final = r"(?i)^(?:https?://(?:www\.)?isni\.org/(?:isni/)?|isni[:\s]*)"
_ISRC_PREFIX: Final = r"(?i)^isrc[:\s]+"
_DPID_PREFIX: Final = r"(?i)^dpid:"
_IPI_PREFIX: Final = r"(?i)^ipi[:\s]*"

_ISRC: Final = r"^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$"
_ISNI: Final = r"^[0-9]{15}[0-9X]$"
_IPI: Final = r"^[0-9]{9,11}$"
_IPI_BASE: Final = r"^I[0-9]{10}$"
_DPID: Final = r"^PA[A-Z0-9]{16}$"
_PHASH: Final = r"^[0-9a-f]{16}$"
_HEX: Final = r"^[0-9a-f]+$"
_COUNTRY: Final = r"^[A-Z]{2}$"
_CURRENCY: Final = r"^[A-Z]{3}$"


def _plain(text: str, prefix: str = "") -> str:
    stem = re.sub(prefix, "", text.strip()) if prefix else text
    return _SEPARATOR.sub("", stem).upper()


def _matching(text: str, pattern: str) -> str | None:
    return text if re.fullmatch(pattern, text, re.ASCII) else None


def parse_upc(text: str) -> str | None:
    """UPC, EAN or GTIN-14, as 12 digits if the rest are padding zeros: one product has one text, however it was padded."""
    digits = _plain(text)
    if not re.fullmatch(r"[0-9]{12,14}", digits):
        return None
    return digits[:-12].lstrip("0") + digits[-12:]


def has_upc_check_digit(upc: str) -> bool:
    """Whether the last digit is the one that GS1's modulo 10 gives (GS1 General Specifications, 7.9)."""
    body = [int(digit) for digit in reversed(upc[:-1])]
    return (sum(body[0::2]) * 3 + sum(body[1::2]) + int(upc[-1])) % 10 == 0


def parse_isrc(text: str) -> str | None:
    """ISO 3901: country code, registrant, year and designation without hyphens, in capitals."""
    return _matching(_plain(text, _ISRC_PREFIX), _ISRC)


def parse_isni(text: str) -> str | None:
    """ISO 27729 without blanks; an `isni.org` address gives the number in it."""
    return _matching(_plain(text, _ISNI_PREFIX), _ISNI)


def has_isni_check_digit(isni: str) -> bool:
    """Whether the last character is the one that ISO 7064 MOD 11-2 gives."""
    total = 0
    for digit in isni[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == isni[-1]


def parse_ipi(text: str) -> str | None:
    """An IPI name number as 11 digits, or a base number as `I` and 10 digits."""
    plain = _plain(text, _IPI_PREFIX)
    if _matching(plain, _IPI) is not None:
        return plain.zfill(11)
    return _matching(plain, _IPI_BASE)


def parse_dpid(text: str) -> str | None:
    """A DDEX party id, `PA` and 16 letters and digits."""
    return _matching(_plain(text, _DPID_PREFIX), _DPID)


def parse_phash(text: str) -> str | None:
    """A 64-bit perceptual hash as 16 hexadecimal digits, small letters."""
    return _matching(text.strip().lower().removeprefix("0x"), _PHASH)


def parse_country(text: str) -> str | None:
    """Two letters, as ISO 3166-1 alpha-2 writes them. Whether the code is assigned is not checked: XK and UK are in use."""
    return _matching(text.strip().upper(), _COUNTRY)


def _where(column: pl.Expr, pattern: str) -> pl.Expr:
    return pl.when(column.str.contains(pattern)).then(column)


def _plain_column(column: pl.Expr, prefix: str = "") -> pl.Expr:
    stem = column.str.strip_chars().str.replace(prefix, "") if prefix else column
    return stem.str.replace_all(_SEPARATORS, "").str.to_uppercase()


def upc_form(column: pl.Expr) -> pl.Expr:
    digits = _plain_column(column)
    # Rust's regular expressions have no look-ahead: the lengths are three cases
    return (
        pl.when(digits.str.contains(r"^00[0-9]{12}$"))
        .then(digits.str.slice(2))
        .when(digits.str.contains(r"^0[0-9]{13}$|^0[0-9]{12}$"))
        .then(digits.str.slice(1))
        .when(digits.str.contains(r"^[0-9]{12,14}$"))
        .then(digits)
    )


def isrc_form(column: pl.Expr) -> pl.Expr:
    return _where(_plain_column(column, _ISRC_PREFIX), _ISRC)


def isni_form(column: pl.Expr) -> pl.Expr:
    return _where(_plain_column(column, _ISNI_PREFIX), _ISNI)


def ipi_form(column: pl.Expr) -> pl.Expr:
    """As `parse_ipi`, but a text of another form stays as it is: societies hand out more kinds than the standard has."""
    plain = _plain_column(column, _IPI_PREFIX)
    return (
        pl.when(plain.str.contains(_IPI))
        .then(plain.str.zfill(11))
        .when(plain.str.contains(_IPI_BASE))
        .then(plain)
        .otherwise(column)
    )


def phash_form(column: pl.Expr) -> pl.Expr:
    return _where(column.str.strip_chars().str.to_lowercase().str.strip_prefix("0x"), _PHASH)


def hex_form(column: pl.Expr) -> pl.Expr:
    return _where(column.str.strip_chars().str.to_lowercase().str.strip_prefix("0x"), _HEX)


def country_form(column: pl.Expr) -> pl.Expr:
    return _where(column.str.strip_chars().str.to_uppercase(), _COUNTRY)


def currency_form(column: pl.Expr) -> pl.Expr:
    return _where(column.str.strip_chars().str.to_uppercase(), _CURRENCY)
