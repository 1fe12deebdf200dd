"""The evidence of misattribution, each kind with what it means and its sentence."""

from collections.abc import Callable

from detectors.catalog_tables import shown
from detectors.evidence import Feature, Row


def _unlike(aspect: str, what: str, verb: str) -> Callable[[Row], str]:
    def sentence(row: Row) -> str:
        known = int(row[f"{aspect}_known"] or 0)
        return (
            f"{verb} {shown(row[f'{aspect}_value'])}, {what} none of {known} other releases of {row['artist_name']} has"
        )

    return sentence


def _familiar(aspect: str, what: str) -> Callable[[Row], str]:
    def sentence(row: Row) -> str:
        share = round(100 * (1 - (row[f"{aspect}_new"] or 0.0)))
        return f"{share} % of its {what} are on other releases of {row['artist_name']} too"

    return sentence


def _signal(kind: str, what: str) -> Callable[[Row], str]:
    return lambda row: f"another system reports {what} with score {row[f'signal_{kind}'] or 0.0:.2f}"


def _years(row: Row) -> str:
    return (
        f"{(row['gap_days'] or 0) / 365.25:.1f} years after the previous release of {row['artist_name']} "
        f"({row['previous']})"
    )


def _pages(aspect: str, what: str) -> Callable[[Row], str]:
    return lambda row: (
        f"{what} appears on single releases of {row[f'{aspect}_strange_pages']} artists who otherwise have "
        f"nothing to do with it"
    )


