import gzip
import hashlib
import io
import zipfile
from collections import deque
from pathlib import Path

import pytest

from graph.errors import MissingInput
from loaders.archives import ArchiveLimits, Inputs, TooLarge

SMALL = ArchiveLimits(max_members=5, max_member_bytes=5_000_000, max_bytes=8_000_000, max_ratio=20)


def pack(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def read(path: Path, limits: ArchiveLimits = SMALL) -> tuple[dict[str, bytes], dict[str, str]]:
    with Inputs(path, endings=(".xml", ".xml.gz"), limits=limits) as inputs:
        found = {}
        for source in inputs.sources:
            with inputs.open(source) as file:
                found[source.name] = file.read()
        return found, {fault.file: fault.reason for fault in inputs.refused}


def test_files_zips_and_gzips_of_a_folder_are_read_by_name(tmp_path: Path) -> None:
    (tmp_path / "b.xml").write_bytes(b"<b/>")
    (tmp_path / "c.xml.gz").write_bytes(gzip.compress(b"<c/>"))
    pack(tmp_path / "d.zip", {"x/1.xml": b"<one/>", "2.XML": b"<two/>", "cover.jpg": b"", "__MACOSX/x/._1.xml": b"?"})
    found, refused = read(tmp_path)
    assert found == {"b.xml": b"<b/>", "c.xml.gz": b"<c/>", "d.zip!/x/1.xml": b"<one/>", "d.zip!/2.XML": b"<two/>"}
    assert refused == {}


def test_a_digest_is_that_of_the_member_and_of_the_file_on_disk(tmp_path: Path) -> None:
    packed = gzip.compress(b"<c/>")
    (tmp_path / "c.xml.gz").write_bytes(packed)
    pack(tmp_path / "d.zip", {"1.xml": b"<one/>"})
    with Inputs(tmp_path, endings=(".xml", ".xml.gz")) as inputs:
        digests = {source.name: inputs.digest(source) for source in inputs.sources}
    assert digests == {
        "c.xml.gz": hashlib.sha256(packed).hexdigest(),
        "d.zip!/1.xml": hashlib.sha256(b"<one/>").hexdigest(),
    }


@pytest.mark.parametrize(
    "name", ["../x.xml", "a/../../x.xml", "/etc/x.xml", "C:/x.xml", "..\\x.xml", "a\\..\\..\\x.xml", "//host/x.xml"]
)
def test_names_that_lead_out_are_refused_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    pack(tmp_path / "d.zip", {name: b"<x/>", "good.xml": b"<good/>"})
    found, refused = read(tmp_path)
    assert list(found) == ["d.zip!/good.xml"]
    assert refused == {f"d.zip!/{name}": "its name leads out of the archive"}


def test_archives_inside_archives_are_not_followed(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("x.xml", "<x/>")
    pack(tmp_path / "d.zip", {"inner.zip": inner.getvalue(), "y.xml.gz": gzip.compress(b"<y/>"), "z.xml": b"<z/>"})
    found, refused = read(tmp_path)
    assert list(found) == ["d.zip!/z.xml"]
    assert set(refused) == {"d.zip!/inner.zip", "d.zip!/y.xml.gz"}
    assert set(refused.values()) == {"is an archive inside an archive"}


def test_what_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    pack(tmp_path / "bomb.zip", {"bomb.xml": b" " * 4_000_000, "fine.xml": b"<x/>" * 50_000})
    pack(tmp_path / "big.zip", {"big.xml": b"<x/>" * 2_000_000}, zipfile.ZIP_STORED)
    pack(tmp_path / "total.zip", {f"{n}.xml": b"x" * 3_000_000 for n in range(3)}, zipfile.ZIP_STORED)
    (tmp_path / "plain.xml").write_bytes(b"x" * 5_000_001)
    pack(tmp_path / "many.zip", {f"{n}.xml": b"" for n in range(6)})
    found, refused = read(tmp_path)
    assert set(found) == {"bomb.zip!/fine.xml", "total.zip!/0.xml", "total.zip!/1.xml"}
    assert refused == {
        "bomb.zip!/bomb.xml": "unpacks to more than 20 times its packed size",
        "big.zip!/big.xml": "unpacks to 8000000 bytes, more than 5000000",
        "total.zip!/2.xml": "unpacks past 8000000 bytes; nothing from here on is read",
        "plain.xml": "has 5000001 bytes, more than 5000000",
        "many.zip": "holds 6 members, more than 5",
    }


@pytest.mark.parametrize("size", [-1, 65_536])
def test_a_gzip_bomb_stops_while_it_is_read(tmp_path: Path, size: int) -> None:
    (tmp_path / "bomb.xml.gz").write_bytes(gzip.compress(b" " * 30_000_000))
    with Inputs(tmp_path, endings=(".xml.gz",), limits=SMALL) as inputs, inputs.open(inputs.sources[0]) as file:
        with pytest.raises(TooLarge) as error:
            deque(iter(lambda: file.read(size), b""), maxlen=0)
        assert "unpacks to more than" in str(error.value)


def test_a_zip_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "d.zip").write_bytes(b"PK\x03\x04 and no more")
    found, refused = read(tmp_path)
    assert found == {}
    assert "cannot be read as a zip" in refused["d.zip"]


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "d.zip", {"x.xml": b"<x/>"}, zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    for header, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + offset] |= 1
    path.write_bytes(content)
    assert read(tmp_path)[1] == {"d.zip!/x.xml": "is encrypted"}


def test_more_zips_than_are_held_open(tmp_path: Path) -> None:
    for number in range(40):
        pack(tmp_path / f"{number:02}.zip", {"x.xml": b"%d" % number})
    with Inputs(tmp_path, endings=(".xml",)) as inputs:
        for _ in range(2):
            for number, source in enumerate(inputs.sources):
                with inputs.open(source) as file:
                    assert file.read() == b"%d" % number


def test_a_folder_without_anything_to_read(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("")
    with pytest.raises(MissingInput):
        Inputs(tmp_path, endings=(".xml",))
