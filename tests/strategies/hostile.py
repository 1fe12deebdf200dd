"""What every loader's output must keep to, small valid inputs of each source, and bytes made from them that are not valid."""

import gzip
import json
import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import polars as pl

from graph.errors import NamesakeError
from graph.records import RECORDS, TEXTS, Batch, Delivery, LoadOptions, Notice, Quarantined

MAX_SHOWN: Final = 80
Read = Callable[..., Iterator[Delivery | Batch | Quarantined | Notice]]


def assert_keeps_the_rules(items: Iterable[object], *, batch_rows: int = 10_000) -> None:
    """Whatever was read: deliveries before their batches, batches as `RECORDS` says, sentences that can be shown and stored."""
    delivered: set[str] = set()
    for item in items:
        if isinstance(item, Delivery):
            _check_delivery(item)
            delivered.add(item.delivery_id)
        elif isinstance(item, Batch):
            assert item.delivery.delivery_id in delivered, f"a batch of {item.table} comes before its delivery"
            assert 0 < item.rows.height <= batch_rows
            _check_rows(item.table, item.rows, is_mention=item.is_mention)
        elif isinstance(item, Quarantined):
            assert item.line >= 0
            assert item.reason
            assert item.remedy
            assert len(item.value) <= MAX_SHOWN, f"a value of {len(item.value)} characters is shown"
            _check_sentence(str(item), item.file, item.column, item.value)
        else:
            assert isinstance(item, Notice)
            assert item.text
            _check_sentence(item.text, item.file)


def _check_delivery(delivery: Delivery) -> None:
    assert re.fullmatch("[0-9a-f]{64}", delivery.delivery_id)
    assert delivery.created_at is None or delivery.created_at.tzinfo is None
    _check_sentence(delivery.file, delivery.source, delivery.sender or "")


def _check_sentence(*texts: str) -> None:
    for text in texts:
        text.encode()  # a lone surrogate can be neither printed nor stored
        assert not _has_control(text), f"{text!r} would steer the terminal that it is printed on"


def _check_rows(table: str, rows: pl.DataFrame, *, is_mention: bool) -> None:
    record = RECORDS[table]
    assert dict(rows.schema) == record.schema
    for column in record.required:
        values = rows[column].to_list()
        assert all(value not in (None, "", []) for value in values), f"{table}.{column} is empty"
    assert is_mention or rows.select(record.key).is_unique().all(), f"{table} has a key twice"
    for column, dtype in record.columns.items():
        values = rows[column].drop_nulls().to_list()
        texts = [text for value in values for text in value] if dtype == TEXTS else values
        if dtype == TEXTS:
            assert all(texts), f"{table}.{column} lists nothing or an empty text"
        if column.endswith(("_id", "_ids")):
            assert not any(map(_has_control, texts)), f"{table}.{column} holds a control character"
        if column in record.key:
            assert not any("\x1f" in str(text) for text in texts), f"{table}.{column} holds what parts keys"
    for name, form in (("upc", "[0-9]{12,14}"), ("isrc", "[A-Z]{2}[A-Z0-9]{3}[0-9]{7}"), ("isni", "[0-9]{15}[0-9X]")):
        if name in record.columns:
            assert all(re.fullmatch(form, value) for value in rows[name].drop_nulls()), f"{table}.{name}"
    for name in ("duration_ms", "share", "score", "followers", "streams_28d"):
        if name in record.columns:
            assert all(value >= 0 for value in rows[name].drop_nulls()), f"{table}.{name} is below zero"
    for text in rows["source_attributes"].drop_nulls():
        assert isinstance(json.loads(text), dict)


def _has_control(value: object) -> bool:
    return isinstance(value, str) and any(unicodedata.category(character) == "Cc" for character in value)


