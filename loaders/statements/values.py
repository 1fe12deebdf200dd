"""Numbers, months and names as people write them in statements, in a form to reckon with."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Final

import polars as pl

from graph.name_forms import normal_form

E_MAIL: Final = r"[^\s@]@[^\s@]"
MAX_DATE: Final = 80
"""Characters of a date that are looked at: what is longer is none."""


def number_form(text: pl.Expr, mark: str) -> pl.Expr:
    """A number as people write it, as plain decimal text; null if it is none.

    A currency sign or code, thousands separators in groups of three, a minus before or after, and brackets for a negative are read.
    `mark`: the decimal mark, `.` or `,`; the other one is a thousands separator.
    """
    point, other = (r"\.", ",") if mark == "." else (",", r"\.")
    separator = rf"[{other}\s'’]"
    plain = (
        text.str.replace_all("[\u2212\u2013]", "-")
        .str.replace(r"^\s*\((.*)\)\s*$", "-$1")
        .str.replace(r"^(.*[0-9].*)-\s*$", "-$1")
        .str.replace_all(r"\p{Sc}", "")
        .str.replace(r"^\s*([+-]?)\s*[A-Z]{3}\s*([0-9.,+-])", "$1$2")
        .str.replace(r"([0-9.,])\s*[A-Z]{3}\s*$", "$1")
        .str.strip_chars()
    )
    power = r"(?:[eE][+-]?[0-9]{1,2})?"
    whole = rf"(?:[0-9]{{1,40}}|[0-9]{{1,3}}(?:{separator}[0-9]{{3}}){{1,12}})"
    pattern = rf"^[+-]?\s*(?:{whole}(?:{point}[0-9]{{0,40}})?|{point}[0-9]{{1,40}}){power}$"
    return pl.when(plain.str.contains(pattern)).then(
        plain.str.replace_all(separator, "").str.replace_all(r"\s", "").str.replace(point, ".")
    )


@lru_cache(maxsize=65_536)
def month_of(text: str, formats: tuple[str, ...]) -> str | None:
    """The month (YYYY-MM) of a date in one of the formats; None if it is in none."""
    for form in formats:
        try:
            day = datetime.strptime(" ".join(text.split()), form)
        except ValueError:
            continue
        return f"{day.year:04}-{day.month:02}"
    return None


def escaped(name: str) -> str:
    """The name as a part of an id that ends at a colon."""
    return normal_form(name).replace("%", "%25").replace(":", "%3a")


def stripped(text: pl.Expr) -> pl.Expr:
    return text.str.strip_chars().replace("", None)


def unguarded(text: pl.Expr) -> pl.Expr:
    """Without what people put around a number so that a spreadsheet keeps its zeros: `="0123"`, `'0123`."""
    return text.str.strip_chars().str.replace(r'^="(.*)"$', "$1").str.strip_prefix("'")


def mapped(texts: pl.Series, change: Callable[[str], str | None]) -> pl.Series:
    """The function of each text, called once for each that differs; null for an empty one."""
    changed = {text: change(text.strip()) if text and text.strip() else None for text in texts.unique()}
    return pl.Series(texts.name, [changed[text] for text in texts], dtype=pl.String)
