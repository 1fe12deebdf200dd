"""Normal forms of the trade's identifiers: `parse_…(text)` gives the normal form, or None if the text has not that form.

Check digits are not looked at: test data and small distributors get them wrong, and a row is not worth losing for it. Each `…_form(column)` is the same rule over a column, null where the form is wrong.
"""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qsl, quote, quote_plus, unquote_to_bytes

import polars as pl

_SEPARATORS: Final = r"[\s\-\u2010-\u2015.]"
_SEPARATOR: Final = re.compile(_SEPARATORS)
_ISNI_PREFIX: Final = r"(?i)^(?:https?://(?:www\.)?isni\.org/(?:isni/)?|isni[:\s]*)"
_ISRC_PREFIX: Final = r"(?i)^isrc[:\s]+"
_DPID_PREFIX: Final = r"(?i)^dpid:"
_IPI_PREFIX: Final = r"(?i)^ipi[:\s]*"

_ISRC: Final = r"^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$"
_ISNI: Final = r"^[0-9]{15}[0-9X]$"
_IPI: Final = r"^[0-9]{9,11}$"
_IPI_BASE: Final = r"^I[0-9]{10}$"
_DPID: Final = r"^PA[A-Z0-9]{16}$"
_PHASH: Final = r"^[0-9a-f]{16}$"
_HEX: Final = r"^[0-9a-f]+$"
_COUNTRY: Final = r"^[A-Z]{2}$"
_CURRENCY: Final = r"^[A-Z]{3}$"


def _plain(text: str, prefix: str = "") -> str:
    stem = re.sub(prefix, "", text.strip()) if prefix else text
    return _SEPARATOR.sub("", stem).upper()


def _matching(text: str, pattern: str) -> str | None:
    return text if re.fullmatch(pattern, text, re.ASCII) else None


def parse_upc(text: str) -> str | None:
    """UPC, EAN or GTIN-14, as 12 digits if the rest are padding zeros: one product has one text, however it was padded."""
    digits = _plain(text)
    if not re.fullmatch(r"[0-9]{12,14}", digits):
        return None
    return digits[:-12].lstrip("0") + digits[-12:]


def parse_isrc(text: str) -> str | None:
    """ISO 3901: country code, registrant, year and designation without hyphens, in capitals."""
    return _matching(_plain(text, _ISRC_PREFIX), _ISRC)


def parse_isni(text: str) -> str | None:
    """ISO 27729 without blanks; an `isni.org` address gives the number in it."""
    return _matching(_plain(text, _ISNI_PREFIX), _ISNI)


def parse_ipi(text: str) -> str | None:
    """An IPI name number as 11 digits, or a base number as `I` and 10 digits."""
    plain = _plain(text, _IPI_PREFIX)
    if _matching(plain, _IPI) is not None:
        return plain.zfill(11)
    return _matching(plain, _IPI_BASE)


def parse_dpid(text: str) -> str | None:
    """A DDEX party id, `PA` and 16 letters and digits."""
    return _matching(_plain(text, _DPID_PREFIX), _DPID)


def parse_country(text: str) -> str | None:
    """Two letters, as ISO 3166-1 alpha-2 writes them. Whether the code is assigned is not checked: XK and UK are in use."""
    return _matching(text.strip().upper(), _COUNTRY)


def _where(column: pl.Expr, pattern: str) -> pl.Expr:
    return pl.when(column.str.contains(pattern)).then(column)


def _plain_column(column: pl.Expr, prefix: str = "") -> pl.Expr:
    stem = column.str.strip_chars().str.replace(prefix, "") if prefix else column
    return stem.str.replace_all(_SEPARATORS, "").str.to_uppercase()


def upc_form(column: pl.Expr) -> pl.Expr:
    digits = _plain_column(column)
    # Rust's regular expressions have no look-ahead: the lengths are three cases
    return (
        pl.when(digits.str.contains(r"^00[0-9]{12}$"))
        .then(digits.str.slice(2))
        .when(digits.str.contains(r"^0[0-9]{13}$|^0[0-9]{12}$"))
        .then(digits.str.slice(1))
        .when(digits.str.contains(r"^[0-9]{12,14}$"))
        .then(digits)
    )


def isrc_form(column: pl.Expr) -> pl.Expr:
    return _where(_plain_column(column, _ISRC_PREFIX), _ISRC)


def isni_form(column: pl.Expr) -> pl.Expr:
    return _where(_plain_column(column, _ISNI_PREFIX), _ISNI)


