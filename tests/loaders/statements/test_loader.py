"""What statements come to: payouts, amounts added up by hand, lines set aside."""

import random
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadArgument, TooManyBadRows
from tests.loaders.statements.statement_files import HEADER, TRACKS, amounts, load, statement


def test_a_folder_is_one_load(shared_data: Path) -> None:
    """Each statement's payouts are its own, also where two of them pay a release for the same month."""
    rows, faults, _ = load(shared_data / "statements_layouts")
    assert len([fault for fault in faults if fault.line == 0]) == 7
    assert len(rows["payouts"]) == 52


def test_amounts_by_hand_distrokid(shared_data: Path) -> None:
    rows, _, _ = load(shared_data / "statements_layouts/trackshift/DistroKid_Test.tsv")
    paid = {(row["release_id"], row["period"]): (row["amount"], row["share"]) for row in rows["payouts"]}
    assert paid == {
        ("upc:111111111111", "2021-04"): (0.00789993, 1.0),
        ("upc:222222222222", "2022-05"): (0.0003141, 1.0),
        ("upc:333333333333", "2022-06"): (0.00048066, 0.3),
        ("upc:222222222222", "2022-07"): (0.0006171, 1.0),
    }
    assert {row["currency"] for row in rows["payouts"]} == {"USD"}
    assert {row["payee_id"] for row in rows["payouts"]} == {"label-9"}
    assert rows["payees"] == []


def test_amounts_by_hand_tunecore(shared_data: Path) -> None:
    rows, _, _ = load(shared_data / "statements_layouts/trackshift/Tunecore_Test.csv")
    assert amounts(rows) == {("upc:567890123456", "2020-04"): 0.0271, ("upc:123456789012", "2020-04"): 0.1084}
    assert {row["currency"] for row in rows["payouts"]} == {"GBP"}
    album = next(row for row in rows["releases"] if row["release_id"] == "upc:123456789012")
    assert (album["title"], album["artist_ids"]) == ("Album 100", ["statement:tunecore:artist:artist 2"])
    song = next(row for row in rows["recordings"] if row["isrc"] == "BCDEF7890124")
    assert (song["recording_id"], song["release_ids"]) == ("isrc:BCDEF7890124", ["upc:123456789012"])


def test_amounts_by_hand_bandcamp(shared_data: Path) -> None:
    rows, _, _ = load(shared_data / "statements_layouts/trackshift/bandcamp-simple-3-songs.csv")
    assert amounts(rows) == {
        ("statement:bandcamp:person 1:bc 1", "2022-11"): 6.22,
        ("statement:bandcamp:person 1:bc 1", "2022-12"): 4.63,
        ("statement:bandcamp:person 1:bc 2", "2022-12"): 2.38,
        ("statement:bandcamp:person 1:bc 3", "2022-12"): 3.88,
        ("statement:bandcamp:person 1:bc 3", "2023-02"): 0.57,
    }


def test_amounts_by_hand_cargo(shared_data: Path) -> None:
    """Returns are negative in the workbook; the digital royalty is in pounds whatever the sale was in."""
    rows, _, _ = load(shared_data / "statements_layouts/trackshift/Cargo_Physical_Test.xlsx")
    assert amounts(rows) == {("upc:1234567891234", "2023-01"): -0.32, ("upc:3456789012345", "2023-01"): 5.192}
    rows, _, _ = load(shared_data / "statements_layouts/trackshift/Cargo_Digital_Test.zip")
    assert amounts(rows) == {("upc:1234567891011", "2022-11"): 0.0064220820083}
    assert rows["payouts"][0]["currency"] == "GBP"


def test_amounts_by_hand_prs(shared_data: Path) -> None:
    rows, _, notices = load(shared_data / "statements_layouts/trackshift/prs-simple-3-songs.csv", payee_id=None)
    prefix = "statement:prs:person 1:song"
    assert amounts(rows) == {(f"{prefix} 1", None): 0.104, (f"{prefix} 2", None): 0.174, (f"{prefix} 3", None): 0.094}
    assert {row["payee_id"] for row in rows["payouts"]} == {"statement:prs:payee:1234567890"}
    assert any("bears no dates" in notice for notice in notices)


def test_an_e_mail_address_is_nowhere(shared_data: Path) -> None:
    bandcamp = shared_data / "statements_layouts/trackshift/bandcamp-simple-multiple-artist.csv"
    with pytest.raises(BadArgument, match="does not say who is paid") as raised:
        load(bandcamp, payee_id=None)
    assert "--payee" in raised.value.hint
    assert "@example" not in str(load(bandcamp))
    with pytest.raises(BadArgument, match="e-mail"):
        load(bandcamp, payee_id="me@example.com")