def read_everything(read: Read, path: Path, *, options: LoadOptions | None = None) -> list[Any]:
    """All that the loader yields, up to an error that it may raise; checked. Any other error comes through."""
    options = options or LoadOptions(payee_id="payee-1")
    items: list[Any] = []
    try:
        for item in read(path, options=options):
            items.append(item)  # what was yielded before an error counts, so no list(...)
    except NamesakeError as error:
        stopped: NamesakeError | None = error
    else:
        stopped = None
    if stopped is not None:
        assert stopped.hint
        _check_sentence(stopped.what)
    assert_keeps_the_rules(items, batch_rows=options.batch_rows)
    return items


_ERN: Final = """<?xml version="1.0" encoding="UTF-8"?>
<ern:NewReleaseMessage xmlns:ern="http://ddex.net/xml/ern/43" AvsVersionId="4" LanguageAndScriptCode="en">
<MessageHeader><MessageId>m1</MessageId><MessageSender><PartyId>PADPIDA2000000001A</PartyId></MessageSender>
<MessageCreatedDateTime>2024-03-01T12:00:00Z</MessageCreatedDateTime></MessageHeader>
<PartyList><Party><PartyReference>P1</PartyReference><PartyName><FullName>{name}</FullName></PartyName>
<PartyId><ProprietaryId Namespace="PADPIDA2000000001A">a1</ProprietaryId></PartyId></Party>
<Party><PartyReference>P2</PartyReference><PartyName><FullName>Quiet</FullName></PartyName></Party></PartyList>
<ResourceList><SoundRecording><ResourceReference>A1</ResourceReference><Type>MusicalWorkSoundRecording</Type>
<SoundRecordingEdition><ResourceId><ISRC>QZABC2400001</ISRC></ResourceId></SoundRecordingEdition>
<DisplayTitleText>{name}</DisplayTitleText><DisplayTitle><TitleText>{name}</TitleText></DisplayTitle>
<DisplayArtistName>{name}</DisplayArtistName><DisplayArtist SequenceNumber="1"><ArtistPartyReference>P1</ArtistPartyReference>
<DisplayArtistRole>MainArtist</DisplayArtistRole></DisplayArtist><Duration>PT3M1S</Duration>
<Contributor><ContributorPartyReference>P2</ContributorPartyReference><Role>Composer</Role></Contributor></SoundRecording></ResourceList>
<ReleaseList><Release><ReleaseReference>R0</ReleaseReference><ReleaseType>Single</ReleaseType><ReleaseId><ICPN>123456789012</ICPN></ReleaseId>
<DisplayTitleText>{name}</DisplayTitleText><DisplayTitle><TitleText>{name}</TitleText></DisplayTitle>
<DisplayArtistName>{name}</DisplayArtistName><DisplayArtist SequenceNumber="1"><ArtistPartyReference>P1</ArtistPartyReference>
<DisplayArtistRole>MainArtist</DisplayArtistRole></DisplayArtist><ReleaseLabelReference>P2</ReleaseLabelReference>
<ResourceGroup><ResourceGroupContentItem><ReleaseResourceReference>A1</ReleaseResourceReference></ResourceGroupContentItem></ResourceGroup>
</Release></ReleaseList></ern:NewReleaseMessage>
"""
_RELEASES: Final = """<releases>
<release id="1" status="Accepted"><title>{name}</title><artists><artist><id>7</id><name>{name}</name><join>Feat.</join></artist>
<artist><id>9</id><name>Nova (3)</name></artist></artists><labels><label name="{name}" id="5" catno="Q 1"/></labels>
<extraartists><artist><id>8</id><name>Vale</name><anv>{name}</anv><role>Producer</role><tracks>A1 to A2</tracks></artist></extraartists>
<formats><format name="CD" qty="1"><descriptions><description>Album</description></descriptions></format></formats><released>1999-07-13</released>
<companies><company><id>4</id><name>{name}</name><entity_type_name>Distributed By</entity_type_name></company></companies>
<identifiers><identifier type="Barcode" value="0 7464-63628-2 2"/><identifier type="ISRC" description="A1" value="IT-J04-01-00240"/></identifiers>
<tracklist><track><position>A1</position><title>{name}</title><duration>3:01</duration></track>
<track><position/><title>Work</title><sub_tracks><track><position>A2</position><title>Part</title></track></sub_tracks></track></tracklist>
</release></releases>
"""
_ARTISTS: Final = """<artists><artist><id>7</id><name>{name}</name><realname>{name}</realname><profile>{name}</profile>
<namevariations><name>{name}</name></namevariations><aliases><name id="8">{name}</name></aliases>
<members><id>9</id><name id="9">{name}</name></members><urls><url>http://example.org</url></urls></artist></artists>
"""
_LABELS: Final = """<labels><label><id>5</id><name>{name}</name><contactinfo>Lane 1</contactinfo><profile>{name}</profile>
<parentLabel id="6">{name}</parentLabel><sublabels><label id="7">{name}</label></sublabels></label></labels>
"""
_MASTERS: Final = """<masters><master id="3"><main_release>1</main_release><artists><artist><id>7</id><name>{name}</name></artist></artists>
<year>1999</year><title>{name}</title></master></masters>
"""