def ipi_form(column: pl.Expr) -> pl.Expr:
    """As `parse_ipi`, but a text of another form stays as it is: societies hand out more kinds than the standard has."""
    plain = _plain_column(column, _IPI_PREFIX)
    return (
        pl.when(plain.str.contains(_IPI))
        .then(plain.str.zfill(11))
        .when(plain.str.contains(_IPI_BASE))
        .then(plain)
        .otherwise(column)
    )


def phash_form(column: pl.Expr) -> pl.Expr:
    return _where(column.str.strip_chars().str.to_lowercase().str.strip_prefix("0x"), _PHASH)


def hex_form(column: pl.Expr) -> pl.Expr:
    return _where(column.str.strip_chars().str.to_lowercase().str.strip_prefix("0x"), _HEX)


def country_form(column: pl.Expr) -> pl.Expr:
    return _where(column.str.strip_chars().str.to_uppercase(), _COUNTRY)


def currency_form(column: pl.Expr) -> pl.Expr:
    return _where(column.str.strip_chars().str.to_uppercase(), _CURRENCY)


_SCHEME: Final = re.compile(r"(?i)^(?:https?:)?//")
_SPOTIFY_URI: Final = re.compile(r"(?i)spotify:(artist|album|track|playlist|user):(\w+)", re.ASCII)
_HOST: Final = re.compile(r"(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_NOT_IN_URL: Final = re.compile(r"[\s\x00-\x1f\x7f\\<>\"]")
_TRACKING: Final = re.compile(r"(?i)utm_.*|mc_[ce]id|fbclid|[gy]clid|msclkid|igshi?d?|si|ref_src")
_SAFE_IN_PATH: Final = "/:@!$&'()*+,;=~"
_MAX_URL: Final = 2048
_LOCALE: Final = "(?:[a-z]{2}(?:-[a-z]{2})?/)?"

_SERVICE: Final = re.compile(
    r"(?:^|\.)(amazon|apple|deezer|discogs|facebook|imdb|instagram|last|lastfm|soundcloud|spotify|tidal|tiktok|twitter|wikidata"
    r"|wikipedia|x|youtu|youtube|youtube-nocookie)\.[a-z]{2,3}(?:\.[a-z]{2})?$"
)
_MOBILE: Final = r"(?:m|mobile|[a-z]{2}-[a-z]{2})\."
_FORMS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "amazon": (
        (r"music\.amazon\.[a-z.]+(.*)", r"music.amazon.com\1"),
        (r"(music\.amazon\.com/(?:artists|albums)/\w+).*", r"\1"),
    ),
    "apple": (
        (r"(?:geo\.)?(?:music|itunes)(\.apple\.com.*)", r"music\1"),
        (rf"(music\.apple\.com)/{_LOCALE}(album)/(?:[^/?]+/)?(?:id)?(\d+)\?(?:.*&)?(i=\d+).*", r"\1/\2/\3?\4"),
        (rf"(music\.apple\.com)/{_LOCALE}([a-z-]+)/(?:[^/?]+/)?(?:id)?(\d+)(?:[/?](?!i=\d).*)?", r"\1/\2/\3"),
    ),
    "deezer": ((rf"(?:{_MOBILE})?(deezer\.com)/{_LOCALE}(artist|album|track|playlist)/(\d+).*", r"\1/\2/\3"),),
    "discogs": ((rf"(?:{_MOBILE})?(discogs\.com)/{_LOCALE}(artist|label|release|master)/(\d+).*", r"\1/\2/\3"),),
    "facebook": ((rf"{_MOBILE}(facebook\.com.*)", r"\1"),),
    "imdb": ((rf"{_MOBILE}(imdb\.com.*)", r"\1"),),
    "instagram": ((r"(instagram\.com/[^?]+)\?.*", r"\1"),),
    "last": ((rf"(last\.fm)/{_LOCALE}(music/.+)", r"\1/\2"),),
    "lastfm": ((rf"(?:m\.)?lastfm\.[a-z.]+/{_LOCALE}(music/.+)", r"last.fm/\1"),),
    "soundcloud": ((rf"(?:{_MOBILE})?(soundcloud\.com/[^?]+).*", r"\1"),),
    "spotify": (
        (r"(?:play|embed)(\.spotify\.com.*)", r"open\1"),
        (
            r"(open\.spotify\.com)/(?:intl-[a-z-]+/)?(?:embed/)?(artist|album|track|playlist|user)/(\w+).*",
            r"\1/\2/\3",
        ),
    ),
    "tidal": ((rf"(?:listen\.|store\.)?(tidal\.com)/{_LOCALE}(?:browse/)?(artist|album|track)/(\d+).*", r"\1/\2/\3"),),
    "tiktok": ((r"(tiktok\.com/[^?]+)\?.*", r"\1"),),
    "twitter": ((r"(?:mobile\.)?twitter\.com([^?]*).*", r"x.com\1"),),
    "wikidata": ((rf"(?:{_MOBILE})?(wikidata\.org)/(?:wiki|entity)/(?:special:entitypage/)?q(\d+).*", r"\1/wiki/Q\2"),),
    "wikipedia": ((r"([a-z-]+)\.m\.wikipedia\.org(.*)", r"\1.wikipedia.org\2"),),
    "x": ((r"(?:mobile\.)?(x\.com[^?]*).*", r"\1"),),
    "youtu": ((r"youtu\.be/([\w-]+).*", r"youtube.com/watch?v=\1"),),
    "youtube": (
        (rf"(?:music\.|{_MOBILE})(youtube\.com.*)", r"\1"),
        (r"(youtube\.com/channel/[\w-]+).*", r"\1"),
        (r"(youtube\.com/(?:@|user/|c/)[^/?]+).*", r"\1"),
        (r"youtube\.com/watch\?(?:.*&)?v=([\w-]+).*", r"youtube.com/watch?v=\1"),
        (r"youtube\.com/(?:embed|shorts|live|v)/([\w-]{11})(?:[/?].*)?", r"youtube.com/watch?v=\1"),
    ),
    "youtube-nocookie": ((r"youtube-nocookie\.com/embed/([\w-]{11})(?:[/?].*)?", r"youtube.com/watch?v=\1"),),
}
"""By service: addresses that lead to one page, host and all, and the form they take; each rule in turn."""
_RULES: Final = {
    service: tuple((re.compile(pattern, re.IGNORECASE), form) for pattern, form in forms)
    for service, forms in _FORMS.items()
}
_CASELESS: Final = re.compile(
    r"(?:x|instagram|tiktok|soundcloud|facebook)\.com/[^/?]+|youtube\.com/(?:@|user/|c/).*", re.IGNORECASE
)
"""Where the service itself makes no difference between capitals and small letters; a post's number stands deeper in the path."""


