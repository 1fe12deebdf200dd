"""The lines of a DDEX Sales and Usage Report as records: what the columns are called, and what a cell holds.

A flat file (DSR 3, DDEX-DSRF) is tab-separated without quotes; a record's type is its first cell, and `#` lines name the columns of a
type. In a cell `|` separates the items of a list and `\\|` is a bar.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Final

from graph.identifiers import parse_dpid
from loaders.statements.table import MAX_LINE, encoding_of, holds_bad_bytes, text_lines

HEADS: Final = ("HEAD", "FHEA")
FEET: Final = ("FOOT", "FFOO")
_BAR: Final = re.compile(r"(?<!\\)\|")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,2})?")
_DAY: Final = re.compile(r"([0-9]{4})-?(0[1-9]|1[0-2])(?:-?[0-9]{2})?(?:T.*)?")
_WORK: Final = (
    "ComposerAuthor ComposerAuthorPartyId Arranger ArrangerPartyId MusicPublisher MusicPublisherPartyId"
    " WorkContributor WorkContributorPartyId"
)
_RESOURCE: Final = "BlockId ResourceReference DspResourceId ISRC Title SubTitle DisplayArtistName DisplayArtistPartyId Duration ResourceType"
_SUMMARY: Final = "SummaryRecordId DistributionChannel DistributionChannelDPID CommercialModel UseType Territory ServiceDescription Usages"
_STANDARD: Final = {
    "HEAD": "MessageVersion Profile ProfileVersion MessageId MessageCreatedDateTime FileNumber NumberOfFiles UsageStartDate"
    " UsageEndDate SenderPartyId SenderName ServiceDescription RecipientPartyId RecipientName RepresentedRepertoire",
    "FHEA": "MessageId FileNumber NumberOfFiles",
    "SY01": f"{_SUMMARY} Subscribers CurrencyOfReporting NetRevenue",
    "SY02": f"{_SUMMARY} Users CurrencyOfReporting NetRevenue RightsController RightsControllerPartyId AllocatedUsages"
    " AllocatedRevenue AllocatedNetRevenue RightsType",
    "AS01": _RESOURCE,
    "AS02": f"{_RESOURCE} ISWC {_WORK} ProprietaryWorkId",
    "MW01": f"BlockId DspWorkId ISWC Title SubTitle {_WORK} DataProvider ProprietaryWorkId",
    "SU03": "BlockId SalesTransactionId SummaryRecordId DspResourceId Usages NetRevenue ValidityPeriodStart ValidityPeriodEnd",
    "LI01": "BlockId SummaryRecordId RightsController RightsControllerPartyId RightsControllerWorkId RightSharePercentage RightsType"
    " AllocatedNetRevenue AllocatedAmount AllocatedUsages",
    "FOOT": "NumberOfLinesInFile NumberOfLinesInReport NumberOfSummaryRecords NumberOfBlocksInFile NumberOfBlocksInReport",
    "FFOO": "NumberOfLinesInFile",
}
"""Columns where the file does not name them: the DSRF schemas of 2017 and 2019, Royalty Reporting and UGC profiles."""


class FaultyRecord(Exception):
    """A record that is set aside: column, value, reason."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.value = value
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Record:
    """One line. `kind` is its type without the version (`SU03` of `SU03.01`); `known`: whether its columns are known."""

    line: int
    kind: str
    cells: dict[str, str]
    known: bool = True
    fault: str | None = None

    def text(self, *columns: str) -> str:
        """The first of the columns that has any text, its bars unescaped; versions of the standard differ in the names."""
        for name in columns:
            text = self.cells.get(name)
            if text:
                return text.replace("\\|", "|")
        return ""

    def items(self, column: str) -> list[str]:
        """A list cell's items, the empty ones in their places."""
        cell = self.cells.get(column, "")
        return [item.strip().replace("\\|", "|") for item in _BAR.split(cell)] if cell else []

    def number(self, *columns: str) -> Decimal | None:
        """A decimal number, exact; None for an empty cell. Raises: FaultyRecord."""
        column = next((name for name in columns if self.cells.get(name)), None)
        if column is None:
            return None
        if not _NUMBER.fullmatch(self.cells[column]):
            raise FaultyRecord(column, self.cells[column], "is not a number")
        return Decimal(self.cells[column])

    def month(self, column: str) -> str | None:
        """The month (YYYY-MM) of a date, `20151001` or `2015-10-01`; None for an empty cell. Raises: FaultyRecord."""
        text = self.cells.get(column, "")
        found = _DAY.fullmatch(text)
        if text and not found:
            raise FaultyRecord(column, text, "is not a date (YYYYMMDD or YYYY-MM-DD)")
        return f"{found[1]}-{found[2]}" if found else None