_GID: Final = "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d"
_MB_ARTIST: Final = (
    f'{{{{"id": "{_GID}", "name": {{name}}, "sort-name": {{name}}, "type": "Group", "country": "SE", "isnis": ["0000000123456789"],'
    ' "disambiguation": {name}, "aliases": [{{"name": {name}, "type": "Artist name", "ended": false}}], "life-span": {{"begin": "1960"}},'
    ' "genres": [{{"name": {name}, "count": 2}}], "relations": [{{"type": "member of band", "direction": "backward", "target-type": "artist",'
    ' "artist": {{"id": "4d5447d7-c61c-4120-ba1b-d7f471d385b9", "name": {name}}}}}]}}'
)
_MB_RELEASE: Final = (
    '{{"id": "c9a0f0b1-6f5c-4d7b-8a36-0a8b8f0b6f0d", "title": {name}, "barcode": "093624755524", "status": "Official", "date": "1999-07-13",'
    f' "artist-credit": [{{{{"name": {{name}}, "joinphrase": " feat. ", "artist": {{{{"id": "{_GID}", "name": {{name}}}}}}}}}}],'
    ' "label-info": [{{"catalog-number": "Q 1", "label": {{"id": "4d5447d7-c61c-4120-ba1b-d7f471d385b0", "name": {name}}}}}],'
    ' "media": [{{"position": 1, "tracks": [{{"id": "5d5447d7-c61c-4120-ba1b-d7f471d385b9", "position": 1, "title": {name}, "length": 181000,'
    ' "recording": {{"id": "6d5447d7-c61c-4120-ba1b-d7f471d385b9", "title": {name}, "length": 181000, "isrcs": ["GBAYE6800011"]}}}}]}}]}}'
)
_STATEMENT: Final = (
    "Sales Period,TC Song ID,UPC,Optional ISRC,Artist,Song Title,Release Title,Label,# Units Sold,Total Earned,Currency\n"
    '2024-01-01,7,093624755524,QZABC2400001,"{name}","{name}","{name}","{name}",12,3.25,USD\n'
    '2024-02-01,7,093624755524,QZABC2400001,"{name}","{name}","{name}","{name}",2,1.25,USD\n'
)
_EARNINGS: Final = (
    "Sale Month\tUPC\tISRC\tArtist\tTitle\tSong/Album\tQuantity\tTeam Percentage\tEarnings (USD)\n"
    '2024-01\t\tQZABC2400001\t"{name}"\t"{name}"\tSong\t12\t50\t3.25\n'
)

