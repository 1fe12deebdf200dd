"""Drafts as clients send them, and the same as rows of the catalog's tables."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import polars as pl
import strawberry
from strawberry import field
from strawberry.utils.str_converters import to_camel_case

from api.limits import check_range
from api.schema.fields import Count
from detectors.screening import draft_tables
from detectors.screening_releases import CREDITS
from graph import identifiers
from graph.errors import BadArgument
from graph.snapshot import Snapshot

T = TypeVar("T")
MAX_DRAFTS: Final = 500
_MOST: Final = {
    **dict.fromkeys(("aliases", "urls", "genres", "payees"), 50),
    **dict.fromkeys(("artist_ids", "artist_names"), 100),
    "recordings": 500,
}
"""Entries of each list of a draft."""
_MOST_OF_ALL: Final = {"artist_names": 500, "featured": 500, "contributors": 2_000}
"""Entries of each list of a recording, those of a draft's recordings counted together."""
Rows = dict[str, list[dict[str, Any]]]


@strawberry.input(description="Who is credited on a recording.")
class ContributorDraft:
    name: str = field(description="As the delivery says.")
    role: str = field(default="contributor", description="composer, lyricist, producer, performer and so on.")
    ipi: str | None = field(default=None, description="The party's IPI number.")


@strawberry.input(description="A recording that is not in the catalog yet.")
class RecordingDraft:
    title: str = field(description="Its title.")
    isrc: str | None = field(default=None, description="ISO 3901.")
    duration_ms: int | None = field(default=None, description="Milliseconds.")
    audio_fingerprint: str | None = field(default=None, description="Hex; equal fingerprints are the same audio.")
    artist_names: list[str] = field(
        default_factory=list,
        description="Main artists other than the release's; they are looked at as guests are. At most 500 on all recordings.",
    )
    featured: list[str] = field(
        default_factory=list, description="Names of featured artists, at most 500 on all recordings."
    )
    contributors: list[ContributorDraft] = field(
        default_factory=list, description="Who made it, at most 2,000 on all recordings."
    )


@strawberry.input(description="Who would be paid. Hashes are salted and hashed as those of the catalog are.")
class PayeeDraft:
    id: strawberry.ID | None = field(default=None, description="The catalog's `payee_id`, if it has one.")
    name: str | None = field(default=None, description="The payee's name.")
    account_hash: str | None = field(default=None, description="Of the bank account.")
    tax_id_hash: str | None = field(default=None, description="Of the tax number.")
    email_hash: str | None = field(default=None, description="Of the e-mail address.")
    address_hash: str | None = field(default=None, description="Of the postal address.")
    device_hash: str | None = field(default=None, description="Of the device.")


@strawberry.input(
    description="An artist profile that is not in the catalog yet. What is not given is no evidence either way."
)
class ArtistDraft:
    name: str = field(description="The name, in any script.")
    aliases: list[str] = field(default_factory=list, description="Other names, at most 50.")
    country: str | None = field(default=None, description="ISO 3166-1 alpha-2.")
    type: str | None = field(default=None, description="person, group or other.")
    genres: list[str] = field(default_factory=list, description="In the catalog's words, at most 50.")
    biography: str | None = field(default=None, description="What the profile says of itself.")
    isni: str | None = field(default=None, description="ISO 27729.")
    ipi: str | None = field(default=None, description="IPI name number.")
    musicbrainz_id: str | None = field(default=None, description="A MusicBrainz artist id.")
    discogs_id: str | None = field(default=None, description="A Discogs artist id.")
    urls: list[str] = field(default_factory=list, description="Pages that the profile links to, at most 50.")
    image_phash: str | None = field(default=None, description="Perceptual hash of the picture, 16 hex digits.")
    followers: Count | None = field(
        default=None, description="If it has an audience elsewhere that the catalog counts."
    )
    created_on: datetime.date | None = field(
        default=None,
        description="The profile's first day: today for one that is to be made. A new profile is more suspect than an old one.",
    )
    label_id: strawberry.ID | None = field(default=None, description="The label of what it brings.")
    distributor_id: strawberry.ID | None = field(default=None, description="Who delivers it.")
    payees: list[PayeeDraft] = field(
        default_factory=list, description="Who would be paid for what it brings, at most 50."
    )
    recordings: list[RecordingDraft] = field(default_factory=list, description="What it brings, at most 500.")


