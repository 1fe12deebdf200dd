export function ReleaseView() {
  return <p>To be built</p>
}
