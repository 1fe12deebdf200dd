"""What is really so in a simulated or labelled catalog: the detectors are fitted on it and measured against it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import MissingInput, UnreadableInput
from graph.findings import Reference

FILES = ("findings.jsonl", "identities.jsonl", "innocents.jsonl")


@dataclass(frozen=True, slots=True)
class TrueFinding:
    """Something a detector should find. `trick` names how it was done, `camouflage` how well hidden (0 open, 3 best)."""

    kind: str
    subject: Reference
    target: Reference | None = None
    members: tuple[str, ...] = ()
    trick: str = ""
    camouflage: int = 0


@dataclass(frozen=True, slots=True)
class TrueIdentity:
    """Two or more profiles of one act. An artist in no such line is an act with one profile."""

    identity_id: str
    artist_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Innocent:
    """Something that looks like an attack and is none; `twin` names what it is."""

    twin: str
    artist_ids: tuple[str, ...] = ()
    release_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything known to be so of one catalog."""

    findings: tuple[TrueFinding, ...] = ()
    identities: tuple[TrueIdentity, ...] = ()
    innocents: tuple[Innocent, ...] = ()

    def of_kind(self, kind: str) -> tuple[TrueFinding, ...]:
        """The true findings of one kind."""
        return tuple(finding for finding in self.findings if finding.kind == kind)

    def identity_of(self) -> dict[str, str]:
        """The identity of each artist that shares one; use `.get(artist_id, artist_id)` for the others."""
        return {artist: identity.identity_id for identity in self.identities for artist in identity.artist_ids}


def write_truth(truth: Truth, folder: Path) -> None:
    """Write the three files of `FILES` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / FILES[0], (_finding_row(finding) for finding in truth.findings))
    _write(
        folder / FILES[1], ({"identity_id": i.identity_id, "artist_ids": list(i.artist_ids)} for i in truth.identities)
    )
    _write(folder / FILES[2], (_innocent_row(innocent) for innocent in truth.innocents))


def read_truth(folder: Path) -> Truth:
    """Read a truth folder, or the one inside a catalog folder.

    Raises: MissingInput: there is none. UnreadableInput: a line is not what `write_truth` writes.
    """
    place = folder / "truth" if (folder / "truth").is_dir() else folder
    if not (place / FILES[0]).is_file():
        raise MissingInput(
            f"{folder} holds no truth: {FILES[0]} is missing", hint="name a folder that `namesake simulate` wrote"
        )
    return Truth(
        findings=tuple(_finding(row) for row in _rows(place / FILES[0], ("kind", "subject"))),
        identities=tuple(
            TrueIdentity(str(row["identity_id"]), tuple(row["artist_ids"]))
            for row in _rows(place / FILES[1], ("identity_id", "artist_ids"))
        ),
        innocents=tuple(
            Innocent(row["twin"], tuple(row.get("artist_ids", ())), tuple(row.get("release_ids", ())))
            for row in _rows(place / FILES[2], ("twin",))
        ),
    )


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def _rows(path: Path, required: tuple[str, ...]) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            missing = [key for key in required if key not in row]
            if "run_id" in row or "score" in row:
                raise ValueError("it is a finding that was exported, not a truth")
        except (ValueError, TypeError) as error:
            raise UnreadableInput(
                f"{path} line {number} cannot be read as truth: {error}", hint="write the folder again"
            ) from error
        if missing:
            raise UnreadableInput(f"{path} line {number} lacks `{missing[0]}`", hint="write the folder again")
        rows.append(row)
    return rows


def _finding_row(finding: TrueFinding) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": finding.kind, "subject": {"type": finding.subject.type, "id": finding.subject.id}}
    if finding.target is not None:
        row["target"] = {"type": finding.target.type, "id": finding.target.id}
    if finding.members:
        row["members"] = list(finding.members)
    return row | {"trick": finding.trick, "camouflage": finding.camouflage}


def _innocent_row(innocent: Innocent) -> dict[str, Any]:
    row: dict[str, Any] = {"twin": innocent.twin}
    if innocent.artist_ids:
        row["artist_ids"] = list(innocent.artist_ids)
    if innocent.release_ids:
        row["release_ids"] = list(innocent.release_ids)
    return row


def _finding(row: dict[str, Any]) -> TrueFinding:
    target = row.get("target")
    return TrueFinding(
        kind=row["kind"],
        subject=Reference(row["subject"]["type"], row["subject"]["id"]),
        target=Reference(target["type"], target["id"]) if target else None,
        members=tuple(row.get("members", ())),
        trick=row.get("trick", ""),
        camouflage=int(row.get("camouflage", 0)),
    )