@strawberry.input(description="A release that is not in the catalog yet. What is not given is no evidence either way.")
class ReleaseDraft:
    title: str = field(description="Its title.")
    artist_ids: list[strawberry.ID] = field(
        default_factory=list,
        description="The artists that it asks to be put on, in order, at most 100; they come before `artistNames`. One of both is needed.",
    )
    artist_names: list[str] = field(
        default_factory=list, description="Main artists that it only names, in order, at most 100."
    )
    assignment: str | None = field(
        default=None,
        description="How the artists were found: identifier, artist_key, name_only or manual; name_only where it only names them.",
    )
    type: str | None = field(default=None, description="single, ep, album or compilation.")
    upc: str | None = field(default=None, description="UPC, EAN or GTIN.")
    label_id: strawberry.ID | None = field(default=None, description="The catalog's `label_id`.")
    distributor_id: strawberry.ID | None = field(default=None, description="Who delivers it.")
    payees: list[PayeeDraft] = field(default_factory=list, description="Who would be paid, at most 50.")
    p_line: str | None = field(default=None, description="Owner of the sound, with year.")
    c_line: str | None = field(default=None, description="Owner of the release, with year.")
    cover_phash: str | None = field(default=None, description="Perceptual hash of the cover, 16 hex digits.")
    language: str | None = field(default=None, description="BCP 47.")
    genres: list[str] = field(default_factory=list, description="In the catalog's words, at most 50.")
    release_date: datetime.date | None = field(default=None, description="The day on which it comes out.")
    recordings: list[RecordingDraft] = field(default_factory=list, description="Its recordings, at most 500.")


def artist_rows(drafts: Sequence[ArtistDraft]) -> Snapshot:
    """The drafts as tables; draft `n` is artist `draft:n`. Raises: BadArgument: too many or none, no name, no identifier of its kind."""
    check_range("artists", len(drafts), 1, MAX_DRAFTS)
    rows: Rows = {}
    for number, draft in enumerate(drafts):
        artist_id = f"draft:{number}"
        _named(f"artists[{number}].name", draft.name)
        _check_lists(f"artists[{number}]", draft)
        urls = [_canonical(url, number) for url in draft.urls]
        _add(rows, "artists", draft, _ARTIST, artist_id=artist_id, urls=urls)
        if draft.distributor_id or draft.label_id or draft.payees or draft.recordings:
            _add(rows, "releases", draft, ("label_id", "distributor_id"), release_id=artist_id)
            _add_row(rows, "release_artists", release_id=artist_id, artist_id=artist_id, position=0)
            _add_parts(rows, artist_id, draft.payees, draft.recordings)
    for recording in rows.get("recordings", []):
        artist_id = recording["recording_id"].split("/")[0]
        _add_row(
            rows,
            "recording_artists",
            recording_id=recording["recording_id"],
            artist_id=artist_id,
            role="main",
            position=0,
        )
    return _checked(rows, "artists")


def release_rows(drafts: Sequence[ReleaseDraft]) -> tuple[Snapshot, pl.DataFrame]:
    """The drafts as tables and credits; draft `n` is release `draft:n`. Raises: BadArgument: as for `artist_rows`."""
    check_range("releases", len(drafts), 1, MAX_DRAFTS)
    rows: Rows = {}
    credits: list[dict[str, Any]] = []
    for number, draft in enumerate(drafts):
        release_id = f"draft:{number}"
        _named(f"releases[{number}].title", draft.title)
        _check_lists(f"releases[{number}]", draft)
        _credited(f"releases[{number}]", draft)
        assignment = draft.assignment or (None if draft.artist_ids else "name_only")
        _add(rows, "releases", draft, _RELEASE, release_id=release_id, artist_assignment=assignment)
        _add_parts(rows, release_id, draft.payees, draft.recordings)
        asked = [{"artist_id": artist} for artist in draft.artist_ids] + [{"name": n} for n in draft.artist_names]
        guests = [{"name": name} for name in _guests(draft)]
        for role, found in (("main", asked), ("featured", guests)):
            credits += [
                {"release_id": release_id, "role": role, "position": place} | one for place, one in enumerate(found)
            ]
    return _checked(rows, "releases"), _unicode("releases", lambda: pl.DataFrame(credits, schema=CREDITS))


_ARTIST: Final = (
    *("name", "aliases", "country", "type", "genres", "biography", "isni", "ipi", "musicbrainz_id", "discogs_id"),
    *("image_phash", "followers", "created_on"),
)
_RELEASE: Final = (
    *("title", "type", "upc", "label_id", "distributor_id", "p_line", "c_line", "cover_phash", "language", "genres"),
    "release_date",
)
_PAYEE: Final = ("name", "account_hash", "tax_id_hash", "email_hash", "address_hash", "device_hash")
_RECORDING: Final = ("title", "isrc", "duration_ms", "audio_fingerprint")


