/** The forms of the trade's identifiers, as `graph/identifiers.py` reads them: check digits are not looked at. */
const FORMS: [name: string, form: RegExp, prefix: RegExp][] = [
  ['ISRC', /^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$/, /^isrc[:\s]+/i],
  ['ISNI', /^[0-9]{15}[0-9X]$/, /^(?:https?:\/\/(?:www\.)?isni\.org\/(?:isni\/)?|isni[:\s]*)/i],
  ['UPC or EAN', /^[0-9]{12,14}$/, /^(?:upc|ean)[:\s]+/i],
  ['IPI number', /^(?:[0-9]{9,11}|I[0-9]{10})$/, /^ipi[:\s]*/i],
]
const SEPARATORS = /[\s\-\u2010-\u2015.]/g
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const ADDRESS = /^(?:https?:\/\/|www\.)\S+$/i

/** What kind of identifier a text has the form of, in words; null if it reads like a name. */
export function identifierForm(text: string): string | null {
  const given = text.trim()
  if (UUID.test(given)) return 'MusicBrainz id'
  for (const [name, form, prefix] of FORMS) {
    if (form.test(given.replace(prefix, '').replace(SEPARATORS, '').toUpperCase())) return name
  }
  return ADDRESS.test(given) ? 'web address' : null
}

/** What this service itself gives an id to and no name: `what` is asked for by `id`. */
export type OwnId = { what: 'finding' | 'cluster' | 'run'; id: string }

const OWN_FORMS: [what: OwnId['what'], form: RegExp][] = [
  ['finding', /^[0-9a-f]{20}$/],
  ['run', /^[0-9a-f]{16}$/],
  ['cluster', /^[a-z]+(?:_[a-z]+)*-[0-9a-f]{12}(?:-[0-9]+)?$/],
]
const OWN_ADDRESS = /^https?:\/\/[^/]+\/(finding|cluster|run)s\/([^/?#]+)/

/** The finding, cluster or run that a text may mean: by the form of its id, or the address of its view; null if it reads like neither. */
export function ownId(text: string): OwnId | null {
  const given = text.trim()
  const [, view, id] = OWN_ADDRESS.exec(given) ?? []
  const bare = id === undefined ? given : decodeURIComponent(id)
  const [what] = OWN_FORMS.find(([name, form]) => form.test(bare) && (view ?? name) === name) ?? []
  return what === undefined ? null : { what, id: bare }
}
