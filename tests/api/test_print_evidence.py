"""What the page tells of evidence is what the detectors say of it."""

import json
from pathlib import Path

from api.print_evidence import print_evidence
from detectors.evidence_titles import TITLES
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


def test_every_evidence_type_has_a_title_and_every_title_a_type() -> None:
    told = json.loads(print_evidence())
    assert set(TITLES) == {name for types in told.values() for name in types}
    for types in told.values():
        titles = [of_type["title"] for of_type in types.values()]
        assert len(set(titles)) == len(titles), "two types of one kind cannot be told apart"


def test_both_questions_of_a_farm_have_evidence() -> None:
    questions = [told.get("question") for told in json.loads(print_evidence())["CONTENT_FARM"].values()]
    assert {"one_operator", "breaks_rules"} == set(questions)
