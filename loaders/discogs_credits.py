"""Who did what on a Discogs release: its artists in order, its tracks, and credits that hold for some of the tracks."""

import re
from dataclasses import dataclass
from typing import Final

from loaders.rows import unique_texts
from loaders.xml import Element, children, find_text

_FEATURING: Final = re.compile(r"^(feat\b|ft\b|featuring\b)", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\[[^\]]*\]")
_NOT_AUDIO: Final = frozenset(
    [
        "a&r",
        "art direction",
        "artwork",
        "artwork by",
        "booklet editor",
        "cover",
        "creative director",
        "design",
        "graphic design",
        "graphics",
        "illustration",
        "lacquer cut by",
        "layout",
        "liner notes",
        "model",
        "photography",
        "photography by",
        "sleeve",
        "sleeve notes",
        "typography",
        "film director",
    ]
)
"""Roles in the making of the packaging, which no recording shares."""
_ROLES: Final = {
    "written-by": ("writer",),
    "written by": ("writer",),
    "songwriter": ("writer",),
    "composed by": ("composer",),
    "music by": ("composer",),
    "lyrics by": ("lyricist",),
    "words by": ("lyricist",),
    "words & music by": ("composer", "lyricist"),
    "producer": ("producer",),
    "co-producer": ("producer",),
    "arranged by": ("arranger",),
    "remix": ("remixer",),
    "mixed by": ("mixer",),
    "recorded by": ("recording_engineer",),
    "mastered by": ("mastering_engineer",),
    "performer": ("performer",),
    "featuring": ("performer",),
}


@dataclass(frozen=True, slots=True)
class Credit:
    """An artist in some roles (Discogs' words, small letters); `places` are track numbers from 0, None for all."""

    artist_id: str | None
    name: str
    roles: tuple[str, ...]
    places: frozenset[int] | None

    def holds_for(self, place: int) -> bool:
        return self.places is None or place in self.places


def main_and_featured(element: Element) -> tuple[list[str], list[str]]:
    """The artists of a release or track; those after a joining `Feat.` are featured."""
    main: list[str] = []
    featured: list[str] = []
    into = main
    for part in children(element, "artists"):
        for artist in children(part, "artist"):
            number = find_text(artist, "id")
            if number and number != "0":
                into.append(f"discogs:{number}")
            if _FEATURING.match(find_text(artist, "join") or ""):
                into = featured
    return unique_texts(main), [artist for artist in unique_texts(featured) if artist not in main]


def tracks_of(element: Element) -> list[Element]:
    """The tracks in order: a heading is none, and one made up of parts stands for itself only if it has a place of its own."""
    tracks: list[Element] = []
    for part in children(element, "tracklist"):
        for track in children(part, "track"):
            inner = [sub for group in children(track, "sub_tracks") for sub in children(group, "track")]
            has_place = find_text(track, "position") is not None or find_text(track, "duration") is not None
            tracks.extend([track] if has_place else inner)
    return tracks


def credits_of(element: Element, positions: list[str]) -> list[Credit]:
    """The extra artists of a release or track; `positions` are those of the release's tracks, for credits that name some."""
    found: list[Credit] = []
    for part in children(element, "extraartists"):
        for artist in children(part, "artist"):
            number = find_text(artist, "id")
            name = find_text(artist, "anv") or find_text(artist, "name")
            roles = split_roles(find_text(artist, "role") or "")
            if name and roles:
                artist_id = f"discogs:{number}" if number and number != "0" else None
                found.append(Credit(artist_id, name, roles, places_of(find_text(artist, "tracks"), positions)))
    return found


def split_roles(text: str) -> tuple[str, ...]:
    """`Producer [Additional], Written-By` as `producer` and `written-by`."""
    plain = (role.strip().lower() for role in _BRACKETS.sub("", text).split(","))
    return tuple(unique_texts(plain))


def role_words(role: str) -> tuple[str, ...]:
    """Discogs' role in Namesake's words; none for work on the packaging."""
    if role in _NOT_AUDIO:
        return ()
    return _ROLES.get(role) or (re.sub(r"[\s-]+", "_", role),)


def places_of(text: str | None, positions: list[str]) -> frozenset[int] | None:
    """`A1, B2 to B4` as track numbers from 0; None (all tracks) without a text. A position that is not there counts for none."""
    if not text:
        return None
    known = {position: place for place, position in reversed(list(enumerate(positions))) if position}
    places: set[int] = set()
    for part in text.split(","):
        first, _, last = (side.strip() for side in part.partition(" to "))
        if first in known and (last or first) in known:
            places.update(range(known[first], known[last or first] + 1))
    return frozenset(places)
