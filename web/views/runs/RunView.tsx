export function RunView() {
  return <p>To be built</p>
}
