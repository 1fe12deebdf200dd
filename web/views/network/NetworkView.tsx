export function NetworkView() {
  return <p>To be built</p>
}
