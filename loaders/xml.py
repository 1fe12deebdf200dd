"""Reading XML that others wrote: streamed, and with everything refused that a message does not need (entities, network, depth)."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, cast

from lxml import etree

Element = etree._Element

MAX_DEPTH: Final = 64
"""Elements inside each other; an ERN message has under twenty."""


class RefusedXml(Exception):
    """The file is not read: what is wrong, and the line if the parser knows it."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def open_xml(path: Path) -> IO[bytes]:
    """The bytes of the file, unpacked if its name ends in .gz."""
    return cast(IO[bytes], gzip.open(path, "rb")) if path.name.lower().endswith(".gz") else path.open("rb")


def local_name(element: Element) -> str:
    """The tag without its namespace; "" for a comment or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def stream(file: IO[bytes]) -> Iterator[tuple[str, Element, int]]:
    """Each `start` and `end` of an element with its depth, the root's being 1.

    Raises: RefusedXml: not well-formed, a document type or entity declared, nested deeper than `MAX_DEPTH`, or cut off.
    """
    depth = 0
    try:
        events = etree.iterparse(
            file, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        for event, element in events:
            if event == "start":
                depth += 1
                if depth == 1 and element.getroottree().docinfo.internalDTD is not None:
                    raise RefusedXml("declares a document type, which could pull in entities")
                if depth > MAX_DEPTH:
                    raise RefusedXml(f"elements are nested more than {MAX_DEPTH} deep", line_of(element))
                yield "start", element, depth
            else:
                yield "end", element, depth
                depth -= 1
    except etree.XMLSyntaxError as error:
        raise RefusedXml(f"is not well-formed XML: {error.msg}", error.lineno or 0) from error
    except (EOFError, gzip.BadGzipFile, zlib.error, OSError, LookupError) as error:
        raise RefusedXml(f"cannot be read: {error}") from error


def line_of(element: Element) -> int:
    """The line on which the element starts, 0 if the parser does not know."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def forget(element: Element) -> None:
    """Free an element that has been read, and everything before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def children(element: Element, *names: str) -> list[Element]:
    """The direct children with one of the names, whatever their namespace."""
    return [child for child in element if local_name(child) in names]


def find_text(element: Element | None, *steps: str) -> str | None:
    """The stripped text of the first descendant along child steps that has any; None without one."""
    found = [] if element is None else [element]
    for step in steps:
        found = [child for parent in found for child in children(parent, step)]
    return next((text for item in found if (text := (item.text or "").strip())), None)


def texts(element: Element, *steps: str) -> list[str]:
    """The stripped texts of all descendants along child steps, without the empty ones."""
    found = [element]
    for step in steps:
        found = [child for parent in found for child in children(parent, step)]
    return [text for item in found if (text := (item.text or "").strip())]
