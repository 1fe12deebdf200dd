"""A layout: which column of a distributor's statement holds what, as a small TOML file.

`loaders/layouts/` holds those that come with Namesake; a user's own is named by its path. A layout is data: it names columns, a date
format and constants, and nothing in it is run.
"""

import codecs
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from graph.errors import BadArgument, UnreadableInput

FIELDS: Final = (
    "amount",
    "currency",
    "upc",
    "isrc",
    "artist",
    "track_artist",
    "title",
    "release_title",
    "label",
    "quantity",
    "share",
    "payee",
    "payee_name",
)
DELIMITERS: Final = ("\t", ",", ";", "|")
_KEYS: Final = frozenset(
    "name header columns period constants skip delimiter encoding decimal share_unit".split(),
)
_GUIDE: Final = "docs/guides/statements.md shows a whole layout"
_TRIAL: Final = datetime(2023, 11, 28, 13, 14, 15)


@dataclass(frozen=True, slots=True)
class Layout:
    """How one kind of statement is written.

    `header`: the columns that tell it from any other. `columns`: column by field (`FIELDS`). `formats`: of `period_column`, as
    `strptime` takes them, tried in order; no column: the statement's lines bear no date. `constants`: currency or payee of every line.
    `skip`: by column, values of lines that are no earnings. `delimiter` None: found out. `decimal`: the decimal mark. `share_unit`:
    `fraction` or `percent`.
    """

    name: str
    header: tuple[str, ...]
    columns: dict[str, str]
    period_column: str | None
    formats: tuple[str, ...]
    constants: dict[str, str]
    skip: dict[str, frozenset[str]]
    delimiter: str | None
    encoding: str
    decimal: str
    share_unit: str

    @property
    def required(self) -> tuple[str, ...]:
        """The columns a file must have to be read by this layout."""
        money = [self.columns[name] for name in ("amount", "currency", "payee") if name in self.columns]
        period = [self.period_column] if self.period_column else []
        return tuple(dict.fromkeys((*self.header, *money, *period, *self.skip)))

    def missing(self, header: Iterable[str]) -> list[str]:
        """The required columns that the header lacks; upper and lower case and blanks are the same."""
        there = {column_key(column) for column in header}
        return [column for column in self.required if column_key(column) not in there]


def column_key(column: str) -> str:
    """A column's name without regard to case and blanks."""
    return " ".join(column.casefold().split())


def packaged_layouts() -> list[Layout]:
    """The layouts that come with Namesake, by name."""
    folder = files("loaders.statements") / "layouts"
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return [parse_layout(entry.read_text(encoding="utf-8"), entry.name) for entry in found]


def layouts_for(wanted: str | None) -> list[Layout]:
    """The one layout that `wanted` names, by name or as a path to a `.toml`; all packaged ones if it is None.

    Raises: BadArgument: no such layout. UnreadableInput: the file is no layout.
    """
    packaged = packaged_layouts()
    if wanted is None:
        return packaged
    if wanted.endswith(".toml"):
        return [_read_layout(Path(wanted))]
    chosen = [layout for layout in packaged if layout.name == wanted]
    if not chosen:
        names = ", ".join(layout.name for layout in packaged)
        raise BadArgument(f"there is no layout `{wanted}`", hint=f"name one of {names}, or a .toml file of your own")
    return chosen


