"""Titles of releases and recordings: the one that stands, and the others in their languages, scripts and versions."""

from typing import Final

from loaders.ddex.values import Title
from loaders.rows import unique_texts
from loaders.xml import Element, Node, local_name

_TITLES: Final = ("DisplayTitle", "Title", "ReferenceTitle", "FormalTitle", "AdditionalTitle")
_STANDING: Final = ("DisplayTitle", "FormalTitle", "OriginalTitle", "ReferenceTitle", "Title")
"""Kinds of title in the order in which one stands where no text is called the display title."""


def default_of(elements: list[Element]) -> Element:
    """Of several alternatives the one marked as the default, else one for the whole world, else the first."""
    if len(elements) > 1:
        for element in elements:
            if element.get("IsDefault") == "true":
                return element
        for element in elements:
            if element.get("ApplicableTerritoryCode") in (None, "Worldwide"):
                return element
    return elements[0]


def text_of(parts: list[Node], name: str) -> str | None:
    """The default text of that name among the children of the parts."""
    found: list[Element] = []
    for part in parts:
        if name in part.children:
            found += [child for child in part.children[name] if child.text and not child.text.isspace()]
    return (default_of(found).text or "").strip() if found else None


def read_titles(parts: list[Node]) -> tuple[str | None, list[Title], list[str]]:
    """The title that stands, the others in their languages, and the subtitles (versions such as `Radio Edit`)."""
    nodes = [node for part in parts for node in part.all(*_TITLES)]
    written = [(node, text) for node in nodes if (text := _with_subtitle(node))]
    stands = text_of(parts, "DisplayTitleText") or _standing(written)
    others = [Title(text, node.get("LanguageAndScriptCode"), _kind(node)) for node, text in written if text != stands]
    for element in parts[0].children.get("DisplayTitleText", ()):
        text = (element.text or "").strip()
        if text and text != stands:
            others.append(Title(text, element.get("LanguageAndScriptCode"), "DisplayTitle"))
    unique: dict[tuple[str, str | None], Title] = {}
    for title in others:
        unique.setdefault((title.text, title.language), title)
    versions = [text for node in nodes for text in node.texts("SubTitle")]
    return stands, list(unique.values()), unique_texts([*versions, *parts[0].texts("VersionType")])


def _standing(written: list[tuple[Node, str]]) -> str | None:
    if not written:
        return None
    texts = {node.element: text for node, text in written}
    for kind in _STANDING:
        of_kind = [node.element for node, _ in written if _kind(node) == kind]
        if of_kind:
            return texts[default_of(of_kind)]
    return None


def _kind(node: Node) -> str:
    return node.get("TitleType") or local_name(node.element)


def _with_subtitle(node: Node) -> str | None:
    text, subtitle = node.text("TitleText"), node.text("SubTitle")
    # many senders repeat the subtitle inside the title
    return f"{text} ({subtitle})" if text and subtitle and subtitle not in text else text