def _guests(draft: ReleaseDraft) -> list[str]:
    """Names on recordings that are not the release's."""
    names = dict.fromkeys(name for part in draft.recordings for name in (*part.featured, *part.artist_names))
    return [name for name in names if name not in draft.artist_names]


def _add_row(rows: Rows, table: str, **values: Any) -> None:
    rows.setdefault(table, []).append(values)


def _add(rows: Rows, table: str, draft: object, columns: Sequence[str], **values: Any) -> None:
    _add_row(rows, table, **{column: getattr(draft, column) for column in columns}, **values)


def _add_parts(rows: Rows, release_id: str, payees: Sequence[PayeeDraft], recordings: Sequence[RecordingDraft]) -> None:
    for number, payee in enumerate(payees):
        payee_id = payee.id or f"{release_id}/payee {number}"
        _add(rows, "payees", payee, _PAYEE, payee_id=payee_id)
        _add_row(rows, "payouts", payee_id=payee_id, release_id=release_id)
    for number, recording in enumerate(recordings):
        recording_id = f"{release_id}/{number}"
        _add(rows, "recordings", recording, _RECORDING, recording_id=recording_id)
        _add_row(rows, "recording_releases", recording_id=recording_id, release_id=release_id)
        for party in recording.contributors:
            _add_row(
                rows, "contributions", recording_id=recording_id, party_name=party.name, role=party.role, ipi=party.ipi
            )


def _named(what: str, text: str) -> None:
    if not text.strip():
        raise BadArgument(f"`{what}` is empty", hint="say what it is called")


def _credited(what: str, draft: ReleaseDraft) -> None:
    """Raises: BadArgument: a release of nobody, or of a name that is none."""
    if not draft.artist_ids and not draft.artist_names:
        raise BadArgument(f"`{what}` names no artist", hint="give `artistIds`, `artistNames` or both")
    for place, name in enumerate(draft.artist_names):
        _named(f"{what}.artistNames[{place}]", name)


def _check_lists(place: str, draft: ArtistDraft | ReleaseDraft) -> None:
    """Raises: BadArgument: one of the draft's lists is too long."""
    for name, most in _MOST.items():
        check_range(f"{place}.{to_camel_case(name)}", len(getattr(draft, name, ())), 0, most)
    for name, most in _MOST_OF_ALL.items():
        count = sum(len(getattr(recording, name)) for recording in draft.recordings)
        check_range(f"{place}.recordings.{to_camel_case(name)}", count, 0, most)


_FORMS: Final[dict[str, dict[str, Callable[[pl.Expr], pl.Expr]]]] = {
    "artists": {
        "country": identifiers.country_form,
        "isni": identifiers.isni_form,
        "ipi": identifiers.ipi_form,
        "image_phash": identifiers.phash_form,
    },
    "releases": {"upc": identifiers.upc_form, "cover_phash": identifiers.phash_form},
    "recordings": {"isrc": identifiers.isrc_form, "audio_fingerprint": identifiers.hex_form},
}


def _checked(rows: Rows, argument: str) -> Snapshot:
    """The drafts with identifiers written as the catalog writes them. Raises: BadArgument: one is none of its kind, or no text."""
    drafts = _unicode(argument, lambda: draft_tables(rows))
    tables = dict(drafts.tables)
    for name, forms in _FORMS.items():
        table = tables[name]
        formed = table.with_columns(form(pl.col(column)).alias(column) for column, form in forms.items())
        for column in forms:
            lost = table.filter(table[column].is_not_null() & formed[column].is_null())
            if lost.height:
                place = str(lost[f"{name.removesuffix('s')}_id"][0]).removeprefix("draft:").split("/")[0]
                raise BadArgument(
                    f"`{lost[column][0]}` in `{argument}[{place}]` is no {column}", hint="correct it, or leave it out"
                )
        tables[name] = formed
    return Snapshot(tables, drafts.manifest)


def _unicode(argument: str, build: Callable[[], T]) -> T:
    """What `build` makes of texts. Raises: BadArgument: half of a surrogate pair is no text."""
    try:
        return build()
    except UnicodeEncodeError as error:
        raise BadArgument(f"a text in `{argument}` is no Unicode: {error.reason}", hint="send UTF-8") from error


def _canonical(url: str, number: int) -> str:
    found = identifiers.canonical_url(url)
    if found is None:
        raise BadArgument(f"`{url}` in `artists[{number}].urls` is no web address", hint="correct it, or leave it out")
    return found
