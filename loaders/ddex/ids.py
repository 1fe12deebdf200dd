"""Ids of what a DDEX message speaks of. Every id begins with the sender: `ddex:SENDER:…`.

An id must stay the same from message to message, so nothing of one message (its id, its date, its file) is in it; and it must be safe to
store and to print whatever a sender writes into a name.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Final

from graph.identifiers import parse_dpid, parse_isni, parse_isrc, parse_upc
from loaders.ddex.values import Ids, Message, Party

_MAX_KEY: Final = 200
"""Characters of a name in an id; a database's index holds a few thousand bytes at most."""
_ROLES: Final = {
    "Artist": ("performer",),
    "MainArtist": ("performer",),
    "StudioProducer": ("producer",),
    "ComposerLyricist": ("composer", "lyricist"),
}
_WORD_START: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[\s-]+")


@lru_cache(maxsize=10_000)
def folded(name: str) -> str:
    """The name as part of an id: compatibility forms and case folded, blanks single, what cannot be seen spelled out.

    An invisible character keeps two profiles apart that look the same, so it is not dropped: U+200B is written `%200B`.
    """
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    if not plain.isprintable():
        plain = "".join(char if char.isprintable() else f"%{ord(char):04X}" for char in plain)
    if len(plain) <= _MAX_KEY:
        return plain
    return f"{plain[:40]}#{hashlib.sha256(plain.encode('utf-8', 'replace')).hexdigest()[:32]}"


def exact(text: str) -> str:
    """A sender's own id as part of an id: as it is, unless it is too long or not to be seen."""
    return text if len(text) <= _MAX_KEY and text.isprintable() else folded(text)


@lru_cache(maxsize=1000)
def role_words(role: str) -> tuple[str, ...]:
    """DDEX's role in Namesake's words: `StudioProducer` is `producer`, `MusicPublisher` is `music_publisher`."""
    return _ROLES.get(role) or (_WORD_START.sub("_", role.strip()).lower(),)


def sender_key(message: Message) -> str:
    """The sender by DPID, else by any id it gives itself, else by name; "" if the message has none."""
    party = message.sender
    if party.dpid:
        return parse_dpid(party.dpid) or exact(party.dpid)
    return next((exact(own) for _, own in party.own_ids), "") or folded(" ".join(party.names[:1]))


class IdMaker:
    """Ids as one sender's messages give them."""

    def __init__(self, sender: str) -> None:
        self.sender = sender

    def make(self, *parts: str) -> str:
        return ":".join(("ddex", self.sender, *parts))

    def distributor(self) -> str:
        return f"ddex:{self.sender}"

    def label(self, name: str) -> str:
        return self.make("label", folded(name))

    def artist(self, party: Party) -> str:
        """By the sender's own id, else another proprietary one, ISNI, DPID, and last by the folded name."""
        if party.own_ids:
            own = dict(reversed(party.own_ids))
            for namespace in ("", self.sender):
                if namespace in own:
                    return self.make(exact(own[namespace]))
            return self._own(party.own_ids[0])
        isni = parse_isni(party.isni) if party.isni else None
        if isni:
            return self.make("isni", isni)
        dpid = parse_dpid(party.dpid) if party.dpid else None
        return self.make("dpid", dpid) if dpid else self.make("name", folded(party.names[0]))

    def release(self, ids: Ids) -> str | None:
        """By ICPN, else GRid, proprietary id, ISRC or catalog number; None without any."""
        if ids.icpn:
            return self.make(parse_upc(ids.icpn) or exact(ids.icpn))
        if ids.grid:
            return self.make(exact(ids.grid))
        if ids.own:
            return self._own(ids.own)
        if ids.isrc:
            return self.make(parse_isrc(ids.isrc) or exact(ids.isrc))
        return self._own(ids.catalog_number, "catalog") if ids.catalog_number else None

    def recording(self, ids: Ids) -> str | None:
        """By ISRC if it has the form of one, else by proprietary id; None without any.

        A text that is no ISRC identifies nothing: senders write the same placeholder into every track.
        """
        isrc = parse_isrc(ids.isrc) if ids.isrc else None
        return self.make(isrc) if isrc else self._own(ids.own) if ids.own else None

    def _own(self, own: tuple[str, str], *kind: str) -> str:
        namespace, text = own
        return self.make(*kind, *([] if namespace in ("", self.sender) else [exact(namespace)]), exact(text))
