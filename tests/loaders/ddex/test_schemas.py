"""Messages of the ERN versions for which no sample is at hand, written here and valid by their schemas."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from tests.loaders.ddex.messages import attributes_of, load, write

HEADER = """<MessageHeader>
    <MessageThreadId>thread</MessageThreadId><MessageId>message</MessageId>
    <MessageSender><PartyId{dpid}>PADPIDA2099010101X</PartyId><PartyName><FullName>Sender</FullName></PartyName></MessageSender>
    <SentOnBehalfOf><PartyId{dpid}>PADPIDA2099010103Z</PartyId><PartyName><FullName>House</FullName></PartyName></SentOnBehalfOf>
    <MessageRecipient><PartyId{dpid}>PADPIDA2099010102Y</PartyId></MessageRecipient>
    <MessageCreatedDateTime>2026-01-02T03:04:05+01:00</MessageCreatedDateTime>
  </MessageHeader>"""

OLD = """<ern:NewReleaseMessage xmlns:ern="http://ddex.net/xml/ern/{version}" MessageSchemaVersionId="ern/{version}">
  {header}
  <UpdateIndicator>OriginalMessage</UpdateIndicator>
  <ResourceList>
    <SoundRecording>
      <SoundRecordingType>MusicalWorkSoundRecording</SoundRecordingType>
      <SoundRecordingId><ISRC>QZABC2600001</ISRC>
        <ProprietaryId Namespace="DPID:PADPIDA2099010101X">REC1</ProprietaryId></SoundRecordingId>
      <ResourceReference>A1</ResourceReference>
      <ReferenceTitle><TitleText>First</TitleText></ReferenceTitle>
      <IsInstrumental>true</IsInstrumental>
      <LanguageOfPerformance>de</LanguageOfPerformance>
      <Duration>PT3M5S</Duration>
      <SoundRecordingDetailsByTerritory>
        <TerritoryCode>Worldwide</TerritoryCode>
        <Title TitleType="FormalTitle"><TitleText>First</TitleText></Title>
        <Title TitleType="DisplayTitle"><TitleText>First</TitleText><SubTitle>Radio Edit</SubTitle></Title>
        <Title TitleType="DisplayTitle" LanguageAndScriptCode="ja-Jpan"><TitleText>最初</TitleText></Title>
        <DisplayArtist SequenceNumber="2"><PartyName><FullName>Second Act</FullName></PartyName>
          <PartyId IsISNI="true">000000012150090X</PartyId><ArtistRole>FeaturedArtist</ArtistRole></DisplayArtist>
        <DisplayArtist SequenceNumber="1"><PartyName><FullName>First Act</FullName></PartyName>
          <PartyName LanguageAndScriptCode="ja-Jpan"><FullName>一番</FullName></PartyName>
          <PartyId Namespace="DPID:PADPIDA2099010101X">ART1</PartyId><ArtistRole>MainArtist</ArtistRole></DisplayArtist>
        <ResourceContributor SequenceNumber="1"><PartyName><FullName>Third Person</FullName></PartyName>
          <ResourceContributorRole>Producer</ResourceContributorRole>
          <ResourceContributorRole>Conductor</ResourceContributorRole></ResourceContributor>
        <IndirectResourceContributor SequenceNumber="1"><PartyName><FullName>Fourth Person</FullName></PartyName>
          <IndirectResourceContributorRole>ComposerLyricist</IndirectResourceContributorRole></IndirectResourceContributor>
        <PLine><Year>2026</Year><PLineText>House</PLineText></PLine>
        <ParentalWarningType>Explicit</ParentalWarningType>
      </SoundRecordingDetailsByTerritory>
    </SoundRecording>
  </ResourceList>
  <ReleaseList>
    <Release IsMainRelease="true" LanguageAndScriptCode="en">
      <ReleaseId IsReplaced="true"><ICPN>0123456789005</ICPN></ReleaseId>
      <ReleaseId><GRid>A10302B0000000001X</GRid><ICPN>0123456789012</ICPN>
        <CatalogNumber Namespace="DPID:PADPIDA2099010101X">CAT 1</CatalogNumber></ReleaseId>
      <ReleaseReference>R0</ReleaseReference>
      <ReferenceTitle><TitleText>All of It</TitleText></ReferenceTitle>
      <ReleaseResourceReferenceList><ReleaseResourceReference>A1</ReleaseResourceReference></ReleaseResourceReferenceList>
      <ReleaseType>Single</ReleaseType>
      <ReleaseDetailsByTerritory>
        <TerritoryCode>DE</TerritoryCode>
        <LabelName>German Label</LabelName>
        <Title TitleType="DisplayTitle"><TitleText>Alles</TitleText></Title>
      </ReleaseDetailsByTerritory>
      <ReleaseDetailsByTerritory>
        <ExcludedTerritoryCode>DE</ExcludedTerritoryCode>
        <DisplayArtistName>First Act feat. Second Act</DisplayArtistName>
        <LabelName>Label</LabelName>
        <Title TitleType="DisplayTitle"><TitleText>All of It</TitleText></Title>
        <DisplayArtist SequenceNumber="1"><PartyName><FullName>First Act</FullName></PartyName>
          <PartyId Namespace="DPID:PADPIDA2099010101X">ART1</PartyId><ArtistRole>MainArtist</ArtistRole></DisplayArtist>
        <IsMultiArtistCompilation>false</IsMultiArtistCompilation>
        <ParentalWarningType>Explicit</ParentalWarningType>
        <Genre><GenreText>Pop</GenreText><SubGenre>Synth Pop</SubGenre></Genre>
        <ReleaseDate>2026-02-03</ReleaseDate>
      </ReleaseDetailsByTerritory>
      <PLine><Year>2026</Year><PLineText>2026 House</PLineText></PLine>
      <CLine><Year>2025</Year><CLineText>House</CLineText></CLine>
    </Release>
  </ReleaseList>
  <DealList>
    <ReleaseDeal>
      <DealReleaseReference>R0</DealReleaseReference>
      <Deal><DealTerms>
        <CommercialModelType>SubscriptionModel</CommercialModelType>
        <Usage><UseType>OnDemandStream</UseType></Usage>
        <ExcludedTerritoryCode>CN</ExcludedTerritoryCode>
        <ValidityPeriod><StartDate>2026-02-03</StartDate><EndDate>2030-12-31</EndDate></ValidityPeriod>
      </DealTerms></Deal>
      <Deal><DealTerms>
        <TakeDown>true</TakeDown>
        <TerritoryCode>FR</TerritoryCode>
        <ValidityPeriod><StartDate>2026-01-01</StartDate></ValidityPeriod>
      </DealTerms></Deal>
    </ReleaseDeal>
  </DealList>
