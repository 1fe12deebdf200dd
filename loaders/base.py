"""What loaders share: the table of sources, deliveries, and the words for what is set aside."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Final

from graph.records import Batch, Delivery, LoadOptions, Notice, Quarantined

Item = Batch | Quarantined | Notice
Reader = Callable[..., Iterator[Item]]
_SHOWN: Final = 60


def _lazily(module: str, name: str) -> Reader:
    def read(path: Path, *, options: LoadOptions) -> Iterator[Item]:
        reader: Reader = getattr(import_module(f"loaders.{module}"), name)
        return reader(path, options=options)

    return read


LOADERS: Final[dict[str, Reader]] = {
    "catalog": _lazily("catalog", "read_catalog"),
    "ddex": _lazily("ddex", "read_ddex"),
    "discogs": _lazily("discogs", "read_discogs"),
}


def file_delivery(
    path: Path, source: str, *, sender: str | None = None, created_at: datetime | None = None
) -> Delivery:
    """The delivery that this file is: its id is the SHA-256 of its bytes."""
    with path.open("rb") as file:
        return Delivery(hashlib.file_digest(file, "sha256").hexdigest(), source, path.name, sender, created_at)


def shortened(value: str) -> str:
    """A value as it is shown beside a reason: printable, and not longer than a line."""
    text = "".join(letter if letter.isprintable() else "\ufffd" for letter in value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def whole_file(path: Path, delivery_id: str | None, *, line: int, reason: str, remedy: str) -> Quarantined:
    """A file set aside as a whole; `line` 0 where the fault has no place."""
    return Quarantined(path.name, line, "", "", reason, remedy, delivery_id)
