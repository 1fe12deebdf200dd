"""A night's files, as the report reads them: each is there or not, and none is needed."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from graph.errors import BadSnapshot
from namesake.night_state import night_order

Row = dict[str, Any]


@dataclass(frozen=True)
class NightFiles:
    """The files of one night's folder; a missing one reads as None."""

    folder: Path

    @property
    def night_id(self) -> str:
        return self.folder.name

    @cached_property
    def night(self) -> Row:
        told = self._object("night.json")
        return told if told is not None else {"night_id": self.night_id, "date": self.night_id[:10]}

    @cached_property
    def findings(self) -> list[Row] | None:
        return self._lines("findings.jsonl")

    @cached_property
    def clusters(self) -> list[Row] | None:
        return self._lines("clusters.jsonl")

    @cached_property
    def changes(self) -> list[Row] | None:
        return self._lines("changes.jsonl")

    @cached_property
    def names(self) -> dict[str, str]:
        """By `type:id`."""
        return self._object("names.json") or {}

    @cached_property
    def profile(self) -> Row | None:
        return self._object("profile.json")

    @cached_property
    def red_team(self) -> Row | None:
        return self._object("red_team.json")

    @cached_property
    def shadow(self) -> Row | None:
        return self._object("shadow.json")

    def _object(self, name: str) -> Row | None:
        text = self._text(name)
        return None if text is None else _parsed(self.folder / name, text)

    def _lines(self, name: str) -> list[Row] | None:
        text = self._text(name)
        return None if text is None else [_parsed(self.folder / name, line) for line in text.split("\n") if line]

    def _text(self, name: str) -> str | None:
        path = self.folder / name
        return path.read_text(encoding="utf-8") if path.is_file() else None


def _parsed(path: Path, text: str) -> Row:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise BadSnapshot(
            f"{path} is not whole: {error}", hint="remove it, then run `namesake nightly` again"
        ) from error
    assert isinstance(value, dict), path
    return value


def earlier_nights(nights: Path, night: NightFiles, *, most: int) -> list[NightFiles]:
    """The finished nights before this one, oldest first, the last `most` of them."""
    found = sorted((path.parent.name for path in nights.glob("*/night.json")), key=night_order)
    before = [NightFiles(nights / name) for name in found if night_order(name) < night_order(night.night_id)]
    return [files for files in before if files.night.get("finished")][-most:]