class RecordReader:
    """Reads lines into records; counts `lines` and the `comments` among them, as FOOT does."""

    def __init__(self) -> None:
        self._columns = {kind: names.split() for kind, names in _STANDARD.items()}
        self.lines = 0
        self.comments = 0

    def read(self, lines: Iterator[str]) -> Iterator[Record]:
        """Every record that is not a comment. Raises: UnicodeError: the bytes are no text."""
        number = 0
        for line in lines:
            number += 1
            too_long = len(line) >= MAX_LINE
            while len(line) >= MAX_LINE and not line.endswith("\n"):
                line = next(lines, "\n")
            kind, *cells = line.rstrip("\r\n").split("\t")
            if not kind and not any(cells):
                continue
            self.lines += 1
            if kind.startswith("#"):
                self.comments += 1
                self._columns[kind.lstrip("# ")] = self._columns[_base(kind.lstrip("# "))] = [
                    cell.strip() for cell in cells
                ]
            else:
                yield self._record(number, kind, cells, _fault_of(line, too_long))

    def _record(self, number: int, kind: str, cells: list[str], fault: str | None) -> Record:
        columns = self._columns.get(kind) or self._columns.get(_base(kind))
        if fault is None and columns is not None and any(cells[len(columns) :]):
            fault = f"the line has {len(cells)} cells, a {_base(kind)} has {len(columns)}"
        named = {} if columns is None or fault else dict(zip(columns, map(str.strip, cells), strict=False))
        return Record(number, _base(kind), named, columns is not None, fault)


def _fault_of(line: str, too_long: bool) -> str | None:
    if too_long:
        return f"the line is longer than {MAX_LINE} characters"
    return "holds bytes that are not UTF-8" if holds_bad_bytes(line) else None


def _base(kind: str) -> str:
    return kind.partition(".")[0].strip()


@dataclass(frozen=True, slots=True)
class Head:
    """Who reports to whom, when, and on what months (YYYY-MM)."""

    sender: str
    sender_name: str
    recipient: str
    recipient_name: str
    message_id: str
    created_at: str
    first_month: str | None
    last_month: str | None


def read_head(head: bytes) -> Head | None:
    """The report's head, from the file's first bytes; None if they are not those of a report.

    The `#` line that names the head's columns may stand below it.
    """
    try:
        lines = list(islice(text_lines(io.BytesIO(head), encoding_of(head, "utf-8")), 1000))
    except UnicodeError:
        return None
    cleared = [line for line in lines if line.strip() and not line.startswith("#")]
    if not cleared or cleared[0].partition("\t")[0] not in HEADS or "\t" not in cleared[0]:
        return None
    reader = RecordReader()
    for _ in reader.read(iter([line for line in lines if line.startswith("#")])):
        pass
    return _head_of(next(reader.read(iter([cleared[0]]))))


def _head_of(record: Record) -> Head:
    sender, recipient = record.text("SenderPartyId"), record.text("RecipientPartyId")
    try:
        first, last = record.month("UsageStartDate"), record.month("UsageEndDate")
    except FaultyRecord:
        first = last = None
    return Head(
        parse_dpid(sender) or sender,
        record.text("SenderName"),
        parse_dpid(recipient) or recipient,
        record.text("RecipientName"),
        record.text("MessageId"),
        record.text("MessageCreatedDateTime"),
        first,
        last,
    )
