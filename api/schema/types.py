"""The things that a query can reach. A field that leads on is one load through a DataLoader and one conversion."""

import asyncio
import datetime
import json
from typing import Annotated

import strawberry
from strawberry import field
from strawberry.types import Info

from api.limits import MAX_NETWORK_DEPTH, check_first, check_range
from api.schema.connections import Connection, resolved
from api.schema.fields import (
    Count,
    Cursor,
    Distributor,
    FindingKind,
    First,
    Label,
    Signal,
    Tie,
    build,
    build_first,
    build_linked,
    build_node,
    build_page,
    loaders,
)
from graph.findings import counterfactual
from graph.read import MAX_LINKED, NetworkKey, Node

_SIGNALS = "What outside systems say of it, newest first, at most 100."
_FINDINGS = "Current findings about it, best first, at most 100."


@strawberry.type(
    description="Who is paid for releases. Hashed account details are not served; `network` says what is shared."
)
class Payee:
    id: strawberry.ID = field(description="The input's `payee_id`.")
    name: str | None = field(description="Its name; null if its record has not arrived.")
    country: str | None = field(description="ISO 3166-1 alpha-2.")

    @resolved("Releases whose money goes to this payee, newest first.")
    async def releases(self, info: Info, first: First = 25, after: Cursor = None) -> "Connection[Release]":
        return await build_page(info, "payee_releases", Release, self.id, first, after)

    @resolved(_SIGNALS)
    async def signals(self, info: Info) -> list[Signal]:
        return await build_linked(info, "payee_signals", Signal, self.id)


@strawberry.type(description="Money of a release that goes to a payee.")
class Payout:
    row: strawberry.Private[Node]
    share: float | None = field(description="0 to 1.")
    amount: float | None = field(description="In `currency`.")
    currency: str | None = field(description="ISO 4217.")
    period: str | None = field(description="YYYY-MM.")

    @resolved("Who is paid.")
    def payee(self) -> Payee:
        return build(Payee, self.row["payee"])


@strawberry.type(description="A credit on a recording.")
class Contribution:
    artist_id: strawberry.Private[str | None]
    party_name: str | None = field(description="The name as credited.")
    role: str | None = field(description="composer, lyricist, producer, performer and so on.")
    ipi: str | None = field(description="The party's IPI number.")

    @resolved("The party's artist profile, where known.")
    async def artist(self, info: Info) -> "Artist | None":
        return await build_node(info, "Artist", Artist, self.artist_id) if self.artist_id else None


@strawberry.type(description="A release: single, EP, album or compilation.")
class Release:
    id: strawberry.ID = field(description="The input's `release_id`.")
    title: str | None = field(description="Its title; null if its record has not arrived.")
    upc: str | None = field(description="UPC or EAN.")
    type: str | None = field(description="single, ep, album or compilation.")
    release_date: datetime.date | None = field(description="The day it came out.")
    genres: list[str] = field(description="As the input says.")
    language: str | None = field(description="BCP 47.")
    p_line: str | None = field(description="The sound recording copyright line.")
    c_line: str | None = field(description="The copyright line.")
    cover_phash: str | None = field(description="Perceptual hash of the cover, 16 hex digits.")
    received_at: datetime.datetime | None = field(description="When it was delivered, UTC.")
    artist_assignment: str | None = field(
        description="How it was put on the artist's page: identifier, artist_key, name_only or manual."
    )

    @resolved("Main artists in order, at most 100.")
    async def artists(self, info: Info) -> "list[Artist]":
        return await build_linked(info, "release_artists", Artist, self.id)

    @resolved("The label.")
    async def label(self, info: Info) -> Label | None:
        return await build_first(info, "release_label", Label, self.id)

    @resolved("Who delivered it.")
    async def distributor(self, info: Info) -> Distributor | None:
        return await build_first(info, "release_distributor", Distributor, self.id)

    @resolved("Where its money goes, latest period first, at most 100.")
    async def payouts(self, info: Info) -> list[Payout]:
        rows = await loaders(info).linked("release_payouts", self.id)
        return [build(Payout, {**row, "row": row}) for row in rows]

    @resolved("Its recordings, at most 100.")
    async def recordings(self, info: Info) -> "list[Recording]":
        return await build_linked(info, "release_recordings", Recording, self.id)

    @resolved(_SIGNALS)
    async def signals(self, info: Info) -> list[Signal]:
        return await build_linked(info, "release_signals", Signal, self.id)

    @resolved(_FINDINGS)
    async def findings(self, info: Info) -> "list[Finding]":
        return await build_findings(info, "release", self.id)


