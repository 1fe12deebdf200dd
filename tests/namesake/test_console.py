"""A finding as it is printed."""

from namesake.console import finding_text

ROW = {
    "kind": "impersonation",
    "subject": {"type": "artist", "id": "a17"},
    "target": {"type": "artist", "id": "a3"},
    "score": 0.97,
    "prior": -4.0,
    "sufficiency": 0.4,
    "counterfactual": {"without": ["name"], "score": 0.02},
    "evidence": [
        {"type": "name", "weight": 3.1, "text": "The names differ by one letter"},
        {"type": "small", "weight": 0.1, "text": "Hardly matters"},
        {"type": "old", "weight": -0.5, "text": "It has been there for years"},
    ],
}


def test_claim_weights_and_what_speaks_against_it_are_shown_and_slight_facts_summed() -> None:
    text = finding_text(ROW, {"artist:a17": "N0va", "artist:a3": "Nova", "release:a3": "Rain"}).plain
    assert "0.970  impersonation: N0va (a17) → Nova (a3)" in text
    assert "+3.10  The names differ by one letter" in text
    assert "-0.50  It has been there for years" in text
    assert "+0.10  1 slight fact (all of them in the export)" in text
    assert "Hardly matters" not in text
    assert "40% of what counts was known; without name the score would be 0.02" in text


def test_a_verdict_that_nothing_turns_says_so() -> None:
    text = finding_text({**ROW, "counterfactual": {"without": [], "score": 0.97}}, {}).plain
    assert "no fact by itself or with others turns this" in text


def test_a_campaign_has_parts_and_a_farm_has_profiles() -> None:
    group = {**ROW, "subject": {"type": "cluster", "id": "c1"}, "members": ["r1", "r2", "a1"]}
    assert ", 3 parts" in finding_text({**group, "kind": "campaign"}, {}).plain
    farm = {**group, "kind": "content_farm", "answers": {"one_operator": 0.98, "breaks_rules": 0.03}}
    assert ", 3 profiles" in finding_text(farm, {}).plain
    assert "one operator: 0.98; if there is one, against the rules: 0.03" in finding_text(farm, {}).plain
    sure = {**farm, "answers": {"one_operator": 0.99999, "breaks_rules": 0.0001}}
    assert "one operator: over 0.99; if there is one, against the rules: below 0.01" in finding_text(sure, {}).plain
