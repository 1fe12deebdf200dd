import gzip
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import TooManyBadRows
from graph.records import RECORDS, Batch, Delivery, LoadOptions, Notice, Quarantined
from loaders.statements.dsr_records import read_head
from loaders.statements.loader import read_statements

Row = dict[str, Any]
Loaded = tuple[dict[str, list[Row]], list[Quarantined], list[str]]

SERVICE = "dsr:PADPIDA2013020802I"
REPORT = "DSR_TEST_YouTube_AdSupport-music_2015-Q4_IS_1of1_20160121T150926.tsv"
TWIN = "DSR_TEST2_YouTube_AdSupport-music_2015-Q4_IS_1of1_20160121T150926.tsv"

HEAD = (
    "HEAD\tdsrf/30\tUGCProfile\t1.1\tm1\t2023-06-02T10:00:00+02:00\t1\t1\t2023-05-01\t2023-05-31\tPADPIDA2013020802I\tTube"
    "\tads\tPADPIDA20070627029\tSociety\t\n"
)
BLOCK = "AS01\t1\tR1\tD1\tGBAAA2300001\tRain \\| Snow\t\tNova|Käfer\t\t\tSoundRecording\n"
SUMMARY = "SY02\t1\t\t\tAds\tStream\tGB\tads\t10\t\tGBP\t1.0\n"


def load(path: Path, **options: Any) -> Loaded:
    rows: dict[str, list[Row]] = {table: [] for table in RECORDS}
    items = list(read_statements(path, options=LoadOptions(**options)))
    for item in items:
        if isinstance(item, Batch):
            assert item.is_mention == (item.table != "payouts")
            assert dict(item.rows.schema) == RECORDS[item.table].schema
            assert item.is_mention or item.rows.select(RECORDS[item.table].key).is_unique().all()
            rows[item.table].extend(item.rows.to_dicts())
    return rows, [i for i in items if isinstance(i, Quarantined)], [i.text for i in items if isinstance(i, Notice)]


def paid(rows: dict[str, list[Row]]) -> dict[tuple[str, str, str | None], float]:
    return {(row["payee_id"], row["release_id"], row["period"]): row["amount"] for row in rows["payouts"]}


def report(tmp_path: Path, text: str | bytes) -> Path:
    file = tmp_path / "in" / "report.tsv"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


@pytest.mark.parametrize(
    ("name", "payouts", "recordings", "contributions"),
    [
        ("DSR_PADPIDA2014999999Z_PADPIDA2014111801Y_AdSupport_2015-02_AU_1of1_20140617T092522.tsv", 0, 0, 0),
        ("DSR_PADPIDA2014999999Z_PADPIDA2014111801Y_AdSupport_2015-02_AU_1of1_20150723T092522.tsv", 0, 0, 0),
        ("DSR_PADPIDA2014999999Z_PADPIDA2014111801Y_AdSupport_2015-02_AU_1of2_20150723T092522.tsv", 0, 0, 0),
        ("DSR_PADPIDA2014999999Z_PADPIDA2014111801Y_AdSupport_2015-02_AU_2of2_20150723T092522.tsv", 0, 0, 0),
        (TWIN, 5, 3, 5),
        (REPORT, 5, 3, 5),
        ("test_file_parser.tsv", 0, 0, 0),
        ("test_file_parser.tsv.gz", 0, 0, 0),
    ],
)
def test_the_flat_files(shared_data: Path, name: str, payouts: int, recordings: int, contributions: int) -> None:
    rows, faults, notices = load(shared_data / "ddex/dsr_flatfile" / name)
    assert faults == []
    found = (len(rows["payouts"]), len(rows["recordings"]), len(rows["contributions"]))
    assert found == (payouts, recordings, contributions)
    assert any("cut off" in notice for notice in notices) == (name != REPORT)


def test_a_folder_sets_aside_what_is_no_report(shared_data: Path) -> None:
    _, faults, notices = load(shared_data / "ddex/dsr_flatfile")
    assert sorted(fault.file for fault in faults) == [
        "blocks/basic_body_block.txt",
        "blocks/basic_foot_block.txt",
        "blocks/basic_head_block.txt",
        "blocks/block_LI01.txt",
        "blocks/head_block_multi_service.txt",
    ]
    assert any(notice.endswith("read once") for notice in notices)