def canonical_url(text: str) -> str | None:
    """One text for one web address, so that equal texts mean the same page; None if it is no web address.

    https, host in small letters without `www.`, no fragment, no tracking parameters, no slash at the end; pages of known services
    without language, shop country and words that only decorate the number. An address without a scheme is taken as one.
    """
    written = text.strip()
    uri = _SPOTIFY_URI.fullmatch(written)
    if uri is not None:
        return f"https://open.spotify.com/{uri[1].lower()}/{uri[2]}"
    if len(written) > _MAX_URL or _NOT_IN_URL.search(written) is not None:
        return None
    place, _, query = _SCHEME.sub("", written, count=1).partition("#")[0].partition("?")
    name, slash, path = place.partition("/")
    host = _plain_host(name)
    if host is None:
        return None
    try:
        address = host + _plain_path(slash + path) + _plain_query(query)
    except UnicodeEncodeError:
        return None
    service = _SERVICE.search(host)
    for pattern, form in _RULES[service[1]] if service is not None else ():
        found = pattern.fullmatch(address)
        if found is not None:
            address = found.expand(form)
    return "https://" + (address.lower() if _CASELESS.fullmatch(address) else address)


def _plain_host(written: str) -> str | None:
    """The host, as the name system knows it, with its port if that is not the usual one; None if it is no host's name."""
    name, colon, port = written.partition(":")
    if len(name) > 253 or (colon and not re.fullmatch(r"[0-9]{1,5}", port)):
        return None
    try:
        host = (name if name.isascii() else name.encode("idna").decode()).lower().rstrip(".")
    except UnicodeError:
        return None
    if _HOST.fullmatch(host) is None:
        return None
    while host.startswith("www.") and _HOST.fullmatch(host[4:]):
        host = host[4:]
    return host if port in ("", "80", "443") else f"{host}:{port}"


def _plain_path(path: str) -> str:
    return quote(unquote_to_bytes(path), safe=_SAFE_IN_PATH).rstrip("/")


def _plain_query(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    return _joined(sorted(pair for pair in pairs if _TRACKING.fullmatch(pair[0]) is None))


def _joined(pairs: Iterable[tuple[str, str]]) -> str:
    quoted = [[quote_plus(side, errors="surrogateescape") for side in pair if side] for pair in pairs]
    return "?" + "&".join("=".join(pair) for pair in quoted) if quoted else ""
