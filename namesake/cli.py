"""The `namesake` command."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from graph import server
from graph.settings import Settings, read_settings
from namesake import console
from namesake.commands import Commands, json_option, open_graph, show
from namesake.keys import audit, keys
from namesake.quarantine import quarantine, show_load
from namesake.webhooks import webhooks

SOURCES = ("catalog", "ddex", "musicbrainz", "discogs", "statements", "signals")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="namesake")
@click.pass_context
def main(context: click.Context) -> None:
    """Who stands behind these artist profiles? `namesake demo` shows it on a simulated catalog."""
    context.obj = read_settings()


@main.command(epilog="Example: namesake up")
@json_option
@click.pass_obj
def up(settings: Settings, as_json: bool) -> None:
    """Start the embedded Neo4j (first time: fetches the server)."""
    connection = server.connection(settings)
    show(as_json, {"uri": connection.uri}, f"the graph is at {connection.uri}")


@main.command(epilog="Example: namesake down")
@json_option
@click.pass_obj
def down(settings: Settings, as_json: bool) -> None:
    """Stop the embedded Neo4j and wait until it has."""
    stopped = server.stop(settings)
    show(as_json, {"stopped": stopped}, "stopped" if stopped else "it was not running")


@main.command(epilog="Example: namesake status --json")
@json_option
@click.pass_obj
def status(settings: Settings, as_json: bool) -> None:
    """Describe the server, what the graph holds and what it waits for."""
    from namesake.status import describe

    facts = describe(settings)
    show(
        as_json,
        facts,
        console.table(
            "status",
            ["what", "is"],
            [[name, value if isinstance(value, int | str) else json.dumps(value)] for name, value in facts.items()],
        ),
    )


@main.command(epilog="Example: namesake load catalog ./delivery")
@click.argument("source", type=click.Choice(SOURCES))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--bulk", is_flag=True, help="first load of an empty embedded database, by the offline importer (catalog)"
)
@click.option("--layout", help="how to read a statement or watch list: a known layout's name, or your own .toml")
@click.option("--payee", "payee_id", help="the payee of a statement that does not name one")
@json_option
@click.pass_obj
def load(
    settings: Settings,
    source: str,
    paths: tuple[Path, ...],
    bulk: bool,
    layout: str | None,
    payee_id: str | None,
    as_json: bool,
) -> None:
    """Load PATHS; a second time changes nothing. Rows that break a rule are set aside with their reason."""
    from namesake.load import load as load_paths
    from namesake.load import load_options

    options = load_options(settings, layout=layout, payee_id=payee_id)
    if bulk:
        from namesake.bulk import bulk_load

        with console.progress() as progress:
            report = bulk_load(settings, source, paths, options=options, progress=progress)
    else:
        with open_graph(settings) as graph, console.progress() as progress:
            report = load_paths(graph, source, paths, options=options, progress=progress)
    show_load(report, as_json=as_json)


@main.command(epilog="Example: namesake detect --only impersonation")
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(["impersonation", "misattribution", "content_farm", "recycled_audio", "campaign"]),
    help="tell findings of this kind only; may be repeated",
)
@click.option(
    "--model", type=click.Path(path_type=Path), help="a model file of `namesake fit` instead of the packaged one"
)
@json_option
@click.pass_obj
def detect(settings: Settings, only: tuple[str, ...], model: Path | None, as_json: bool) -> None:
    """Resolve identities, run the detectors, and publish what they find in the graph."""
    from namesake.detect import detect_graph

    with open_graph(settings) as graph, console.progress() as progress:
        summary = detect_graph(graph, settings=settings, only=only, model_path=model, progress=progress)
    show(
        as_json,
        summary,
        console.table(
            f"detected with model {summary['model']}",
            ["what", "count"],
            [[name, value] for name, value in summary["counts"].items()],
        ),
    )
    for note in summary["notes"]:
        click.echo(f"note: {note}", err=True)


@main.command(epilog="Example: namesake nightly --drop ./deliveries")
@click.option(
    "--drop",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="the drop folder, instead of NAMESAKE_DROP_DIR",
)
@click.option(
    "--model",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="a model file of `namesake fit` instead of the packaged one",
)
@click.option(
    "--shadow",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="a candidate model file: report what would change with it",
)
@click.option("--no-red-team", is_flag=True, help="leave out the planted attacks, which cost about another detection")
@json_option
@click.pass_obj
def nightly(
    settings: Settings, drop: Path | None, model: Path | None, shadow: Path | None, no_red_team: bool, as_json: bool
) -> None:
    """Load what is new in the drop folder, detect, publish and report; killed, the same command goes on.

    Exits 0 when done, 1 when it failed (run it again), 2 on wrong usage, 3 when it is done and its report asks for attention, 75 when
    another night, or `namesake detect`, is running.
    """
    from namesake.nightly import NightOptions, run_night

    options = NightOptions(drop, model, shadow, with_red_team=not no_red_team)
    with console.progress() as progress:
        night = run_night(settings, options=options, progress=progress)
    rows = [[stage["name"], stage["seconds"], stage["peak_mib"], stage["skipped"] or ""] for stage in night["stages"]]
    title = f"night {night['night_id']}, model {night['model']}"
    show(as_json, night, console.table(title, ["stage", "seconds", "peak MiB", "skipped"], rows))
    for note in night["notes"]:
        click.echo(f"note: {note}", err=True)
    for sentence in night["attention"]:
        click.echo(f"attention: {sentence}", err=True)
    click.echo(f"the report: {night['folder']}/report.html", err=True)
    if night["attention"]:
        raise click.exceptions.Exit(3)


@main.command(epilog="Example: namesake export findings --out findings.jsonl")
@click.argument("what", type=click.Choice(["findings", "identities", "clusters"]))
@click.option("--out", type=click.Path(path_type=Path), help="a file, written whole or not at all; without it, stdout")
@click.option(
    "--json", "as_json", is_flag=True, hidden=True, help="accepted everywhere; an export is JSON Lines in any case"
)
@click.pass_obj
def export(settings: Settings, what: str, out: Path | None, as_json: bool) -> None:
    """Write JSON Lines, one object a line, best score first."""
    from namesake.export import export_text, write_whole

    with open_graph(settings) as graph:
        text = export_text(graph, what)
    if out is None:
        click.echo(text, nl=False)
    else:
        write_whole(out, text)
        click.echo(f"wrote {text.count(chr(10))} {what} to {out}", err=True)


@main.command(epilog="Example: namesake explain 146068005a2d4ebedbb2")
@click.argument("finding_id")
@json_option
@click.pass_obj
def explain(settings: Settings, finding_id: str, as_json: bool) -> None:
    """Show one finding with its evidence, the rare things that tie its artists, and the chain from subject to target."""
    from namesake.explain import explain as explain_finding

    with open_graph(settings) as graph:
        why = explain_finding(graph, settings, finding_id)
    columns = ["kind", "value", "members_sharing", "degree"]
    rows = [[tie[column] for column in columns] for tie in why["ties"]]
    titles = ["shared thing", "value", "of these artists", "of all artists"]
    ties = console.table(f"what ties finding {finding_id}", titles, rows) if rows else "its artists share no rare thing"
    told = console.finding_text(why["finding"], why["names"])
    show(as_json, {name: value for name, value in why.items() if name != "names"}, told)
    if not as_json:
        console.out.print(ties)
        if "target" in why["finding"]:
            click.echo("chain: " + (" - ".join(why["chain"]) or "no rare shared thing leads from subject to target"))


@main.command(epilog="Example: namesake serve")
@click.pass_obj
def serve(settings: Settings) -> None:
    """Serve the GraphQL API; Ctrl-C ends it."""
    from namesake.serve import serve as serve_api

    serve_api(settings, ready=lambda address: click.echo(f"the API is at {address}/graphql", err=True))


@main.command(epilog="Example: namesake simulate --size 2000 --seed 7 --scenario standard --out ./catalog")
@click.option("--size", type=click.IntRange(50), default=2000, show_default=True, help="artists, about")
@click.option("--seed", type=int, default=7, show_default=True)
@click.option("--scenario", default="standard", show_default=True)
@click.option(
    "--generator", default="acts", show_default=True, help="acts, ledger or census: catalogs of different make"
)
@click.option("--out", type=click.Path(path_type=Path), required=True)
@json_option
def simulate(size: int, seed: int, scenario: str, generator: str, out: Path, as_json: bool) -> None:
    """Write an adversarial catalog folder and its truth."""
    from graph.errors import BadArgument
    from simulation import simulate as make
    from simulation import write_catalog

    if out.is_dir() and any(out.iterdir()):
        raise BadArgument(
            f"{out} is not empty", hint="name a new folder: what is there would be mixed with the new catalog"
        )
    with console.progress() as progress:
        progress.stage("simulating")
        catalog = make(size=size, seed=seed, scenario=scenario, generator=generator)
        write_catalog(catalog, out)
    counts = {table: rows.height for table, rows in catalog.records.items()}
    show(
        as_json,
        {"out": str(out), "counts": counts},
        console.table(f"wrote {out}", ["table", "rows"], [[name, count] for name, count in counts.items()]),
    )


@main.command(epilog="Example: namesake evaluate --truth ./catalog")
@click.option(
    "--truth",
    "truth_folder",
    type=click.Path(path_type=Path),
    required=True,
    help="a folder of `namesake simulate`, or its truth folder",
)
@click.option(
    "--report",
    "report_path",
    type=click.Path(path_type=Path),
    help="write tables and pictures as well: a FILE.html, or a folder",
)
@json_option
@click.pass_obj
def evaluate(settings: Settings, truth_folder: Path, report_path: Path | None, as_json: bool) -> None:
    """Compare the graph's findings, identities and clusters with that truth."""
    from namesake.evaluate import evaluate_graph, evaluation_tables, write_report

    with open_graph(settings) as graph:
        evaluation = evaluate_graph(graph, truth_folder)
    if report_path is not None:
        for path in write_report(evaluation, report_path):
            click.echo(f"wrote {path}", err=True)
    if as_json:
        show(True, evaluation.to_json(), None)
        return
    for table in evaluation_tables(evaluation):
        console.out.print(table)


