"""The things that a query can reach. A field that leads on is one load through a DataLoader and one conversion."""

import asyncio
from typing import Annotated

import strawberry
from strawberry import field
from strawberry.types import Info

from api.eager import loaded
from api.limits import MAX_NETWORK_DEPTH, check_first, check_range
from api.payees import PAYEE_RULE, payee_resolved
from api.schema.cluster_summary import ClusterSummary, build_summary
from api.schema.connections import Connection, resolved
from api.schema.evidence import (
    KIN_STEPS,
    Answer,
    ClusterChange,
    ClusterRecord,
    Evidence,
    FindingRecord,
    Kin,
    build_change,
    finding_values,
)
from api.schema.fields import Cursor, First, Signal, build, build_first, build_linked, build_node, build_page, loaders
from api.schema.insight import ArtistInsight
from api.schema.nodes import Node as Identified
from api.schema.nodes import build_named
from api.schema.records import Distributor, Label, PayeeRecord, RecordingRecord, ReleaseRecord
from api.schema.reviews import Note, Review, build_note, build_review
from api.schema.ties import Artists, Depth, Tie, build_ties, tie_types
from graph.read import MAX_LINKED, Node
from graph.read_network import NetworkKey

_SIGNALS = "What outside systems say of it, newest first, at most 100."
_FINDINGS = "Current findings about it, best first, at most 100."


@strawberry.type(
    description="Who is paid for releases. Hashed account details are not served; `network` says what is shared."
)
class Payee(PayeeRecord):
    @payee_resolved("Releases whose money goes to this payee, newest first.")
    async def releases(self, info: Info, first: First = 25, after: Cursor = None) -> "Connection[Release]":
        return await build_page(info, "payee_releases", Release, self.id, first, after)

    @payee_resolved(_SIGNALS)
    async def signals(self, info: Info) -> list[Signal]:
        return await build_linked(info, "payee_signals", Signal, self.id)


@strawberry.type(description="Money of a release that goes to a payee.")
class Payout:
    row: strawberry.Private[Node]
    share: float | None = field(description="0 to 1.", extensions=PAYEE_RULE)
    amount: float | None = field(description="In `currency`.", extensions=PAYEE_RULE)
    currency: str | None = field(description="ISO 4217.", extensions=PAYEE_RULE)
    period: str | None = field(description="YYYY-MM.", extensions=PAYEE_RULE)

    @payee_resolved("Who is paid.")
    def payee(self) -> Payee:
        return build(Payee, self.row["payee"])


@strawberry.type(description="A credit on a recording.")
class Contribution:
    artist_id: strawberry.Private[str | None]
    party_name: str | None = field(description="The name as credited.")
    role: str | None = field(description="composer, lyricist, producer, performer and so on.")
    ipi: str | None = field(description="The party's IPI number.")

    @loaded("The party's artist profile, where known.")
    async def artist(self, info: Info) -> "Artist | None":
        return await build_node(info, "Artist", Artist, self.artist_id) if self.artist_id else None


@strawberry.type(description="A release: single, EP, album or compilation.")
class Release(ReleaseRecord):
    @classmethod
    async def resolve_reference(cls, info: Info, id: strawberry.ID) -> "Release | None":
        """As another part of a supergraph refers to it."""
        return await build_node(info, "Release", Release, id)

    @loaded("Main artists in order, at most 100.")
    async def artists(self, info: Info) -> "list[Artist]":
        return await build_named(info, self, "artist_ids", "release_artists", Artist)

    @loaded("The label.")
    async def label(self, info: Info) -> Label | None:
        return next(iter(await build_named(info, self, "label_id", "release_label", Label)), None)

    @loaded("Who delivered it.")
    async def distributor(self, info: Info) -> Distributor | None:
        return next(iter(await build_named(info, self, "distributor_id", "release_distributor", Distributor)), None)

    @payee_resolved("Where its money goes, latest period first, at most 100.")
    async def payouts(self, info: Info) -> list[Payout]:
        rows = await loaders(info).linked("release_payouts", self.id)
        return [build(Payout, {**row, "row": row}) for row in rows]

    @loaded("Its recordings, at most 100.")
    async def recordings(self, info: Info) -> "list[Recording]":
        return await build_linked(info, "release_recordings", Recording, self.id)

    @loaded(_SIGNALS)
    async def signals(self, info: Info) -> list[Signal]:
        return await build_linked(info, "release_signals", Signal, self.id)

    @loaded(_FINDINGS)
    async def findings(self, info: Info) -> "list[Finding]":
        return await build_findings(info, "release", self.id)


