"""What records say of themselves: the columns of the input. Where they lead is in `types`."""

import datetime

import strawberry
from strawberry import field
from strawberry.types import Info

from api.payees import PAYEE_RULE, payee_resolved
from api.schema.fields import Count
from api.schema.nodes import Provenance, Record, RecordVersion, build_provenance, build_versions


@strawberry.type(description="The columns of artists.")
class ArtistRecord(Record):
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


@strawberry.type(description="The columns of releases.")
class ReleaseRecord(Record):
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


@strawberry.type(description="The columns of recordings.")
class RecordingRecord(Record):
    id: strawberry.ID = field(description="The input's `recording_id`.")
    title: str | None = field(description="Its title; null if its record has not arrived.")
    isrc: str | None = field(description="ISRC.")
    duration_ms: Count | None = field(description="Length in milliseconds.")
    audio_fingerprint: str | None = field(description="Equal means the same audio.")
    language: str | None = field(description="BCP 47.")
    streams_28d: Count | None = field(description="Streams of the last 28 days.")
    listeners_28d: Count | None = field(description="Listeners of the last 28 days.")
    ai_disclosure: list[str] = field(description="none, assisted or generated, or a list by role.")


@strawberry.type(description="The columns of payees, without hashed account details.")
class PayeeRecord(Record):
    id: strawberry.ID = field(description="The input's `payee_id`.", extensions=PAYEE_RULE)
    name: str | None = field(description="Its name; null if its record has not arrived.", extensions=PAYEE_RULE)
    country: str | None = field(description="ISO 3166-1 alpha-2.", extensions=PAYEE_RULE)

    @payee_resolved("The id among all types, `Payee:ID`.")
    def node_id(self) -> strawberry.ID:
        return strawberry.ID(f"Payee:{self.id}")

    @payee_resolved("Who asserted it first and last; null if it is only referred to.")
    def provenance(self) -> Provenance | None:
        return build_provenance(self.row)

    @payee_resolved(
        "What it has said over time, newest first, at most 100 versions. Hashed account details are only named."
    )
    async def history(self, info: Info) -> list[RecordVersion]:
        return await build_versions(info, "payees", self.id)


@strawberry.type(description="A record label.")
class Label(Record):
    id: strawberry.ID = field(description="The input's `label_id`.")
    name: str | None = field(description="Its name; null if its record has not arrived.")


@strawberry.type(description="Who delivered a release.")
class Distributor(Record):
    id: strawberry.ID = field(description="The input's `distributor_id`.")
    name: str | None = field(description="Its name; null if its record has not arrived.")
    dpid: str | None = field(description="Its DDEX party id.")
