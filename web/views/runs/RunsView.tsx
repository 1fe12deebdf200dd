export function RunsView() {
  return <p>To be built</p>
}
