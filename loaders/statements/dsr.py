"""DDEX Sales and Usage Reports (DSR 3 flat files): what services pay to whom for which recording.

A report goes block by block: the recording (AS), the work in it (MW), how it was used (SU), who is allocated what (LI). A block without
LI lines pays its net revenue to the recipient of the report.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import IO, Final

from graph.identifiers import parse_ipi, parse_isni, parse_isrc
from graph.name_forms import normal_form
from graph.records import Delivery, LoadOptions, Notice, Quarantined
from loaders.archives import BROKEN
from loaders.rows import BadRows, Loaded, attributes, shortened, whole_file
from loaders.statements.dsr_records import FEET, HEADS, FaultyRecord, Head, Record, RecordReader
from loaders.statements.mentions import Mentions
from loaders.statements.table import text_lines
from loaders.statements.totals import Key, Total, Totals

_ROLES: Final = {
    "ComposerAuthor": "composer",
    "Arranger": "arranger",
    "MusicPublisher": "music_publisher",
    "WorkContributor": "contributor",
}
_SHARE: Final = ("RightShare%", "RightSharePercentage", "RightSharePercent")
_AMOUNT: Final = ("AllocatedAmount", "AllocatedAmountPayable")
_CURRENCY: Final = ("Currency", "CurrencyOfReporting")
_REMEDY: Final = "ask the sender for a corrected report"
_PERCENT: Final = Decimal("0.01")


def read_dsr(
    file: IO[bytes], head: Head, delivery: Delivery, *, totals: Totals, options: LoadOptions
) -> Iterator[Loaded]:
    """Read one report: its money into `totals`; yields mentions, faults and notices.

    A report that breaks off gives what came before, and says so.
    """
    report = _Report(head, delivery, options)
    bad = BadRows(delivery, options=options)
    reader = RecordReader()
    try:
        for record in reader.read(text_lines(file, "utf-8-sig")):
            faults = report.take(record)
            bad.count(1, len(faults))
            yield from faults
            if report.mentions.is_full(options):
                yield from report.mentions.drain(delivery, options=options)
    except (UnicodeError, *BROKEN) as error:
        yield whole_file(
            delivery, f"breaks off: {error}", remedy="ask the sender for the report again", line=reader.lines + 1
        )
    bad.judge()
    yield from report.finish(totals)
    yield from (Notice(delivery.file, text) for text in report.notices(reader))


class _Report:
    """One report on its way into totals and mentions."""

    def __init__(self, head: Head, delivery: Delivery, options: LoadOptions) -> None:
        self.mentions = Mentions()
        self._head = head
        self._delivery = delivery
        self._options = options
        self._prefix = f"dsr:{head.sender or normal_form(delivery.file)}"
        recipient = head.recipient or normal_form(head.recipient_name)
        self._recipient_id = f"{self._prefix}:{recipient}" if recipient else options.payee_id
        self._currencies: dict[str, set[str]] = {}
        self._totals = Totals()
        self._highest_share = Decimal(0)
        self._unknown: dict[str, None] = {}
        self._odd_codes = 0
        self._foot: Record | None = None
        self._blocks = 0
        self._block: str | None = None
        self._start_block()

    def _start_block(self) -> None:
        self._resources: dict[str, str] = {}
        self._first_resource: str | None = None
        self._sale: Record | None = None
        self._unallocated: dict[Key, tuple[Record, Total]] = {}
        self._has_lines = False

    def take(self, record: Record) -> list[Quarantined]:
        """Take in one record; what is wrong with it, or with the block that it ends."""
        if record.fault is not None:
            return [self._fault(record, "", "", record.fault)]
        if not record.known:
            self._unknown[record.kind] = None
            return []
        faults = []
        block = record.cells.get("BlockId")
        if block and block != self._block:
            faults = self._end_block()
            self._block = block
            self._blocks += 1
        try:
            self._take(record)
        except FaultyRecord as error:
            faults.append(self._fault(record, error.column, error.value, error.reason))
        return faults

    def _fault(self, record: Record, column: str, value: str, reason: str) -> Quarantined:
        delivery = self._delivery
        return Quarantined(delivery.file, record.line, column, shortened(value), reason, _REMEDY, delivery.delivery_id)

    def _take(self, record: Record) -> None:
        match record.kind[:2]:
            case "SY":
                currency = record.text(*_CURRENCY)
                if currency:
                    self._currencies.setdefault(record.text("SummaryRecordId"), set()).add(currency)
            case "AS":
                self._take_resource(record)
            case "MW":
                self._take_work(record)
            case "SU":
                self._take_sale(record)
            case "LI":
                self._take_line(record)
            case _ if record.kind in FEET:
                self._foot = record

    def _take_resource(self, record: Record) -> None:
        isrc, own_id = parse_isrc(record.text("ISRC")), record.text("DspResourceId")
        if isrc is None and not own_id:
            raise FaultyRecord("ISRC", record.text("ISRC"), "the recording has no ISRC and no id of the service's")
        self._odd_codes += isrc is None and record.text("ISRC") != ""
        resource = f"isrc:{isrc}" if isrc else f"{self._prefix}:{own_id}"
        self._resources[own_id] = resource
        self._first_resource = self._first_resource or resource
        title, artists = record.text("Title"), [name for name in record.items("DisplayArtistName") if name]
        if title and artists:
            self._mention_recording(record, resource, isrc, title, artists)
        self._add_contributions(record, resource)

    def _mention_recording(
        self, record: Record, resource: str, isrc: str | None, title: str, artists: list[str]
    ) -> None:
        artist_ids = [f"{self._prefix}:artist:{normal_form(name)}" for name in artists]
        codes = record.items("DisplayArtistPartyId")
        for position, (artist_id, name) in enumerate(zip(artist_ids, artists, strict=True)):
            isni = parse_isni(codes[position]) if len(codes) == len(artists) else None
            self.mentions.add("artists", artist_id, artist_id=artist_id, name=name, isni=isni)
        artist_ids = list(dict.fromkeys(artist_ids))
        self.mentions.add("releases", resource, release_id=resource, title=title, artist_ids=artist_ids)
        self.mentions.add_recording(
            resource,
            resource,
            title=title,
            artist_ids=artist_ids,
            isrc=isrc,
            source_attributes=attributes(
                dsp_resource_id=record.text("DspResourceId"), subtitle=record.text("SubTitle")
            ),
        )

    def _take_work(self, record: Record) -> None:
        if self._first_resource is not None:
            self._add_contributions(record, list(self._resources.values())[-1])

    def _add_contributions(self, record: Record, recording_id: str) -> None:
        for column, role in _ROLES.items():
            names, codes = record.items(column), record.items(f"{column}PartyId")
            for position, name in enumerate(names):
                ipi = parse_ipi(codes[position]) if len(codes) == len(names) else None
                if name:
                    key = f"{recording_id}\t{name}\t{role}"
                    self.mentions.add(
                        "contributions", key, recording_id=recording_id, party_name=name, role=role, ipi=ipi
                    )

    def _take_sale(self, record: Record) -> None:
        self._sale = None
        usages, revenue = record.number("Usages", "NumberOfStreams"), record.number("NetRevenue")
        if usages is not None and usages != usages.to_integral_value():
            raise FaultyRecord("Usages", record.text("Usages"), "is not a whole number")
        first, last = self._period(record)
        self._sale = record
        if revenue is None:
            return
        total = self._total(record, first, last, revenue, "dsr net revenue")
        if usages is not None:
            total.extras["usages"] = usages
        key = (self._recipient_id or "", self._release(record), first)
        if key in self._unallocated:
            self._unallocated[key][1].add(total)
        else:
            self._unallocated[key] = (record, total)

    def _take_line(self, record: Record) -> None:
        self._has_lines = True
        name, own_id = (
            record.text("RightsController"),
            record.text("RightsControllerPartyId", "RightsControllerProprietaryID"),
        )
        if not name and not own_id:
            raise FaultyRecord("RightsController", "", "the line does not say who controls the right")
        amount, revenue = record.number(*_AMOUNT), record.number("AllocatedNetRevenue")
        share = self._share(record)
        if amount is None and revenue is None:
            raise FaultyRecord("AllocatedAmount", "", "the line allocates nothing")
        payee_id = f"{self._prefix}:{own_id or normal_form(name)}"
        first, last = self._period(self._sale or record)
        total = self._total(record, first, last, revenue if amount is None else amount, "dsr allocated")
        if revenue is not None:
            total.extras["net_revenue"] = revenue
        total.lowest_share = total.highest_share = share
        if name:
            self.mentions.add("payees", payee_id, payee_id=payee_id, name=name)
        self._totals.add((payee_id, self._release(self._sale or record), first), total)

    def _share(self, record: Record) -> Decimal | None:
        share = record.number(*_SHARE)
        if share is not None and not 0 <= share <= 100:
            raise FaultyRecord(_SHARE[0], str(share), "is not a share from 0 to 100")
        self._highest_share = max(self._highest_share, share or Decimal(0))
        return share

    def _total(self, record: Record, first: str, last: str | None, amount: Decimal | None, basis: str) -> Total:
        total = Total({self._currency(record): amount or Decimal(0)}, origins=(basis,), lines=1)
        total.until = last if last and last > first else None
        return total

    def _currency(self, record: Record) -> str:
        """The record's own, else that of its summary record, else the only one that the report has."""
        own, summary = record.text(*_CURRENCY), record.text("SummaryRecordId")
        found = {own} if own else self._currencies.get(summary) or set().union(*self._currencies.values())
        if len(found) != 1:
            raise FaultyRecord("SummaryRecordId", summary, "no summary record gives the currency")
        return str(next(iter(found)))

    def _period(self, record: Record) -> tuple[str, str | None]:
        first = record.month("ValidityPeriodStart") or self._head.first_month
        last = record.month("ValidityPeriodEnd") or self._head.last_month
        if first is None:
            raise FaultyRecord("ValidityPeriodStart", "", "neither the record nor the head says the period")
        return first, last

    def _release(self, record: Record) -> str:
        resource = self._resources.get(record.text("DspResourceId", "DspReleaseId")) or self._first_resource
        if resource is None:
            raise FaultyRecord("BlockId", record.text("BlockId"), "its block has no recording")
        return resource

    def _end_block(self) -> list[Quarantined]:
        """Without LI lines the recipient of the report is paid the net revenue."""
        faults = []
        for key, (record, total) in () if self._has_lines else self._unallocated.items():
            if self._recipient_id is None:
                reason = "the head does not say who receives the report: name them with --payee"
                faults.append(self._fault(record, "RecipientPartyId", "", reason))
                continue
            self._totals.add(key, total)
            if self._head.recipient_name:
                self.mentions.add("payees", key[0], payee_id=key[0], name=self._head.recipient_name)
        self._start_block()
        return faults

    def finish(self, totals: Totals) -> Iterator[Loaded]:
        """The money into `totals`; yields the mentions and faults that are left.

        The standard writes a quarter as 25, some services as 0.25: a report none of whose shares is above 1 has the latter.
        """
        yield from self._end_block()
        totals.merge(self._totals, share_unit=_PERCENT if self._highest_share > 1 else Decimal(1))
        yield from self.mentions.drain(self._delivery, options=self._options)

    def notices(self, reader: RecordReader) -> Iterator[str]:
        """What is odd about the report as a whole."""
        if not self._head.sender:
            yield "the head does not name the sender: its ids are by the file's name"
        unknown = [kind for kind in self._unknown if kind not in HEADS]
        if unknown:
            yield f"records without column names are passed over: {', '.join(map(shortened, unknown[:10]))}"
        if self._odd_codes:
            yield f"{self._odd_codes} recordings have an ISRC without the form of one: the service's own id names them"
        if self._foot is None:
            yield "has no FOOT: was it cut off?"
            return
        lines = self._foot.text("NumberOfLinesInFile", "NumberOfLines")
        if lines and lines not in (str(reader.lines), str(reader.lines - reader.comments)):
            yield f"its FOOT says {shortened(lines)} lines, the file has {reader.lines}: was it cut off?"
        blocks = self._foot.text("NumberOfBlocksInFile")
        if blocks and blocks != str(self._blocks):
            yield f"its FOOT says {shortened(blocks)} blocks, the file has {self._blocks}: was it cut off?"
