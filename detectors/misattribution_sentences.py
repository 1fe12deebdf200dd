"""Sentences about a release and the page that it is on."""

from collections.abc import Callable

from detectors.catalog_tables import shown
from detectors.evidence import Row
from detectors.wording import audience_text, number_text, part_text, time_text


def unlike(aspect: str, what: str, verb: str) -> Callable[[Row], str]:
    def sentence(row: Row) -> str:
        return f"{verb} {shown(row[f'{aspect}_value'])}, {what} {no_other(row, aspect, does='has', does_not='does not have')}"

    return sentence


def no_other(row: Row, aspect: str, *, does: str = "does", does_not: str = "does not") -> str:
    """Of the page's other releases, those of which the aspect is known: not one does."""
    known = int(row[f"{aspect}_known"] or 0)
    releases = f"{others(known)} of {artist(row)}"
    return f"{releases} {does_not}" if known == 1 else f"none of {releases} {does}"


def others(known: int) -> str:
    return "the one other release" if known == 1 else f"{number_text(known)} other releases"


def artist(row: Row) -> str:
    """The name of the page's artist."""
    return f"“{row['artist_name']}”"


def known_to(row: Row, whose: str = "") -> str:
    """The audience of the page's artist, or, with `whose` "host_", of its best known host."""
    return audience_text(row[f"{whose}audience"], row[f"{whose}audience_measure"])


def same_upc(row: Row) -> str:
    """The other release of the page that has this release's UPC."""
    named = f", “{row['upc_twin_title']}” ({row['upc_twin']})" if row["upc_twin"] else ""
    return f"carries the UPC of another release of {artist(row)}{named}"


def minority(row: Row) -> str:
    known = int(row["operator_known"] or 0)
    pay = round((1 - (row["operator_rarity"] or 0.0)) * known)
    if pay == 0:
        told = no_other(row, "operator", does="pays it", does_not="does not pay it")
    else:
        told = f"of {others(known)} of {artist(row)}, {number_text(pay)} {'pays' if pay == 1 else 'pay'} it"
    return f"pays {payee(row)}; {told} or a payee connected with it"


def payee(row: Row) -> str:
    return shown(row["operator_value"], "its payee")


def its_payee(row: Row) -> str:
    """The payee as the subject of a sentence."""
    return f"its payee {payee(row)}" if row["operator_value"] is not None else payee(row)


def familiar(aspect: str, what: str) -> Callable[[Row], str]:
    def sentence(row: Row) -> str:
        return (
            f"{part_text(1 - (row[f'{aspect}_new'] or 0.0))} of its {what} are on other releases of {artist(row)} too"
        )

    return sentence


def silence(row: Row) -> str:
    return f"released {time_text(row['gap_days'])} after the previous release of {artist(row)} ({row['previous']})"
