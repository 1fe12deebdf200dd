export function ClustersView() {
  return <p>To be built</p>
}