XML, CSV, JSON = "xml", "csv", "json"
Seed = tuple[str, str, str]
"""How its texts are quoted, the name of the file, and its text with `{name}` where a name stands."""
SEEDS: Final[dict[str, list[Seed]]] = {
    "catalog": [
        (CSV, "artists.csv", 'artist_id,name,aliases,followers,extra\na1,"{name}","{name}|Nova",12,"{name}"\n'),
        (
            CSV,
            "releases.csv",
            'release_id,title,artist_ids,upc,type,release_date,received_at\nr1,"{name}",a1|a2,093624755524,album,2024-02-29,2024-03-01T01:30:00Z\n',
        ),
        (CSV, "contributions.csv", 'recording_id,party_name,role,artist_id\nt1,"{name}",writer,a1\n'),
        (JSON, "artists.jsonl", '{{"artist_id": "a1", "name": {name}, "aliases": [{name}], "extra": {name}}}\n'),
    ],
    "ddex": [(XML, "message.xml", _ERN)],
    "discogs": [
        (XML, "releases.xml", _RELEASES),
        (XML, "artists.xml", _ARTISTS),
        (XML, "labels.xml", _LABELS),
        (XML, "masters.xml", _MASTERS),
    ],
    "musicbrainz": [
        (JSON, "artist.jsonl", _MB_ARTIST + "\n"),
        (JSON, "release.json", _MB_RELEASE),
        (CSV, "artists.csv", f'id,name,country,disambiguation\n{_GID},"{{name}}",SE,"{{name}}"\n'),
    ],
    "statements": [(CSV, "statement.csv", _STATEMENT), (CSV, "earnings.tsv", _EARNINGS)],
    "signals": [
        (
            CSV,
            "signals.csv",
            'subject_type,subject_id,kind,score,source,observed_at,note\nartist,a1,takedown,0.5,desk,2024-01-01T00:00:00Z,"{name}"\n',
        ),
        (
            CSV,
            "list.csv",
            'id,name,date_added,disclosure,markers,notes,spotify\n7,"{name}",2024-01-01,none,"{name}","{name}",4Z8W\n',
        ),
    ],
}


def filled(seed: Seed, name: str) -> str:
    """The seed's text with the name in it, quoted as its form asks."""
    form, _, text = seed
    if form == XML:
        quoted = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    else:
        quoted = json.dumps(name) if form == JSON else name.replace('"', '""')
    return text.replace("{name}", quoted).replace("{{", "{").replace("}}", "}")


def hostile_bytes() -> dict[str, bytes]:
    """Contents that no valid file has, or none of its size, by what they are."""
    noise = random.Random(0)
    deep = 100_000
    return {
        "nothing": b"",
        "a line break": b"\n",
        "random bytes": noise.randbytes(5_000),
        "random text": bytes(noise.choices(b'<>&"{}[],:|\n abc019/-', k=5_000)),
        "NULs": bytes(5_000),
        "a byte order mark": b"\xef\xbb\xbf",
        "a mark of UTF-16": b"\xff\xfe",
        "UTF-16": "<artists><artist><id>1</id><name>Nova</name></artist></artists>".encode("utf-16"),
        "UTF-7 XML": b'<?xml version="1.0" encoding="UTF-7"?><artists/>',
        "an encoding nobody knows": b'<?xml version="1.0" encoding="x-none"?><artists/>',
        "start of a gzip": gzip.compress(b"<artists><artist>")[:15],
        "gzip in a gzip": gzip.compress(gzip.compress(b"<artists/>")),
        "start of a zip": b"PK\x03\x04" + noise.randbytes(200),
        "start of a Parquet": b"PAR1" + noise.randbytes(200) + b"PAR1",
        "start of an xz": b"\xfd7zXZ\x00" + noise.randbytes(200),
        "start of a bzip2": b"BZh9" + noise.randbytes(200),
        "deep XML": b"<artists>" * deep,
        "deep JSON list": b"[" * deep,
        "deep JSON object": b'{"id":' * deep,
        "deep JSON in a row": b'{"artist_id":"a","name":' + b"[" * deep + b"]" * deep + b"}\n",
        "long number": b'{"artist_id":"a","name":"b","followers":' + b"9" * 5_000 + b"}\n",
        "numbers that are none": b'{"artist_id":NaN,"name":Infinity,"followers":1e999}\n',
        "lone surrogates": b'{"artist_id":"a\\ud800","name":"\\udfff","aliases":["\\ud83d"]}\n',
        "surrogates as bytes": b"artist_id,name\na,\xed\xa0\x80\n<artists>\xed\xa0\x80</artists>",
        "broken UTF-8": b"artist_id,name\na\xff,b\xc3\n",
        "broken UTF-8 in XML": b"<artists><artist><id>1</id><name>\xff\xc3(</name></artist></artists>",
        "an open quote": b'artist_id,name\na,"b\n' + b"c,d\n" * 100,
        "NUL in a row": b"artist_id,name\na\x00b,c\x00\n",
        "many columns": b",".join(b"c%d" % number for number in range(5_000)) + b"\n",
        "a long field": b"artist_id,name\na," + b"x" * 300_000 + b"\n",
        "a column twice": b"artist_id,name,name\na,b,c\n",
        "columns called alike": b"artist_id,name, name \na,b,c\n",
        "old line ends": b"artist_id,name\ra,b\rc,d\r",
        "many attributes": b"<artists " + b" ".join(b'a%d=""' % number for number in range(20_000)) + b"/>",
        "names of a prefix nobody gave": b"<x:artists><x:artist/></x:artists>",
        "other names in a dump": b"<artists><x/><!-- --><?y z?><artist/>text</artists>",
        "two roots": b"<artists/><artists/>",
        **_entity_bombs(),
    }


