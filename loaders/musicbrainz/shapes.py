"""What a JSON object from MusicBrainz is: dumps say it by the file's name, answers of the web service by their shape only."""

from collections.abc import Iterator
from typing import Final

from loaders.musicbrainz.files import ENTITIES
from loaders.musicbrainz.values import Json

_ALL: Final = (*ENTITIES, "area", "collection", "event", "genre", "instrument", "place", "series", "url", "work")
_LISTS: Final = {
    name: entity
    for entity in _ALL
    for name in (f"{entity}s" if entity != "series" else entity, f"{entity}-list", f"{entity}_list")
}
_SHAPES: Final[tuple[tuple[str, frozenset[str], frozenset[str]], ...]] = tuple(
    (entity, frozenset(all_of.split()), frozenset(any_of.split()))
    for entity, all_of, any_of in (
        ("AcoustID result", "", "releasegroups results fingerprint"),
        ("track", "recording", "number position"),
        ("medium", "track-count", "track-offset discs tracks"),
        ("work", "title", "iswcs"),
        ("release-group", "title", "primary-type primary-type-id secondary-types"),
        (
            "release",
            "title",
            "text-representation barcode label-info media packaging packaging-id release-events release-group",
        ),
        ("recording", "title length", "video isrcs artist-credit first-release-date"),
        ("label", "name", "label-code"),
        ("artist", "name", "gender gender-id begin-area begin_area end-area end_area"),
        ("area", "name iso-3166-1-codes", "sort-name"),
    )
)
"""Entity, the fields it always has, and those of which it has one; the first that fits. A medium and a result have no title of their own."""


def entries_of(item: Json, entity: str | None) -> Iterator[tuple[str | None, object]]:
    """The entries in an object: itself, or those it lists, each with what it is (None if nobody knows).

    `entity`: what the file says it holds; it is believed unless the object is an answer that lists entries.
    """
    if entity in ENTITIES and "id" in item:
        yield entity, item
        return
    own = _shape_of(item)
    lists = [] if own or "id" in item else [name for name in _LISTS if isinstance(item.get(name), list)]
    wrapped = [name for name in _ALL if list(item) == [name] and isinstance(item[name], dict)]
    for name in lists:
        for entry in item[name]:
            yield _LISTS[name], entry
    for name in wrapped:
        yield name, item[name]
    if not lists and not wrapped:
        yield own or entity, item


def _shape_of(item: Json) -> str | None:
    names = item.keys()
    for entity, all_of, any_of in _SHAPES:
        if all_of <= names and not any_of.isdisjoint(names):
            return entity
    return None
