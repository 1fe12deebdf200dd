"""What the lists at the root can be narrowed to and ordered by. A condition that is left out, or null, narrows nothing."""

import datetime
import enum
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Annotated, Any, Final

import strawberry
from strawberry import field

from api.schema.fields import Count, FindingKind, stored_time
from api.schema.nodes import split_node_id
from graph.errors import BadArgument
from graph.identifiers import parse_country
from graph.reviews import DECISIONS

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

STATUSES: Final = ("open", *DECISIONS)
SUBJECT_TYPES: Final = ("artist", "release", "recording", "cluster")
KNOWN: Final = {
    ("artists", "type"): ("person", "group", "other"),
    ("releases", "type"): ("single", "ep", "album", "compilation"),
    ("releases", "artist_assignment"): ("identifier", "artist_key", "name_only", "manual"),
    ("recordings", "ai_disclosure"): ("none", "assisted", "generated"),
}
"""By list and condition the values that Namesake knows; a catalog may have others."""


@strawberry.enum(description="The order of artists.")
class ArtistOrder(enum.Enum):
    ID = strawberry.enum_value("id", description="By id.")
    NAME = strawberry.enum_value("name", description="By name, as it is written; artists without a name are left out.")


@strawberry.enum(description="The order of clusters.")
class ClusterOrder(enum.Enum):
    SCORE = strawberry.enum_value("score", description="Best first.")
    SIZE = strawberry.enum_value("size", description="Largest first.")


@strawberry.enum(description="The order of findings.")
class FindingOrder(enum.Enum):
    SCORE = strawberry.enum_value("score", description="Best first.")
    FIRST_SEEN = strawberry.enum_value("first_seen", description="Newest first.")
    PRIORITY = strawberry.enum_value(
        "priority", description="By `score` times `harm`, falling: the order in which to look at them."
    )


@strawberry.input(description="Only artists that fit all of these.")
class ArtistFilter:
    name: str | None = field(default=None, description="Of exactly this name; `search` finds others.")
    country: str | None = field(default=None, description="ISO 3166-1 alpha-2.")
    type: str | None = field(default=None, description="person, group or other.")
    genre: str | None = field(default=None, description="One of their genres, as the input says.")
    verified: bool | None = field(default=None, description="Whether the service verified the profile.")
    min_followers: Count | None = field(default=None, description="With so many followers or more.")
    created_since: datetime.date | None = field(default=None, description="Made on this day or later.")
    distributor: strawberry.ID | None = field(
        default=None, description="With a release that this distributor delivered."
    )
    label: strawberry.ID | None = field(default=None, description="With a release of this label.")


@strawberry.input(description="Only releases that fit all of these.")
class ReleaseFilter:
    title: str | None = field(default=None, description="Of exactly this title; `search` finds others.")
    upc: str | None = field(default=None, description="Of this UPC.")
    type: str | None = field(default=None, description="single, ep, album or compilation.")
    language: str | None = field(default=None, description="BCP 47.")
    artist_assignment: str | None = field(
        default=None, description="How it was put on the artist's page: identifier, artist_key, name_only or manual."
    )
    released_since: datetime.date | None = field(default=None, description="Released on this day or later.")
    received_since: datetime.datetime | None = field(default=None, description="Received at this time or later.")
    artist: strawberry.ID | None = field(default=None, description="Of this main artist.")
    distributor: strawberry.ID | None = field(default=None, description="Delivered by this distributor.")
    label: strawberry.ID | None = field(default=None, description="Of this label.")


@strawberry.input(description="Only recordings that fit all of these.")
class RecordingFilter:
    title: str | None = field(default=None, description="Of exactly this title; `search` finds others.")
    isrc: str | None = field(default=None, description="Of this ISRC.")
    language: str | None = field(default=None, description="BCP 47.")
    min_streams: Count | None = field(default=None, description="With so many streams of the last 28 days or more.")
    ai_disclosure: str | None = field(default=None, description="none, assisted or generated.")
    artist: strawberry.ID | None = field(default=None, description="With this main or featured artist.")
    audio_fingerprint: str | None = field(default=None, description="With this audio.")


@strawberry.input(description="Only payees that fit all of these.")
class PayeeFilter:
    name: str | None = field(default=None, description="Of exactly this name; `search` finds others.")
    country: str | None = field(default=None, description="ISO 3166-1 alpha-2.")


@strawberry.input(description="Only distributors that fit all of these.")
class DistributorFilter:
    name: str | None = field(default=None, description="Of exactly this name; `search` finds others.")
    dpid: str | None = field(default=None, description="Of this DDEX party id.")


@strawberry.input(description="Only labels that fit all of these.")
class LabelFilter:
    name: str | None = field(default=None, description="Of exactly this name; `search` finds others.")


