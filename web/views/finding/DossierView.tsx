export function DossierView() {
  return <p>To be built</p>
}
