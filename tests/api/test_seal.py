"""What a seal takes back: what it gave out itself, whole, and not long ago."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.seal import Seal

SEAL = Seal(600)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_given_out_comes_back(text: str) -> None:
    closed = SEAL.close(text)
    assert SEAL.open(closed) == text
    assert closed.isascii()
    assert closed.replace("-", "").replace("_", "").isalnum()


def test_another_key_opens_nothing() -> None:
    with pytest.raises(ValueError, match="did not give it out"):
        Seal(600).open(SEAL.close("text"))


@given(st.text(st.characters(exclude_categories=["Cs"])), st.data())
def test_not_a_bit_of_it_may_be_another(text: str, data: st.DataObject) -> None:
    whole = bytearray(base64.urlsafe_b64decode(SEAL.close(text) + "=="))
    place = data.draw(st.integers(0, len(whole) * 8 - 1))
    whole[place // 8] ^= 1 << place % 8
    with pytest.raises(ValueError, match="did not give it out"):
        SEAL.open(base64.urlsafe_b64encode(whole).decode())


@given(st.text())
def test_what_somebody_made_up_is_refused(value: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        SEAL.open(value)


def test_it_is_good_for_a_while() -> None:
    now = 1_000.5
    seal = Seal(600, clock=lambda: now)
    closed = seal.close("text")
    now += 599
    assert seal.open(closed) == "text"
    now += 2
    with pytest.raises(ValueError, match="its time is over"):
        seal.open(closed)