_ONLY = strawberry.argument(description="Only those that fit.")
_BY = strawberry.argument(description="Their order; a cursor is good for its own order only.")
ArtistConditions = Annotated[ArtistFilter | None, _ONLY]
ReleaseConditions = Annotated[ReleaseFilter | None, _ONLY]
RecordingConditions = Annotated[RecordingFilter | None, _ONLY]
PayeeConditions = Annotated[PayeeFilter | None, _ONLY]
DistributorConditions = Annotated[DistributorFilter | None, _ONLY]
LabelConditions = Annotated[LabelFilter | None, _ONLY]
ArtistOrdered = Annotated[ArtistOrder, _BY]
ClusterOrdered = Annotated[ClusterOrder, _BY]
FindingOrdered = Annotated[FindingOrder, _BY]
Kind = Annotated[FindingKind | None, strawberry.argument(description="Only those of this kind.")]
MinScore = Annotated[float | None, strawberry.argument(description="Only those with this score or more, 0 to 1.")]
MinSize = Annotated[int | None, strawberry.argument(description="Only clusters with so many members or more.")]
ChangedSince = Annotated[
    datetime.date | None,
    strawberry.argument(description="Only clusters of which something became on this day or later; see `history`."),
]
Status = Annotated[
    str | None,
    strawberry.argument(description="Only findings of this status: open, confirmed, dismissed, unsure, reopened."),
]
DistributorOf = Annotated[
    strawberry.ID | None,
    strawberry.argument(
        description="Only findings whose subject or members this distributor delivered: the release, a release of the artist, or one with the recording."
    ),
]
Assignee = Annotated[str | None, strawberry.argument(description="Only findings given to them.")]
Kinds = Annotated[
    list[FindingKind] | None,
    strawberry.argument(description="Only those of these kinds; of `kind` too, if both are given."),
]
Statuses = Annotated[
    list[str] | None,
    strawberry.argument(description="Only findings of these statuses; of `status` too, if both are given."),
]
FindingChangedSince = Annotated[
    datetime.date | None,
    strawberry.argument(
        description="Only findings that were first said, came back, or had other evidence on this day or later; see `changedOn`."
    ),
]
Current = Annotated[
    bool | None,
    strawberry.argument(
        description="Whether the last run said them: true for those that it did, false for the others, null for all."
    ),
]
FirstSeenSince = Annotated[
    datetime.date | None, strawberry.argument(description="Only findings first said on this day or later.")
]
About = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Only findings about this subject: its `nodeId`, such as `Artist:a17`."),
]


def wanted(filter: "DataclassInstance | None") -> dict[str, Any]:
    """A filter as the conditions of `graph.read_lists`. Raises: BadArgument: a value that no record has."""
    given = {item.name: getattr(filter, item.name) for item in fields(filter)} if filter else {}
    return {name: _stored(name, value) for name, value in given.items()}


def _stored(name: str, value: Any) -> Any:
    """A value as the graph holds it."""
    if isinstance(value, datetime.datetime):
        return stored_time(value)
    return _country(value) if name == "country" and value is not None else value


def _country(text: str) -> str:
    code = parse_country(text)
    if code is None:
        raise BadArgument(
            f"`{text[:80]}` is not a country code", hint="give the two letters of ISO 3166-1, such as `DE`"
        )
    return code


def check_known(name: str, wanted: Mapping[str, Any]) -> None:
    """Of a list that came out empty. Raises: BadArgument: it was asked for a value that Namesake does not know."""
    for (listed, condition), known in KNOWN.items():
        value = wanted.get(condition) if listed == name else None
        if value is not None and value not in known:
            raise BadArgument(
                f"`{str(value)[:80]}` is not a value of this filter, and nothing has it", hint=f"use {', '.join(known)}"
            )


def status_value(status: str | None) -> str | None:
    """Raises: BadArgument: there is no such status."""
    if status is not None and status.lower() not in STATUSES:
        raise BadArgument(f"`{status[:80]}` is not a status", hint=f"use {', '.join(STATUSES)}")
    return None if status is None else status.lower()


def score_value(score: float | None) -> float | None:
    """Raises: BadArgument: it is no probability."""
    if score is not None and not 0 <= score <= 1:
        raise BadArgument(f"`minScore` is {score}, expected 0 to 1", hint="a score is a probability, such as 0.9")
    return score


def kind_value(kind: FindingKind | None) -> str | None:
    return None if kind is None else str(kind.value)


def findings_wanted(
    *,
    kind: FindingKind | None,
    kinds: list[FindingKind] | None,
    status: str | None,
    statuses: list[str] | None,
    min_score: float | None,
    distributor: str | None,
    assignee: str | None,
    first_seen_since: datetime.date | None,
    changed_since: datetime.date | None,
    subject: str | None,
    current: bool | None,
) -> dict[str, Any]:
    """The arguments of a list of findings as the conditions of `graph.read_lists`. Raises: BadArgument."""
    wanted: dict[str, Any] = {
        "current": current or None,
        "past": current is False or None,
        "min_score": score_value(min_score),
        "distributor": distributor,
        "assignee": assignee,
        "first_seen_since": day_text(first_seen_since),
        "changed_since": day_text(changed_since),
    }
    several = None if kinds is None else [str(item.value) for item in kinds]
    stated = None if statuses is None else [str(status_value(item)) for item in statuses]
    for name, values in (("kinds", several), ("statuses", stated)):
        if values == []:
            raise BadArgument(f"`{name}` is empty", hint=f"name one, or leave `{name}` out")
    one_kind, kinds_left = _one_or_more(kind_value(kind), several)
    one_status, statuses_left = _one_or_more(status_value(status), stated)
    wanted |= {"kind": one_kind, "kinds": kinds_left, "status": one_status, "statuses": statuses_left}
    return wanted | about(subject)


def _one_or_more(one: str | None, several: list[str] | None) -> tuple[str | None, list[str] | None]:
    """A list of one value is that value: what an index answers."""
    if one is None and several is not None and len(set(several)) == 1:
        return several[0], None
    return one, several


def day_text(day: datetime.date | None) -> str | None:
    """A day as runs write it."""
    return None if day is None else day.isoformat()


def about(subject: str | None) -> dict[str, str]:
    """The conditions of a subject. Raises: BadArgument: it is no node id, or of something that no finding is about."""
    if subject is None:
        return {}
    label, id = split_node_id(subject)
    if label.lower() not in SUBJECT_TYPES:
        raise BadArgument(
            f"no finding is about a `{label[:80]}`", hint=f"a subject's type is {', '.join(SUBJECT_TYPES)}"
        )
    return {"subject_type": label.lower(), "subject": id}