@main.command(epilog="Example: namesake fit --catalogs 9 --size 2500 --out model.json")
@click.option(
    "--catalogs",
    type=click.IntRange(1),
    default=9,
    show_default=True,
    help="simulated catalogs by each generator, seeds 1, 2, …",
)
@click.option("--size", type=click.IntRange(300), default=2500, show_default=True, help="artists in each")
@click.option("--reviewed", is_flag=True, help="and on what people decided of the last run's pairs and findings")
@click.option("--out", type=click.Path(path_type=Path), required=True)
@json_option
@click.pass_obj
def fit(settings: Settings, catalogs: int, size: int, reviewed: bool, out: Path, as_json: bool) -> None:
    """Fit the evidence weights on simulated catalogs with known truth and write the model file."""
    from namesake.fit import fit_on_simulations, reviews_of, told_of_unseen

    decided = None
    if reviewed:
        with open_graph(settings) as graph:
            decided = reviews_of(graph, settings)
    with console.progress() as progress:
        facts = fit_on_simulations(settings, catalogs=catalogs, size=size, out=out, progress=progress, reviewed=decided)
    show(
        as_json,
        facts,
        console.table(
            f"wrote {out}",
            ["detector", "candidates", "true", "reviewed", "on unseen generators"],
            [
                [kind, row["candidates"], row["positives"], row.get("reviewed", 0), told_of_unseen(row)]
                for kind, row in facts.items()
            ],
        ),
    )


