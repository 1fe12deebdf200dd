"""MusicBrainz' JSON read with care: each accessor gives a value of its type, or nothing where the source holds another."""

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from graph.identifiers import parse_country

Json = dict[str, Any]

_MBID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LARGEST: Final = 2**53
"""Whole numbers above it are not exact in JSON's usual readers, and no length or count is as large."""
_NOT_COUNTRIES: Final = frozenset({"XE", "XW"})
"""MusicBrainz' own codes for Europe and the whole world."""

VARIOUS_ARTISTS: Final = "89ad4ac3-39f7-470e-963a-56509c546377"
PLACEHOLDERS: Final = frozenset(
    {
        VARIOUS_ARTISTS,
        "125ec42a-7229-4250-afc5-e057484327fe",  # [unknown]
        "eec63d3c-3b81-4ad4-b1e4-7c147d4d2b61",  # [no artist]
        "f731ccc4-e22a-43af-a747-64213329e088",  # [anonymous]
        "9be7f096-97ec-4615-8957-8d40b5dcbc41",  # [traditional]
        "33cf029c-63b0-41a0-9855-be2a3665fb3b",  # [data]
        "314e1c25-dde7-4e4d-b2f4-0a7b9f7c56dc",  # [dialogue]
    }
)
"""MusicBrainz' special purpose artists: they stand where nobody can be named, so that a credit of theirs ties nobody together."""


class BadJson(Exception):
    """A text that is no usable JSON object; the message says why."""


def parse_object(line: bytes) -> Json:
    """The JSON object that the bytes hold as UTF-8.

    Raises: BadJson: it is none, is nested too deeply, or holds half of a surrogate pair, which no database takes.
    """
    try:
        text = line.decode("utf-8-sig")
        value = json.loads(text)
        if "\\ud" in text or "\\uD" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeDecodeError as error:
        raise BadJson(f"the bytes from {error.start} on are not UTF-8") from error
    except UnicodeEncodeError as error:
        raise BadJson("an escape is half of a surrogate pair") from error
    except RecursionError as error:
        raise BadJson("it is nested too deeply") from error
    except ValueError as error:
        raise BadJson(f"it is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise BadJson("it is JSON, but not an object")
    return value


def text(item: Json, *names: str) -> str | None:
    """The first of the fields that holds a text with more than blanks, as written."""
    for name in names:
        value = item.get(name)
        if isinstance(value, str) and value.strip():
            return value
    return None


def number(item: Json, name: str) -> int | None:
    """A whole number from 0 on."""
    value = item.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LARGEST else None


def flag(item: Json, name: str) -> bool | None:
    value = item.get(name)
    return value if isinstance(value, bool) else None


def child(item: Json, name: str) -> Json:
    """The object in that field; an empty one if there is none."""
    value = item.get(name)
    return value if isinstance(value, dict) else {}


def children(item: Json, name: str) -> list[Json]:
    """The objects of the list in that field."""
    value = item.get(name)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def texts(item: Json, name: str) -> list[str]:
    """The texts of the list in that field."""
    value = item.get(name)
    return [part for part in value if isinstance(part, str) and part.strip()] if isinstance(value, list) else []


def mbid(item: Json) -> str | None:
    """The object's MusicBrainz id in small letters; None if its `id` has not the form of one."""
    value = item.get("id")
    lower = value.strip().lower() if isinstance(value, str) else ""
    return lower if _MBID.fullmatch(lower) else None


def kept(**values: object) -> Json:
    """The values that are there."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def full_day(written: str | None) -> date | None:
    """A date with year, month and day; a partial one (`1990`, `1990-04`) is not made up."""
    if written is None or not _DAY.fullmatch(written):
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def snake_case(words: str) -> str:
    """`design/illustration` as `design_illustration`."""
    return re.sub(r"[\W_]+", "_", words.lower()).strip("_")


def genres(item: Json) -> list[str] | None:
    """Genres that people voted for; where the source has none, their tags."""
    for name in ("genres", "tags"):
        named = [part["name"] for part in children(item, name) if text(part, "name") and _is_backed(part)]
        if named:
            return list(dict.fromkeys(named))
    return None


def _is_backed(tag: Json) -> bool:
    return "count" not in tag or bool(number(tag, "count"))


def country(item: Json) -> str | None:
    """ISO 3166-1 alpha-2 of `country`, else of the area."""
    area = child(item, "area")
    subdivisions = (code.partition("-")[0] for code in texts(area, "iso-3166-2-codes"))
    for code in (text(item, "country"), *texts(area, "iso-3166-1-codes"), *subdivisions):
        parsed = parse_country(code) if code else None
        if parsed and parsed not in _NOT_COUNTRIES:
            return parsed
    return None


def aliases(item: Json) -> tuple[list[str], list[Json]]:
    """Other names, and what is known of each: locale, type, primary, begin, end. A search hint is no name, only among the latter."""
    names: dict[str, None] = {}
    details = []
    for alias in children(item, "aliases"):
        name = text(alias, "name")
        if name is None:
            continue
        if text(alias, "type") != "Search hint":
            names[name] = None
        detail = kept(
            locale=text(alias, "locale"),
            type=text(alias, "type"),
            primary=flag(alias, "primary") or None,
            begin=text(alias, "begin", "begin-date"),
            end=text(alias, "end", "end-date"),
            ended=flag(alias, "ended") or None,
        )
        if detail:
            details.append({"name": name, **detail})
    names.pop(text(item, "name") or text(item, "title") or "", None)
    return list(names), details


def period(item: Json) -> Json:
    """`begin`, `end` and `ended` as written, those that are there."""
    return kept(begin=text(item, "begin"), end=text(item, "end"), ended=flag(item, "ended") or None)


def first_and_rest(values: Iterable[str | None]) -> tuple[str | None, list[str]]:
    """The first value that is there, and the others."""
    there = list(dict.fromkeys(value for value in values if value))
    return (there[0], there[1:]) if there else (None, [])
