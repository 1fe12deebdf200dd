"""The evidence of a content farm, each kind with what it means and its sentence."""

from collections.abc import Callable

from detectors.evidence import Feature, Row
from detectors.wording import count_text, number_text, part_text, share_text, time_text

_DETAILS = {
    "account_hash": "an account",
    "tax_id_hash": "a tax number",
    "email_hash": "an e-mail address",
    "address_hash": "a postal address",
    "device_hash": "a device",
}


def _members(row: Row, share: float | None) -> int:
    """How many of the profiles a share of them is."""
    return round((share or 0.0) * int(row["size"]))


def _years(years: float | None) -> str:
    return time_text(None if years is None else years * 365.25)


def _told(value: str) -> str:
    """A shared thing in words. Of the hash of a payee's detail, its kind alone: it is personal, and tells a reader nothing."""
    return _DETAILS.get(value.partition(":")[0], value)


def _tie(kind: str, what: str) -> Callable[[Row], str]:
    def sentence(row: Row) -> str:
        value = row[f"{kind}_value"]
        example = (
            f"; the commonest, of {number_text(_members(row, row[f'{kind}_top']))}, is {_told(value)}" if value else ""
        )
        return f"{number_text(_members(row, row[f'{kind}_ties']))} of the {count_text(row['size'], 'profile')} share {what} with another one{example}"

    return sentence


def _mean(name: str, what: str) -> Callable[[Row], str]:
    return lambda row: (
        f"{what.format(part_text(row[f'mean_{name}']))}; in the whole catalog {part_text(row[f'usual_{name}'])}"
    )


def _signal(kind: str, what: str) -> Callable[[Row], str]:
    return lambda row: (
        f"another system reports {what}: where it gives a member a score, it is {row[f'mean_signal_{kind}'] or 0.0:.2f} on average"
    )


def _number(row: Row, column: str, digits: int = 1) -> str:
    return "an unknown number" if row[column] is None else f"{row[column]:,.{digits}f}"


def _count(row: Row, column: str, noun: str) -> str:
    return f"an unknown number of {noun}s" if row[column] is None else count_text(round(row[column]), noun)


def _operator(row: Row) -> str:
    """Who is paid, as the subject of a sentence."""
    return "one payee" if row["operator"] is None else f"the payee {row['operator']}"