@main.command(epilog="Example: namesake doctor --settings")
@click.option(
    "--settings", "list_settings", is_flag=True, help="list every setting with its value's meaning and default"
)
@json_option
@click.pass_obj
def doctor(settings: Settings, list_settings: bool, as_json: bool) -> None:
    """Say what is missing or misconfigured, each with its remedy."""
    from namesake.doctor import check, settings_table

    if list_settings:
        rows = settings_table()
        show(
            as_json,
            rows,
            console.table("settings", ["setting", "default", "unit", "help"], [list(row.values()) for row in rows]),
        )
        return
    checks = check(settings)
    rows_shown = [["ok" if item.ok else "PROBLEM", item.name, item.what, item.remedy] for item in checks]
    show(
        as_json, [asdict(item) for item in checks], console.table("doctor", ["", "what", "found", "remedy"], rows_shown)
    )
    if not all(item.ok for item in checks):
        raise click.exceptions.Exit(1)


@main.command(epilog="Example: namesake demo --exit")
@click.option("--size", type=click.IntRange(50), default=2000, show_default=True, help="artists, about")
@click.option("--seed", type=int, default=7, show_default=True)
@click.option("--exit", "end", is_flag=True, help="end after the printed findings instead of serving")
@click.pass_obj
def demo(settings: Settings, size: int, seed: int, end: bool) -> None:
    """Everything on a simulated catalog with known truth; ends with the address to open."""
    from namesake.demo import run_demo

    run_demo(settings, size=size, seed=seed, end=end)


for command in (quarantine, keys, audit, webhooks):
    main.add_command(command)

if __name__ == "__main__":
    sys.exit(main())
