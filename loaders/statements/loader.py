"""Royalty statements of distributors, and DDEX Sales and Usage Reports, as payouts by payee, release and month.

What a column means is said by a layout (`loaders.statements.layout`); a file is recognised by its header. A release is referred to by
its UPC (`upc:…`), a track sold alone by its ISRC (`isrc:…`), and what a statement says of either is a mention. The load reads all
headers first, so a payee that is not named stops it before anything is handed out, and all payouts come last, once summed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from graph.errors import BadArgument, MissingColumn, UnreadableInput
from graph.records import Delivery, LoadOptions, Notice, Quarantined
from loaders.archives import BROKEN, Inputs, Source
from loaders.rows import DEFAULT_OPTIONS, BadRows, Loaded, parse_time, read_each, shortened, whole_file
from loaders.statements.dsr import read_dsr
from loaders.statements.dsr_records import Head, read_head
from loaders.statements.layout import Layout, layouts_for
from loaders.statements.lines import read_pieces, total_of
from loaders.statements.mentions import Mentions, mention_line
from loaders.statements.table import HEAD_BYTES, Record, Table, UnfitTable, recognise, table_rows
from loaders.statements.totals import Totals
from loaders.statements.values import E_MAIL
from loaders.xml import RefusedXml

ENDINGS: Final = (".tsv", ".tsv.gz", ".csv", ".csv.gz", ".txt", ".txt.gz", ".xlsx")
_BROKEN: Final = (RefusedXml, UnicodeError, *BROKEN)
_REMEDY: Final = "export it again as CSV in UTF-8"


@dataclass(frozen=True, slots=True)
class _Job:
    """A file to read: as a statement with its table, or as a report with its head."""

    source: Source
    delivery: Delivery
    form: Table | Head


def read_statements(path: Path, *, options: LoadOptions = DEFAULT_OPTIONS) -> Iterator[Loaded]:
    """Read a statement or report, or all below a folder or in a zip. A file of another kind is set aside, unless it is the only one.

    `options.layout`: the layout of all statements (a packaged name or a `.toml`), else each is recognised by its header.
    `options.payee_id`: who is paid by statements that do not say.

    Raises: MissingInput: no such path, or no such file in it. MissingColumn, UnreadableInput: the one file has no known layout, or
    cannot be read. BadArgument: no such layout, or a payee is needed. TooManyBadRows: of one file's lines.
    """
    layouts = layouts_for(options.layout)
    if options.payee_id is not None and re.search(E_MAIL, options.payee_id):
        raise BadArgument("the payee is an e-mail address, which is never held in clear", hint="give the payee's id")
    with Inputs(path, endings=ENDINGS) as inputs:
        is_alone = path.is_file() and len(inputs.sources) == 1
        jobs: dict[str, _Job] = {}
        odd: list[Quarantined | Notice] = list(inputs.refused)
        for source in inputs.sources:
            try:
                job = _plan(inputs, source, layouts)
            except (UnfitTable, *_BROKEN) as error:
                if is_alone:
                    raise _as_error(error, source.name) from error
                odd.append(_set_aside(error, source.name))
                continue
            first = jobs.setdefault(job.delivery.delivery_id, job)
            if first is not job:
                odd.append(Notice(source.name, f"holds the same as {first.source.name}: read once"))
        _need_payee(jobs.values(), options)
        yield from (job.delivery for job in jobs.values())
        yield from odd
        yield from read_each(_read(inputs, job, options) for job in jobs.values())


def _plan(inputs: Inputs, source: Source, layouts: list[Layout]) -> _Job:
    """What the file is. Raises: UnfitTable: no statement that is known. One of `_BROKEN`: it cannot be read."""
    with inputs.open(source) as file:
        head = read_head(file.read(HEAD_BYTES))
    digest = inputs.digest(source)
    if head is not None:
        sender = head.sender or head.sender_name or None
        return _Job(source, Delivery(digest, "statements", source.name, sender, parse_time(head.created_at)), head)
    with inputs.open(source) as file:
        table = recognise(file, source.name, layouts)
    return _Job(source, Delivery(digest, "statements", source.name, table.layout.name), table)


def _as_error(error: Exception, name: str) -> MissingColumn | UnreadableInput:
    if isinstance(error, UnfitTable):
        return MissingColumn(f"{name} {error.reason}", hint=error.hint)
    return UnreadableInput(f"{name} cannot be read: {error}", hint=_REMEDY)


def _set_aside(error: Exception, name: str) -> Quarantined:
    reason, remedy = (error.reason, error.hint) if isinstance(error, UnfitTable) else (shortened(str(error)), _REMEDY)
    return Quarantined(name, 0, "", "", reason, remedy)


def _need_payee(jobs: Iterable[_Job], options: LoadOptions) -> None:
    for job in jobs:
        layout = job.form.layout if isinstance(job.form, Table) else None
        if layout and options.payee_id is None and not {"payee"} & {*layout.columns, *layout.constants}:
            raise BadArgument(
                f"{job.source.name} does not say who is paid, as no {layout.name} statement does",
                hint="name the payee with --payee ID",
            )


def _read(inputs: Inputs, job: _Job, options: LoadOptions) -> Iterator[Loaded]:
    totals = Totals()
    try:
        with inputs.open(job.source) as file:
            if isinstance(job.form, Head):
                yield from read_dsr(file, job.form, job.delivery, totals=totals, options=options)
            else:
                yield from _read_statement(file, job.form, job.delivery, totals, options)
    except BROKEN as error:
        yield whole_file(job.delivery, f"cannot be read again: {error}", remedy=_REMEDY)
    yield from totals.payouts(job.delivery, options=options)


def _read_statement(
    file: IO[bytes], table: Table, delivery: Delivery, totals: Totals, options: LoadOptions
) -> Iterator[Loaded]:
    """Read one statement: its money into `totals`; yields faults, mentions and notices. One that breaks off gives what came before."""
    mentions = Mentions()
    bad = BadRows(delivery, options=options)
    footers = odd_codes = 0
    broken: list[Quarantined] = []
    rows = _unbroken(table_rows(file, table), delivery, broken)
    for piece in read_pieces(rows, table, delivery=delivery, payee_id=options.payee_id):
        yield from piece.faults
        bad.count(piece.lines, len(piece.faults))
        footers += piece.footers
        odd_codes += piece.odd_codes
        for row in piece.sums.iter_rows(named=True):
            totals.add((row["payee_id"], row["release_id"], row["period"]), total_of(row, table.layout))
        for row in piece.named.iter_rows(named=True):
            mention_line(mentions, table.layout.name, row)
    yield from broken
    bad.judge()
    yield from mentions.drain(delivery, options=options)
    if table.layout.period_column is None:
        yield Notice(delivery.file, f"a {table.layout.name} statement bears no dates: its payouts are without a period")
    if odd_codes:
        text = f"{odd_codes} lines have a UPC or ISRC without the form of one (lost zeros?): what else the line says names the release"
        yield Notice(delivery.file, text)
    if footers:
        yield Notice(delivery.file, f"{footers} lines of sums are passed over")


def _unbroken(
    rows: Iterator[tuple[int, Record]], delivery: Delivery, broken: list[Quarantined]
) -> Iterator[tuple[int, Record]]:
    """The rows as far as they can be read; where they break off is put into `broken`."""
    line = 0
    try:
        for line, record in rows:
            yield line, record
    except _BROKEN as error:
        broken.append(whole_file(delivery, f"breaks off: {error}", remedy=_REMEDY, line=line + 1))
