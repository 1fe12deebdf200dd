"""The drop folder: which deliveries have arrived, have been written to their end, and have not been loaded as they are now.

It has a subfolder for each source. A delivery is a file or folder in it; of `catalog`, a folder of tables, or the tables in `catalog` itself.
`NAME.toml` beside the file or folder NAME says how to read it: `layout` and `payee`, as `namesake load` takes them.
"""

import hashlib
import json
import os
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from graph.errors import UnreadableInput
from namesake.export import write_whole

_UNFINISHED: Final = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart")
"""How programs name what they have not written to its end."""
_OPTIONS: Final = ".toml"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A delivery: `path` from the drop folder, `signature` of the paths, sizes and times of its files, `arrived_ns` when the last of them changed."""

    source: str
    path: str
    signature: str
    arrived_ns: int


@dataclass(frozen=True, slots=True)
class Survey:
    """`arrivals`: written to their end, in the order of their arrival. `notes`: what is left alone, and why."""

    arrivals: list[Arrival]
    notes: list[str]


def survey(drop: Path, sources: Iterable[str], *, now_ns: int, settle_s: int) -> Survey:
    """Look through the drop folder.

    Args:
        now_ns: the clock, in nanoseconds since 1970.
        settle_s: what changed less than this ago may still be written.
    """
    arrivals: list[Arrival] = []
    notes: list[str] = []
    known = set(sources)
    for folder in _shown(drop):
        if folder.name not in known or not folder.is_dir():
            notes.append(f"`{_printed(folder.relative_to(drop))}` in the drop folder is no source and was left alone")
            continue
        for delivery, files in _deliveries(folder):
            name = _printed(delivery.relative_to(drop))
            foreign = [file for file in (delivery, *files) if not _is_utf_8(file.relative_to(drop))]
            if foreign:
                told = _printed(foreign[0].relative_to(drop))
                notes.append(f"`{name}` was left alone: the name `{told}` is not UTF-8; rename it")
                continue
            try:
                arrival = _arrival(folder.name, name, delivery, files)
            except OSError as error:
                notes.append(f"`{name}` waits for the next night: {error.strerror}")
                continue
            if any(file.name.lower().endswith(_UNFINISHED) for file in (delivery, *files)):
                notes.append(f"`{name}` waits for the next night: it has an unfinished file")
            elif now_ns - arrival.arrived_ns < settle_s * 10**9:
                notes.append(f"`{name}` waits for the next night: it changed less than {settle_s} s ago")
            elif files:
                arrivals.append(arrival)
    return Survey(sorted(arrivals, key=lambda arrival: (arrival.arrived_ns, arrival.path)), notes)


def _shown(folder: Path) -> list[Path]:
    """What is in a folder, by name; hidden names are programs' own."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _deliveries(folder: Path) -> Iterator[tuple[Path, list[Path]]]:
    """Each delivery of a source with its files."""
    loose = [path for path in _shown(folder) if not path.is_dir() and path.suffix != _OPTIONS]
    if folder.name == "catalog":
        if loose:
            yield folder, loose
    else:
        yield from ((path, [path]) for path in loose)
    for path in _shown(folder):
        if path.is_dir():
            hidden = (file for file in sorted(path.rglob("*")) if not file.is_dir())
            yield path, [file for file in hidden if not _is_hidden(file.relative_to(path))]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _is_utf_8(path: Path) -> bool:
    """Whether a name can be written down: Python reads bytes that are not UTF-8 as lone surrogates."""
    return not any("\ud800" <= letter <= "\udfff" for letter in str(path))


def _printed(path: Path) -> str:
    """The path, with bytes that are not UTF-8 written as `\\xff`."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _arrival(source: str, name: str, delivery: Path, files: list[Path]) -> Arrival:
    """The time is the one of the file system's own notes (ctime): a copy that keeps the original's time has just arrived all the same."""
    digest = hashlib.sha256()
    arrived_ns = delivery.stat().st_ctime_ns
    said = options_file(delivery)
    for file in [*files, said] if said.is_file() else files:
        facts = file.stat()
        digest.update(f"{file.relative_to(delivery.parent)}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
        arrived_ns = max(arrived_ns, facts.st_ctime_ns)
    return Arrival(source, name, digest.hexdigest()[:32], arrived_ns)


def options_file(delivery: Path) -> Path:
    """The file that says how to read a delivery, where there is one."""
    return delivery.with_name(delivery.name.split(".")[0] + _OPTIONS)


def read_options(delivery: Path) -> dict[str, str]:
    """`layout` and `payee_id` as the options file says them; a layout's own file is named from there.

    Raises: UnreadableInput: it is not TOML, or says something else.
    """
    file = options_file(delivery)
    if not file.is_file():
        return {}
    hint = 'it takes the keys `layout` and `payee`, as in payee = "p1"'
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableInput(f"{file} cannot be read: {error}", hint=hint) from error
    if set(said) - {"layout", "payee"} or not all(isinstance(value, str) for value in said.values()):
        raise UnreadableInput(f"{file} says something else than a layout and a payee", hint=hint)
    told = {"layout": said.get("layout"), "payee_id": said.get("payee")}
    if "layout" in said and said["layout"].endswith(_OPTIONS):
        told["layout"] = str(file.parent / said["layout"])
    return {name: value for name, value in told.items() if value is not None}


class Loaded:
    """Signatures of what has been loaded, kept in `DATA_DIR/drop.json` by absolute path."""

    def __init__(self, data_dir: Path) -> None:
        self._file = data_dir / "drop.json"
        self._signatures: dict[str, str] = json.loads(self._file.read_text()) if self._file.is_file() else {}

    def has(self, drop: Path, arrival: Arrival) -> bool:
        return self._signatures.get(str(drop / arrival.path)) == arrival.signature

    def forget(self) -> None:
        """Forget all, also in the file: what waits tonight is new to the database as well."""
        self._signatures = {}
        self._save()

    def remember(self, plan: Iterable[dict[str, Any]]) -> None:
        """Take down these deliveries (an arrival's fields, and `drop`) as loaded; forget those that are gone."""
        self._signatures |= {str(Path(row["drop"]) / row["path"]): row["signature"] for row in plan}
        self._signatures = {path: signature for path, signature in self._signatures.items() if Path(path).exists()}
        self._save()

    def _save(self) -> None:
        write_whole(self._file, json.dumps(self._signatures, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
