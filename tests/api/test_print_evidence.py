"""What the page tells of evidence is what the detectors say of it."""

import json
from pathlib import Path

from api.print_evidence import print_evidence
from detectors.run import DETECTORS

ROOT = Path(__file__).parents[2]
HELP = ROOT / "web" / "core" / "finding" / "evidenceHelp.json"


def test_the_page_holds_the_help_that_the_detectors_have() -> None:
    assert HELP.read_text(encoding="utf-8") == print_evidence(), (
        f"run `python -m api.print_evidence > {HELP.relative_to(ROOT)}`"
    )


def test_every_evidence_type_of_every_finding_kind_has_help() -> None:
    told = json.loads(print_evidence())
    for kind, detector in DETECTORS.items():
        if kind == "identity":
            continue
        for feature in detector.features:
            assert feature.help in told[kind.upper()][feature.item or feature.name]["help"].split("\n")


def test_both_questions_of_a_farm_have_evidence() -> None:
    questions = [told.get("question") for told in json.loads(print_evidence())["CONTENT_FARM"].values()]
    assert {"one_operator", "breaks_rules"} == set(questions)