@strawberry.type(description="A sound recording.")
class Recording:
    id: strawberry.ID = field(description="The input's `recording_id`.")
    title: str | None = field(description="Its title; null if its record has not arrived.")
    isrc: str | None = field(description="ISRC.")
    duration_ms: Count | None = field(description="Length in milliseconds.")
    audio_fingerprint: str | None = field(description="Equal means the same audio.")
    language: str | None = field(description="BCP 47.")
    streams_28d: Count | None = field(description="Streams of the last 28 days.")
    listeners_28d: Count | None = field(description="Listeners of the last 28 days.")
    ai_disclosure: list[str] = field(description="none, assisted or generated, or a list by role.")

    @resolved("Main artists in order, at most 100.")
    async def artists(self, info: Info) -> "list[Artist]":
        return await build_linked(info, "recording_artists", Artist, self.id)

    @resolved("Featured artists in order, at most 100.")
    async def featured_artists(self, info: Info) -> "list[Artist]":
        return await build_linked(info, "recording_featured_artists", Artist, self.id)

    @resolved("Releases it appears on, at most 100.")
    async def releases(self, info: Info) -> list[Release]:
        return await build_linked(info, "recording_releases", Release, self.id)

    @resolved("Its credits, at most 100.")
    async def contributions(self, info: Info) -> list[Contribution]:
        return await build_linked(info, "recording_contributions", Contribution, self.id)

    @resolved(_SIGNALS)
    async def signals(self, info: Info) -> list[Signal]:
        return await build_linked(info, "recording_signals", Signal, self.id)

    @resolved(_FINDINGS)
    async def findings(self, info: Info) -> "list[Finding]":
        return await build_findings(info, "recording", self.id)


@strawberry.type(description="The act behind one or more artist profiles, as resolved by the last run.")
class Identity:
    id: strawberry.ID = field(description="Stable while the identity's profiles stay.")
    probability: float = field(description="That the profiles are one act.")

    @resolved("Its profiles, at most 100.")
    async def profiles(self, info: Info) -> "list[Artist]":
        return await build_linked(info, "identity_profiles", Artist, self.id)


@strawberry.type(description="An artist tied to another one.")
class Neighbour:
    id: strawberry.Private[str]
    via_id: strawberry.Private[str]
    depth: int = field(description="Steps from the artist that was asked about.")
    weight: float = field(description="The sum of its ties' weights, of which `ties` lists the ten heaviest.")
    ties: list[Tie] = field(description="What it shares with `via`, rarest first, at most 10.")

    @resolved("The neighbour.")
    async def artist(self, info: Info) -> "Artist | None":
        return await build_node(info, "Artist", Artist, self.id)

    @resolved("The artist it was reached from.")
    async def via(self, info: Info) -> "Artist | None":
        return await build_node(info, "Artist", Artist, self.via_id)


@strawberry.type(description="An artist profile as a source asserts it.")
class Artist:
    record_hash: strawberry.Private[str | None]
    id: strawberry.ID = field(description="The input's `artist_id`.")
    name: str | None = field(description="Its name; null if its record has not arrived.")
    aliases: list[str] = field(description="Other names.")
    country: str | None = field(description="ISO 3166-1 alpha-2.")
    type: str | None = field(description="person, group or other.")
    genres: list[str] = field(description="As the input says.")
    biography: str | None = field(description="The profile's text.")
    followers: Count | None = field(description="Followers of the profile.")
    monthly_listeners: Count | None = field(description="Listeners of the last month.")
    isni: str | None = field(description="ISNI.")
    ipi: str | None = field(description="IPI name number.")
    musicbrainz_id: str | None = field(description="MusicBrainz artist id.")
    discogs_id: str | None = field(description="Discogs artist id.")
    urls: list[str] = field(description="Pages of the artist.")
    image_phash: str | None = field(description="Perceptual hash of the image, 16 hex digits.")
    created_on: datetime.date | None = field(description="The day the profile was made.")
    ended_on: datetime.date | None = field(description="The day the act disbanded or died.")
    verified: bool | None = field(description="Whether the service verified the profile.")

    @resolved("True if other records name this artist and its own record has not arrived.")
    def only_referred_to(self) -> bool:
        return self.record_hash is None

    @resolved("Releases on the artist's page, newest first.")
    async def releases(self, info: Info, first: First = 25, after: Cursor = None) -> Connection[Release]:
        return await build_page(info, "artist_releases", Release, self.id, first, after)

    @resolved("Recordings as main or featured artist, most streamed first.")
    async def recordings(self, info: Info, first: First = 25, after: Cursor = None) -> Connection[Recording]:
        return await build_page(info, "artist_recordings", Recording, self.id, first, after)

    @resolved("The act behind the profile; null before the first run.")
    async def identity(self, info: Info) -> Identity | None:
        return await build_first(info, "artist_identity", Identity, self.id)

    @resolved("Current clusters that the artist is a member of.")
    async def clusters(self, info: Info) -> "list[Cluster]":
        return await build_linked(info, "artist_clusters", Cluster, self.id)

    @resolved(_SIGNALS)
    async def signals(self, info: Info) -> list[Signal]:
        return await build_linked(info, "artist_signals", Signal, self.id)

    @resolved("Current findings with it as subject, target or member, best first, at most 100.")
    async def findings(self, info: Info) -> "list[Finding]":
        return await build_findings(info, "artist", self.id)

    @resolved(
        "Artists tied to this one, nearest first, then by how telling the ties are. What thousands share, such as a "
        "large distributor, is not walked through."
    )
    async def network(
        self,
        info: Info,
        depth: Annotated[int, strawberry.argument(description="Steps, 1 to 3.")] = 1,
        first: Annotated[int, strawberry.argument(description="Artists at most, 1 to 100.")] = 25,
    ) -> list[Neighbour]:
        check_range("depth", depth, 1, MAX_NETWORK_DEPTH)
        rows = await loaders(info).network(NetworkKey(self.id, depth, check_first(first)))
        return [
            build(Neighbour, {**row, "via_id": row["via"], "ties": [build(Tie, tie) for tie in row["ties"]]})
            for row in rows
        ]


