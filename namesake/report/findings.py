"""Tonight's findings beside those of the night before: what is new, came back, rose, fell or is gone."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from graph.findings import KINDS
from namesake.report.files import NightFiles, Row

EVEN: Final = 0.5
"""From this score on a finding is more likely right than not; the others are listed for whoever looks for more."""
KEPT: Final = 100
"""Findings of each list that the report holds; all are in `findings.jsonl`."""
_EVIDENCE: Final = 3
_MEMBER_TYPES: Final = {"campaign": ("artist", "release")}
"""Of kinds whose members are not all artists."""
LISTS: Final = ("new", "returned", "reopened", "raised", "lowered", "gone")


def compare_findings(tonight: NightFiles, before: NightFiles | None) -> Row:
    """Returns: `by_kind` with counts, and each list of `LISTS` with `total`, `likely` (of them from even odds on) and `rows`, best first.

    Dismissed findings are counted and not listed. `best` is filled where there is no night to compare with, the other lists then are empty.
    """
    now = tonight.findings or []
    was = before.findings if before else None
    since = before.night["date"] if before else ""
    names = {**(before.names if before else {}), **tonight.names}
    known = {row["finding_id"]: row for row in was or []}
    sorted_out: dict[str, list[Row]] = {name: [] for name in LISTS}
    for row in now if was is not None else []:
        name = _what_became_of(row, known.get(row["finding_id"]), since=since)
        if name:
            sorted_out[name].append(row)
    current = {row["finding_id"] for row in now}
    sorted_out["gone"] = [row for row in was or [] if row["finding_id"] not in current and row["status"] != "dismissed"]
    best = [row for row in now if row["status"] != "dismissed"] if was is None else []
    told = {name: _list(rows, names, known) for name, rows in {**sorted_out, "best": best}.items()}
    return {"by_kind": {kind: _counts(kind, now, was, sorted_out) for kind in KINDS}, **told}


def _what_became_of(row: Row, before: Row | None, *, since: str) -> str | None:
    """Its list, or None: it is as it was, or dismissed.

    Args: since: date of the night before. What came up after it is new, by `namesake detect` between the nights too.
    """
    if row["status"] == "dismissed":
        return None
    if row["status"] == "reopened" and (before is None or before["status"] != "reopened"):
        return "reopened"
    if before is None:
        return "new" if row["first_seen"] >= since and "returned_on" not in row else "returned"
    if (row["score"] >= EVEN) != (before["score"] >= EVEN):
        return "raised" if row["score"] >= EVEN else "lowered"
    return None


def _counts(kind: str, now: list[Row], was: list[Row] | None, lists: Mapping[str, list[Row]]) -> Row:
    standing = [row for row in now if row["kind"] == kind]
    open_rows = [row for row in standing if row["status"] != "dismissed"]
    counts = {
        "listed": len(standing),
        "dismissed": len(standing) - len(open_rows),
        "likely": _likely(open_rows),
        "likely_before": None
        if was is None
        else _likely(row for row in was if row["kind"] == kind and row["status"] != "dismissed"),
    }
    for name, rows in lists.items():
        of_kind = [row for row in rows if row["kind"] == kind]
        counts |= {name: len(of_kind), f"{name}_likely": _likely(of_kind)}
    return counts


def _likely(rows: Iterable[Row]) -> int:
    return sum(row["score"] >= EVEN for row in rows)


def _list(rows: list[Row], names: Mapping[str, str], known: Mapping[str, Row]) -> Row:
    ordered = sorted(rows, key=lambda row: (-row["score"], row["finding_id"]))
    return {
        "total": len(rows),
        "likely": _likely(rows),
        "rows": [_shown(row, names, known.get(row["finding_id"])) for row in ordered[:KEPT]],
    }


def shadow_rows(tonight: NightFiles) -> Row | None:
    """The candidate model's comparison with `appear` and `vanish` as this report shows findings, and how many there are of each."""
    told = tonight.shadow
    if told is None:
        return None
    return told | {name: _list(told[name], tonight.names, {}) for name in ("appear", "vanish")}


def _shown(row: Row, names: Mapping[str, str], before: Row | None) -> Row:
    told = {
        "finding_id": row["finding_id"],
        "kind": row["kind"],
        "subject": named(row["subject"], names),
        "score": row["score"],
        "score_before": before["score"] if before else None,
        "status": row["status"],
        "first_seen": row["first_seen"],
        "evidence": heaviest(row),
    }
    if "target" in row:
        told["target"] = named(row["target"], names)
    if row.get("members"):
        told["members"] = len(row["members"])
        told["member_names"] = some_names(row["members"], names, kind=row["kind"])
    return told | {name: row[name] for name in ("new_evidence", "returned_on") if name in row}


def heaviest(row: Row) -> list[Any]:
    """The facts that speak most for a finding."""
    ordered = sorted(row["evidence"], key=lambda item: (-item["weight"], item["type"]))
    return [item for item in ordered if item["weight"] > 0][:_EVIDENCE]


def named(end: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str | None]:
    """A finding's end with its name, None where it is not known."""
    return {**end, "name": names.get(f"{end['type']}:{end['id']}")}


def some_names(members: Iterable[str], names: Mapping[str, str], *, kind: str, most: int = 3) -> list[str]:
    """The names of the first members that have one.

    An export does not tell the types of a campaign's members: an id that several types have there is left out.
    """
    types = _MEMBER_TYPES.get(kind, ("artist",))
    known = ([names[key] for key in (f"{type_}:{member}" for type_ in types) if key in names] for member in members)
    return list(dict.fromkeys(found[0] for found in known if len(found) == 1))[:most]
