"""Deliveries of many files: folders, zips and the manifests that come with them."""

import gzip
import hashlib
import zipfile
from pathlib import Path

from tests.loaders.ddex.messages import album, load, message, recording, release, write

MANIFEST = """<ern-c:ManifestMessage xmlns:ern-c="http://ddex.net/xml/ern-c-sftp/16" MessageVersionId="ern-c-sftp/16">
  <MessageHeader><MessageSender><PartyId>PADPIDA2099010101X</PartyId></MessageSender>
    <MessageCreatedDateTime>2026-01-03T00:00:00Z</MessageCreatedDateTime></MessageHeader>
  <IsTestFlag>false</IsTestFlag><RootDirectory>N_2026</RootDirectory><NumberOfMessages>{count}</NumberOfMessages>
  {entries}
</ern-c:ManifestMessage>"""


def manifest(*urls: str, count: int | None = None) -> str:
    entries = "\n".join(
        f"<MessageInBatch><MessageType>NewReleaseMessage</MessageType><MessageId>m{n}</MessageId><URL>{url}</URL>"
        "<DeliveryType>NewReleaseDelivery</DeliveryType></MessageInBatch>"
        for n, url in enumerate(urls)
    )
    return MANIFEST.format(entries=entries, count=len(urls) if count is None else count)


def one_album(number: int) -> str:
    icpn, isrc = f"{number:012}", f"QZABC26{number:05}"
    body = album(recording("A1", isrc, f"Track {number}"), releases=release(icpn, f"Album {number}", "A1"))
    return message(body, created=f"2026-01-{number:02}T00:00:00Z")


def test_a_folder_with_a_manifest_that_is_complete(tmp_path: Path) -> None:
    (tmp_path / "N_2026" / "1").mkdir(parents=True)
    write(tmp_path / "N_2026" / "1", one_album(1), "1.xml")
    write(tmp_path / "N_2026", one_album(2), "2.xml")
    write(tmp_path / "N_2026", manifest("./1/1.xml", "/N_2026/2.xml"), "BatchComplete_2026.xml")
    loaded = load(tmp_path)
    assert loaded.faults == []
    assert {row["title"] for row in loaded.rows["releases"]} == {"Album 1", "Album 2"}


def test_what_a_manifest_lists_and_is_not_there_is_told_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, one_album(1), "1.xml")
    write(tmp_path, manifest("1.xml", "sftp://host/batch/2.xml", "1/1.xml", count=7), "BatchComplete_2026.xml")
    loaded = load(tmp_path)
    assert {(fault.column, fault.value) for fault in loaded.faults} == {
        ("MessageInBatch/URL", "sftp://host/batch/2.xml"),
        ("MessageInBatch/URL", "1/1.xml"),
        ("NumberOfMessages", "7"),
    }
    missing = loaded.faults[0]
    assert (missing.file, missing.line) == ("BatchComplete_2026.xml", 6)
    assert "not here" in missing.reason
    assert len(loaded.rows["releases"]) == 1


def test_an_empty_marker_of_a_complete_batch_is_no_fault(tmp_path: Path) -> None:
    write(tmp_path, one_album(1), "1.xml")
    write(tmp_path, "", "BatchComplete_20260101.xml")
    loaded = load(tmp_path)
    assert loaded.faults == []
    assert [notice.text for notice in loaded.notices if notice.file.startswith("Batch")] == [
        "marks a batch as complete and lists nothing"
    ]


def test_a_zip_gives_the_same_rows_as_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    texts = {f"{number}.xml": one_album(number) for number in (3, 1, 2)}
    texts["BatchComplete_1.xml"] = manifest("./1.xml", "2.xml", "3.xml", "4.xml")
    for name, text in texts.items():
        write(folder, text, name)
    with zipfile.ZipFile(tmp_path / "delivery.zip", "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in texts.items():
            file.writestr(f"batch/{name}", text)
        file.writestr("batch/resources/1.flac", b"\0" * 100)
        file.writestr("../outside.xml", one_album(5))
    from_folder, from_zip = load(folder), load(tmp_path / "delivery.zip")
    assert from_zip.rows == from_folder.rows
    assert [row["title"] for row in from_zip.rows["releases"]] == ["Album 1", "Album 2", "Album 3"]
    assert [delivery.file for delivery in from_zip.deliveries] == [
        "delivery.zip!/batch/1.xml",
        "delivery.zip!/batch/2.xml",
        "delivery.zip!/batch/3.xml",
        "delivery.zip!/batch/BatchComplete_1.xml",
    ]
    assert {delivery.delivery_id for delivery in from_zip.deliveries} == {
        hashlib.sha256(text.encode()).hexdigest() for text in texts.values()
    }
    assert {(fault.file, fault.value) for fault in from_zip.faults} == {
        ("delivery.zip!/../outside.xml", ""),
        ("delivery.zip!/batch/BatchComplete_1.xml", "4.xml"),
    }


def test_a_folder_of_plain_packed_and_zipped_messages(tmp_path: Path) -> None:
    write(tmp_path, one_album(1), "1.xml")
    (tmp_path / "2.xml.gz").write_bytes(gzip.compress(one_album(2).encode()))
    with zipfile.ZipFile(tmp_path / "3.zip", "w") as file:
        file.writestr("3.xml", one_album(3))
    loaded = load(tmp_path)
    assert [row["title"] for row in loaded.rows["releases"]] == ["Album 1", "Album 2", "Album 3"]
    assert loaded.faults == []


def test_damaged_archives_are_set_aside_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, one_album(1), "1.xml")
    packed = gzip.compress(one_album(2).encode() * 50)
    (tmp_path / "cut.xml.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "none.xml.gz").write_bytes(b"plain")
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as file:
        file.writestr("3.xml", one_album(3))
    content = bytearray((tmp_path / "z.zip").read_bytes())
    content[200] ^= 0xFF
    (tmp_path / "z.zip").write_bytes(content)
    loaded = load(tmp_path)
    assert [row["title"] for row in loaded.rows["releases"]] == ["Album 1"]
    assert {fault.file for fault in loaded.faults} == {"cut.xml.gz", "none.xml.gz", "z.zip!/3.xml"}
    assert all(fault.reason and fault.remedy for fault in loaded.faults)


def test_the_names_and_order_of_files_change_nothing(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, names in ((first, "abc"), (second, "cab")):
        folder.mkdir()
        for number, name in enumerate(names, start=1):
            write(folder, one_album(number), f"{name}.xml")
    assert load(first).rows == load(second, batch_rows=1).rows


def test_other_messages_are_named_and_not_loaded(shared_data: Path, tmp_path: Path) -> None:
    mead = load(shared_data / "ddex" / "lifecycle_and_hostile" / "audius" / "mead_artist_update.xml")
    assert [notice.text for notice in mead.notices] == [
        "a MeadMessage (MEAD 10) is no release message: nothing of it is loaded"
    ]
    text = '<ern:CatalogListMessage xmlns:ern="http://ddex.net/xml/ern/382"><x/></ern:CatalogListMessage>'
    other = load(write(tmp_path, text))
    assert "CatalogListMessage (ERN 382)" in other.notices[0].text
    assert (mead.counts(), other.counts(), mead.faults, other.faults) == ({}, {}, [], [])
