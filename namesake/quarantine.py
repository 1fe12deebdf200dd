"""`namesake quarantine`: what loads set aside, listed, tried again, or dropped; and what a load says at its end."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.quarantine import Filter, count_quarantined, drop_quarantined, read_origins, read_quarantined
from graph.settings import Settings
from namesake import console
from namesake.commands import Commands, json_option, open_graph, show

if TYPE_CHECKING:
    from namesake.load import LoadReport

_SHOWN = 50
delivery_option = click.option("--delivery", help="only this delivery: the beginning of its id")
file_option = click.option("--file", "file", help="only files with this in their path")


@click.group(cls=Commands)
def quarantine() -> None:
    """Rows that loads set aside: each with its file, place, reason and remedy."""


@quarantine.command("list", epilog="Example: namesake quarantine list --file releases.csv --json")
@delivery_option
@file_option
@click.option("--limit", default=_SHOWN, show_default=True, type=click.IntRange(1), help="rows shown (not with --json)")
@click.option("--json", "as_json", is_flag=True, help="print every row as JSON Lines")
@click.pass_obj
def list_rows(settings: Settings, delivery: str | None, file: str | None, limit: int, as_json: bool) -> None:
    """List what was set aside."""
    which = Filter(delivery=delivery, file=file)
    with open_graph(settings) as graph:
        if as_json:
            for row in read_quarantined(graph, which):
                click.echo(json.dumps(row, ensure_ascii=False))
            return
        total = count_quarantined(graph, which)
        rows = [row for row, _ in zip(read_quarantined(graph, which, page_rows=limit), range(limit), strict=False)]
    for row in rows:
        place = f"{row['root']}: {row['file']}" + (f" line {row['line']}" if row["line"] else "")
        column, value = (f", {row['column']}" if row["column"] else ""), (f" `{row['value']}`" if row["value"] else "")
        click.echo(f"{row['id']}  {place}{column}{value}\n    {row['reason']} ({row['remedy']})")
    click.echo("nothing is set aside" if not total else f"{total} rows are set aside")
    if total > len(rows):
        click.echo(f"{total - len(rows)} more; --limit {total} or --json shows them")


@quarantine.command(epilog="Example: namesake quarantine retry")
@delivery_option
@file_option
@json_option
@click.pass_obj
def retry(settings: Settings, delivery: str | None, file: str | None, as_json: bool) -> None:
    """Load the files again that rows were set aside from; what is right by now is loaded and leaves the quarantine."""
    from namesake.load import LoadReport, load, load_options

    which = Filter(delivery=delivery, file=file)
    total = LoadReport()
    with open_graph(settings) as graph, console.progress() as progress:
        for origin in read_origins(graph, which):
            options = load_options(settings, **json.loads(origin.options))
            total += load(graph, origin.source, [Path(origin.root)], options=options, progress=progress)
        left = count_quarantined(graph, which)
    show_load(total, as_json=as_json)
    if not as_json:
        click.echo(f"{left} rows are still set aside")


@quarantine.command(epilog="Example: namesake quarantine drop --delivery 3fa9")
@click.argument("ids", nargs=-1)
@delivery_option
@file_option
@click.option("--all", "everything", is_flag=True, help="drop all of it")
@json_option
@click.pass_obj
def drop(
    settings: Settings, ids: tuple[str, ...], delivery: str | None, file: str | None, everything: bool, as_json: bool
) -> None:
    """Forget rows that need no more attention, by id, delivery or file. The source's file is not touched."""
    if not (ids or delivery or file or everything):
        raise click.UsageError("say which: IDS, --delivery, --file, or --all")
    with open_graph(settings) as graph:
        dropped = drop_quarantined(graph, Filter(list(ids) or None, delivery, file))
    show(as_json, {"dropped": dropped}, f"dropped {dropped} rows")
    if not dropped and not everything:
        raise click.exceptions.Exit(1)


def show_load(report: "LoadReport", *, as_json: bool) -> None:
    """Print what a load did; exit 1 if all that it read was set aside."""
    for notice in report.notices:
        click.echo(f"note: {notice.file}: {notice.text}", err=True)
    for row in report.examples:
        click.echo(str(row), err=True)
    if report.quarantined > len(report.examples):
        more = report.quarantined - len(report.examples)
        click.echo(f"… and {more} more: namesake quarantine list", err=True)
    if not report.counts and not as_json:
        click.echo("nothing was loaded")
    rows = [[table, counts.written, counts.unchanged] for table, counts in report.counts.items()]
    show(as_json, report.as_json(), console.table("loaded", ["table", "written", "unchanged"], rows))
    total = report.total
    if not as_json:
        accepted = total.written + total.unchanged
        click.echo(
            f"accepted {accepted} ({total.written} written, {total.unchanged} unchanged), quarantined {report.quarantined}"
        )
    if total.late:
        click.echo(
            f"note: {total.late} rows are older than what the graph holds: kept as history, nothing newer was changed",
            err=True,
        )
    if report.waiting:
        waiting = ", ".join(f"{count} {table}" for table, count in report.waiting.items())
        click.echo(
            f"note: referred to but not arrived yet: {waiting}; they are joined when their records come", err=True
        )
    if report.quarantined and not report.counts:
        raise click.exceptions.Exit(1)
