"""What the terminal sees: progress on stderr, results on stdout, findings as an investigator would read them."""

from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import fill
from typing import Any, Final

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import (
    Progress as Bars,
)
from rich.table import Table
from rich.text import Text

errors = Console(stderr=True)
out = Console(highlight=False)
SLIGHT_WEIGHT: Final = 0.2
"""Evidence below it is shown as one sum; the export has all of it."""
WHOLE_CELL: Final = 26
"""Characters up to which a table's cells are not broken: a measure with its interval has 22, a kind with its trick less."""


class Progress:
    """One live bar per named stage, with the rows it has done."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def step(self, stage: str, rows: int = 0, total: int | None = None) -> None:
        """Add `rows` to a stage, which begins with its first step; the stages before it are done."""
        if stage not in self._tasks:
            for task in self._tasks.values():
                self._bars.update(
                    task,
                    total=max(self._bars.tasks[task].completed, 1),
                    completed=max(self._bars.tasks[task].completed, 1),
                )
            self._tasks[stage] = self._bars.add_task(stage, total=total)
        self._bars.advance(self._tasks[stage], rows)

    def stage(self, name: str) -> None:
        """Begin a stage that counts nothing."""
        self.step(name)


@contextmanager
def progress() -> Iterator[Progress]:
    """Progress bars on stderr for as long as the block runs."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:28}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=errors) as bars:
        shown = Progress(bars)
        yield shown
        shown.step("done")
        bars.update(bars.tasks[-1].id, visible=False)


def table(
    title: str,
    columns: list[str],
    rows: list[list[Any]],
    *,
    sections: tuple[int, ...] = (),
    whole: tuple[str, ...] = (),
) -> Table:
    """A plain table that leaves its room to the values: numbers to the right, long headings on several lines.

    Args:
        sections: numbers of the rows that a line is drawn after.
        whole: columns that are never cut or broken, as ids are to be copied; all others make room for them.
    """
    shown = Table(title=title, title_justify="left", title_style="bold")
    texts = [[_cell(value) for value in row] for row in rows]
    for index, column in enumerate(columns):
        numeric = any(isinstance(row[index], int | float) for row in rows)
        width = max([1, *(len(text[index]) for text in texts), *(len(word) for word in column.split())])
        shown.add_column(
            fill(column, width, break_on_hyphens=False),
            justify="right" if numeric else "left",
            no_wrap=column in whole if whole else width <= WHOLE_CELL,
            min_width=width if column in whole else None,
            overflow="fold",
        )
    for number, text in enumerate(texts):
        shown.add_row(*text, end_section=number in sections)
    return shown


def _cell(value: Any) -> str:
    return "" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def finding_text(row: dict[str, Any], names: dict[str, str]) -> Text:
    """One finding: the claim, its score, and each sentence of evidence with its weight. `names`: by `type:id`."""

    def named(end: dict[str, str]) -> str:
        name = names.get(f"{end['type']}:{end['id']}")
        return f"{end['type']} {end['id']}" if name is None else f"{name} ({end['id']})"

    claim = f"{row['kind']}: {named(row['subject'])}"
    if "target" in row:
        claim += f" → {named(row['target'])}"
    if row.get("members"):
        claim += f", {len(row['members'])} {'parts' if row['kind'] == 'campaign' else 'profiles'}"
    text = Text(f"{row['score']:.3f}  ", style="bold").append(claim, style="bold")
    text.append(f"\n       {row['prior']:+6.2f}  where the model starts, before any fact", style="dim")
    slight = [item["weight"] for item in row["evidence"] if abs(item["weight"]) < SLIGHT_WEIGHT]
    for item in row["evidence"]:
        if abs(item["weight"]) >= SLIGHT_WEIGHT:
            text.append(f"\n       {item['weight']:+6.2f}  {item['text']}", style="" if item["weight"] > 0 else "dim")
    if slight:
        facts = f"{len(slight)} slight facts together" if len(slight) > 1 else "1 slight fact"
        text.append(f"\n       {sum(slight):+6.2f}  {facts} (all of them in the export)", style="dim")
    if answers := row.get("answers"):
        operator, rules = (_chance(answers[question]) for question in ("one_operator", "breaks_rules"))
        asked = f"one operator: {operator}; if there is one, against the rules: {rules}"
        text.append(f"\n       {asked}", style="italic")
    text.append(f"\n       {_turning_point(row)}", style="italic")
    return text


def _chance(probability: float) -> str:
    """Two digits, and never certain."""
    return "over 0.99" if probability >= 0.995 else "below 0.01" if probability < 0.005 else f"{probability:.2f}"


def _turning_point(row: dict[str, Any]) -> str:
    """What the verdict hangs on, and how much was known."""
    known = f"{row['sufficiency']:.0%} of what counts was known"
    turned = row["counterfactual"]
    if not turned["without"]:
        return f"{known}; no fact by itself or with others turns this"
    facts = ", ".join(name.replace("_", " ") for name in turned["without"])
    return f"{known}; without {facts} the score would be {turned['score']:.2f}"