</ern:NewReleaseMessage>"""

NEW = """<ern:NewReleaseMessage xmlns:ern="http://ddex.net/xml/ern/{version}" LanguageAndScriptCode="en">
  {header}
  <PartyList>
    <Party><PartyReference>P1</PartyReference><PartyName><FullName>First Act</FullName></PartyName>
      <PartyName LanguageAndScriptCode="ja-Jpan"><FullName>一番</FullName></PartyName>
      <PartyId><ISNI>000000012150090X</ISNI><IpiNameNumber>00074521367</IpiNameNumber>
        <ProprietaryId Namespace="PADPIDA2099010101X">ART1</ProprietaryId></PartyId></Party>
    <Party><PartyReference>P2</PartyReference><PartyName><FullName>Second Act</FullName></PartyName></Party>
    <Party><PartyReference>P3</PartyReference><PartyName><FullName>Third Person</FullName></PartyName></Party>
    <Party><PartyReference>P4</PartyReference><PartyName><FullName>Label</FullName></PartyName></Party>
  </PartyList>
  <ResourceList>
    <SoundRecording>
      <ResourceReference>A1</ResourceReference>
      <Type>MusicalWorkSoundRecording</Type>
      <ResourceId><ISRC>QZABC2600001</ISRC></ResourceId>
      <DisplayTitleText>First (Radio Edit)</DisplayTitleText>
      <DisplayTitle IsDefault="true"><TitleText>First</TitleText><SubTitle>Radio Edit</SubTitle></DisplayTitle>
      <DisplayTitle LanguageAndScriptCode="ja-Jpan"><TitleText>最初</TitleText></DisplayTitle>
      <VersionType>InstrumentalVersion</VersionType>
      <DisplayArtistName>First Act feat. Second Act</DisplayArtistName>
      <DisplayArtist SequenceNumber="1"><ArtistPartyReference>P1</ArtistPartyReference>
        <DisplayArtistRole>MainArtist</DisplayArtistRole></DisplayArtist>
      <DisplayArtist SequenceNumber="2"><ArtistPartyReference>P2</ArtistPartyReference>
        <DisplayArtistRole>FeaturedArtist</DisplayArtistRole></DisplayArtist>
      <Contributor SequenceNumber="1"><ContributorPartyReference>P3</ContributorPartyReference>
        <Role>StudioProducer</Role><Role>Composer</Role></Contributor>
      <PLine><Year>2026</Year><PLineText>2026 House</PLineText></PLine>
      <Duration>PT3M5S</Duration>
      <ParentalWarningType>Explicit</ParentalWarningType>
      <IsInstrumental>true</IsInstrumental>
    </SoundRecording>
  </ResourceList>
  <ReleaseList>
    <Release>
      <ReleaseReference>R0</ReleaseReference>
      <ReleaseType>EP</ReleaseType>
      <ReleaseId><ICPN>0123456789012</ICPN></ReleaseId>
      <DisplayTitleText>All of It</DisplayTitleText>
      <DisplayTitle><TitleText>All of It</TitleText></DisplayTitle>
      <DisplayArtistName>First Act</DisplayArtistName>
      <DisplayArtist SequenceNumber="1"><ArtistPartyReference>P1</ArtistPartyReference>
        <DisplayArtistRole>MainArtist</DisplayArtistRole></DisplayArtist>
      <ReleaseLabelReference>P4</ReleaseLabelReference>
      <PLine><Year>2026</Year><PLineText>2026 House</PLineText></PLine>
      <CLine><Year>2025</Year><CLineText>House</CLineText></CLine>
      <Genre><GenreText>Pop</GenreText><SubGenre>Synth Pop</SubGenre></Genre>
      <ReleaseDate>2026-02-03</ReleaseDate>
      <ParentalWarningType>Explicit</ParentalWarningType>
      <ResourceGroup><SequenceNumber>1</SequenceNumber><ResourceGroupContentItem><SequenceNumber>1</SequenceNumber>
        <ReleaseResourceReference>A1</ReleaseResourceReference></ResourceGroupContentItem></ResourceGroup>
    </Release>
  </ReleaseList>
  <DealList>
    <ReleaseDeal>
      <DealReleaseReference>R0</DealReleaseReference>
      <Deal><DealTerms>
        <ExcludedTerritoryCode>CN</ExcludedTerritoryCode>
        <ValidityPeriod><StartDate>2026-02-03</StartDate><EndDate>2030-12-31</EndDate></ValidityPeriod>
        <CommercialModelType>SubscriptionModel</CommercialModelType>
        <UseType>OnDemandStream</UseType>
      </DealTerms></Deal>
    </ReleaseDeal>
  </DealList>
