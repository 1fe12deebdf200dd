"""Damaged and hostile input: whatever the bytes, the loader reports it and goes on."""

import io
import json
import lzma
import tarfile
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import MissingInput, NamesakeError, TooManyBadRows
from graph.records import Batch, LoadOptions, Notice, Quarantined
from loaders.musicbrainz import files as musicbrainz_files
from loaders.musicbrainz.loader import read_musicbrainz

GID = "00000001-0000-4000-8000-000000000000"
GOOD = json.dumps({"id": GID, "name": "Nova", "gender": None}).encode()


def outcome(path: Path) -> tuple[int, list[Quarantined], list[Notice]]:
    """Rows, what was set aside, what was told."""
    items = list(read_musicbrainz(path))
    rows = sum(item.rows.height for item in items if isinstance(item, Batch))
    return rows, [i for i in items if isinstance(i, Quarantined)], [i for i in items if isinstance(i, Notice)]


def tar_of(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for member, content in members:
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": ', "it is not JSON"),
        (b"[1, 2]", "it is JSON, but not an object"),
        (b'"text"', "it is JSON, but not an object"),
        (b'{"name": "\xff\xfe"}', "are not UTF-8"),
        (b'{"name": "\\ud800"}', "half of a surrogate pair"),
        (b'{"a": ' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
        (b'{"length": ' + b"9" * 5_000 + b"}", "it is not JSON"),
        (b"{}", "has no name"),
        (b'{"id": "123", "name": "Nova"}', "has no MusicBrainz id"),
        (b'{"id": {}, "name": []}', "has no MusicBrainz id"),
        (b'{"artists": [1, null, "x"]}', "is no artist"),
        (b"\x00\x00\x00", "it is not JSON"),
    ],
)
def test_a_bad_line_is_set_aside_and_the_next_is_read(tmp_path: Path, line: bytes, reason: str) -> None:
    (tmp_path / "artist.jsonl").write_bytes(line + b"\n\n" + GOOD)
    rows, faults, _ = outcome(tmp_path)
    assert rows == 1
    assert {fault.line for fault in faults} == {1}
    assert all(len(fault.value) <= 80 and fault.delivery_id and fault.remedy for fault in faults)
    assert reason in faults[0].reason or line == b"{}"


def test_a_line_that_is_too_long_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(musicbrainz_files, "MAX_LINE_BYTES", 1_000)
    exact = GOOD[:-1] + b" " * (999 - len(GOOD)) + b"}\n"
    assert len(exact) == 1_000
    (tmp_path / "artist.jsonl").write_bytes(b"[" * 12_345 + b"\n" + exact + b"x" * 1_000)
    rows, faults, _ = outcome(tmp_path)
    assert rows == 1
    assert [(fault.line, "is longer than" in fault.reason) for fault in faults] == [(1, True), (3, False)]


def test_a_document_that_is_too_long_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(musicbrainz_files, "MAX_DOCUMENT_BYTES", 1_000)
    (tmp_path / "artist.json").write_bytes(b"{\n" + GOOD[1:-1] + b" " * 1_000 + b"}")
    assert [(fault.line, fault.reason[:14]) for fault in outcome(tmp_path)[1]] == [(0, "is longer than")]


