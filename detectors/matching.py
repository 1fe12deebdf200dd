"""Which true finding each finding says: rows of the export in (INTERFACES, section 3), judged rows out. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.truth import TrueFinding, Truth

Row = Mapping[str, Any]
Matcher = Callable[[Row], list[int]]
"""From a row to the numbers (places in `truth.of_kind(kind)`) of the true findings it says, best first."""
GROUP_KINDS: Final = ("content_farm", "campaign")
ALARM_SCORE: Final = 0.5
"""From this score on a finding is an accusation: more likely true than not."""
MIN_JACCARD: Final = 0.5
"""From this overlap on a group is the true group; one made of two equal true groups says one of them."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding and the number of the true finding it hits (None: it is wrong).

    `unit`: what it shares its luck with, see `drawn_together`. `turned`: its target is truly the copy, not its subject.
    """

    score: float
    hit: int | None
    unit: str = ""
    turned: bool = False


def judge(rows: Sequence[Row], truth: Truth, kind: str) -> list[Judged]:
    """Each finding of the kind, best first, with the true finding it hits.

    What says again what a better scored finding said is neither right nor wrong and is left out.
    """
    match, unit, turned = matcher(truth, kind), drawn_together(truth, kind), _turned(truth.of_kind(kind))
    taken: set[int] = set()
    judged = []
    for row in sorted(rows, key=lambda row: (-float(row["score"]), str(row.get("finding_id", "")))):
        hits = match(row)
        fresh = [number for number in hits if number not in taken]
        if hits and not fresh:
            continue
        taken.update(fresh[:1])
        target = row.get("target")
        place = unit(row["subject"]["id"], target["id"] if target else None) if "subject" in row else ""
        judged.append(Judged(float(row["score"]), fresh[0] if fresh else None, place, turned(row)))
    return judged


def drawn_together(truth: Truth, kind: str) -> Callable[[str, str | None], str]:
    """A function from subject and target to the unit that a bootstrap draws whole.

    Claims against one act stand or fall by the same name and audience, and what one operation did by the same habits. So the unit
    of a pair is the true campaign that the subject belongs to, or else the target's identity (the group of equal audio for
    recordings); a group is a unit of its own.
    """
    if kind in GROUP_KINDS:
        return lambda subject, target: subject
    campaign = {member: finding.subject.id for finding in truth.of_kind("campaign") for member in finding.members}
    same = _audio_groups(truth.of_kind(kind)) if kind == "recycled_audio" else truth.identity_of()

    def unit(subject: str, target: str | None) -> str:
        if subject in campaign:
            return f"campaign {campaign[subject]}"
        aim = target or subject
        return f"target {same.get(aim, aim)}"

    return unit


def matcher(truth: Truth, kind: str) -> Matcher:
    """How findings of the kind are held against the truth.

    A pair is right where its subject and target are: any profile of the target's identity; for recycled audio either direction,
    and any two recordings of the same audio. A group is right at a Jaccard overlap of `MIN_JACCARD`.
    """
    true = truth.of_kind(kind)
    if kind in GROUP_KINDS:
        return _by_overlap(true)
    return _by_audio(true) if kind == "recycled_audio" else _by_claim(true, truth.identity_of())


def wrong_target(truth: Truth, kind: str) -> Callable[[Row], bool]:
    """Of findings that hit nothing true: whether the subject truly is one of this kind, only not against this target."""
    subjects = {finding.subject.id for finding in truth.of_kind(kind)} if kind not in GROUP_KINDS else set()
    return lambda row: row["subject"]["id"] in subjects


def _turned(true: Sequence[TrueFinding]) -> Callable[[Row], bool]:
    """Whether a right pair is told the wrong way round: its target is truly the copy, of its subject or of a third one that its subject
    copies nothing of."""
    pairs = {(finding.subject.id, finding.target.id) for finding in true if finding.target}
    copies = {subject for subject, _ in pairs}

    def turned(row: Row) -> bool:
        subject, target = row.get("subject"), row.get("target")
        if not subject or not target:
            return False
        return (target["id"], subject["id"]) in pairs or (target["id"] in copies and subject["id"] not in copies)

    return turned


def _by_overlap(true: Sequence[TrueFinding]) -> Matcher:
    groups_of: dict[str, list[int]] = defaultdict(list)
    for number, finding in enumerate(true):
        for member in finding.members:
            groups_of[member].append(number)

    def match(row: Row) -> list[int]:
        members = set(row.get("members") or ())
        common = Counter(number for member in members for number in groups_of.get(member, ()))
        overlap = {number: c / (len(members) + len(true[number].members) - c) for number, c in common.items()}
        return sorted((n for n, share in overlap.items() if share >= MIN_JACCARD), key=lambda n: (-overlap[n], n))

    return match


def _by_claim(true: Sequence[TrueFinding], same: Mapping[str, str]) -> Matcher:
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, finding in enumerate(true):
        if finding.target is not None:
            places[finding.subject.id, same.get(finding.target.id, finding.target.id)].append(number)

    def match(row: Row) -> list[int]:
        target = row.get("target")
        return places.get((row["subject"]["id"], same.get(target["id"], target["id"])), []) if target else []

    return match


def _by_audio(true: Sequence[TrueFinding]) -> Matcher:
    group = _audio_groups(true)
    places: dict[str, list[int]] = defaultdict(list)
    for number, finding in enumerate(true):
        places[finding.subject.id].append(number)

    def match(row: Row) -> list[int]:
        target = row.get("target")
        if (
            not target
            or group.get(row["subject"]["id"]) is None
            or group[row["subject"]["id"]] != group.get(target["id"])
        ):
            return []
        return [number for side in (row["subject"]["id"], target["id"]) for number in places.get(side, ())]

    return match


def _audio_groups(true: Iterable[TrueFinding]) -> dict[str, str]:
    """Recordings tied by true findings, each with its group's name."""
    group: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    for finding in true:
        if finding.target is None:
            continue
        names = {group.get(side, side) for side in (finding.subject.id, finding.target.id, *finding.members)}
        merged = min(names)
        members[merged] = sorted({member for name in names for member in members.get(name, [name])})
        group.update(dict.fromkeys(members[merged], merged))
    return group