@strawberry.type(description="Profiles that belong together, tracked from night to night.")
class Cluster:
    id: strawberry.ID = field(description="Kept while most members stay.")
    finding_kind: FindingKind = field(name="kind", description="What the cluster is of.")
    size: int = field(description="Members in the last run.")
    previous_size: int | None = field(description="Members in the run before; null if it is new.")
    score: float = field(description="A calibrated probability.")
    first_seen: datetime.date | None = field(description="The first run that saw it.")

    @resolved("Its members, by id.")
    async def members(self, info: Info, first: First = 25, after: Cursor = None) -> Connection[Artist]:
        return await build_page(info, "cluster_members", Artist, self.id, first, after)

    @resolved(_FINDINGS)
    async def findings(self, info: Info) -> "list[Finding]":
        return await build_findings(info, "cluster", self.id)


@strawberry.type(description="A sentence that can be checked, and what it is worth.")
class Evidence:
    type: str = field(description="The feature it comes from.")
    weight: float = field(description="Log-odds, base e; negative speaks against the finding.")
    text: str = field(description="The sentence.")


@strawberry.type(description="What a verdict hangs on: the fewest facts without which it would be another.")
class Counterfactual:
    without: list[str] = field(description="Types of evidence; empty where no facts would turn the verdict.")
    score: float = field(description="The probability without them.")


Subject = Annotated[
    Artist | Release | Recording | Cluster, strawberry.union("Subject", description="What a finding can be about.")
]
_SUBJECTS: dict[str, type[Artist] | type[Release] | type[Recording] | type[Cluster]] = {
    "artist": Artist,
    "release": Release,
    "recording": Recording,
    "cluster": Cluster,
}


@strawberry.type(description="What a detector says, as of the last run.")
class Finding:
    subject_type: strawberry.Private[str]
    subject_id: strawberry.Private[str]
    target_type: strawberry.Private[str | None]
    target_id: strawberry.Private[str | None]
    id: strawberry.ID = field(description="The export's `finding_id`: the same for the same kind and ends.")
    finding_kind: FindingKind = field(name="kind", description="What it says.")
    score: float = field(description="A calibrated probability.")
    prior: float = field(description="Log-odds before any evidence; with the weights, those of the score.")
    sufficiency: float = field(description="How much of what the model weighs was known at all, 0 to 1.")
    counterfactual: Counterfactual = field(description="What the verdict hangs on.")
    status: str = field(description="open, or what a reviewer decided.")
    first_seen: datetime.date | None = field(description="The day of the first run that said it.")
    last_seen: datetime.date | None = field(description="The day of the last run that said it.")
    run_id: str | None = field(description="The last run that said it.")
    member_ids: list[str] = field(description="Artists and releases it speaks of besides its ends.")
    evidence: list[Evidence] = field(description="By falling weight.")

    @resolved("What it is about; null if that has left the graph.")
    async def subject(self, info: Info) -> Subject | None:
        return await _build_subject(info, self.subject_type, self.subject_id)

    @resolved("Whose identity or page is traded on, or the audio that was there first.")
    async def target(self, info: Info) -> Subject | None:
        return await _build_subject(info, self.target_type, self.target_id)

    @resolved("The artists among the first 100 of `memberIds`, in order.")
    async def members(self, info: Info) -> list[Artist]:
        found = await asyncio.gather(*(build_node(info, "Artist", Artist, id) for id in self.member_ids[:MAX_LINKED]))
        return [artist for artist in found if artist is not None]


async def _build_subject(info: Info, type: str | None, id: str | None) -> Artist | Release | Recording | Cluster | None:
    kind = _SUBJECTS.get(type or "")
    return None if kind is None or id is None else await build_node(info, kind.__name__, kind, id)


def build_finding(node: Node) -> Finding:
    evidence = [build(Evidence, item) for item in json.loads(node.get("evidence") or "[]")]
    turned = counterfactual(node["prior"], [(item.type, item.weight) for item in evidence])
    known = {
        "sufficiency": node.get("sufficiency", 1.0),
        "counterfactual": Counterfactual(without=list(turned.without), score=turned.score),
    }
    return build(Finding, {**node, **known, "evidence": evidence})


async def build_findings(info: Info, type: str, id: str) -> list[Finding]:
    return [build_finding(node) for node in await loaders(info).linked(f"{type}_findings", id)]