@strawberry.type(description="A sound recording.")
class Recording(RecordingRecord):
    @loaded("Main artists in order, at most 100.")
    async def artists(self, info: Info) -> "list[Artist]":
        return await build_named(info, self, "artist_ids", "recording_artists", Artist)

    @loaded("Featured artists in order, at most 100.")
    async def featured_artists(self, info: Info) -> "list[Artist]":
        return await build_named(info, self, "featured_artist_ids", "recording_featured_artists", Artist)

    @loaded("Releases it appears on, at most 100.")
    async def releases(self, info: Info) -> list[Release]:
        return await build_named(info, self, "release_ids", "recording_releases", Release)

    @loaded("Its credits, at most 100.")
    async def contributions(self, info: Info) -> list[Contribution]:
        return await build_linked(info, "recording_contributions", Contribution, self.id)

    @loaded(_SIGNALS)
    async def signals(self, info: Info) -> list[Signal]:
        return await build_linked(info, "recording_signals", Signal, self.id)

    @loaded(_FINDINGS)
    async def findings(self, info: Info) -> "list[Finding]":
        return await build_findings(info, "recording", self.id)


@strawberry.type(description="The act behind one or more artist profiles, as resolved by the last run.")
class Identity(Identified):
    id: strawberry.ID = field(description="Stable while the identity's profiles stay.")
    probability: float = field(description="That the profiles are one act.")

    @loaded("Its profiles, at most 100.")
    async def profiles(self, info: Info) -> "list[Artist]":
        return await build_linked(info, "identity_profiles", Artist, self.id)


@strawberry.type(description="An artist tied to another one.")
class Neighbour:
    id: strawberry.Private[str]
    via_id: strawberry.Private[str]
    depth: int = field(description="Steps from the artist that was asked about.")
    weight: float = field(description="The sum of its ties' weights, of which `ties` lists the ten heaviest.")
    ties: list[Tie] = field(description="What it shares with `via`, rarest first, at most 10.")

    @loaded("The neighbour.")
    async def artist(self, info: Info) -> "Artist | None":
        return await build_node(info, "Artist", Artist, self.id)

    @loaded("The artist it was reached from.")
    async def via(self, info: Info) -> "Artist | None":
        return await build_node(info, "Artist", Artist, self.via_id)


@strawberry.type(description="An artist profile as a source asserts it.")
class Artist(ArtistInsight):
    @classmethod
    async def resolve_reference(cls, info: Info, id: strawberry.ID) -> "Artist | None":
        """As another part of a supergraph refers to it."""
        return await build_node(info, "Artist", Artist, id)

    @resolved("True if other records name this artist and its own record has not arrived.")
    def only_referred_to(self) -> bool:
        return self.row.get("record_hash") is None

    @loaded("Releases on the artist's page, newest first.")
    async def releases(self, info: Info, first: First = 25, after: Cursor = None) -> Connection[Release]:
        return await build_page(info, "artist_releases", Release, self.id, first, after)

    @loaded("Recordings as main or featured artist, most streamed first.")
    async def recordings(self, info: Info, first: First = 25, after: Cursor = None) -> Connection[Recording]:
        return await build_page(info, "artist_recordings", Recording, self.id, first, after)

    @loaded("The act behind the profile; null before the first run.")
    async def identity(self, info: Info) -> Identity | None:
        return await build_first(info, "artist_identity", Identity, self.id)

    @loaded("Current clusters that the artist is a member of.")
    async def clusters(self, info: Info) -> "list[Cluster]":
        return await build_linked(info, "artist_clusters", Cluster, self.id)

    @loaded(_SIGNALS)
    async def signals(self, info: Info) -> list[Signal]:
        return await build_linked(info, "artist_signals", Signal, self.id)

    @loaded("Current findings with it as subject, target or member, best first, at most 100.")
    async def findings(self, info: Info) -> "list[Finding]":
        return await build_findings(info, "artist", self.id)

    @loaded(
        "Artists tied to this one, nearest first, then by how telling the ties are. What too many share, such as a "
        "large distributor, is not walked through: more than a tenth of all artists (and more than 50), or more than 2,000 relationships."
    )
    async def network(
        self,
        info: Info,
        depth: Depth = 1,
        first: Artists = 25,
    ) -> list[Neighbour]:
        check_range("depth", depth, 1, MAX_NETWORK_DEPTH)
        rows = await loaders(info).network(NetworkKey(self.id, depth, check_first(first), tie_types(info)))
        return [build(Neighbour, {**row, "via_id": row["via"], "ties": build_ties(info, row["ties"])}) for row in rows]


