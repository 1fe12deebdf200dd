"""Reading one DDEX message from a stream; its parts are freed as soon as they are values."""

import re
from typing import IO, Final

from loaders.ddex.deals import read_deals
from loaders.ddex.elements import (
    RESOURCE_KINDS,
    is_recording,
    is_track,
    read_ids,
    read_party,
    read_release,
    read_resource,
    read_track,
)
from loaders.ddex.values import Message, Named
from loaders.xml import Element, Node, RefusedXml, head, local_name, pick, stream

_DDEX: Final = re.compile(r"ddex\.net/xml/(?:\d+/)?([a-z-]+)/?(\d*)")
_PLACES: Final = {
    "MessageHeader": "",
    "Party": "PartyList",
    "Release": "ReleaseList",
    "TrackRelease": "ReleaseList",
    "ClipRelease": "ReleaseList",
    "ReleaseDeal": "DealList",
    "DealList": "",
    "PurgedRelease": "",
    "MessageInBatch": "",
    "NumberOfMessages": "",
    **dict.fromkeys(RESOURCE_KINDS, "ResourceList"),
}
"""The elements that are read, and the list in which they must stand; "" is the message itself."""


def read_message(file: IO[bytes]) -> Message:
    """Read one message.

    Raises: RefusedXml: not well-formed, hostile, or not a DDEX message at all.
    """
    message: Message | None = None
    for root, element in pick(file, _PLACES):
        if message is None:
            message = _begin(root)
        if element is not root:
            _take(message, element)
    if message is None:
        raise RefusedXml("is empty")
    if not message.releases:
        message.releases, message.tracks = message.only_tracks, []
    return message


def read_header(file: IO[bytes]) -> Message | None:
    """The message as far as its header; None if there is none to read, for which `read_message` gives the reason."""
    try:
        found = head(file, "MessageHeader")
        message = _begin(found[0]) if found else None
    except RefusedXml:
        return None
    if message is not None and found is not None:
        _take_header(message, Node(found[1]))
    return message


def read_kind(file: IO[bytes]) -> Message:
    """The message as far as its root, before memory is spent on a file of another kind.

    Raises: RefusedXml: not a DDEX message, or not XML so far.
    """
    for _, element, _ in stream(file):
        return _begin(element)
    raise RefusedXml("is empty")


def _begin(root: Element) -> Message:
    namespace = str(root.tag).rpartition("}")[0]
    found = _DDEX.search(namespace) or _DDEX.search(" ".join(str(uri) for uri in root.nsmap.values()))
    if found is None and local_name(root) != "NewReleaseMessage":
        raise RefusedXml(f"is not a DDEX message: its root is `{local_name(root)}`")
    return Message(local_name(root), found[1] if found else "", found[2] if found else "")


def _take(message: Message, element: Element) -> None:
    name, node = local_name(element), Node(element)
    place = _PLACES[name]
    if name == "MessageHeader":
        _take_header(message, node)
    elif name == "Party":
        message.parties[node.text("PartyReference") or ""] = read_party(node)
    elif place == "ResourceList":
        if is_recording(node, name):
            message.resources.append(read_resource(node, name))
        else:
            message.other_resources.add(node.text("ResourceReference") or "")
    elif place == "ReleaseList":
        _take_release(message, node)
    elif name == "DealList":
        message.has_deals = True
    elif name == "ReleaseDeal":
        references, deals = read_deals(node)
        for reference in references:
            message.deals.setdefault(reference, []).extend(deals)
            message.deal_lines.setdefault(reference, node.line)
    elif name == "PurgedRelease":
        message.purged.append((node.line, read_ids(node)))
    elif name == "MessageInBatch":
        message.named.append(Named(node.text("MessageId"), node.text("URL"), node.line))
    elif name == "NumberOfMessages" and node.own_text.isdecimal() and len(node.own_text) < 10:
        message.named_count = int(node.own_text)


def _take_release(message: Message, node: Node) -> None:
    if not is_track(node):
        message.releases.append(read_release(node))
        return
    message.tracks.append(read_track(node))
    if not message.releases:
        message.only_tracks.append(read_release(node))


def _take_header(message: Message, node: Node) -> None:
    message.message_id = node.text("MessageId")
    message.created_at = node.text("MessageCreatedDateTime")
    message.control_type = node.text("MessageControlType")
    for sender in node.all("MessageSender")[:1]:
        message.sender = read_party(sender)
    for other in node.all("SentOnBehalfOf")[:1]:
        message.behalf_of = read_party(other)
