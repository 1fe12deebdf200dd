"""Batches of messages: the manifest that a sender adds to a folder or a zip (ERN choreographies for SFTP and cloud storage)."""

import posixpath
from typing import Final
from urllib.parse import unquote, urlsplit

from loaders.archives import Source
from loaders.ddex.parties import Fault
from loaders.ddex.values import Message
from loaders.rows import shortened

_REMEDY: Final = "ask the sender for the file, or load the batch again once it is complete"


def is_empty_marker(source: Source) -> bool:
    """Whether the file is a `BatchComplete_….xml` without content, which only says that the upload is over."""
    name = posixpath.basename(source.name.replace("!/", "/")).lower()
    size = source.path.stat().st_size if source.member is None else source.member.file_size
    return name.startswith("batchcomplete") and size == 0


def missing_files(manifest: Message, present: list[str]) -> list[Fault]:
    """What the manifest lists and the load does not have, and a count of messages that is not the number listed.

    Args:
        present: names of all files of the load. An address is found if one of them ends in it: senders write it from the batch's
            folder, from the server's root or as a whole URL.
    """
    there = {_plain(other) for other in present}
    endings = {other[start + 1 :] for other in there for start, char in enumerate(other) if char == "/"} | there
    faults = [
        Fault(
            named.line,
            "MessageInBatch/URL",
            shortened(named.url),
            "the manifest lists a file that is not here",
            _REMEDY,
        )
        for named in manifest.named
        if named.url and _address(named.url) not in endings
    ]
    if manifest.named_count is not None and manifest.named_count != len(manifest.named):
        reason = f"the manifest lists {len(manifest.named)} messages"
        faults.append(Fault(0, "NumberOfMessages", str(manifest.named_count), reason, _REMEDY))
    return faults


def _plain(name: str) -> str:
    return posixpath.normpath(name.replace("!/", "/"))


def _address(url: str) -> str:
    """The path that an address leads to, without what stands for the batch's own folder."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return posixpath.normpath(unquote(parts.path).lstrip("/"))
