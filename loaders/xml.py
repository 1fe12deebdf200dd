"""Reading XML that others wrote: streamed, and with everything refused that a message does not need (entities, network, depth)."""

import gzip
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

from lxml import etree

Element = etree._Element

MAX_DEPTH: Final = 64
"""Elements inside each other; an ERN message has under twenty."""
MAX_ELEMENT_BYTES: Final = 12 * 2**20
"""An element is in memory as a whole, and an empty one takes thirty times its length there."""
_CHUNK: Final = 1024
_HEAD: Final = 1024 * _CHUNK
_NO_EXTRAS: Final = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


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


class Metered:
    """A file that refuses to be read on when an element has no end: `held` is set to 0 whenever one has been freed."""

    def __init__(self, file: IO[bytes], *, max_held: int = MAX_ELEMENT_BYTES) -> None:
        self._file = file
        self._max_held = max_held
        self.held = 0

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        self.held += len(data)
        if self.held > self._max_held:
            raise RefusedXml(f"one element is longer than {self._max_held // 2**20} MB")
        return data


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what goes wrong while reading into `RefusedXml`."""
    try:
        yield
    except etree.XMLSyntaxError as error:
        raise RefusedXml(f"is not well-formed XML: {error.msg}", error.lineno or 0) from error
    except (EOFError, gzip.BadGzipFile, zlib.error, OSError, LookupError) as error:
        raise RefusedXml(f"cannot be read: {error}") from error


def stream(file: IO[bytes]) -> Iterator[tuple[str, Element, int]]:
    """Each `start` and `end` of an element with its depth, the root's being 1.

    Raises: RefusedXml: not well-formed, a document type or entity declared, nested deeper than `MAX_DEPTH`, or cut off.
    """
    depth = 0
    with _refusing():
        for event, element in etree.iterparse(file, events=("start", "end"), **_NO_EXTRAS):
            if event == "start":
                depth += 1
                if depth == 1:
                    _refuse_types(element)
                if depth > MAX_DEPTH:
                    raise RefusedXml(f"elements are nested more than {MAX_DEPTH} deep", line_of(element))
                yield "start", element, depth
            else:
                yield "end", element, depth
                depth -= 1


def pick(file: IO[bytes], places: Mapping[str, str]) -> Iterator[tuple[Element, Element]]:
    """The root with each whole element at one of the places, in any namespace; last the root with itself.

    Cheaper than `stream`, which visits every element; depth is left to the parser's own limit. An element is freed, with
    everything before it, when the next one is asked for.

    Args:
        places: name of an element: name of the root's child that it must stand in, "" for the root itself.

    Raises: RefusedXml: as `stream`.
    """
    root: Element | None = None
    metered = Metered(file)
    with _refusing():
        events = etree.iterparse(
            cast(IO[bytes], metered), events=("end",), tag=[f"{{*}}{name}" for name in places], **_NO_EXTRAS
        )
        for _, element in events:
            if root is None:
                root = element.getroottree().getroot()
                _refuse_types(root)
            parent, place = element.getparent(), places[local_name(element)]
            if parent is not None and place and local_name(parent) == place:
                parent = parent.getparent()
            elif place:
                parent = None
            # the same name may stand deep inside an element that is not complete yet
            if parent is root:
                metered.held = 0
                yield root, element
                forget(element)
        found = cast("Element | None", events.root)
        if found is None:
            raise RefusedXml("is empty")
        if root is None:
            _refuse_types(found)
        yield found, found


def head(file: IO[bytes], name: str) -> tuple[Element, Element] | None:
    """The root and its first child of that name, reading no further; None where there is none in the first `_HEAD` bytes.

    Raises: RefusedXml: as `stream`, as far as it was read.
    """
    with _refusing():
        parser = etree.XMLPullParser(
            events=("end",),
            tag=f"{{*}}{name}",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        for _ in range(0, _HEAD, _CHUNK):
            chunk = file.read(_CHUNK)
            if not chunk:
                break
            parser.feed(chunk)
            for _, found in parser.read_events():
                element = cast(Element, found)
                root = element.getparent()
                if root is not None and root.getparent() is None:
                    return root, element
    return None


def _refuse_types(root: Element) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise RefusedXml("declares a document type, which could pull in entities")


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


class Node:
    """An element with its children by name, listed once and in document order. Namespaces are left out.

    Most children hold a text only, and a message has thousands of them: they stay plain elements until they are asked for.
    """

    __slots__ = ("children", "element")

    def __init__(self, element: Element) -> None:
        self.element = element
        self.children: dict[str, list[Element]] = {}
        found = self.children
        for child in element:
            name = child.tag
            # a comment's tag is a function
            if name not in found and not (isinstance(name, str) and name[0] != "{"):
                name = local_name(child)
            if name in found:
                found[name].append(child)
            elif name:
                found[name] = [child]

    @property
    def own_text(self) -> str:
        """The stripped text before the first child; "" without any."""
        return (self.element.text or "").strip()

    @property
    def line(self) -> int:
        return line_of(self.element)

    def get(self, attribute: str) -> str | None:
        return self.element.get(attribute)

    def all(self, *names: str) -> list["Node"]:
        """The children with one of the names, name by name."""
        found = self.children
        return [Node(child) for name in names if name in found for child in found[name]]

    def text(self, name: str, *inner: str) -> str | None:
        """The first text along child steps that is not empty."""
        for child in self.children.get(name, ()):
            text = Node(child).text(*inner) if inner else child.text
            if text and (text := text.strip()):
                return text
        return None

    def texts(self, name: str, *inner: str) -> list[str]:
        """All texts along child steps that are not empty."""
        if name not in self.children:
            return []
        if inner:
            return [text for child in self.children[name] for text in Node(child).texts(*inner)]
        return [text for child in self.children[name] if (text := (child.text or "").strip())]
