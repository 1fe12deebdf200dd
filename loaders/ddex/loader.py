"""DDEX ERN messages (3.8.x and 4.x) as records, single, in folders and in zips.

A message says what its sender asserts, so every id carries the sender: `ddex:SENDER:…`. A display artist with an id of the
sender's is that id; one with only a name is that name, folded: two acts of one name from one sender fall together here, as they do for
a service that gets no more than this, and `artist_assignment` says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from graph.errors import TooManyBadRows
from graph.records import Delivery, LoadOptions, Notice, Quarantined
from loaders.archives import BROKEN, ArchiveLimits, Inputs, Source
from loaders.ddex.batch import is_empty_marker, missing_files
from loaders.ddex.ids import sender_key
from loaders.ddex.message import read_header, read_kind, read_message
from loaders.ddex.parties import Fault
from loaders.ddex.rows import Mapping, fill_purged
from loaders.ddex.values import Message
from loaders.rows import DEFAULT_OPTIONS, BadRows, Loaded, RowBuffer, parse_time, whole_file
from loaders.xml import RefusedXml

_KNOWN: Final = frozenset({"38", "381", "382", "383", "41", "411", "42", "43", "431", "432"})
_READ: Final = frozenset({"NewReleaseMessage", "PurgeReleaseMessage", "ManifestMessage"})
_LIMITS: Final = ArchiveLimits(max_member_bytes=256 * 1024 * 1024)
"""A message of 10,000 tracks has some 25 MB."""
_AGAIN: Final = "ask the sender for the message again"


@dataclass(frozen=True, slots=True)
class _Found:
    """A file to read; `kind` is the message's, None where no header was found."""

    delivery: Delivery
    source: Source
    kind: str | None


def read_ddex(path: Path, *, options: LoadOptions = DEFAULT_OPTIONS) -> Iterator[Loaded]:
    """Read a message or a zip of messages, or every one below a folder, in the order in which they were created.

    A message is loaded whole or, where its frame is broken or too much of it is faulty, set aside whole; a faulty release or recording
    is set aside alone.

    Raises: MissingInput: no such path, or no message in the folder.
    """
    with Inputs(path, endings=(".xml", ".xml.gz"), limits=_LIMITS) as inputs:
        files: list[_Found] = []
        broken: list[Loaded] = []
        for source in inputs.sources:
            try:
                files.append(_find(inputs, source))
            except BROKEN as error:
                broken.append(Quarantined(source.name, 0, "", "", f"cannot be read: {error}", _AGAIN))
        files.sort(key=lambda file: (file.delivery.created_at or datetime.min, file.source.name))
        yield from (file.delivery for file in files)
        yield from inputs.refused
        yield from broken
        names = [source.name for source in inputs.sources]
        for file in files:
            try:
                yield from _read(inputs, file, names, options)
            except RefusedXml as error:
                yield whole_file(file.delivery, error.reason, remedy=_AGAIN, line=error.line)
            except BROKEN as error:
                yield whole_file(file.delivery, f"cannot be read: {error}", remedy=_AGAIN)


def _find(inputs: Inputs, source: Source) -> _Found:
    digest = inputs.digest(source)
    with inputs.open(source) as file:
        header = read_header(file)
    if header is None:
        return _Found(Delivery(digest, "ddex", source.name), source, None)
    delivery = Delivery(digest, "ddex", source.name, sender_key(header) or None, parse_time(header.created_at))
    return _Found(delivery, source, header.kind)


def _read(inputs: Inputs, file: _Found, names: list[str], options: LoadOptions) -> Iterator[Loaded]:
    delivery, source, kind = file.delivery, file.source, file.kind
    if is_empty_marker(source):
        yield Notice(source.name, "marks a batch as complete and lists nothing")
        return
    if kind not in _READ:
        with inputs.open(source) as content:
            other = read_kind(content)
        if other.kind not in _READ:
            standard = f"{other.standard.upper()} {other.version}" if other.standard else "unknown standard"
            yield Notice(source.name, f"a {other.kind} ({standard}) is no release message: nothing of it is loaded")
            return
    with inputs.open(source) as content:
        message = read_message(content)
    if message.kind == "ManifestMessage":
        yield from (_quarantined(delivery, fault) for fault in missing_files(message, names))
    else:
        yield from _notices(message, delivery.file)
        yield from _load(message, delivery, options)


def _notices(message: Message, name: str) -> Iterator[Notice]:
    version = message.version or "unknown"
    if message.standard == "ern" and version[0] in "456789" and version not in _KNOWN:
        yield Notice(name, f"ERN version `{version}` is newer than this loader: read as 4.3")
    elif version not in _KNOWN:
        yield Notice(name, f"ERN version `{version}` is older than 3.8: read as 3.8")
    if message.control_type == "TestMessage":
        yield Notice(name, "the sender marks it as a test message; it is loaded like any other")
    if message.kind == "NewReleaseMessage" and version[0] == "4" and not message.has_deals:
        yield Notice(name, "it has no deals: metadata ahead of them or a take-down, so availability is left as it was")


def _load(message: Message, delivery: Delivery, options: LoadOptions) -> Iterator[Loaded]:
    sender = sender_key(message)
    if not sender:
        reason = "MessageHeader/MessageSender names nobody, so nothing in it can be told from another sender's"
        yield whole_file(delivery, reason, remedy="ask the sender to fill in its party id")
        return
    rows = RowBuffer(delivery, options=options)
    if message.kind == "PurgeReleaseMessage":
        faults, seen, notices = fill_purged(message, rows, sender), len(message.purged), []
    else:
        mapping = Mapping(message, rows, sender)
        mapping.fill()
        faults, seen, notices = mapping.faults, mapping.rows_seen, mapping.notices
    yield from (Notice(delivery.file, text) for text in notices)
    yield from (_quarantined(delivery, fault) for fault in faults)
    try:
        bad = BadRows(delivery, options=options)
        bad.count(max(seen, len(faults)), len(faults))
        bad.judge()
    except TooManyBadRows as error:
        yield whole_file(delivery, str(error), remedy="correct the message, or raise NAMESAKE_MAX_BAD_SHARE")
        return
    yield from rows.drain()


def _quarantined(delivery: Delivery, fault: Fault) -> Quarantined:
    return Quarantined(
        delivery.file, fault.line, fault.path, fault.value, fault.reason, fault.remedy, delivery.delivery_id
    )
