export function ClusterView() {
  return <p>To be built</p>
}
