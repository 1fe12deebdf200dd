from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import identifiers as ids


@pytest.mark.parametrize(
    ("parse", "text", "expected"),
    [
        (ids.parse_isrc, "US-RC1-76-07839", "USRC17607839"),
        (ids.parse_isrc, "isrc: gbayc1700598", "GBAYC1700598"),
        (ids.parse_isrc, "ISRC_Woot", None),
        (ids.parse_isrc, "FRZ0425000201", None),
        (ids.parse_upc, "0 9362-47555-2 4", "093624755524"),
        (ids.parse_upc, "00094631432057", "094631432057"),
        (ids.parse_upc, "7961220922684", "7961220922684"),
        (ids.parse_upc, "0123456789", None),
        (ids.parse_isni, "0000 0001 2150 090X", "000000012150090X"),
        (ids.parse_isni, "https://isni.org/isni/000000012150090x", "000000012150090X"),
        (ids.parse_isni, "00000001215009", None),
        (ids.parse_ipi, "IPI 192.49.33.16-3", "01924933163"),
        (ids.parse_ipi, "192493316", "00192493316"),
        (ids.parse_ipi, "I-000000229-7", "I0000002297"),
        (ids.parse_dpid, "DPID:PADPIDA2012041004F", "PADPIDA2012041004F"),
        (ids.parse_dpid, "PA-DPIDA-2012041004-F", "PADPIDA2012041004F"),
        (ids.parse_country, " se", "SE"),
        (ids.parse_country, "SWE", None),
    ],
)
def test_normal_forms(parse: Callable[[str], str | None], text: str, expected: str | None) -> None:
    assert parse(text) == expected


PAIRS = [
    (ids.parse_upc, ids.upc_form),
    (ids.parse_isrc, ids.isrc_form),
    (ids.parse_isni, ids.isni_form),
    (ids.parse_country, ids.country_form),
]


@given(st.lists(st.text("0123456789Xx- ABUSabus", max_size=18)))
def test_columns_and_single_texts_agree(texts: list[str]) -> None:
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    for parse, form in PAIRS:
        assert frame.select(form(pl.col("text"))).to_series().to_list() == [parse(text) for text in texts]


