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
        (ids.parse_phash, "0xFF00FF00ff00ff00", "ff00ff00ff00ff00"),
        (ids.parse_phash, "ff00", None),
        (ids.parse_country, " se", "SE"),
        (ids.parse_country, "SWE", None),
    ],
)
def test_normal_forms(parse: object, text: str, expected: str | None) -> None:
    assert parse(text) == expected  # type: ignore[operator]


def test_check_digits() -> None:
    assert ids.has_upc_check_digit("093624755524")
    assert not ids.has_upc_check_digit("093624755525")
    assert ids.has_isni_check_digit("000000012146438X")
    assert not ids.has_isni_check_digit("0000000121464381")


PAIRS = [
    (ids.parse_upc, ids.upc_form),
    (ids.parse_isrc, ids.isrc_form),
    (ids.parse_isni, ids.isni_form),
    (ids.parse_phash, ids.phash_form),
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
