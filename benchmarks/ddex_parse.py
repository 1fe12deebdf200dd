"""How fast DDEX messages become records, and in how much memory, beside what a user would write with lxml and XPath.

    python benchmarks/ddex_parse.py [MESSAGES]

Messages of ten tracks in the shapes of ERN 3.8.2 and 4.3, and one of 10,000 tracks, are written to a temporary folder. Every case runs
five times in a process of its own; the table gives the median of processor time (one core) and of the growth of peak memory over
the imports. The baseline parses each file whole and takes by XPath the fields that the loader reads; it checks, links and reports
nothing and builds no table.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from lxml import etree

from graph.records import Batch
from loaders.ddex.loader import read_ddex

RUNS: Final = 5
TRACKS: Final = 10
LARGE: Final = 10_000
SHAPES: Final = ("3.8.2", "4.3")

HEADER: Final = """<MessageHeader><MessageThreadId>T{n}</MessageThreadId><MessageId>M{n}</MessageId>
  <MessageSender><PartyId{dpid}>PADPIDA2099010101X</PartyId><PartyName><FullName>Sender</FullName></PartyName></MessageSender>
  <MessageRecipient><PartyId{dpid}>PADPIDA2099010102Y</PartyId></MessageRecipient>
  <MessageCreatedDateTime>2026-01-02T03:04:05Z</MessageCreatedDateTime></MessageHeader>"""

RECORDING_38: Final = """<SoundRecording><SoundRecordingType>MusicalWorkSoundRecording</SoundRecordingType>
  <SoundRecordingId><ISRC>{isrc}</ISRC></SoundRecordingId><ResourceReference>A{t}</ResourceReference>
  <ReferenceTitle><TitleText>Track {t}</TitleText></ReferenceTitle><Duration>PT3M{t2}S</Duration>
  <SoundRecordingDetailsByTerritory><TerritoryCode>Worldwide</TerritoryCode>
    <Title TitleType="FormalTitle"><TitleText>Track {t}</TitleText></Title>
    <Title TitleType="DisplayTitle"><TitleText>Track {t}</TitleText></Title>
    <DisplayArtist SequenceNumber="1"><PartyName><FullName>Artist {n}</FullName></PartyName>
      <PartyId Namespace="DPID:PADPIDA2099010101X">ART{n}</PartyId><ArtistRole>MainArtist</ArtistRole></DisplayArtist>
    <ResourceContributor SequenceNumber="1"><PartyName><FullName>Producer {n}</FullName></PartyName>
      <ResourceContributorRole>Producer</ResourceContributorRole></ResourceContributor>
    <IndirectResourceContributor SequenceNumber="1"><PartyName><FullName>Writer {n}</FullName></PartyName>
      <IndirectResourceContributorRole>Composer</IndirectResourceContributorRole></IndirectResourceContributor>
    <LabelName>Label</LabelName><PLine><Year>2026</Year><PLineText>2026 Label</PLineText></PLine>
    <Genre><GenreText>Pop</GenreText></Genre><ParentalWarningType>NotExplicit</ParentalWarningType>
    <TechnicalSoundRecordingDetails><TechnicalResourceDetailsReference>T{t}</TechnicalResourceDetailsReference>
      <AudioCodecType>FLAC</AudioCodecType><File><FileName>{t}.flac</FileName><HashSum><HashSum>0</HashSum>
      <HashSumAlgorithmType>MD5</HashSumAlgorithmType></HashSum></File></TechnicalSoundRecordingDetails>
  </SoundRecordingDetailsByTerritory></SoundRecording>"""

TRACK_38: Final = """<Release><ReleaseId><ISRC>{isrc}</ISRC></ReleaseId><ReleaseReference>R{t}</ReleaseReference>
  <ReferenceTitle><TitleText>Track {t}</TitleText></ReferenceTitle>
  <ReleaseResourceReferenceList><ReleaseResourceReference>A{t}</ReleaseResourceReference></ReleaseResourceReferenceList>
  <ReleaseType>TrackRelease</ReleaseType><ReleaseDetailsByTerritory><TerritoryCode>Worldwide</TerritoryCode>
    <DisplayArtistName>Artist {n}</DisplayArtistName><LabelName>Label</LabelName>
    <Title TitleType="DisplayTitle"><TitleText>Track {t}</TitleText></Title>
    <Genre><GenreText>Pop</GenreText></Genre></ReleaseDetailsByTerritory></Release>"""

RELEASE_38: Final = """<Release IsMainRelease="true"><ReleaseId><ICPN>{icpn}</ICPN></ReleaseId>
  <ReleaseReference>R0</ReleaseReference><ReferenceTitle><TitleText>Album {n}</TitleText></ReferenceTitle>
  <ReleaseResourceReferenceList>{references}</ReleaseResourceReferenceList><ReleaseType>Album</ReleaseType>
  <ReleaseDetailsByTerritory><TerritoryCode>Worldwide</TerritoryCode><DisplayArtistName>Artist {n}</DisplayArtistName>
    <LabelName>Label</LabelName><Title TitleType="DisplayTitle"><TitleText>Album {n}</TitleText></Title>
    <DisplayArtist SequenceNumber="1"><PartyName><FullName>Artist {n}</FullName></PartyName>
      <PartyId Namespace="DPID:PADPIDA2099010101X">ART{n}</PartyId><ArtistRole>MainArtist</ArtistRole></DisplayArtist>
    <Genre><GenreText>Pop</GenreText></Genre><ReleaseDate>2026-02-01</ReleaseDate></ReleaseDetailsByTerritory>
  <PLine><Year>2026</Year><PLineText>2026 Label</PLineText></PLine>
  <CLine><Year>2026</Year><CLineText>2026 Label</CLineText></CLine></Release>"""

DEAL_38: Final = """<DealList><ReleaseDeal><DealReleaseReference>R0</DealReleaseReference>{deal_references}<Deal><DealTerms>
  <CommercialModelType>SubscriptionModel</CommercialModelType><Usage><UseType>OnDemandStream</UseType></Usage>
  <TerritoryCode>Worldwide</TerritoryCode><ValidityPeriod><StartDate>2026-02-01</StartDate></ValidityPeriod>
  </DealTerms></Deal></ReleaseDeal></DealList>"""

PARTIES_43: Final = """<PartyList><Party><PartyReference>P1</PartyReference><PartyName><FullName>Artist {n}</FullName></PartyName>
  <PartyId><ProprietaryId Namespace="PADPIDA2099010101X">ART{n}</ProprietaryId></PartyId></Party>
  <Party><PartyReference>P2</PartyReference><PartyName><FullName>Producer {n}</FullName></PartyName></Party>
  <Party><PartyReference>P3</PartyReference><PartyName><FullName>Writer {n}</FullName></PartyName></Party>
  <Party><PartyReference>P4</PartyReference><PartyName><FullName>Label</FullName></PartyName></Party></PartyList>"""

RECORDING_43: Final = """<SoundRecording><ResourceReference>A{t}</ResourceReference><Type>MusicalWorkSoundRecording</Type>
  <SoundRecordingEdition><ResourceId><ISRC>{isrc}</ISRC></ResourceId>
    <PLine><Year>2026</Year><PLineText>2026 Label</PLineText></PLine>
    <TechnicalDetails><TechnicalResourceDetailsReference>T{t}</TechnicalResourceDetailsReference>
      <DeliveryFile><Type>AudioFile</Type><File><URI>{t}.flac</URI><HashSum><Algorithm>MD5</Algorithm>
      <HashSumValue>0</HashSumValue></HashSum></File></DeliveryFile></TechnicalDetails></SoundRecordingEdition>
  <DisplayTitleText>Track {t}</DisplayTitleText><DisplayTitle><TitleText>Track {t}</TitleText></DisplayTitle>
  <DisplayArtistName>Artist {n}</DisplayArtistName>
  <DisplayArtist SequenceNumber="1"><ArtistPartyReference>P1</ArtistPartyReference>
    <DisplayArtistRole>MainArtist</DisplayArtistRole></DisplayArtist>
  <Contributor SequenceNumber="1"><ContributorPartyReference>P2</ContributorPartyReference><Role>Producer</Role></Contributor>
  <Contributor SequenceNumber="2"><ContributorPartyReference>P3</ContributorPartyReference><Role>Composer</Role></Contributor>
  <Duration>PT3M{t2}S</Duration><ParentalWarningType>NotExplicit</ParentalWarningType></SoundRecording>"""

TRACK_43: Final = """<TrackRelease><ReleaseReference>R{t}</ReleaseReference>
  <ReleaseId><ProprietaryId Namespace="PADPIDA2099010101X">{isrc}_R</ProprietaryId></ReleaseId>
  <ReleaseResourceReference>A{t}</ReleaseResourceReference><ReleaseLabelReference>P4</ReleaseLabelReference>
  <Genre><GenreText>Pop</GenreText></Genre></TrackRelease>"""

RELEASE_43: Final = """<Release><ReleaseReference>R0</ReleaseReference><ReleaseType>Album</ReleaseType>
  <ReleaseId><ICPN>{icpn}</ICPN></ReleaseId><DisplayTitleText>Album {n}</DisplayTitleText>
  <DisplayTitle><TitleText>Album {n}</TitleText></DisplayTitle><DisplayArtistName>Artist {n}</DisplayArtistName>
  <DisplayArtist SequenceNumber="1"><ArtistPartyReference>P1</ArtistPartyReference>
    <DisplayArtistRole>MainArtist</DisplayArtistRole></DisplayArtist>
  <ReleaseLabelReference>P4</ReleaseLabelReference><PLine><Year>2026</Year><PLineText>2026 Label</PLineText></PLine>
  <CLine><Year>2026</Year><CLineText>2026 Label</CLineText></CLine><Genre><GenreText>Pop</GenreText></Genre>
  <ReleaseDate>2026-02-01</ReleaseDate><ResourceGroup><ResourceGroupContentItem>{references}
  </ResourceGroupContentItem></ResourceGroup></Release>"""

DEAL_43: Final = """<DealList><ReleaseDeal><DealReleaseReference>R0</DealReleaseReference>{deal_references}<Deal><DealTerms>
  <TerritoryCode>Worldwide</TerritoryCode><ValidityPeriod><StartDate>2026-02-01</StartDate></ValidityPeriod>
  <CommercialModelType>SubscriptionModel</CommercialModelType><UseType>OnDemandStream</UseType>
  </DealTerms></Deal></ReleaseDeal></DealList>"""


def message(shape: str, n: int, tracks: int) -> str:
    """A message of one album, `n` being its number."""
    old = shape == "3.8.2"
    recording, track, release, deal = (
        (RECORDING_38, TRACK_38, RELEASE_38, DEAL_38) if old else (RECORDING_43, TRACK_43, RELEASE_43, DEAL_43)
    )
    places = [{"n": n, "t": t, "t2": f"{t % 60:02}", "isrc": f"QZ{n % 1000:03}26{t:05}"} for t in range(1, tracks + 1)]
    fields = {
        "n": n,
        "dpid": ' IsDPID="true"' if old else "",
        "icpn": f"{n:013}",
        "references": "".join(
            f"<ReleaseResourceReference>A{place['t']}</ReleaseResourceReference>" for place in places
        ),
        "deal_references": "".join(f"<DealReleaseReference>R{place['t']}</DealReleaseReference>" for place in places),
    }
    parts = [
        HEADER.format(**fields),
        "" if old else PARTIES_43.format(**fields),
        "<ResourceList>",
        *(recording.format(**place) for place in places),
        "</ResourceList><ReleaseList>",
        release.format(**fields),
        *(track.format(**place) for place in places),
        "</ReleaseList>",
        deal.format(**fields),
    ]
    version = "382" if old else "43"
    body = "\n".join(parts)
    return f'<ern:NewReleaseMessage xmlns:ern="http://ddex.net/xml/ern/{version}">{body}</ern:NewReleaseMessage>'


def load(folder: Path) -> int:
    """Recordings that the loader gives."""
    return sum(item.rows.height for item in read_ddex(folder) if isinstance(item, Batch) and item.table == "recordings")


OLD_FIELDS: Final = {
    "isrc": "SoundRecordingId/ISRC/text()",
    "title": "SoundRecordingDetailsByTerritory/Title[@TitleType='DisplayTitle']/TitleText/text()",
    "duration": "Duration/text()",
    "artists": "SoundRecordingDetailsByTerritory/DisplayArtist/PartyName/FullName/text()",
    "artist_ids": "SoundRecordingDetailsByTerritory/DisplayArtist/PartyId/text()",
    "roles": "SoundRecordingDetailsByTerritory/DisplayArtist/ArtistRole/text()",
    "contributors": "SoundRecordingDetailsByTerritory/*[contains(name(), 'Contributor')]/PartyName/FullName/text()",
    "contributor_roles": "SoundRecordingDetailsByTerritory/*[contains(name(), 'Contributor')]"
    "/*[contains(name(), 'Role')]/text()",
    "p_line": "SoundRecordingDetailsByTerritory/PLine/PLineText/text()",
    "warning": "SoundRecordingDetailsByTerritory/ParentalWarningType/text()",
    "reference": "ResourceReference/text()",
}
NEW_FIELDS: Final = {
    "isrc": "SoundRecordingEdition/ResourceId/ISRC/text()",
    "title": "DisplayTitleText/text()",
    "duration": "Duration/text()",
    "artists": "DisplayArtist/ArtistPartyReference/text()",
    "roles": "DisplayArtist/DisplayArtistRole/text()",
    "contributors": "Contributor/ContributorPartyReference/text()",
    "contributor_roles": "Contributor/Role/text()",
    "p_line": "SoundRecordingEdition/PLine/PLineText/text()",
    "warning": "ParentalWarningType/text()",
    "reference": "ResourceReference/text()",
}
RELEASE_FIELDS: Final = {
    "icpn": "ReleaseId/ICPN/text()",
    "title": ".//TitleText/text()",
    "artist": ".//DisplayArtist//text()",
    "label": ".//LabelName/text()",
    "type": "ReleaseType/text()",
    "p_line": "PLine/PLineText/text()",
    "c_line": "CLine/CLineText/text()",
    "genre": ".//GenreText/text()",
    "date": ".//ReleaseDate/text()",
    "resources": ".//ReleaseResourceReference/text()",
}
PARTY_FIELDS: Final = {
    "reference": "PartyReference/text()",
    "name": "PartyName/FullName/text()",
    "id": "PartyId/ProprietaryId/text()",
}
DEAL_FIELDS: Final = {
    "releases": "DealReleaseReference/text()",
    "territories": ".//TerritoryCode/text()",
    "models": ".//CommercialModelType/text()",
    "uses": ".//UseType/text()",
    "starts": ".//StartDate/text()",
    "ends": ".//EndDate/text()",
}


def baseline(folder: Path) -> int:
    """Recordings that plain lxml and XPath give: each file parsed whole, each field of each element asked for."""
    found = 0
    for file in sorted(folder.glob("*.xml")):
        root = etree.parse(file).getroot()
        fields = OLD_FIELDS if "382" in str(root.tag) else NEW_FIELDS
        groups = (
            ("PartyList/Party", PARTY_FIELDS),
            ("ReleaseList/*", RELEASE_FIELDS),
            ("DealList/ReleaseDeal", DEAL_FIELDS),
            ("ResourceList/SoundRecording", fields),
        )
        for path, wanted in groups:
            rows = [{name: element.xpath(xpath) for name, xpath in wanted.items()} for element in root.xpath(path)]
        found += len(rows)
    return found


WAYS: Final[dict[str, Callable[[Path], int]]] = {"Namesake": load, "lxml and XPath": baseline}


def peak_kib() -> int:
    """Peak memory of this process. Linux hands down the parent's in `ru_maxrss`, but not in its own account of the process."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def run(way: str, folder: Path) -> None:
    """One measurement, printed: recordings, seconds of processor time, MiB that peak memory grew."""
    before = peak_kib()
    start = time.process_time()
    found = WAYS[way](folder)
    seconds = time.process_time() - start
    grown = peak_kib() - before
    print(found, seconds, grown / 1024)


