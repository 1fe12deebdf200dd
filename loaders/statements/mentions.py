"""What statements say in passing of payees, artists, releases and recordings."""

from collections.abc import Iterator, Mapping
from typing import Any

from graph.name_forms import normal_form
from graph.records import Batch, Delivery, LoadOptions
from loaders.rows import Row, RowBuffer


class Mentions:
    """The things that one delivery mentions, each once: the first spelling stands. Memory grows with the things, not the lines."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], Row] = {}
        self._releases_of: dict[str, dict[str, None]] = {}

    def add(self, table: str, key: str, **row: Any) -> None:
        self._rows.setdefault((table, key), row)

    def add_recording(self, recording_id: str, release_id: str, **row: Any) -> None:
        """A recording may be on many releases: all of them are kept."""
        self._releases_of.setdefault(recording_id, {})[release_id] = None
        self.add("recordings", recording_id, recording_id=recording_id, **row)

    def is_full(self, options: LoadOptions) -> bool:
        """Whether there is enough for a batch."""
        return len(self._rows) >= options.batch_rows

    def drain(self, delivery: Delivery, *, options: LoadOptions) -> Iterator[Batch]:
        """All of them as batches; the table is empty afterwards."""
        buffer = RowBuffer(delivery, options=options)
        for number, ((table, key), row) in enumerate(self._rows.items(), start=1):
            if table == "recordings":
                row["release_ids"] = list(self._releases_of[key])
            buffer.mention(table, **row)
            if number % options.batch_rows == 0:
                yield from buffer.drain()
        yield from buffer.drain()
        self._rows.clear()
        self._releases_of.clear()


def mention_line(mentions: Mentions, layout: str, line: Mapping[str, Any]) -> None:
    """Mention what a line names: its text fields, typed, and `payee_id`, `release_id`.

    A release is mentioned with its own title only: the title of a track is the release's where no UPC says that there is more.
    """
    if line["payee_name"]:
        mentions.add("payees", line["payee_id"], payee_id=line["payee_id"], name=line["payee_name"])
    artist, release_id = line["artist"], line["release_id"]
    title = line["release_title"] or (line["title"] if line["upc"] is None else None)
    label_id = _named(mentions, layout, "label", line["label"])
    artist_id = _named(mentions, layout, "artist", artist)
    if title and artist_id:
        mentions.add(
            "releases",
            release_id,
            release_id=release_id,
            title=title,
            artist_ids=[artist_id],
            upc=line["upc"],
            label_id=label_id,
        )
    performer_id = _named(mentions, layout, "artist", line["track_artist"]) or artist_id
    if line["isrc"] and line["title"] and performer_id:
        mentions.add_recording(
            f"isrc:{line['isrc']}", release_id, title=line["title"], artist_ids=[performer_id], isrc=line["isrc"]
        )


def _named(mentions: Mentions, layout: str, kind: str, name: str | None) -> str | None:
    if not name:
        return None
    identifier = f"statement:{layout}:{kind}:{normal_form(name)}"
    mentions.add(f"{kind}s", identifier, **{f"{kind}_id": identifier, "name": name})
    return identifier