def test_a_report_by_hand(shared_data: Path) -> None:
    path = shared_data / "ddex/dsr_flatfile" / REPORT
    delivery = next(item for item in read_statements(path) if isinstance(item, Delivery))
    assert (delivery.sender, str(delivery.created_at)) == ("PADPIDA2013020802I", "2016-01-21 15:09:26")
    rows, _, notices = load(path)
    assert notices == []
    assert paid(rows) == {
        (f"{SERVICE}:pub_2", "isrc:USSM19803037", "2015-10"): 125.23,
        (f"{SERVICE}:residual", "isrc:USUV71101875", "2015-10"): 0.0,
        (f"{SERVICE}:pub_3", "isrc:USRH10903879", "2015-10"): 30.32,
        (f"{SERVICE}:soc_1", "isrc:USRH10903879", "2015-10"): 31.84,
        (f"{SERVICE}:pub_3", "isrc:USRH10903879", "2015-12"): 11.49,
    }
    assert {(row["currency"], row["share"]) for row in rows["payouts"]} == {("USD", 1.0)}
    quarter = next(row for row in rows["payouts"] if row["payee_id"].endswith("soc_1"))
    assert '"period_until": "2015-12"' in quarter["source_attributes"]
    writers = [row["party_name"] for row in rows["contributions"] if row["recording_id"] == "isrc:USSM19803037"]
    assert len(writers) == 4
    assert {row["name"] for row in rows["payees"]} == {"PUB_2", "PUB_3", "SOC_1", "Residual"}


def test_without_lines_the_recipient_is_paid_the_net_revenue(shared_data: Path) -> None:
    rows, _, notices = load(shared_data / "ddex/dsr_flatfile" / TWIN)
    recipient = f"{SERVICE}:PADPIDA20070627029"
    assert paid(rows)[recipient, "isrc:USSM19803037", "2015-10"] == 2.0
    payout = next(row for row in rows["payouts"] if row["payee_id"] == recipient)
    assert '"dsr net revenue"' in payout["source_attributes"]
    assert '"usages": "7810"' in payout["source_attributes"]
    assert notices == ["its FOOT says 35 lines, the file has 34: was it cut off?"]


def test_lists_and_bars(tmp_path: Path) -> None:
    rows, faults, notices = load(report(tmp_path, HEAD + SUMMARY + BLOCK + "SU03\t1\tT1\t1\tD1\t-3\t-0.10\n"))
    assert faults == []
    assert [(row["artist_id"], row["name"]) for row in rows["artists"]] == [
        (f"{SERVICE}:artist:nova", "Nova"),
        (f"{SERVICE}:artist:käfer", "Käfer"),
    ]
    (recording,) = rows["recordings"]
    assert (recording["title"], recording["artist_ids"]) == (
        "Rain | Snow",
        [f"{SERVICE}:artist:nova", f"{SERVICE}:artist:käfer"],
    )
    assert paid(rows) == {(f"{SERVICE}:PADPIDA20070627029", "isrc:GBAAA2300001", "2023-05"): -0.1}
    assert notices == ["has no FOOT: was it cut off?"]


@pytest.mark.parametrize(
    ("shares", "expected"),
    [(("25", "75"), [0.25, 0.75]), (("0.25", "0.75"), [0.25, 0.75]), (("1.0000", ""), [1.0, None])],
)
def test_shares_are_percent_or_parts(tmp_path: Path, shares: tuple[str, str], expected: list[float | None]) -> None:
    lines = "".join(f"LI01\t1\t1\tP{i}\tp{i}\t\t{share}\tMechanical\t\t2.5\n" for i, share in enumerate(shares))
    rows, faults, _ = load(report(tmp_path, HEAD + SUMMARY + BLOCK + lines))
    assert faults == []
    assert [(row["payee_id"], row["share"]) for row in rows["payouts"]] == [
        (f"{SERVICE}:p0", expected[0]),
        (f"{SERVICE}:p1", expected[1]),
    ]


def test_a_recording_without_isrc_is_the_services_own(tmp_path: Path) -> None:
    block = BLOCK.replace("GBAAA2300001", "unknown")
    rows, _, _ = load(report(tmp_path, HEAD + SUMMARY + block + "LI01\t1\t1\tP\t\t\t\t\t\t2.5\n"))
    assert paid(rows) == {(f"{SERVICE}:p", f"{SERVICE}:D1", "2023-05"): 2.5}


def test_lines_that_break_a_rule(tmp_path: Path) -> None:
    good = "LI01\t1\t1\tP\t\t\t\t\t\t2.5\n"
    wrong = {
        "LI01\t1\t1\tP\t\t\t\t\t\tmuch\n": "AllocatedAmount",
        "LI01\t1\t1\tP\t\t\t200\t\t\t1\n": "RightShare%",
        "LI01\t1\t1\t\t\t\t\t\t\t1\n": "RightsController",
        "LI01\t1\t1\tP\t\t\t\t\t\t\n": "AllocatedAmount",
        "LI01\t1\t1\tP\t\t\t\t\t\t1\t\tmore\n": "",
        "SU03\t1\tT\t1\tD1\t1.5\t1\n": "Usages",
        "SU03\t1\tT\t1\tD1\t1\t1\tlast May\n": "ValidityPeriodStart",
        "LI01\t2\t1\tP\t\t\t\t\t\t1\n": "BlockId",
        "AS01\t3\tR\t\t\tNobody's\n": "ISRC",
    }
    rows, faults, _ = load(report(tmp_path, HEAD + SUMMARY + BLOCK + good + "".join(wrong) + BLOCK + good))
    assert [(fault.line, fault.column) for fault in faults] == list(enumerate(wrong.values(), start=5))
    assert paid(rows) == {(f"{SERVICE}:p", "isrc:GBAAA2300001", "2023-05"): 5.0}


