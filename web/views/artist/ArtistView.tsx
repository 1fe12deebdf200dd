export function ArtistView() {
  return <p>To be built</p>
}
