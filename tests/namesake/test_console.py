"""A finding as it is printed."""

from namesake.console import finding_text

ROW = {
    "kind": "impersonation",
    "subject": {"type": "artist", "id": "a17"},
    "target": {"type": "artist", "id": "a3"},
    "score": 0.97,
    "prior": -4.0,
    "evidence": [
        {"type": "name", "weight": 3.1, "text": "The names differ by one letter"},
        {"type": "small", "weight": 0.1, "text": "Hardly matters"},
        {"type": "old", "weight": -0.5, "text": "It has been there for years"},
    ],
}


def test_claim_weights_and_what_speaks_against_it_are_shown_and_slight_facts_summed() -> None:
    text = finding_text(ROW, {"a17": "N0va", "a3": "Nova"}).plain
    assert "0.970  impersonation: N0va (a17) → Nova (a3)" in text
    assert "+3.10  The names differ by one letter" in text
    assert "-0.50  It has been there for years" in text
    assert "+0.10  1 slight facts together" in text
    assert "Hardly matters" not in text
