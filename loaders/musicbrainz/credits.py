"""Who did what on a recording, from MusicBrainz' relations between artists, recordings and works."""

from collections.abc import Iterator
from typing import Final

from loaders.musicbrainz.artists import artist_id_of, mention_artist
from loaders.musicbrainz.values import PLACEHOLDERS, Json, child, children, mbid, snake_case, text, texts
from loaders.rows import RowBuffer, attributes, unique_texts

_NOT_AUDIO: Final = frozenset(
    [
        "animation",
        "art direction",
        "artwork",
        "booklet editor",
        "choreographer",
        "copyright",
        "creative direction",
        "design/illustration",
        "graphic design",
        "illustration",
        "legal representation",
        "licensor",
        "liner notes",
        "phonographic copyright",
        "photography",
        "video appearance",
        "video director",
    ]
)
"""Work on the packaging or the film, and rights."""
_ROLES: Final = {
    "instrument": "performer",
    "vocal": "performer",
    "performing orchestra": "performer",
    "mix": "mixer",
    "recording": "recording_engineer",
    "mastering": "mastering_engineer",
    "mix-DJ": "dj_mixer",
}


def role_word(kind: str) -> str | None:
    """MusicBrainz' relation between an artist and a recording or work in Namesake's word; None if it is no part in the recording."""
    return None if kind in _NOT_AUDIO else _ROLES.get(kind) or snake_case(kind) or None


def add_contributions(rows: RowBuffer, recording_id: str, recording: Json) -> None:
    """Add who took part in the recording and who wrote the works that are performed on it, where the source says."""
    found: dict[tuple[str, str], list[Json]] = {}
    for relation in _credited(recording):
        artist = child(relation, "artist")
        name, role = text(artist, "name"), role_word(text(relation, "type") or "")
        if name and role and mention_artist(rows, artist):
            found.setdefault((name, role), []).append(relation)
    for (name, role), relations in found.items():
        gids = unique_texts(mbid(child(relation, "artist")) for relation in relations)
        rows.add(
            "contributions",
            recording_id=recording_id,
            party_name=name,
            role=role,
            artist_id=artist_id_of(gids[0]),
            source_attributes=attributes(
                details=unique_texts(word for relation in relations for word in texts(relation, "attributes")),
                credited_as=unique_texts(text(relation, "target-credit") for relation in relations),
            ),
        )


def audio_credits(release: Json) -> list[Json]:
    """Credits for a release as a whole. Nobody knows for which of its tracks they hold, so they stay with the release."""
    found: dict[tuple[str, str], Json] = {}
    for relation in _relations_with_artists(release):
        artist, role = child(relation, "artist"), role_word(text(relation, "type") or "")
        gid, name = mbid(artist), text(artist, "name")
        if gid and name and role:
            found[gid, role] = {"artist_id": artist_id_of(gid), "name": name, "role": role}
    return list(found.values())


def _credited(recording: Json) -> Iterator[Json]:
    yield from _relations_with_artists(recording)
    for relation in children(recording, "relations"):
        yield from _relations_with_artists(child(relation, "work"))


def _relations_with_artists(item: Json) -> Iterator[Json]:
    """Those that lead from an artist to the item: one from the item to an artist says whose music it samples."""
    for relation in children(item, "relations"):
        gid = mbid(child(relation, "artist"))
        if gid and gid not in PLACEHOLDERS and text(relation, "direction") != "forward":
            yield relation