def test_the_currency_is_the_summarys(tmp_path: Path) -> None:
    other = SUMMARY.replace("\t1\t", "\t2\t", 1).replace("GBP", "EUR")
    lines = "LI01\t1\t2\tP\t\t\t\t\t\t1\nLI01\t1\t9\tP\t\t\t\t\t\t1\n"
    rows, (fault,), _ = load(report(tmp_path, HEAD + SUMMARY + other + BLOCK + lines))
    assert [row["currency"] for row in rows["payouts"]] == ["EUR"]
    assert (fault.line, fault.column) == (6, "SummaryRecordId")


def test_a_head_without_parties_needs_a_payee(tmp_path: Path) -> None:
    head = HEAD.replace("PADPIDA2013020802I", "").replace("PADPIDA20070627029\tSociety", "\t")
    file = report(tmp_path, head + SUMMARY + BLOCK + "SU03\t1\tT1\t1\tD1\t3\t1\n")
    _, (fault,), notices = load(file)
    assert fault.column == "RecipientPartyId"
    assert any("does not name the sender" in notice for notice in notices)
    allocated = report(tmp_path, file.read_text() + "LI01\t1\t1\tP\t\t\t\t\t\t1\n")
    assert load(allocated)[1] == []
    file = report(tmp_path, head + SUMMARY + BLOCK + "SU03\t1\tT1\t1\tD1\t3\t1\n")
    rows, faults, _ = load(file, payee_id="society-1")
    assert (faults, list(paid(rows))) == ([], [("society-1", "isrc:GBAAA2300001", "2023-05")])


def test_the_columns_a_file_names_go_before_the_standards(tmp_path: Path) -> None:
    names = "#LI01.02\tBlockId\tAllocatedAmountPayable\tRightsController\tCurrency\n"
    rows, faults, _ = load(report(tmp_path, HEAD + names + BLOCK + "LI01.02\t1\t0.5\tP\tJPY\n"))
    assert faults == []
    assert [(row["amount"], row["currency"]) for row in rows["payouts"]] == [(0.5, "JPY")]


AMOUNTS = st.lists(st.decimals(min_value=-100, max_value=100, places=12), min_size=1, max_size=20)


@settings(deadline=None)
@given(numbers=AMOUNTS, cut=st.integers(0, 20))
def test_sums_add_up_over_files(tmp_path_factory: pytest.TempPathFactory, numbers: list[Decimal], cut: int) -> None:
    folder = tmp_path_factory.mktemp("dsr")
    lines = [f"LI01\t1\t1\tP\t\t\t\t\t\t{number:f}\n" for number in numbers]
    for name, part in (("1of2.tsv", lines[:cut]), ("2of2.tsv", lines[cut:])):
        (folder / name).write_text(HEAD.replace("m1", name) + SUMMARY + BLOCK + "".join(part))
    rows, faults, _ = load(folder)
    assert faults == []
    assert sum(row["amount"] for row in rows["payouts"]) == pytest.approx(float(sum(numbers)))


@settings(deadline=None)
@given(
    data=st.lists(
        st.one_of(st.text(max_size=20), st.sampled_from(["\t", "\n", "|", "\\", "#", "LI01\t1\t1", "SU03\t1"]))
    )
)
def test_any_text_below_a_head(tmp_path_factory: pytest.TempPathFactory, data: list[str]) -> None:
    folder = tmp_path_factory.mktemp("text")
    text = HEAD + SUMMARY + BLOCK + "".join(data)
    rows, _, _ = load(report(folder, text.encode("utf-8", "surrogatepass")), max_bad_share=1.0)
    assert "isrc:GBAAA2300001" in {row["release_id"] for row in rows["releases"]}


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_have_a_head_or_none(data: bytes) -> None:
    head = read_head(b"HEAD\t" + data)
    assert head is None or head.sender_name is not None
    assert read_head(b"x" + data) is None


def test_a_broken_report_keeps_what_came_before(tmp_path: Path) -> None:
    line = "LI01\t1\t1\tP\t\t\t\t\t\t1\n"
    text = HEAD + SUMMARY + BLOCK + "".join(line.replace("\tP\t", f"\tP{i * 7919 % 100_003}\t") for i in range(40_000))
    file = tmp_path / "report.tsv.gz"
    packed = gzip.compress(text.encode())
    file.write_bytes(packed[: len(packed) // 2])
    rows, (fault,), notices = load(file)
    assert rows["payouts"]
    assert "breaks off" in fault.reason
    assert "has no FOOT: was it cut off?" in notices
    with pytest.raises(TooManyBadRows):
        load(report(tmp_path, HEAD + "LI01\t1\t1\n" * 30))
    bad = report(
        tmp_path,
        HEAD.encode() + SUMMARY.encode() + BLOCK.encode() + b"LI01\t1\t1\tP\xff\t\t\t\t\t\t1\n" + b"x" * 3_000_000,
    )
    _, faults, _ = load(bad)
    assert [fault.line for fault in faults] == [4, 5]