FEATURES: tuple[Feature, ...] = (
    Feature("payee_ties", "Members paid to one payee.", _tie("payee", "a payee"), 1),
    Feature(
        "account_ties",
        "Members whose payees have an account, tax number, e-mail, address or device in common.",
        _tie("account", "a payee's account detail"),
        1,
    ),
    Feature(
        "one_operator",
        "One group of connected payees is paid for the members.",
        lambda row: (
            f"{_operator(row)} and the payees connected with it are paid for "
            f"{number_text(row['members_paid'])} of {count_text(row['size'], 'profile')}"
        ),
        1,
    ),
    Feature(
        "operator_inside",
        "The group of payees is paid for hardly anyone outside this cluster.",
        lambda row: (
            f"{share_text(row['operator_inside'])} of all artists paid through these payees are in this cluster"
        ),
        1,
    ),
    Feature(
        "split_payees",
        "The money is split over many payees that accounts, e-mails or devices connect.",
        lambda row: (
            f"{number_text(row['operator_payees'])} payees are one by their accounts, e-mails, addresses or devices"
        ),
        1,
    ),
    Feature(
        "contributor_ties",
        "Members whose recordings credit the same people.",
        _tie("contributor", "a credited person"),
        1,
    ),
    Feature("fingerprint_ties", "Members that sell the same audio.", _tie("fingerprint", "a recording's audio"), 1),
    Feature("cover_ties", "Members with the same or nearly the same cover.", _tie("cover", "a cover image"), 1),
    Feature(
        "image_ties", "Members with the same or nearly the same profile image.", _tie("image", "a profile image"), 1
    ),
    Feature(
        "registrant_ties",
        "Members whose ISRCs come from one small registrant.",
        _tie("registrant", "an ISRC registrant"),
        1,
    ),
    Feature(
        "isrc_run_ties",
        "Members whose ISRCs follow one upon another.",
        _tie("isrc_run", "a run of consecutive ISRCs"),
        1,
    ),
    Feature("p_line_ties", "Members whose recordings name the same owner.", _tie("p_line", "a P-line"), 1),
    Feature(
        "cohort_ties",
        "Members of one genre that were made within thirty days and are delivered by one distributor.",
        _tie("cohort", "genre, distributor and the month of their making"),
        1,
    ),
    Feature(
        "ties_inside",
        "What members share they share with one another and hardly with anyone else.",
        lambda row: (
            f"of what the members share with anybody, {part_text(row['ties_inside'])} is shared among themselves (rare things weigh more)"
        ),
        1,
    ),
    Feature(
        "closed_credits",
        "People whom several members credit and nobody else does.",
        lambda row: f"{part_text(row['closed_credits'])} of the credits are of people whom only these profiles credit",
        1,
    ),
    Feature(
        "outside_people",
        "Credited people who work with others too.",
        lambda row: (
            f"{part_text(row['outside_people'])} of the {number_text(row['people'])} credited people work with others too"
        ),
        -1,
    ),
    Feature("label_ties", "Members on one small label, as lawful houses have too.", _tie("label", "a label")),
    Feature(
        "ways_tied",
        "At least half of the members are tied in several ways at once.",
        lambda row: f"{count_text(row['ways'] or 0, 'kind')} of shared things each tie at least half of the members",
        1,
    ),
    Feature(
        "group_no_biography",
        "Profiles without biography.",
        _mean("no_biography", "{} of the profiles have no biography"),
        1,
    ),
    Feature(
        "group_no_urls",
        "Profiles without any link.",
        _mean("no_urls", "{} of the profiles link to no page of their own"),
        1,
    ),
    Feature("group_no_image", "Profiles without image.", _mean("no_image", "{} of the profiles have no image"), 1),
    Feature("group_verified", "Verified profiles.", _mean("verified", "{} of the profiles are verified"), -1),
    Feature(
        "group_registered",
        "Profiles with an ISNI, an IPI or an entry in a public catalog.",
        _mean("registered", "{} of the profiles have an ISNI, an IPI or an entry in a public catalog"),
        -1,
    ),
    Feature(
        "group_streams_per_follower",
        "Streams that come without followers.",
        lambda row: (
            f"the median profile has {_count(row, 'streams_each', 'stream')} in 28 days and "
            f"{_count(row, 'followers', 'follower')}"
        ),
        1,
    ),
    Feature(
        "followed",
        "Profiles that people follow.",
        lambda row: f"the median profile has {_count(row, 'followers', 'follower')}",
        -1,
    ),
    Feature(
        "streams_per_listener",
        "Few listeners who stream very often.",
        lambda row: f"{_count(row, 'streams', 'stream')} in 28 days come from {_count(row, 'listeners', 'listener')}",
        1,
    ),
    Feature(
        "group_short_share",
        "Durations piled between 30 and 45 seconds, just long enough to be paid.",
        _mean("short_share", "{} of the recordings last 30 to 45 seconds"),
        1,
    ),
    Feature(
        "same_length",
        "Members' recordings last nearly the same.",
        lambda row: "the members' recordings last nearly the same time",
        1,
    ),
    Feature(
        "same_streams",
        "Members have nearly the same number of streams.",
        lambda row: "the members have nearly the same number of streams",
        1,
    ),
    Feature(
        "same_followers",
        "Members have nearly the same number of followers.",
        lambda row: "the members have nearly the same number of followers",
        1,
    ),
    Feature(
        "template_titles",
        "Titles that are equal once numbers are left out, over several members.",
        lambda row: (
            f"{part_text(row['template_titles'])} of the titles recur with other members when numbers are left "
            f"out, as “{row['template_example']}”"
        ),
        1,
    ),
    Feature(
        "word_reuse",
        "Titles put together from the same few words.",
        lambda row: (
            f"of the words in the titles (rare ones weigh more), {part_text(row['word_reuse'])} are used by many members: "
            f"{', '.join(row['template_words'] or [])}"
        ),
        1,
    ),
    Feature(
        "lockstep",
        "Releases that arrive on the same days for many members.",
        lambda row: (
            f"{part_text(row['lockstep'])} of the releases arrived on days shared by many members, as "
            f"{row['lockstep_day']} by {row['lockstep_members']} of them"
        ),
        1,
    ),
    Feature(
        "made_together",
        "Profiles made within weeks of each other.",
        lambda row: f"{part_text(row['made_together'])} of the profiles were made within the same 45 days",
        1,
    ),
    Feature(
        "made_close",
        "Profiles made over a short time.",
        lambda row: (
            f"the days on which the profiles were made spread by {time_text(row['created_spread'])} (standard deviation)"
        ),
        1,
    ),
    Feature(
        "young_pages",
        "Profiles that have not been there for long.",
        lambda row: f"the median profile was made {_years(row['page_years'])} before the newest of the catalog",
        1,
    ),
    Feature(
        "pace",
        "Many releases a month for each profile.",
        lambda row: (
            f"from its first to its last release, the median profile brings out {_number(row, 'monthly')} a month"
        ),
        1,
    ),
    Feature(
        "established",
        "Members have released for years.",
        lambda row: f"the median profile's releases span {_years(row['history_years'])}",
        -1,
    ),
    Feature(
        "label_history",
        "The members' labels have been there for years.",
        lambda row: f"the releases of the members' labels span {_years(row['label_years'])}",
        -1,
    ),
    Feature(
        "old_common_label",
        "The members are on one label that has been there for years.",
        lambda row: (
            f"{number_text(_members(row, row['label_top']))} of the {count_text(row['size'], 'profile')} are on one label; the releases of the members' labels span "
            f"{_years(row['label_years'])}"
        ),
        -1,
    ),
    Feature(
        "group_invented_share",
        "Credited people who are credited nowhere else in the catalog.",
        _mean("invented_share", "{} of the credited people appear on one recording only"),
        1,
    ),
    Feature(
        "group_people_without_ipi",
        "Credited people without IPI.",
        _mean("people_without_ipi", "{} of the credits have no IPI"),
    ),
    Feature(
        "group_disclosed_ai",
        "Recordings declared as generated.",
        _mean("disclosed_ai", "{} of the recordings are declared as generated"),
        1,
    ),
    Feature(
        "group_signal_ai_generated",
        "Another system takes the audio for generated.",
        _signal("ai_generated", "generated audio"),
        1,
    ),
    Feature(
        "group_signal_stream_manipulation",
        "Another system sees manipulated streams.",
        _signal("stream_manipulation", "manipulated streams"),
        1,
    ),
    Feature(
        "any_signal",
        "Members that another system reports with a score over 0.5.",
        lambda row: (
            f"other systems report {part_text(row['mean_signalled'])} of the members, their releases or recordings with a score over 0.5"
        ),
        1,
    ),
    Feature(
        "many_members",
        "How many profiles there are.",
        lambda row: f"the group has {count_text(row['size'], 'profile')}",
    ),
    Feature(
        "same_acts",
        "Members that are one act under several profile ids, which is no second name.",
        lambda row: f"the {count_text(row['size'], 'profile')} are {count_text(row['identities'], 'act')}",
        -1,
    ),
)
