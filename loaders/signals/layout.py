"""Layouts of watch lists: a TOML file says which column is what (docs/guides/signals.md). Those of `watchlists/` come with Namesake."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from graph.errors import BadArgument, MissingInput, UnreadableInput

_PACKAGED: Final = Path(__file__).parent / "watchlists"
_SOURCE: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")
_ADDRESS: Final = re.compile(r"https?://[^{}\s]+\{\}[^{}\s]*")
_KEYS: Final = frozenset({"source", "kind", "recognised_by", "attributes", "columns", "urls", "score_maximum"})
_COLUMNS: Final = frozenset({"id", "name", "aliases", "score", "observed_at"})
_NAMES_OF_THE_COLUMNS: Final = 'name the list\'s columns of the artist\'s id and name: id = "…", name = "…"'


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a watch list are.

    `columns`: by what Namesake calls them (id, name, aliases, score, observed_at) the list's own names. `urls`: by column, an address with
    `{}` in the place of the value. `kinds`: by the values of `kind_column` the kinds of signal; without such a column, `kind` is the
    kind of all. `score_maximum`: what a score is a share of. `attributes`: columns known to be nothing but attributes.
    """

    source: str
    columns: dict[str, str]
    urls: dict[str, str]
    kind: str | None
    kind_column: str | None
    kinds: dict[str, str]
    recognised_by: tuple[str, ...]
    attributes: tuple[str, ...]
    score_maximum: float

    @property
    def required(self) -> list[str]:
        """The list's columns that must be there."""
        return [self.columns["id"], self.columns["name"], *([self.kind_column] if self.kind_column else [])]


def packaged_layouts() -> dict[str, Layout]:
    """The layouts that come with Namesake, by name."""
    return {file.stem: _parse(file) for file in sorted(_PACKAGED.glob("*.toml"))}


def read_layout(name: str) -> Layout:
    """A packaged layout, or the one in a `.toml` file.

    Raises:
        BadArgument: no packaged layout has that name.
        MissingInput: there is no such file.
        UnreadableInput: the file is no layout.
    """
    if name.endswith(".toml"):
        return _parse(Path(name))
    known = packaged_layouts()
    if name not in known:
        raise BadArgument(
            f"`{name}` is no layout of a watch list",
            hint=f"use one of {', '.join(known)}, or name a file ending in .toml",
        )
    return known[name]


def _parse(file: Path) -> Layout:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise MissingInput(f"the layout `{file}` does not exist", hint="check the spelling") from None
    except (OSError, ValueError) as error:
        raise UnreadableInput(f"the layout {file.name} is not TOML: {error}", hint="correct it at that place") from None
    return _Checked(file.name, content).layout()


class _Checked:
    """The content of a layout file; every question is answered with a value of the right kind or an error that names the key."""

    def __init__(self, file: str, content: dict[str, Any]) -> None:
        self._file = file
        self._content = content

    def layout(self) -> Layout:
        self._check_keys(self._content, _KEYS, "")
        columns = self._texts("columns")
        self._check_keys(columns, _COLUMNS, "columns.")
        if not {"id", "name"} <= columns.keys():
            raise self._error("`columns` has no id or no name", _NAMES_OF_THE_COLUMNS)
        source = self._content.get("source")
        if not isinstance(source, str) or not _SOURCE.fullmatch(source):
            raise self._error(
                "`source` is not a name", 'give the list a short one of small letters, such as source = "our-list"'
            )
        urls = self._texts("urls")
        for column, address in urls.items():
            if not _ADDRESS.fullmatch(address):
                raise self._error(
                    f"`urls.{column}` is not an address with one {{}}",
                    f'write it as in {column} = "https://example.org/artist/{{}}"',
                )
        maximum = self._content.get("score_maximum", 1)
        if isinstance(maximum, bool) or not isinstance(maximum, int | float) or not 0 < maximum < float("inf"):
            raise self._error(
                "`score_maximum` is not a number above 0", "write the highest score of the list, such as 100"
            )
        kind, kind_column, kinds = self._kind()
        recognised_by, attributes = self._list("recognised_by"), self._list("attributes")
        return Layout(source, columns, urls, kind, kind_column, kinds, recognised_by, attributes, float(maximum))

    def _kind(self) -> tuple[str | None, str | None, dict[str, str]]:
        kind = self._content.get("kind")
        if isinstance(kind, str) and kind:
            return kind, None, {}
        if not isinstance(kind, dict) or not isinstance(kind.get("column"), str):
            raise self._error(
                "`kind` is neither a text nor a table", 'write kind = "ai_generated", or [kind] with column and values'
            )
        self._check_keys(kind, frozenset({"column", "values"}), "kind.")
        values = kind.get("values")
        if (
            not isinstance(values, dict)
            or not values
            or not all(isinstance(text, str) and text for text in values.values())
        ):
            raise self._error(
                "`kind.values` is empty or not all text",
                'write the kind of each value, such as values = { bot = "stream_manipulation" }',
            )
        return None, kind["column"], values

    def _texts(self, key: str) -> dict[str, str]:
        table = self._content.get(key, {})
        if not isinstance(table, dict) or not all(isinstance(text, str) and text for text in table.values()):
            raise self._error(
                f"`{key}` is not a table of texts", f'write [{key}] and below it lines such as name = "…"'
            )
        return table

    def _list(self, key: str) -> tuple[str, ...]:
        values = self._content.get(key, [])
        if not isinstance(values, list) or not all(isinstance(text, str) for text in values):
            raise self._error(f"`{key}` is not a list of columns", f'write it as in {key} = ["notes"]')
        return tuple(values)

    def _check_keys(self, table: dict[str, Any], known: frozenset[str], prefix: str) -> None:
        unknown = sorted(table.keys() - known)
        if unknown:
            raise self._error(f"`{prefix}{unknown[0]}` is not known", f"use {', '.join(sorted(known))}")

    def _error(self, what: str, hint: str) -> UnreadableInput:
        return UnreadableInput(f"the layout {self._file}: {what}", hint=hint)