def test_memory_does_not_grow_with_what_is_packed(tmp_path: Path) -> None:
    packer = lzma.LZMACompressor(preset=0)
    with (tmp_path / "artist.jsonl.xz").open("wb") as file:
        for _ in range(100):
            file.write(packer.compress(bytes(1024 * 1024)))
        file.write(packer.compress(b"\n" + GOOD) + packer.flush())
    tracemalloc.start()
    try:
        rows, faults, _ = outcome(tmp_path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (rows, [fault.line for fault in faults]) == (1, [1])
    assert peak < 5 * musicbrainz_files.MAX_LINE_BYTES


def test_a_dump_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    lines = b"\n".join(GOOD.replace(b"00000001-", b"%08x-" % number) for number in range(20_000))
    whole = tar_of((tarfile.TarInfo("mbdump/artist"), lines))
    (tmp_path / "artist.tar.xz").write_bytes(lzma.compress(whole)[:-400])
    (tmp_path / "cut").mkdir()
    (tmp_path / "cut/artist.tar").write_bytes(whole[: len(whole) // 2])
    for path in (tmp_path / "artist.tar.xz", tmp_path / "cut/artist.tar"):
        rows, faults, _ = outcome(path)
        assert rows > 100
        assert (faults[-1].line, "breaks off after line" in faults[-1].reason) == (faults[-1].line or -1, True)


@pytest.mark.parametrize("name", ["a.json", "a.json.xz", "a.jsonl.gz", "a.tar.xz", "a.tar", "a.tar.bz2", "a.csv"])
@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 2_000, b"\xfd7zXZ\x00\x00\x04", b"\x1f\x8b\x08\x00", b"BZh9", b"{" * 999]
)
def test_files_that_are_not_what_they_are_called(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    rows, faults, _ = outcome(tmp_path)
    assert rows == 0
    assert len(faults) <= 1


def test_members_that_lead_elsewhere_are_not_read(tmp_path: Path) -> None:
    link = tarfile.TarInfo("mbdump/artist")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    names = (
        "../mbdump/artist",
        "/mbdump/artist",
        "mbdump/../artist",
        "mbdump/deep/artist",
        "other/artist",
        "mbdump/README",
    )
    members = [(tarfile.TarInfo(name), GOOD) for name in names]
    (tmp_path / "a.tar").write_bytes(tar_of((link, b""), *members, (tarfile.TarInfo("./mbdump/artist"), GOOD)))
    assert outcome(tmp_path) == (1, [], [])
    assert [file.name for file in tmp_path.iterdir()] == ["a.tar"]


def test_headers_cannot_fill_the_memory(tmp_path: Path) -> None:
    large = tarfile.TarInfo("mbdump/artist")
    large.pax_headers = {"comment": "x" * 50_000_000}
    sparse = tarfile.TarInfo("mbdump/artist")
    sparse.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "9" * 18}
    for name, member, content in (("large", large, GOOD), ("sparse", sparse, b"1\n0\n9\n" + bytes(506))):
        (tmp_path / f"{name}.tar.xz").write_bytes(lzma.compress(tar_of((member, content)), preset=0))
        rows, [fault], _ = outcome(tmp_path / f"{name}.tar.xz")
        assert rows == 0
        assert ("headers of more than" if name == "large" else "a sparse member") in fault.reason


def test_a_file_without_entries_is_told(tmp_path: Path) -> None:
    (tmp_path / "other.tar").write_bytes(tar_of((tarfile.TarInfo("readme"), b"text")))
    (tmp_path / "artist.jsonl").write_bytes(b"\n \n")
    rows, faults, notices = outcome(tmp_path)
    assert (rows, faults) == (0, [])
    assert [(notice.file, notice.text) for notice in notices] == [
        (name, "holds no entries of MusicBrainz") for name in ("artist.jsonl", "other.tar")
    ]


def test_an_odd_entry_just_shallow_enough_to_be_read(tmp_path: Path) -> None:
    lines = [b'{"artists": [' + b"[" * depth + b"]" * depth + b"]}" for depth in range(700, 1_000, 3)]
    (tmp_path / "some.jsonl").write_bytes(b"\n".join(lines))
    items = list(read_musicbrainz(tmp_path, options=LoadOptions(max_bad_share=1)))
    assert sum(isinstance(item, Quarantined) for item in items) == len(lines)


def test_too_many_bad_lines_stop_the_file(tmp_path: Path) -> None:
    (tmp_path / "artist.jsonl").write_bytes(b"nonsense\n" * 30 + GOOD)
    with pytest.raises(TooManyBadRows):
        outcome(tmp_path)
    assert len(list(read_musicbrainz(tmp_path, options=LoadOptions(max_bad_share=1)))) == 32


def test_nothing_to_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(MissingInput):
            outcome(path)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([GID, "feat. ", "2001-02-03"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PERSON = {
    "id": GID, "name": "Nova", "sort-name": "Nova", "type": "Person", "gender": None, "country": "SE", "isnis": ["0000000083954977"],
    "ipis": ["00067877617"], "life-span": {"begin": "1990", "end": "2001-02-03", "ended": True}, "tags": [{"name": "pop", "count": 2}],
    "area": {"name": "Sverige", "iso-3166-1-codes": ["SE"]}, "aliases": [{"name": "N", "locale": "sv", "primary": True}],
    "genres": [{"name": "pop", "count": 1}],
}  # fmt: skip
RELATIONS: list[Any] = [
    {
        "type": "member of band",
        "direction": "backward",
        "artist": {**PERSON, "id": GID[:-1] + "1"},
        "attributes": ["a"],
    },
    {"type": "discogs", "url": {"resource": "https://www.discogs.com/artist/1"}, "ended": False},
    {"type": "distributed", "label": {"id": GID, "name": "Carrier"}},
    {"type": "performance", "work": {"relations": [{"type": "composer", "direction": "backward", "artist": PERSON}]}},
]
CREDIT = [
    {"name": "N", "joinphrase": " feat. ", "artist": PERSON},
    {"name": "M", "artist": {**PERSON, "id": GID[:-1] + "2"}},
]
SONG = {
    "id": GID,
    "title": "Song",
    "length": 1000,
    "isrcs": ["GBAYC1700598"],
    "artist-credit": CREDIT,
    "relations": RELATIONS,
}
ALBUM = {
    "id": GID, "title": "First", "artist-credit": CREDIT, "barcode": "720642442524", "date": "2001-02-03", "relations": RELATIONS,
    "release-group": {"id": GID, "primary-type": "Album", "secondary-types": ["Live"]}, "text-representation": {"language": "eng"},
    "label-info": [{"catalog-number": "N1", "label": {"id": GID, "name": "L", "label-code": 1}}],
    "media": [{"tracks": [{"id": GID, "title": "Song", "recording": SONG}], "pregap": {"title": "Hidden"}}],
}  # fmt: skip
ENTRIES: dict[str, Any] = {
    "artist": {**PERSON, "relations": RELATIONS, "releases": [ALBUM]},
    "label": {**PERSON, "label-code": 1},
    "release": ALBUM,
    "recording": {**SONG, "releases": [ALBUM]},
    "release-group": {"id": GID, "title": "First", "primary-type": "EP", "artist-credit": CREDIT, "releases": [ALBUM]},
}


def places_in(value: object) -> list[tuple[Any, Any]]:
    """Every container in the value with each of its keys or positions."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    inner: Any = value
    return [place for key in keys for place in [(inner, key), *places_in(inner[key])]]


@settings(max_examples=200, deadline=None)
@given(data=st.data(), entity=st.sampled_from(sorted(ENTRIES)), named=st.booleans())
def test_no_entry_is_odd_enough_to_crash(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, entity: str, named: bool
) -> None:
    entry = json.loads(json.dumps(ENTRIES[entity]))
    for _ in range(data.draw(st.integers(0, 4))):
        container, key = data.draw(st.sampled_from(places_in(entry) or [({}, "id")]))
        container[key] = data.draw(JSON)
    path = tmp_path_factory.mktemp("odd") / f"{entity if named else 'answer'}.json"
    path.write_text(json.dumps(entry))
    try:
        outcome(path)
    except NamesakeError as error:
        pytest.fail(f"one entry never stops a file: {error}")


@settings(max_examples=100, deadline=None)
@given(
    cut=st.integers(0, 3_000), junk=st.binary(max_size=40), ending=st.sampled_from(["jsonl", "json", "tar", "tar.xz"])
)
def test_no_bytes_are_odd_enough_to_crash(
    tmp_path_factory: pytest.TempPathFactory, cut: int, junk: bytes, ending: str
) -> None:
    whole = json.dumps(ENTRIES["release"]).encode() + b"\n" + GOOD
    if ending.startswith("tar"):
        whole = tar_of((tarfile.TarInfo("mbdump/release"), whole))
    whole = lzma.compress(whole) if ending == "tar.xz" else whole
    path = tmp_path_factory.mktemp("odd") / f"release.{ending}"
    path.write_bytes(whole[:cut] + junk + whole[cut + len(junk) :])
    outcome(path)
