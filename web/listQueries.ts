// What the page asks, by SHA-256: a service that answers listed queries only answers these too (api/persisted.py).
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import * as documents from './core/api/documents/graphql.ts'

const texts = Object.values(documents)
  .filter((document) => document instanceof documents.TypedDocumentString)
  .map(String)
const listed = Object.fromEntries(
  texts.map((text) => [createHash('sha256').update(text).digest('hex'), text]),
)
writeFileSync('../api/page/queries.json', `${JSON.stringify(listed, null, 1)}\n`)