def measure(way: str, folder: Path) -> tuple[int, float, float]:
    """Medians of `RUNS` processes: recordings, seconds, MiB."""
    command = [sys.executable, __file__, "--run", way, str(folder)]
    results = [
        tuple(map(float, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()))
        for _ in range(RUNS)
    ]
    found, seconds, grown = (statistics.median(column) for column in zip(*results, strict=True))
    return int(found), seconds, grown


def main(messages: int) -> None:
    """Write the messages, measure all cases, print the table."""
    print(f"{'case':<34}{'way':<17}{'recordings':>10}{'seconds':>9}{'messages/s':>12}{'MiB':>7}{'time ratio':>12}")
    for shape in SHAPES:
        for count, tracks in ((messages, TRACKS), (1, LARGE)):
            with tempfile.TemporaryDirectory() as name:
                for n in range(count):
                    (Path(name) / f"{n}.xml").write_text(message(shape, n, tracks), encoding="utf-8")
                base = measure("lxml and XPath", Path(name))
                ours = measure("Namesake", Path(name))
            for way, (found, seconds, grown) in (("lxml and XPath", base), ("Namesake", ours)):
                case = f"ERN {shape}, {count} x {tracks} tracks"
                rate, ratio = count / seconds, seconds / base[1]
                print(f"{case:<34}{way:<17}{found:>10}{seconds:>9.3f}{rate:>12.0f}{grown:>7.0f}{ratio:>12.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 1000)