@given(st.from_regex(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}", fullmatch=True))
def test_a_normal_form_is_its_own_normal_form(isrc: str) -> None:
    assert ids.parse_isrc(isrc) == isrc
    assert ids.parse_isrc(f"{isrc[:2]}-{isrc[2:5]}-{isrc[5:7]}-{isrc[7:]}".lower()) == isrc


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HTTP://www.Example.ORG:80/a/?utm_source=x#top", "example.org/a"),
        ("www.example.org", "example.org"),
        ("//example.org/a//", "example.org/a"),
        ("https://example.org:8080/?b=2&a=1&fbclid=9&c", "example.org:8080?a=1&b=2&c"),
        ("https://b\u00fccher.example/caf\u00e9", "xn--bcher-kva.example/caf%C3%A9"),
        ("https://example.org/caf%c3%a9?q=%c3%a9+x", "example.org/caf%C3%A9?q=%C3%A9+x"),
        ("https://www.www.example.org./", "example.org"),
        ("spotify:artist:6XyY86QOPPrYVGvF9ch6wz", "open.spotify.com/artist/6XyY86QOPPrYVGvF9ch6wz"),
        (
            "https://open.spotify.com/intl-de/artist/6XyY86QOPPrYVGvF9ch6wz?si=1",
            "open.spotify.com/artist/6XyY86QOPPrYVGvF9ch6wz",
        ),
        ("https://play.spotify.com/artist/6XyY86QOPPrYVGvF9ch6wz", "open.spotify.com/artist/6XyY86QOPPrYVGvF9ch6wz"),
        ("https://music.apple.com/us/artist/some-name/360391?l=en", "music.apple.com/artist/360391"),
        ("https://itunes.apple.com/gb/artist/id360391", "music.apple.com/artist/360391"),
        ("https://music.apple.com/us/album/name/12?i=34&uo=4", "music.apple.com/album/12?i=34"),
        ("https://www.deezer.com/en/artist/12/top_track", "deezer.com/artist/12"),
        ("https://www.discogs.com/de/artist/77-Some-Name", "discogs.com/artist/77"),
        ("http://m.wikidata.org/entity/q192668", "wikidata.org/wiki/Q192668"),
        ("https://www.youtube.com/channel/UCx-1/videos?view=0", "youtube.com/channel/UCx-1"),
        ("https://music.youtube.com/channel/UCx-1", "youtube.com/channel/UCx-1"),
        ("https://youtu.be/abc_-123456?t=3", "youtube.com/watch?v=abc_-123456"),
        ("https://m.youtube.com/watch?list=L&v=abc_-123456", "youtube.com/watch?v=abc_-123456"),
        ("https://www.youtube.com/@SomeName/about", "youtube.com/@somename"),
        ("https://listen.tidal.com/artist/12", "tidal.com/artist/12"),
        ("https://music.amazon.co.uk/artists/B000/some-name", "music.amazon.com/artists/B000"),
        ("https://twitter.com/SomeName?lang=en", "x.com/somename"),
        ("https://www.instagram.com/SomeName/", "instagram.com/somename"),
        ("https://www.instagram.com/p/AbC/?igsh=1", "instagram.com/p/AbC"),
        ("https://de-de.facebook.com/profile.php?id=12", "facebook.com/profile.php?id=12"),
        ("https://de.m.wikipedia.org/wiki/Some_Name", "de.wikipedia.org/wiki/Some_Name"),
        ("https://www.last.fm/de/music/Some+Name", "last.fm/music/Some+Name"),
        ("https://some-name.bandcamp.com/", "some-name.bandcamp.com"),
        ("https://notspotify.com/intl-de/artist/1", "notspotify.com/intl-de/artist/1"),
    ],
)
def test_one_address_has_one_text(text: str, expected: str) -> None:
    assert ids.canonical_url(text) == f"https://{expected}"


@pytest.mark.parametrize(
    "text",
    ["", "no address", "localhost", "http://", "mailto:a@example.org", "a@example.org", "https://user:word@example.org/", "ftp://example.org/",
     "javascript:alert(1)", "https://example.org\\@other.org", "https://10.0.0.1/", "https://exa mple.org", "https://example.org/\ud800",
     "https://-.org", "https://" + "a" * 300 + ".org", "https://example.org/" + "a" * 3_000, "https://example.org:port/"],
)  # fmt: skip
def test_what_is_no_web_address(text: str) -> None:
    assert ids.canonical_url(text) is None


HOSTS = st.sampled_from(
    "open.spotify.com play.spotify.com geo.music.apple.com itunes.apple.com www.deezer.com www.discogs.com de.discogs.com m.wikidata.org "
    "www.youtube.com music.youtube.com m.youtube.com youtu.be youtube-nocookie.com twitter.com x.com m.facebook.com www.tidal.com "
    "music.amazon.co.jp instagram.com www.last.fm lastfm.de de.m.wikipedia.org example.org www.www.example.org mobile.twitter.com".split()
)
WORDS = st.sampled_from(
    "us de intl-de en-gb artist album artists Artist channel user watch embed wiki entity q12 Q12 id12 12 12-name some-name @Name browse "
    "music special:entitypage c abcdefghijk %2F %3f %zz %25 %C3%A9 \u00e9 .. // ?v=abc ?i=12 ?a=1&v=b ?b=2&a=1 ?si=1 ? & = + # :80 ;".split()
)


@given(
    st.text(max_size=40)
    | st.builds(lambda host, words: f"https://{host}/{'/'.join(words)}", HOSTS, st.lists(WORDS, max_size=5))
)
def test_a_canonical_address_is_its_own(text: str) -> None:
    once = ids.canonical_url(text)
    if once is not None:
        assert ids.canonical_url(once) == once
        assert once.startswith("https://")
        assert once.isascii()