def _entity_bombs(outside: str = "file:///etc/passwd") -> dict[str, bytes]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    name = "<artists><artist><id>1</id><name>{}</name></artist></artists>"
    return {
        "billion laughs": f'<!DOCTYPE a [<!ENTITY l0 "lol">{laughs}]>{name.format("&l9;")}'.encode(),
        "quadratic blowup": f'<!DOCTYPE a [<!ENTITY x "{"x" * 50_000}">]>{name.format("&x;" * 50_000)}'.encode(),
        "external entity": f'<!DOCTYPE a [<!ENTITY x SYSTEM "{outside}">]>{name.format("&x;")}'.encode(),
        "parameter entity": f'<!DOCTYPE a [<!ENTITY % x SYSTEM "{outside}">%x;]>{name.format("Nova")}'.encode(),
        "external subset": f'<!DOCTYPE a SYSTEM "{outside}">{name.format("Nova")}'.encode(),
        "inclusion": f'<artists xmlns:xi="http://www.w3.org/2001/XInclude"><artist><id>1</id><name><xi:include href="{outside}" parse="text"/></name></artist></artists>'.encode(),
        "a stylesheet": f'<?xml-stylesheet href="{outside}"?>{name.format("Nova")}'.encode(),
        "a schema": f'<artists xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a {outside}"/>'.encode(),
    }


def reaching_out(outside: Path) -> dict[str, bytes]:
    """XML that asks for what is in a file elsewhere."""
    return _entity_bombs(outside.as_uri())


HOSTILE_NAMES: Final = {
    "formula": "=IMPORTXML('http://example.org';'//a')",
    "command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "right to left": "Nova\u202eavoN\u202c",
    "isolates": "\u2066Nova\u2069",
    "zero width": "N\u200bo\u200dv\u2060a\ufeff",
    "combining": "Z" + "\u0300" * 500,
    "not a character": "Nova\ufffe\uffff",
    "private use": "\U0010fffd\ue000",
    "emoji": "👩‍👩‍👧‍👦",
    "control": "No\x85va\x9f\x7f",
    "separator of keys": "No\x1fva",
    "markup": "<script>alert(1)</script>&amp;]]>",
    "cypher": "'}) DETACH DELETE n //",
    "path": "../../../../etc/passwd",
    "template": "{name}%s%n${7*7}",
    "bars": "a|b\\|c|",
    "long": "x" * 100_000,
    "blank": "\u00a0\u2003",
    "a slash at the end": "Nova\\",
    "line breaks": "No\r\nva\u2028x",
}