@strawberry.type(description="Profiles that belong together, tracked from night to night.")
class Cluster(ClusterRecord):
    @loaded("Its members that are artists, by id.")
    async def members(self, info: Info, first: First = 25, after: Cursor = None) -> Connection[Artist]:
        return await build_page(info, "cluster_members", Artist, self.id, first, after)

    @loaded("Its members that are releases, by id.")
    async def releases(self, info: Info, first: First = 25, after: Cursor = None) -> Connection[Release]:
        return await build_page(info, "cluster_releases", Release, self.id, first, after)

    @loaded("How firmly each of `memberIds` belongs, 0 to 1, in their order; null where that is not known.")
    async def member_strengths(self, info: Info) -> list[float | None]:
        strengths: dict[str, float] = {}
        for finding in await self._own(info):
            strengths |= dict(zip(finding.member_ids, finding.member_strengths, strict=False))
        return [strengths.get(id) for id in self.member_ids]

    @resolved("What its members have in common, in numbers.")
    async def summary(self, info: Info) -> ClusterSummary:
        return await build_summary(info, self.id, len(self.member_ids))

    @loaded(
        "Of a content farm, two questions: is there one operator, and if so, does it break the rules? Empty for other kinds."
    )
    async def answers(self, info: Info) -> list[Answer]:
        return [answer for finding in await self._own(info) for answer in finding.answers]

    @loaded("What became of it night after night, newest first, at most 100 changes.")
    async def history(self, info: Info, kin: Kin = False) -> list[ClusterChange]:
        rows = await loaders(info).cluster_history(KIN_STEPS if kin else 0, self.id)
        return [build_change(row) for row in rows[: -MAX_LINKED - 1 : -1]]

    async def _own(self, info: Info) -> "list[Finding]":
        """The findings that are about the cluster itself."""
        return [found for found in await build_findings(info, "cluster", self.id) if found.subject_id == self.id]

    @loaded(_FINDINGS)
    async def findings(self, info: Info) -> "list[Finding]":
        return await build_findings(info, "cluster", self.id)


Subject = Annotated[
    Artist | Release | Recording | Cluster, strawberry.union("Subject", description="What a finding can be about.")
]
_SUBJECTS: dict[str, type[Artist] | type[Release] | type[Recording] | type[Cluster]] = {
    "artist": Artist,
    "release": Release,
    "recording": Recording,
    "cluster": Cluster,
}


@strawberry.type(description="What a detector says, as of the last run that said it.")
class Finding(FindingRecord):
    @resolved("The evidence that speaks against the finding, heaviest first.")
    def exculpatory(self) -> list[Evidence]:
        return [item for item in reversed(self.evidence) if item.weight < 0]

    @loaded("What it is about; null if that has left the graph.")
    async def subject(self, info: Info) -> Subject | None:
        return await _build_subject(info, self.subject_type, self.subject_id)

    @loaded("Whose identity or page is traded on, or the audio that was there first.")
    async def target(self, info: Info) -> Subject | None:
        return await _build_subject(info, self.target_type, self.target_id)

    @loaded("The artists among the first 100 of `memberIds`, in order.")
    async def members(self, info: Info) -> list[Artist]:
        found = await asyncio.gather(*(build_node(info, "Artist", Artist, id) for id in self.member_ids[:MAX_LINKED]))
        return [artist for artist in found if artist is not None]

    @loaded("What people decided on it, newest first, at most 100.")
    async def reviews(self, info: Info) -> list[Review]:
        return [build_review(node) for node in await loaders(info).linked("finding_reviews", self.id)]

    @loaded("What people noted on it, newest first, at most 100.")
    async def notes(self, info: Info) -> list[Note]:
        return [build_note(node) for node in await loaders(info).linked("finding_notes", self.id)]


async def _build_subject(info: Info, type: str | None, id: str | None) -> Artist | Release | Recording | Cluster | None:
    kind = _SUBJECTS.get(type or "")
    return None if kind is None or id is None else await build_node(info, kind.__name__, kind, id)


def build_finding(node: Node) -> Finding:
    return build(Finding, finding_values(node))


async def build_findings(info: Info, type: str, id: str) -> list[Finding]:
    return [build_finding(node) for node in await loaders(info).linked(f"{type}_findings", id)]
