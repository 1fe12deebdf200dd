"""What surrounds a release on a page: how it got there, when, who listens, who else is touched. Each kind of evidence with its sentence."""

from collections.abc import Callable

from detectors.catalog_tables import shown
from detectors.evidence import Feature, Row, of_group
from detectors.misattribution_sentences import artist, silence
from detectors.wording import count_text, number_text, source_text


def _signal(kind: str, what: str) -> Callable[[Row], str]:
    def sentence(row: Row) -> str:
        day = f" on {row[f'signal_{kind}_on']}" if row.get(f"signal_{kind}_on") else ""
        source = source_text(row.get(f"signal_{kind}_source"))
        return f"{source} reports {what}{day} with score {row[f'signal_{kind}'] or 0.0:.2f}"

    return sentence


def _known(number: int | None, noun: str) -> str:
    return f"an unknown number of {noun}s" if number is None else count_text(number, noun)


def _pages(aspect: str, what: str, *, named: bool = True) -> Callable[[Row], str]:
    """`named`: the value compared with the page is the one that was counted."""

    def sentence(row: Row) -> str:
        thing = f"{what} {row[f'{aspect}_value']}" if named and row.get(f"{aspect}_value") else what
        pages = count_text(row[f"{aspect}_strange_pages"] or 0, "artist")
        return f"{thing} occurs on one release each of {pages}, and on no other release of theirs"

    return sentence


CIRCUMSTANCES: tuple[Feature, ...] = (
    *of_group(
        "assignment",
        Feature(
            "name_only",
            "It was put on the page because the name was equal, without any identifier.",
            lambda row: f"was put on the page of {artist(row)} by name only",
            1,
            item="assignment",
        ),
        Feature(
            "by_identifier",
            "It was put on the page by an identifier or the distributor's own key.",
            lambda row: f"was put on the page of {artist(row)} by {str(row['artist_assignment']).replace('_', ' ')}",
            -1,
            item="assignment",
        ),
        Feature(
            "by_hand",
            "A person put it on the page.",
            lambda row: f"was put on the page of {artist(row)} by hand",
            item="assignment",
        ),
    ),
    *of_group(
        "time",
        Feature("dormancy", "Years have passed since the page's previous release.", silence, 1, item="silence"),
        Feature(
            "returning_stranger",
            "After a long silence, the page pays someone new.",
            lambda row: f"{silence(row)}, and paid to {shown(row['operator_value'])}, who was not paid before",
            1,
            item="silence",
        ),
        Feature(
            "after_ended",
            "Released after the artist disbanded or died.",
            lambda row: f"released on {row['released']}, after {artist(row)} ended on {row['ended_on']}",
            1,
        ),
    ),
    *of_group(
        "audience",
        Feature(
            "less_streamed",
            "Far fewer streams than the page's releases usually have.",
            lambda row: (
                f"has {_known(row['own_streams'], 'stream')} in 28 days; the median of the releases of "
                f"{artist(row)} is {'not known' if row['page_streams'] is None else number_text(row['page_streams'])}"
            ),
        ),
        Feature(
            "well_followed",
            "The page has many followers, so there is something to gain.",
            lambda row: f"{artist(row)} has {_known(row['followers'], 'follower')}",
        ),
        Feature(
            "long_history",
            "The page has many other releases to compare with.",
            lambda row: f"{artist(row)} has {count_text(row['other_releases'], 'other release')}",
        ),
    ),
    *of_group(
        "operation",
        Feature(
            "payee_on_strange_pages",
            "The same payees turn up once each on the pages of several artists.",
            _pages("operator", "its payee"),
            1,
        ),
        Feature(
            "p_line_on_strange_pages",
            "The same P-line turns up once each on the pages of several artists.",
            _pages("p_line", "its P-line"),
            1,
        ),
        Feature(
            "registrant_on_strange_pages",
            "The same ISRC registrant turns up once each on the pages of several artists.",
            _pages("registrant", "its ISRC registrant"),
            1,
        ),
        Feature(
            "contributor_on_strange_pages",
            "The same credited people turn up once each on the pages of several artists.",
            _pages("contributor", "a person credited on it", named=False),
            1,
        ),
    ),
    *of_group(
        "names",
        Feature(
            "namesake_fits",
            "Another artist of the same name has the same payee, people, registrant or label: it belongs there.",
            lambda row: (
                f"fits {shown(row['namesake_id'])}, another artist of the name {artist(row)}: a wrong mapping would "
                f"explain it"
            ),
            1,
        ),
        Feature(
            "has_namesake",
            "Other artists bear the same name, so a mix-up is easy.",
            lambda row: f"the name {artist(row)} is that of {count_text(row['namesakes'] or 0, 'other artist')} too",
            1,
        ),
    ),
    *of_group(
        "signals",
        Feature("signal_takedown", "A takedown was asked for.", _signal("takedown", "a takedown"), 1),
        Feature(
            "signal_user_report",
            "Listeners or the artist reported it.",
            _signal("user_report", "complaints of users"),
            1,
        ),
        Feature(
            "signal_ai_generated",
            "Another system takes it for generated audio.",
            _signal("ai_generated", "generated audio"),
        ),
        Feature(
            "signal_stream_manipulation",
            "Another system sees manipulated streams.",
            _signal("stream_manipulation", "manipulated streams"),
        ),
        Feature("signal_other", "Another system reported it.", _signal("other", "something else"), 1),
    ),
)