FEATURES: tuple[Feature, ...] = (
    Feature(
        "payee_unlike",
        "Paid to someone no other release of the page pays; weighs more the steadier the page has been.",
        _unlike("payee", "a payee that", "paid to"),
        1,
    ),
    Feature(
        "operator_unlike",
        "Neither the payee nor any payee sharing its account, tax number, e-mail, address or device was paid "
        "for this page before.",
        _unlike("operator", "whose accounts", "paid to the group of"),
        1,
    ),
    Feature(
        "operator_minority",
        "Few of the page's other releases are paid to this payee or those connected with it.",
        lambda row: (
            f"{round(100 * (1 - (row['operator_rarity'] or 0.0)))} % of the other releases of "
            f"{row['artist_name']} pay this payee or one connected with it"
        ),
        1,
    ),
    Feature(
        "payee_distributor_unlike",
        "This payee through this distributor is a first on this page.",
        _unlike("payee_distributor", "a combination that", "payee and distributor"),
        1,
    ),
    Feature(
        "payee_without_home",
        "The new payee is the usual payee of no artist at all.",
        lambda row: f"{shown(row['operator_value'])} is the usual payee of no artist with several releases",
        1,
    ),
    Feature(
        "distributor_unlike",
        "Delivered by a distributor that the page never had; by itself this is normal life.",
        _unlike("distributor", "a distributor that", "delivered by"),
        1,
    ),
    Feature(
        "label_unlike",
        "Released by a label that the page never had.",
        _unlike("label", "a label that", "released by"),
        1,
    ),
    Feature(
        "contributor_unlike",
        "Written and produced by people who are on no other release of the page.",
        _unlike("contributor", "who", "credits"),
        1,
    ),
    Feature(
        "registrant_unlike",
        "Its ISRCs were given out by a registrant that the page never used.",
        _unlike("registrant", "a registrant that", "its ISRCs begin with"),
        1,
    ),
    Feature(
        "language_unlike",
        "In a language that the page never had.",
        _unlike("language", "a language that", "is in the language"),
        1,
    ),
    Feature("genre_unlike", "Of genres that the page never had.", _unlike("genre", "which", "is of the genre"), 1),
    Feature(
        "p_line_unlike",
        "The owner named for the sound is new to the page.",
        _unlike("p_line", "an owner that", "its P-line names"),
        1,
    ),
    Feature(
        "c_line_unlike",
        "The owner named for the release is new to the page.",
        _unlike("c_line", "an owner that", "its C-line names"),
        1,
    ),
    Feature(
        "nothing_fits",
        "Of payee, people, ISRC registrant, label and P-line, hardly anything was on the page before.",
        lambda row: (
            f"of payee, people, ISRC registrant, label and P-line hardly anything was on the page of "
            f"{row['artist_name']} before"
        ),
        1,
    ),
    Feature(
        "strange_money",
        "A new payee, and nothing else of the release ties it to the page either.",
        lambda row: (
            f"{shown(row['operator_value'])} is paid, and nothing else ties the release to {row['artist_name']}"
        ),
        1,
    ),
    Feature(
        "operator_familiar",
        "The payee, or one connected with it, was paid for this page before.",
        _familiar("operator", "payees"),
        -1,
    ),
    Feature(
        "contributor_familiar",
        "People credited on it are on other releases of the page.",
        _familiar("contributor", "credited people"),
        -1,
    ),
    Feature(
        "registrant_familiar",
        "Its ISRC registrant was used on the page before.",
        _familiar("registrant", "ISRC registrants"),
        -1,
    ),
    Feature("label_familiar", "Its label released others of this page.", _familiar("label", "labels"), -1),
    Feature(
        "collaborator_familiar",
        "Its other artists have worked with this one before.",
        _familiar("collaborator", "other artists"),
        -1,
    ),
    Feature(
        "p_line_familiar", "The owner of the sound is one the page has had.", _familiar("p_line", "P-line owners"), -1
    ),
    Feature("isrc_on_page", "Recordings with these ISRCs are on the page already.", _familiar("isrc", "ISRCs")),
    Feature("audio_on_page", "The same audio is on the page already.", _familiar("audio", "fingerprints")),
    Feature(
        "isrc_rebilled",
        "Recordings of the page delivered again with other people to be paid.",
        lambda row: f"carries ISRCs of {row['artist_name']}'s other releases but pays {shown(row['operator_value'])}",
        1,
    ),
    Feature(
        "upc_rebilled",
        "A UPC of the page delivered again with other people to be paid.",
        lambda row: (
            f"carries the UPC of another release of {row['artist_name']} but pays {shown(row['operator_value'])}"
        ),
        1,
    ),
    Feature(
        "operator_interrupts",
        "Before and after it the page pays others: a stranger for one release, not a move.",
        lambda row: f"before and after it {row['artist_name']}'s page pays others than {shown(row['operator_value'])}",
        1,
    ),
    Feature(
        "label_interrupts",
        "Before and after it the page is on other labels: not a move.",
        lambda row: (
            f"before and after it {row['artist_name']}'s page is on other labels than {shown(row['label_value'])}"
        ),
        1,
    ),
    Feature(
        "registrant_interrupts",
        "Before and after it the page uses other ISRC registrants.",
        lambda row: (
            f"before and after it {row['artist_name']}'s page has other ISRCs than {shown(row['registrant_value'])}"
        ),
        1,
    ),
    Feature(
        "payee_moved_on",
        "After it the page never went back to those it had paid before: the artist moved.",
        lambda row: f"after it the page of {row['artist_name']} never went back to those paid before",
        -1,
    ),
    Feature(
        "name_only",
        "It was put on the page because the name was equal, without any identifier.",
        lambda row: f"was put on the page of {row['artist_name']} by name only",
        1,
    ),
    Feature(
        "by_identifier",
        "It was put on the page by an identifier or the distributor's own key.",
        lambda row: f"was put on the page of {row['artist_name']} by {str(row['artist_assignment']).replace('_', ' ')}",
        -1,
    ),
    Feature(
        "by_hand", "A person put it on the page.", lambda row: f"was put on the page of {row['artist_name']} by hand"
    ),
    Feature("dormancy", "Years have passed since the page's previous release.", _years, 1),
    Feature(
        "returning_stranger",
        "After a long silence, the page pays someone new.",
        lambda row: f"{_years(row)}, and paid to {shown(row['operator_value'])}, who was not paid before",
        1,
    ),
    Feature(
        "after_ended",
        "Released after the artist disbanded or died.",
        lambda row: f"released {row['released']}, {row['artist_name']} ended on {row['ended_on']}",
        1,
    ),
    Feature(
        "less_streamed",
        "Far fewer streams than the page's releases usually have.",
        lambda row: (
            f"{shown(row['own_streams'], 'no known')} streams in 28 days, "
            f"{shown(row['page_streams'], 'no known')} is usual on this page"
        ),
    ),
    Feature(
        "well_followed",
        "The page has many followers, so there is something to gain.",
        lambda row: f"{row['artist_name']} has {shown(row['followers'], 'no known')} followers",
    ),
    Feature(
        "long_history",
        "The page has many other releases to compare with.",
        lambda row: f"{row['artist_name']} has {row['other_releases']} other releases",
    ),
    Feature(
        "payee_on_strange_pages",
        "The same payees turn up once each on the pages of several artists.",
        _pages("operator", "its payee group"),
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
        _pages("contributor", "a person credited on it"),
        1,
    ),
    Feature(
        "payee_at_home_elsewhere",
        "The payee is the usual payee of other artists, as labels and managers are.",
        lambda row: f"its payee is the usual one of {row['operator_home_pages']} artists",
        -1,
    ),
    Feature(
        "label_at_home_elsewhere",
        "The label is the usual label of other artists.",
        lambda row: f"its label is the usual one of {row['label_home_pages']} artists",
        -1,
    ),
    Feature(
        "compilation", "It is a compilation, where many artists and payees meet.", lambda row: "is a compilation", -1
    ),
    Feature(
        "co_artist_fits",
        "It fits the page of another artist credited on it: a collaboration, or a false credit.",
        lambda row: f"fits the page of {shown(row['co_artist_id'])}, who is credited on it too",
    ),
    Feature(
        "later_credit",
        "The artist is not credited first, and the artists have not worked together before.",
        lambda row: f"{row['artist_name']} is credited as number {row['position'] + 1} with artists new to this page",
        1,
    ),
    Feature(
        "namesake_fits",
        "Another artist of the same name has the same payee, people, registrant or label: it belongs there.",
        lambda row: f"fits {shown(row['namesake_id'])}, another artist of the name {row['artist_name']}",
        1,
    ),
    Feature(
        "has_namesake",
        "Other artists bear the same name, so a mix-up is easy.",
        lambda row: f"{row['namesakes']} other artists bear the name {row['artist_name']}",
        1,
    ),
    Feature("signal_takedown", "A takedown was asked for.", _signal("takedown", "a takedown"), 1),
    Feature(
        "signal_user_report", "Listeners or the artist reported it.", _signal("user_report", "complaints of users"), 1
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
)
