"""Who did what on a Discogs release: its artists in order, its tracks, and credits that hold for some of the tracks."""

import re
from dataclasses import dataclass
from typing import Final

from loaders.discogs.names import PLACEHOLDERS, artist_id, parse_number
from loaders.rows import unique_texts
from loaders.xml import Element, children, find_text, texts

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
    """An artist in some roles (Discogs' words, small letters); `places` are track numbers from 0, None for all.

    `printed` is the name that stands on the release, `name` the artist's own.
    """

    artist_id: str | None
    name: str
    printed: str
    roles: tuple[str, ...]
    tracks: str | None
    places: frozenset[int] | None

    def holds_for(self, place: int) -> bool:
        return self.places is None or place in self.places

    @property
    def names_nobody(self) -> bool:
        """Whether it is given to an entry like Unknown Artist, which would tie strangers to each other."""
        return self.artist_id in PLACEHOLDERS


@dataclass(frozen=True, slots=True)
class Track:
    """A track; `whole` is the work that it is a part of, `parts` are its own parts, which have no recordings of their own."""

    element: Element
    whole: Element | None = None
    parts: tuple[Element, ...] = ()

    @property
    def position(self) -> str:
        return find_text(self.element, "position") or ""

    @property
    def credited(self) -> tuple[Element, ...]:
        """The elements whose credits hold for the track."""
        return (self.element, *([] if self.whole is None else [self.whole]), *self.parts)

    def artists(self) -> tuple[list[str], list[str]]:
        """Main and featured artists: the track's own, else those of the work it is a part of; none if the release's hold."""
        own = main_and_featured(self.element)
        return own if own[0] or self.whole is None else main_and_featured(self.whole)


def main_and_featured(element: Element) -> tuple[list[str], list[str]]:
    """The artists of a release, master or track; those after a joining `Feat.` are featured."""
    main: list[str] = []
    featured: list[str] = []
    into = main
    for part in children(element, "artists"):
        for artist in children(part, "artist"):
            number = parse_number(find_text(artist, "id"))
            if number:
                into.append(artist_id(number))
            if _FEATURING.match(find_text(artist, "join") or ""):
                into = featured
    return unique_texts(main), [artist for artist in unique_texts(featured) if artist not in main]


def tracks_of(element: Element) -> list[Track]:
    """The tracks in order: a heading is none, and one made up of parts stands for itself only if it has a place of its own."""
    listed = [track for part in children(element, "tracklist") for track in children(part, "track")]
    # a heading is known by having no place, which says nothing on a release whose tracks all have none
    has_places = any(_has_place(track) or _parts(track) for track in listed)
    tracks: list[Track] = []
    for track in listed:
        parts = _parts(track)
        if _has_place(track) or not has_places:
            tracks.append(Track(track, parts=tuple(parts)))
        else:
            tracks.extend(Track(part, whole=track) for part in parts)
    return [track for track in tracks if find_text(track.element, "title")]


def _parts(track: Element) -> list[Element]:
    return [part for group in children(track, "sub_tracks") for part in children(group, "track")]


def _has_place(track: Element) -> bool:
    return bool(texts(track, "position") or texts(track, "duration"))


def credits_of(element: Element, positions: list[str]) -> list[Credit]:
    """The extra artists of a release or track; `positions` are those of the release's tracks, for credits that name some."""
    found: list[Credit] = []
    for part in children(element, "extraartists"):
        for artist in children(part, "artist"):
            number, name = parse_number(find_text(artist, "id")), find_text(artist, "name")
            printed = find_text(artist, "anv") or name
            roles = split_roles(find_text(artist, "role") or "")
            tracks = find_text(artist, "tracks")
            if printed and roles:
                places = places_of(tracks, positions)
                found.append(
                    Credit(artist_id(number) if number else None, name or printed, printed, roles, tracks, places)
                )
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
