"""Pictures of an evaluation: reliability plots and precision over recall, by matplotlib (the extra `plots`)."""

import base64
import html
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from detectors.evaluation import Evaluation
from detectors.reliability import CurvePoint, ReliabilityBin
from graph.errors import MissingExtra

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_INK: Final = "#1b4d89"
_FAINT: Final = "#8a8f98"
_COLOURS: Final = (_INK, "#c8553d", "#588157", "#8f6fb0", "#b08900", "#4aa3a2")


def new_figure(width: float, height: float) -> "Figure":
    """An empty picture, width and height in inches, drawn without a screen.

    Raises: MissingExtra: the extra `plots` is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtra(
            f"pictures are off: the package {error.name} is not installed",
            hint="install it with `pip install 'namesake[plots]'`",
        ) from error
    return Figure(figsize=(width, height), dpi=110, layout="constrained")


def reliability_picture(title: str, bins: Sequence[ReliabilityBin]) -> "Figure":
    """Stated score against the share that proved right, with 95 % intervals, above how many findings score so."""
    figure = new_figure(5.2, 5.6)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1))
    above.plot([0, 1], [0, 1], color=_FAINT, linestyle="--", linewidth=1, label="score = share right")
    stated, right = [part.mean_score for part in bins], [part.observed for part in bins]
    reach = [
        [part.observed - part.observed_low for part in bins],
        [part.observed_high - part.observed for part in bins],
    ]
    above.errorbar(
        stated, right, yerr=reach, fmt="o-", color=_INK, capsize=3, linewidth=1.2, label="findings, by tenths"
    )
    above.set(xlim=(0, 1.02), ylim=(-0.02, 1.02), ylabel="share that proved right", title=title)
    above.legend(loc="upper left", frameon=False, fontsize="small")
    middles = [(part.low + part.high) / 2 for part in bins]
    below.yaxis.get_major_locator().set_params(integer=True, nbins=3)
    below.bar(middles, [part.count for part in bins], width=0.09, color=_FAINT)
    if bins and max(part.count for part in bins) > 20 * min(part.count for part in bins):
        below.set_yscale("log")
        below.yaxis.set_major_formatter("{x:,.0f}")
        below.yaxis.set_minor_formatter("")
    below.set(xlabel="stated score", ylabel="findings")
    return figure


def precision_recall_picture(title: str, curves: Mapping[str, Sequence[CurvePoint]]) -> "Figure":
    """Precision over recall, one line for each name; each threshold's point is held until the next.

    Up to six lines have a colour and a name of their own; the dot of the first is at a score of 0.5.
    """
    figure = new_figure(5.6, 4.4)
    axes = figure.subplots()
    few = len(curves) <= len(_COLOURS)
    for number, (name, points) in enumerate(curves.items()):
        recall, precision = [point.recall for point in points], [point.precision for point in points]
        colour, label = (_COLOURS[number], name) if few else (_FAINT, None)
        axes.step(recall, precision, where="pre", color=colour, linewidth=1.4, label=label)
    half = next((point for point in reversed(next(iter(curves.values()), ())) if point.score >= 0.5), None)
    if half and few:
        axes.plot(half.recall, half.precision, "o", color=_INK, label="score 0.5")
    axes.set(
        xlim=(0, 1), ylim=(0, 1.02), xlabel="recall: share of the true ones listed", ylabel="precision", title=title
    )
    if curves and few:
        axes.legend(loc="best", frameon=False)
    return figure


def evaluation_pictures(evaluation: Evaluation) -> dict[str, "Figure"]:
    """The pictures of each kind that has what they show, by file name without its ending."""
    pictures = {}
    for kind in evaluation.kinds:
        name = kind.kind.replace("_", " ")
        if kind.calibration:
            pictures[f"reliability-{kind.kind}"] = reliability_picture(f"{name}: reliability", kind.calibration.bins)
        if kind.curve:
            title = f"{name}: average precision {kind.average_precision:.2f}"
            pictures[f"precision-recall-{kind.kind}"] = precision_recall_picture(title, {"findings": kind.curve})
    if evaluation.identities.calibration:
        bins = evaluation.identities.calibration.bins
        pictures["reliability-identities"] = reliability_picture("identities of several profiles: reliability", bins)
    return pictures


def png(figure: "Figure") -> bytes:
    """The picture as PNG; equal pictures give equal bytes."""
    stream = BytesIO()
    figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()


def write_pictures(pictures: Mapping[str, Any], folder: Path) -> list[Path]:
    """Write each picture as `NAME.png` into the folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, figure in pictures.items():
        path = folder / f"{name}.png"
        path.write_bytes(png(figure))
        written.append(path)
    return written


def report_page(text: str, pictures: Mapping[str, Any]) -> str:
    """One HTML page that needs no other file: the printed tables, then the pictures."""
    images = "\n".join(
        f'<img alt="{html.escape(name)}" src="data:image/png;base64,{base64.b64encode(png(figure)).decode()}">'
        for name, figure in pictures.items()
    )
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Namesake: evaluation</title>\n'
        "<style>body{font-family:system-ui;margin:2rem}pre{overflow-x:auto}img{max-width:100%;margin:.5rem}</style>\n"
        f"<h1>Evaluation against a known truth</h1>\n<pre>{html.escape(text)}</pre>\n{images}\n</html>\n"
    )
