export function SearchView() {
  return <p>To be built</p>
}
