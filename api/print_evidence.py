"""Write web/core/finding/evidenceHelp.json anew after a change of a detector's features: `python -m api.print_evidence > FILE`.

It holds what the investigators' page tells of each type of evidence: by finding kind and `Evidence.type`, its `title`, what it looks at
(`group`), the help texts of its features (`help`, a line each), and, of farms, the question of `Finding.answers` that it speaks to.
"""

import json

from detectors.evidence_titles import TITLES
from detectors.farm_answers import BREAKS_RULES, ONE_OPERATOR
from detectors.run import DETECTORS

UNTOLD = "identity"
"""A detector whose evidence is no finding's."""


def print_evidence() -> str:
    """The file as the page holds it."""
    told = {kind.upper(): _types(kind) for kind in sorted(DETECTORS) if kind != UNTOLD}
    return json.dumps(told, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _types(kind: str) -> dict[str, dict[str, str]]:
    types: dict[str, dict[str, str]] = {}
    for feature in DETECTORS[kind].features:
        name = feature.item or feature.name
        told = types.setdefault(name, {"title": TITLES[name], "group": feature.group, "help": feature.help})
        if feature.help not in told["help"].split("\n"):
            told["help"] += f"\n{feature.help}"
        question = _question(name) if kind == "content_farm" else None
        if question is not None:
            told["question"] = question
    return types


def _question(name: str) -> str | None:
    if name in ONE_OPERATOR:
        return "one_operator"
    return "breaks_rules" if name in BREAKS_RULES else None


if __name__ == "__main__":
    print(print_evidence(), end="")
