"""Messages that are broken, hostile or strange: nothing but a fault or rows comes of them."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from graph.errors import NamesakeError
from tests.loaders.ddex.messages import album, load, message, recording, release, write
from tests.loaders.ddex.test_schemas import HEADER, NEW, OLD

HEAD = '<ern:NewReleaseMessage xmlns:ern="http://ddex.net/xml/ern/43">'
END = "</ern:NewReleaseMessage>"
LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not well-formed"),
        ("<a/>", "is not a DDEX message"),
        ("<a>", "is not"),
        (HEAD, "is not well-formed"),
        (HEAD + "<a>" * 300 + "</a>" * 300 + END, "Excessive depth"),
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + HEAD + "&e;" + END, "document type"),
        ('<!DOCTYPE x SYSTEM "http://localhost:1/x.dtd">' + HEAD + END, "document type"),
        (
            f'<!DOCTYPE x [<!ENTITY e0 "lol">{LAUGHS}]>' + HEAD + "<MessageHeader>&e9;</MessageHeader>" + END,
            "document type",
        ),
        (f'<!DOCTYPE x [<!ENTITY e0 "lol">{LAUGHS}]>' + HEAD + '<a b="&e9;"/>' + END, "document type"),
        (f'<!DOCTYPE x [<!ENTITY e0 "lol">{LAUGHS}]>' + message("<a>&e9;</a>"), "document type"),
        (f'<!DOCTYPE x [<!ENTITY e0 "lol">{LAUGHS}]>' + message('<a b="&e9;"/>'), "document type"),
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + message("<a>&e;</a>"), "document type"),
        (message("<a>" * 300 + "</a>" * 300), "Excessive depth"),
        (HEAD + f'<a b="{"x" * 11_000_000}"/>' + END, "is not well-formed"),
        (HEAD + f"<a>{'x' * 11_000_000}</a>" + END, "is not well-formed"),
        (HEAD + "<a>\0</a>" + END, "is not well-formed"),
    ],
    ids=lambda value: value[-40:] if len(value) > 60 else value,
)
def test_a_refused_message_says_why(tmp_path: Path, text: str, reason: str) -> None:
    loaded = load(write(tmp_path, text))
    (fault,) = loaded.faults
    assert reason in fault.reason
    assert fault.delivery_id == loaded.deliveries[0].delivery_id
    assert loaded.counts() == {}


GOOD = message(album(recording("A1", "QZABC2600001", "Grün"), releases=release("0123456789012", "Ä", "A1")))


@pytest.mark.parametrize(
    ("content", "loads"),
    [
        (GOOD.encode("utf-8"), True),
        (b"\xef\xbb\xbf" + GOOD.encode("utf-8"), True),
        (GOOD.encode("utf-16"), True),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>' + GOOD.encode("latin-1"), True),
        (GOOD.encode("latin-1"), False),
        (b'<?xml version="1.0" encoding="klingon"?>' + GOOD.encode("utf-8"), False),
        (GOOD.encode("utf-8")[:-30], False),
        (GOOD.encode("utf-8")[:700], False),
        (GOOD.encode("utf-8") + b"<more/>", False),
    ],
)
def test_encodings_and_cut_off_messages(tmp_path: Path, content: bytes, loads: bool) -> None:
    (tmp_path / "m.xml").write_bytes(content)
    loaded = load(tmp_path)
    if loads:
        assert (loaded.one("recordings")["title"], loaded.one("releases")["title"]) == ("Grün", "Ä")
        assert loaded.faults == []
    else:
        assert len(loaded.faults) == 1
        assert loaded.counts() == {}


def test_a_name_used_elsewhere_is_not_taken_for_the_part_it_names(tmp_path: Path) -> None:
    inner = "<Text>x</Text><Release><ReleaseReference>R9</ReleaseReference></Release><Party/><MessageHeader/>"
    body = album(recording("A1", "QZABC2600001", "One").replace("<Duration>", inner + "<Duration>"),
                 releases=release("0123456789012", "All", "A1"))  # fmt: skip
    loaded = load(write(tmp_path, message(body)))
    assert (loaded.one("recordings")["title"], loaded.one("recordings")["duration_ms"]) == ("One", 60_000)
    assert loaded.one("releases")["title"] == "All"


def test_comments_and_instructions_are_passed_over(tmp_path: Path) -> None:
    text = GOOD.replace("<DisplayTitleText>", "<!-- a title --><?x y?><DisplayTitleText>")
    assert load(write(tmp_path, text)).one("recordings")["title"] == "Grün"


def mutated(text: str, seed: int, steps: int) -> bytes:
    """The message with elements deleted, doubled, moved, emptied or renamed at random."""
    draw = random.Random(seed)
    root = etree.fromstring(text)
    for _ in range(steps):
        elements = [element for element in root.iter("*") if element is not root]
        if not elements:
            break
        chosen = draw.choice(elements)
        parent = chosen.getparent()
        assert parent is not None
        match draw.randrange(6):
            case 0:
                parent.remove(chosen)
            case 1:
                parent.insert(0, etree.fromstring(etree.tostring(chosen, with_tail=False)))
            case 2:
                other = draw.choice(elements)
                if other not in chosen.iter():
                    other.append(chosen)
            case 3:
                chosen.text = draw.choice(
                    ["", " ", "-1", "99999999999999999999", "2026-99-99", "P", "\u202e\u200b", "true"]
                )
            case 4:
                chosen.tag = draw.choice(elements).tag
            case _:
                chosen.attrib.clear()
    return etree.tostring(root)


@pytest.mark.parametrize(("text", "version"), [(OLD, "382"), (NEW, "42")])
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 40))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_mutated_message_gives_rows_and_faults_and_nothing_else(
    tmp_path: Path, text: str, version: str, seed: int, steps: int
) -> None:
    whole = text.format(version=version, header=HEADER.format(dpid=""))
    (tmp_path / "m.xml").write_bytes(mutated(whole, seed, steps))
    try:
        loaded = load(tmp_path / "m.xml", batch_rows=3)
    except NamesakeError:
        return
    assert len(loaded.deliveries) == 1
    assert all(fault.reason and fault.remedy and fault.delivery_id for fault in loaded.faults)