</ern:NewReleaseMessage>"""

PURGE = """<ern:PurgeReleaseMessage xmlns:ern="http://ddex.net/xml/ern/{version}"{attributes}>
  {header}
  <PurgedRelease><ReleaseId>{grid}<ICPN>0123456789012</ICPN></ReleaseId></PurgedRelease>
</ern:PurgeReleaseMessage>"""

Validate = Callable[[str, str], None]


class _Local(etree.Resolver):
    """Finds an imported schema by its name beside the one that imports it, whatever address it is imported from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def resolve(self, url: str, public: str, context: object) -> object:
        local = self._folder / url.rpartition("/")[2]
        return self.resolve_filename(str(local), context) if local.is_file() else None


@pytest.fixture(scope="module")
def validate(shared_data: Path) -> Validate:
    schemas: dict[str, etree.XMLSchema] = {}

    def check(version: str, text: str) -> None:
        if version not in schemas:
            folder = shared_data / "ddex" / "xsd" / f"ern{version}"
            parser = etree.XMLParser(no_network=True)
            parser.resolvers.add(_Local(folder))
            schemas[version] = etree.XMLSchema(etree.parse(folder / "release-notification.xsd", parser))
        schemas[version].assertValid(etree.fromstring(text))

    return check


@pytest.mark.parametrize("version", ["381", "382", "383"])
def test_a_valid_message_of_38(tmp_path: Path, validate: Validate, version: str) -> None:
    text = OLD.format(version=version, header=HEADER.format(dpid=' IsDPID="true"'))
    validate(version, text)
    loaded = load(write(tmp_path, text))
    assert (loaded.faults, loaded.notices) == ([], [])
    first, second = loaded.rows["artists"]
    assert (first["artist_id"], first["name"], first["aliases"]) == (
        "ddex:PADPIDA2099010101X:ART1",
        "First Act",
        ["一番"],
    )
    assert (second["name"], second["isni"]) == ("Second Act", "000000012150090X")
    assert second["artist_id"] == "ddex:PADPIDA2099010101X:isni:000000012150090X"
    recording = loaded.one("recordings")
    assert recording["recording_id"] == "ddex:PADPIDA2099010101X:QZABC2600001"
    assert (recording["title"], recording["duration_ms"], recording["language"]) == (
        "First (Radio Edit)",
        185_000,
        "de",
    )
    assert recording["artist_ids"] == [first["artist_id"]]
    assert recording["featured_artist_ids"] == [second["artist_id"]]
    assert attributes_of(recording) == {
        "flags": ["instrumental"],
        "p_line": "2026 House",
        "parental_warning": "Explicit",
        "proprietary_id": "REC1",
        "proprietary_namespace": "PADPIDA2099010101X",
        "titles": [
            {"title": "First", "kind": "ReferenceTitle"},
            {"title": "最初", "language": "ja-Jpan", "kind": "DisplayTitle"},
        ],
        "versions": ["Radio Edit"],
    }
    assert {(row["party_name"], row["role"]) for row in loaded.rows["contributions"]} == {
        ("Third Person", "producer"),
        ("Third Person", "conductor"),
        ("Fourth Person", "composer"),
        ("Fourth Person", "lyricist"),
    }
    release = loaded.one("releases")
    assert (release["release_id"], release["upc"]) == ("ddex:PADPIDA2099010101X:123456789012", "123456789012")
    assert (release["title"], release["type"], release["language"]) == ("All of It", "single", "en")
    assert (release["p_line"], release["c_line"]) == ("2026 House", "2025 House")
    assert (release["genres"], release["release_date"]) == (["Pop", "Synth Pop"], date(2026, 2, 3))
    assert release["artist_assignment"] == "identifier"
    assert attributes_of(release) == {
        "catalog_number": "CAT 1",
        "display_artist": "First Act feat. Second Act",
        "grid": "A10302B0000000001X",
        "parental_warning": "Explicit",
        "release_type": ["Single"],
        "replaced_ids": ["0123456789005"],
        "sent_on_behalf_of": "House",
    }
    assert loaded.one("labels")["name"] == "Label"
    available = loaded.one("availability")
    assert (available["status"], available["territories"]) == ("available", ["Worldwide"])
    assert available["excluded_territories"] == ["CN", "FR"]
    assert (available["starts_on"], available["ends_on"]) == (date(2026, 2, 3), date(2030, 12, 31))
    assert (available["commercial_models"], available["use_types"]) == (["SubscriptionModel"], ["OnDemandStream"])


