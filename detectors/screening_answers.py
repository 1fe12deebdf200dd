"""What screening says of a draft: what to do, why, how surely, and what else it may mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from detectors import identity, impersonation
from detectors.evidence import KindModel, Row, row_evidence
from detectors.pair_sentences import DECEPTIVE
from graph.findings import Evidence, probability

Decision = Literal["attach", "new_page", "hold"]
Reason = Literal[
    "same_act",
    "impersonation",
    "misattribution",
    "unknown_artist",
    "deceptive_name",
    "ambiguous",
    "nothing_alike",
    "own_act",
]


@dataclass(frozen=True, slots=True)
class ScreenOptions:
    """`attach_at`: probability of one act from which a draft is attached. `hold_at`: probability of a false claim, or of one act, from
    which a person should look. `names`: profiles looked up for each name. `shown`: candidates told at most."""

    attach_at: float = 0.9
    hold_at: float = 0.5
    names: int = 20
    shown: int = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A profile that a draft may mean. `same_act`: probability that both are one act, or that a release is this page's;
    `false_claim`: that the draft poses as it, or is none of its; None where that was not in question. `operation`: of names."""

    artist_id: str
    name: str
    same_act: float
    false_claim: float | None
    operation: str | None


@dataclass(frozen=True, slots=True)
class Screened:
    """What to do with one draft. `probability`: of the decision. `claim`: what the evidence speaks for or against, with the `target`:
    identity, impersonation or misattribution; None without a candidate. `sufficiency`: how much of what that claim weighs was known.
    `unknown`: artists that a release asks for by an id that the catalog does not have."""

    draft_id: str
    decision: Decision
    reason: Reason
    probability: float
    target: str | None
    candidates: tuple[Candidate, ...]
    claim: str | None
    evidence: tuple[Evidence, ...]
    sufficiency: float
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArtistAnswers:
    """Scored candidates by draft: pairs as one act, acts as a whole, and suspects; with the models that scored them.

    `disguised`: the best known act whose name a draft has in disguise.
    """

    acts: Mapping[str, list[Row]]
    suspects: Mapping[str, list[Row]]
    links: Mapping[str, list[Row]]
    disguised: Mapping[str, str]
    models: Mapping[str, KindModel]
    options: ScreenOptions

    def answer(self, draft: str) -> Screened:
        acts = {row["target"]: row for row in self.acts.get(draft, [])}
        suspects = {row["target"]: row for row in self.suspects.get(draft, [])}
        links = self.links.get(draft, [])
        act = probability(links[0]["link"]) if links else 0.0
        rival = probability(links[1]["link"]) if len(links) > 1 else 0.0
        posed = max(suspects.values(), key=lambda row: row["score"], default=None)
        pose = float(posed["score"]) if posed else 0.0
        decision, reason, chance = decide(act, rival, pose, bool(acts), self.options)
        by_pose = posed is not None and (reason == "impersonation" or (reason == "own_act" and pose >= act))
        told = posed if by_pose else acts[links[0]["target"]] if links else None
        likely = acts[links[0]["target"]] if links and (decision == "attach" or links[0]["link"] >= 0) else None
        if decision != "hold" and likely and likely["operation"] in DECEPTIVE:
            told, by_pose = likely, False  # whoever is attached has the act's page in hand
            decision, reason, chance = "hold", "deceptive_name", act
        elif decision == "new_page" and draft in self.disguised:
            told, by_pose = suspects[self.disguised[draft]], True
            decision, reason, chance = "hold", "deceptive_name", float(told["score"])
        claim = None if told is None else "impersonation" if by_pose else "identity"
        return Screened(
            draft,
            decision,
            reason,
            chance,
            target=told["target"] if told else None,
            candidates=_candidates(acts, suspects, self.options.shown),
            claim=claim,
            evidence=row_evidence(told, _FEATURES[claim], self.models[claim]) if told and claim else (),
            sufficiency=float(told["sufficiency"]) if told else 0.0,
        )


_FEATURES: Final = {"identity": identity.FEATURES, "impersonation": impersonation.DETECTOR.features}


def decide(
    act: float, rival: float, pose: float, alike: bool, options: ScreenOptions
) -> tuple[Decision, Reason, float]:
    """The decision, why, and its probability, from those of the likeliest act, the next one and the likeliest false claim."""
    if pose >= options.hold_at:
        return "hold", "impersonation", pose
    if act >= options.attach_at and rival < options.attach_at:
        return "attach", "same_act", act
    if act >= options.hold_at:
        return "hold", "ambiguous", act
    return "new_page", "own_act" if alike else "nothing_alike", 1 - max(act, pose)


def _candidates(acts: Mapping[str, Row], suspects: Mapping[str, Row], shown: int) -> tuple[Candidate, ...]:
    """The likeliest candidates of any claim, best first."""
    found = [
        Candidate(
            target,
            row["name_right"],
            float(row["score"]),
            float(suspects[target]["score"]) if target in suspects else None,
            row["operation"],
        )
        for target, row in acts.items()
    ]
    found.sort(key=lambda one: (-max(one.same_act, one.false_claim or 0.0), one.artist_id))
    return tuple(found[:shown])