def _read_layout(path: Path) -> Layout:
    try:
        return parse_layout(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        what = "does not exist" if isinstance(error, FileNotFoundError) else f"cannot be read: {error}"
        raise UnreadableInput(f"the layout `{path}` {what}", hint="check the path to it") from error


def parse_layout(text: str, file: str) -> Layout:
    """The layout that the TOML text describes. Raises: UnreadableInput: it breaks a rule; says which."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableInput(f"the layout {file} is not TOML: {error}", hint=_GUIDE) from error
    return _Reader(file, table).layout()


class _Reader:
    """Checks one parsed layout; every fault names the file and the key."""

    def __init__(self, file: str, table: dict[str, Any]) -> None:
        self._file = file
        self._table = table

    def _fault(self, what: str) -> UnreadableInput:
        return UnreadableInput(f"the layout {self._file} {what}", hint=_GUIDE)

    def layout(self) -> Layout:
        self._known(self._table, _KEYS, "")
        name = self._text(self._table, "name")
        if not name.replace("_", "").isalnum() or name.casefold() != name:
            raise self._fault(f"has the name `{name}`: small letters, digits and _ only")
        columns = self._texts("columns", FIELDS)
        constants = self._texts("constants", ("currency", "payee"))
        self._required(columns, constants)
        period_column, formats = self._period()
        return Layout(
            name,
            tuple(self._list(self._table, "header")),
            columns,
            period_column,
            formats,
            constants,
            {column: frozenset(map(column_key, values)) for column, values in self._skip().items()},
            self._delimiter(),
            self._encoding(),
            self._one_of("decimal", (".", ",")),
            self._one_of("share_unit", ("fraction", "percent")),
        )

    def _known(self, table: Mapping[str, Any], keys: Iterable[str], where: str) -> None:
        unknown = sorted(set(table) - set(keys))
        if unknown:
            raise self._fault(f"has the unknown key `{where}{unknown[0]}`: known are {', '.join(sorted(keys))}")

    def _text(self, table: Mapping[str, Any], key: str, where: str = "") -> str:
        value = table.get(key)
        if value is None:
            raise self._fault(f"lacks the key `{where}{key}`")
        if not isinstance(value, str) or not value:
            raise self._fault(f"has `{where}{key}`, which must be a text")
        return value

    def _list(self, table: Mapping[str, Any], key: str, where: str = "") -> list[str]:
        value = table.get(key)
        if value is None:
            raise self._fault(f"lacks the key `{where}{key}`")
        if not isinstance(value, list) or not value or not all(isinstance(item, str) and item for item in value):
            raise self._fault(f"has `{where}{key}`, which must be a list of texts")
        return value

    def _section(self, key: str) -> dict[str, Any]:
        value = self._table.get(key, {})
        if not isinstance(value, dict):
            raise self._fault(f"has `{key}`, which must be a table, [{key}]")
        return value

    def _texts(self, key: str, known: tuple[str, ...]) -> dict[str, str]:
        section = self._section(key)
        self._known(section, known, f"{key}.")
        return {name: self._text(section, name, f"{key}.") for name in section}

    def _required(self, columns: Mapping[str, str], constants: Mapping[str, str]) -> None:
        if "amount" not in columns:
            raise self._fault("lacks the key `columns.amount`")
        if ("currency" in columns) == ("currency" in constants):
            raise self._fault("must have either `columns.currency` or `constants.currency`")
        if "payee" in columns and "payee" in constants:
            raise self._fault("must not have both `columns.payee` and `constants.payee`")
        currency = constants.get("currency", "EUR")
        if not (len(currency) == 3 and currency.isascii() and currency.isupper()):
            raise self._fault(f"has `constants.currency` = `{currency}`: write it as in ISO 4217, such as EUR")
        if not {"upc", "isrc"} & set(columns) and not (
            "artist" in columns and {"title", "release_title"} & set(columns)
        ):
            raise self._fault("names no column of a release: `columns.upc`, `isrc`, or `artist` and `title`")

    def _period(self) -> tuple[str | None, tuple[str, ...]]:
        section = self._section("period")
        if not section:
            return None, ()
        self._known(section, ("column", "format"), "period.")
        one = isinstance(section.get("format"), str)
        formats = [self._text(section, "format", "period.")] if one else self._list(section, "format", "period.")
        for text in formats:
            self._check_format(text)
        return self._text(section, "column", "period."), tuple(formats)

    def _check_format(self, text: str) -> None:
        """A format must say the year and the month, and read back what it wrote."""
        try:
            read = datetime.strptime(_TRIAL.strftime(text), text)
        except ValueError as error:
            raise self._fault(f"has `period.format` = `{text}`: {error}") from error
        if (read.year, read.month) != (_TRIAL.year, _TRIAL.month):
            raise self._fault(f"has `period.format` = `{text}`, which does not give the year (%Y) and month (%m)")

    def _skip(self) -> dict[str, list[str]]:
        section = self._section("skip")
        return {column: self._list(section, column, "skip.") for column in section}

    def _delimiter(self) -> str | None:
        value = self._table.get("delimiter")
        if value is None:
            return None
        if value not in DELIMITERS:
            raise self._fault(
                "has a `delimiter` other than a tab, comma, semicolon or bar; leave it out to have it found"
            )
        return str(value)

    def _encoding(self) -> str:
        value = self._table.get("encoding", "utf-8")
        try:
            # an encoding of bytes in bytes (base64, zip) is none of text
            return codecs.lookup(value).name if "a".encode(value) else "utf-8"
        except (LookupError, TypeError) as error:
            raise self._fault(f"has `encoding` = `{value}`, which is not known") from error

    def _one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self._table.get(key, allowed[0])
        if value not in allowed:
            raise self._fault(f"has `{key}` = `{value}`, which must be {' or '.join(map(repr, allowed))}")
        return str(value)