@pytest.mark.parametrize("version", ["41", "411", "42"])
def test_a_valid_message_of_4(tmp_path: Path, validate: Validate, version: str) -> None:
    text = NEW.format(version=version, header=HEADER.format(dpid=""))
    validate(version, text)
    loaded = load(write(tmp_path, text))
    assert (loaded.faults, loaded.notices) == ([], [])
    first, second = loaded.rows["artists"]
    assert (first["artist_id"], first["name"], first["aliases"]) == (
        "ddex:PADPIDA2099010101X:ART1",
        "First Act",
        ["一番"],
    )
    assert (first["isni"], first["ipi"]) == ("000000012150090X", "00074521367")
    assert second["artist_id"] == "ddex:PADPIDA2099010101X:name:second act"
    recording = loaded.one("recordings")
    assert (recording["title"], recording["isrc"], recording["duration_ms"]) == (
        "First (Radio Edit)",
        "QZABC2600001",
        185_000,
    )
    assert recording["artist_ids"] == [first["artist_id"]]
    assert recording["featured_artist_ids"] == [second["artist_id"]]
    assert attributes_of(recording) == {
        "display_artist": "First Act feat. Second Act",
        "flags": ["instrumental"],
        "p_line": "2026 House",
        "parental_warning": "Explicit",
        "titles": [{"title": "最初", "language": "ja-Jpan", "kind": "DisplayTitle"}],
        "versions": ["Radio Edit", "InstrumentalVersion"],
    }
    assert {(row["party_name"], row["role"]) for row in loaded.rows["contributions"]} == {
        ("Third Person", "producer"),
        ("Third Person", "composer"),
    }
    release = loaded.one("releases")
    assert (release["title"], release["type"], release["upc"]) == ("All of It", "ep", "123456789012")
    assert (release["p_line"], release["c_line"]) == ("2026 House", "2025 House")
    assert (release["genres"], release["release_date"]) == (["Pop", "Synth Pop"], date(2026, 2, 3))
    assert loaded.one("labels")["name"] == "Label"
    available = loaded.one("availability")
    assert (available["territories"], available["excluded_territories"]) == (["Worldwide"], ["CN"])
    assert (available["starts_on"], available["ends_on"]) == (date(2026, 2, 3), date(2030, 12, 31))


@pytest.mark.parametrize("version", ["381", "382", "383", "41", "411", "42", "43"])
def test_a_valid_purge_withdraws_the_release_that_was_delivered(
    tmp_path: Path, validate: Validate, version: str
) -> None:
    old = version.startswith("3")
    attributes = f' MessageSchemaVersionId="ern/{version}"' if old else ' LanguageAndScriptCode="en"'
    if version == "43":
        attributes += ' AvsVersionId="3"'
    header = HEADER.format(dpid=' IsDPID="true"' if old else "")
    text = PURGE.format(
        version=version, attributes=attributes, header=header, grid="<GRid>A10302B0000000001X</GRid>" if old else ""
    )
    validate(version, text)
    loaded = load(write(tmp_path, text))
    assert loaded.counts() == {"availability": 1}
    row = loaded.one("availability")
    assert row["availability_id"] == row["release_id"] == "ddex:PADPIDA2099010101X:123456789012"
    assert (row["status"], row["reason"], row["territories"]) == ("withdrawn", "purge", None)
