"""Sentences about a release and the page that it is on."""

from collections.abc import Callable

from detectors.catalog_tables import shown
from detectors.evidence import Row
from detectors.wording import share_text, time_text


def unlike(aspect: str, what: str, verb: str) -> Callable[[Row], str]:
    def sentence(row: Row) -> str:
        return f"{verb} {shown(row[f'{aspect}_value'])}, {what} {no_other(row, aspect, does='has', does_not='does not have')}"

    return sentence


def no_other(row: Row, aspect: str, *, does: str = "does", does_not: str = "does not") -> str:
    """Of the page's other releases, those of which the aspect is known: not one does."""
    known = int(row[f"{aspect}_known"] or 0)
    releases = f"{others(known)} of {row['artist_name']}"
    return f"{releases} {does_not}" if known == 1 else f"none of {releases} {does}"


def others(known: int) -> str:
    return "the one other release" if known == 1 else f"{known} other releases"


def payee(row: Row) -> str:
    return shown(row["operator_value"], "its payee")


def familiar(aspect: str, what: str) -> Callable[[Row], str]:
    def sentence(row: Row) -> str:
        return f"{share_text(1 - (row[f'{aspect}_new'] or 0.0))} of its {what} are on other releases of {row['artist_name']} too"

    return sentence


def silence(row: Row) -> str:
    return (
        f"released {time_text(row['gap_days'])} after the previous release of {row['artist_name']} ({row['previous']})"
    )
