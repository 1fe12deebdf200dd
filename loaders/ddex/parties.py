"""The parties of one message on their way into artists and contributions."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from graph.identifiers import parse_ipi, parse_isni
from loaders.ddex.ids import IdMaker, role_words
from loaders.ddex.values import Credit, Message, Party, Title
from loaders.rows import RowBuffer, attributes, shortened, unique_texts

MAX_TEXT: Final = 2000
"""Characters of a name or title; longer ones are no names, and no index holds them."""
AI_WORDS: Final = {"All": "generated", "Partly": "assisted", "None": "none"}
"""What ERN 4.3.2 says of generative AI, in Namesake's words."""
_FEATURED: Final = frozenset({"FeaturedArtist", "FeaturingArtist", "Featuring"})
_MAIN: Final = frozenset({"MainArtist", "PrimaryArtist"})
_WRITERS: Final = frozenset(
    {"Composer", "Lyricist", "ComposerLyricist", "Author", "Arranger", "Producer", "Remixer", "Actor"}
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something of a message that is set aside: where (line and path of elements), what, why, and what would put it right."""

    line: int
    path: str
    value: str
    reason: str
    remedy: str = "correct it in the sender's system and send the release again"


@dataclass(frozen=True, slots=True)
class Cast:
    """Display artists by how they are shown; `rest`: those who are neither main nor featured, such as a composer."""

    main: list[Party]
    featured: list[Party]
    rest: list[Credit]


class PartyBook:
    """Who is credited in a message, each artist made a record once."""

    def __init__(self, message: Message, rows: RowBuffer, ids: IdMaker) -> None:
        self._parties = message.parties
        self._rows = rows
        self._ids = ids
        self.faults: list[Fault] = []
        self.odd: Counter[str] = Counter()

    def party(self, credit: Credit, path: str) -> Party | None:
        """The credited party; None, with a fault, if the message does not say who it is."""
        party = self._parties.get(credit.reference) if credit.reference else credit.party
        if party is None:
            reason = "refers to a party that the message's PartyList does not have"
        elif not party.names:
            reason = "names nobody"
        elif any(len(name) > MAX_TEXT for name in party.names):
            reason = f"has a name of more than {MAX_TEXT} characters"
        else:
            return party
        value = credit.reference or (party.names[0] if party and party.names else "")
        self.faults.append(Fault(credit.line, path, shortened(value), reason))
        return None

    def cast(self, artists: list[Credit], path: str) -> Cast:
        named = [(credit, party) for credit in artists if (party := self.party(credit, f"{path}/DisplayArtist"))]
        featured = [item for item in named if _FEATURED.intersection(item[0].roles)]
        others = [item for item in named if item not in featured] if featured else named
        main = (
            [item for item in others if _MAIN.intersection(item[0].roles) or not item[0].roles]
            or [item for item in others if not _WRITERS.intersection(item[0].roles)]
            or others
            or featured
        )
        if len(main) == len(named):
            return Cast([party for _, party in main], [], [])
        return Cast(
            main=[party for _, party in main],
            featured=[party for item, party in featured if (item, party) not in main],
            rest=[credit for credit, party in others if (credit, party) not in main],
        )

    def add_artists(self, parties: list[Party]) -> list[str]:
        """Their ids, each once, in order."""
        return unique_texts(self._add_artist(party) for party in parties)

    def _add_artist(self, party: Party) -> str:
        artist_id = self._ids.artist(party)
        isni = parse_isni(party.isni) if party.isni else None
        ipi = parse_ipi(party.ipi) if party.ipi else None
        self.count_odd("ISNI", party.isni, isni)
        known = self._rows.get("artists", artist_id)
        if known is None:
            self._rows.add(
                "artists",
                artist_id=artist_id,
                name=party.names[0],
                aliases=list(party.names[1:]) or None,
                isni=isni,
                ipi=ipi,
                source_attributes=attributes(
                    isni=None if isni else party.isni,
                    dpid=party.dpid,
                    ipn=party.ipn,
                    proprietary_ids=[f"{namespace}:{own}" if namespace else own for namespace, own in party.own_ids],
                ),
            )
        elif (party.names[0], isni, ipi) != (known["name"], known["isni"], known["ipi"]) or len(party.names) > 1:
            known["isni"], known["ipi"] = known["isni"] or isni, known["ipi"] or ipi
            names = [*(known["aliases"] or ()), *party.names]
            known["aliases"] = [name for name in unique_texts(names) if name != known["name"]] or None
        return artist_id

    def count_odd(self, kind: str, sent: str | None, parsed: str | None) -> None:
        if sent and parsed is None:
            self.odd[f"{kind} of a wrong form, kept as a source attribute only"] += 1

    def add_contributions(self, recording_id: str, contributors: list[Credit], path: str) -> None:
        for credit in contributors:
            party = self.party(credit, path)
            if party is None:
                continue
            artist_id = self._ids.artist(party)
            words = unique_texts(word for sent in credit.roles or ("Contributor",) for word in role_words(sent))
            for role in words:
                self._rows.add(
                    "contributions",
                    recording_id=recording_id,
                    party_name=party.names[0],
                    role=role,
                    ipi=parse_ipi(party.ipi) if party.ipi else None,
                    artist_id=artist_id if self._rows.get("artists", artist_id) else None,
                    source_attributes=attributes(instruments=list(credit.instruments)) if credit.instruments else None,
                )


def disclosures(ai: str | None, contributors: list[Credit]) -> list[str] | None:
    """What the sender says of generative AI: of the whole recording, then by role; None if nothing."""
    words: list[str | None] = [AI_WORDS.get(ai, ai) if ai else None]
    for credit in contributors:
        if credit.ai:
            said = AI_WORDS.get(credit.ai, credit.ai)
            words += [f"{role}:{said}" for sent in credit.roles or ("Contributor",) for role in role_words(sent)]
    return unique_texts(words) or None


def titles_attribute(titles: list[Title]) -> list[dict[str, str]]:
    """Other titles as source attributes, each with its language and kind where the message says them."""
    return [
        {
            name: text
            for name, text in (("title", title.text), ("language", title.language), ("kind", title.kind))
            if text
        }
        for title in titles
    ]
