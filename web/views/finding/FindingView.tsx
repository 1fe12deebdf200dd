export function FindingView() {
  return <p>To be built</p>
}