def test_the_same_bytes_are_read_once(tmp_path: Path, tracks: str) -> None:
    text = HEADER + "0123456789012,,,,1,EUR,,2023-05\n"
    statement(tmp_path, text, "in/a.csv")
    statement(tmp_path, text, "in/b.csv")
    rows, _, notices = load(tmp_path / "in", layout=tracks)
    assert amounts(rows) == {("upc:123456789012", "2023-05"): 1.0}
    assert notices == ["holds the same as a.csv: read once"]


def test_money_in_two_currencies_has_no_sum(tmp_path: Path, tracks: str) -> None:
    lines = ["0123456789012,,,,1.5,EUR,,2023-05\n", "0123456789012,,,,2,USD,,2023-05\n"]
    for order in (lines, lines[::-1]):
        rows, _, notices = load(statement(tmp_path, HEADER + "".join(order)), layout=tracks)
        (payout,) = rows["payouts"]
        assert (payout["amount"], payout["currency"]) == (None, None)
        assert '"amounts": {"EUR": "1.5", "USD": "2"}' in payout["source_attributes"]
        assert any("more than one currency" in notice for notice in notices)


def test_lines_that_break_a_rule(tmp_path: Path, tracks: str) -> None:
    good = "0123456789012,,Nova,Rain,1,EUR,1,2023-05\n"
    file = statement(
        tmp_path,
        HEADER
        + good
        + "0123456789012,,Nova,Rain,one,EUR,1,2023-05\n"
        + "0123456789012,,Nova,Rain,1,euro,1,2023-05\n"
        + "0123456789012,,Nova,Rain,1,EUR,1,May\n"
        + ",,Nova,,1,EUR,1,2023-05\n"
        + "0123456789012,,Nova,Rain,1,EUR,some,2023-05\n"
        + "0123456789012,,Nova,Rain,1,EUR,1\n"
        + "0123456789012,,Nova,Rain,1,EUR,1,2023-05,left over\n"
        + '0123456789012,,"Nova,Rain,1,EUR,1,2023-05\n'
        + '0123456789012,,Nova,"Rain ""in\nMay""",1,EUR,1,2023-05,,\n'
        + "\n,,,,,,,\n"
        + good
        + "Total,,,,99,,,\n"
        + "Grand total: 99\n",
    )
    rows, faults, notices = load(file, layout=tracks)
    assert [(fault.line, fault.column) for fault in faults] == [
        (3, "Paid"),
        (4, "Money"),
        (5, "Month"),
        (6, "Barcode"),
        (7, "Plays"),
        (8, ""),
        (9, ""),
        (10, ""),
    ]
    assert all(fault.remedy for fault in faults)
    assert amounts(rows) == {("upc:123456789012", "2023-05"): 3.0}
    assert notices == ["2 lines of sums are passed over"]


def test_too_many_bad_lines_stop_the_load(tmp_path: Path, tracks: str) -> None:
    file = statement(tmp_path, HEADER + "0123456789012,,Nova,Rain,one,EUR,1,2023-05\n" * 30)
    with pytest.raises(TooManyBadRows):
        load(file, layout=tracks)


LINES = st.lists(
    st.tuples(
        st.sampled_from(["0123456789012", "0999999999999", ""]),
        st.sampled_from(["GBAAA2300001", "GBAAA2300002"]),
        st.decimals(allow_nan=False, allow_infinity=False, min_value=-1000, max_value=1000, places=15),
        st.sampled_from(["2023-05", "2023-06"]),
    ),
    max_size=30,
)


def _text(lines: Iterable[tuple[str, str, Decimal, str]]) -> str:
    return HEADER + "".join(f"{upc},{isrc},Nova,Rain,{amount:f},EUR,1,{month}\n" for upc, isrc, amount, month in lines)


@settings(deadline=None)
@given(lines=LINES, cut=st.integers(0, 30), seed=st.integers(0, 9))
def test_order_and_files_change_no_sum(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, str, Decimal, str]], cut: int, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("split")
    layout = folder / "tracks.toml"
    layout.write_text(TRACKS)
    expected: dict[tuple[str, str | None], Decimal] = {}
    for upc, isrc, amount, month in lines:
        key = (f"upc:{upc[1:]}" if upc else f"isrc:{isrc}", month)
        expected[key] = expected.get(key, Decimal(0)) + amount
    shuffled = random.Random(seed).sample(lines, len(lines))
    # the second file has a comment column more, so that two equal halves are not the same bytes
    second = (
        _text(shuffled[cut:]).replace("Month\n", "Month,Extra\n").replace("-05\n", "-05,\n").replace("-06\n", "-06,\n")
    )
    statement(folder, _text(shuffled[:cut]), "in/a.csv")
    statement(folder, second, "in/b.csv")
    rows, faults, _ = load(folder / "in", layout=str(layout), batch_rows=2)
    assert faults == []
    assert amounts(rows) == {key: pytest.approx(float(amount)) for key, amount in expected.items()}
