import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'
import type { NetworkMarkedFragment, NetworkMarksQueryVariables } from '@/core/api/documents/graphql'
import { gather } from './gather'
import { type Mark, marksOf } from './network'

/** Artists of one request, as many as the document names: the service takes 30 aliases at most. */
const AT_ONCE = 20

const MARKS = graphql(`
  query NetworkMarks(
    $i0: ID! $i1: ID! $i2: ID! $i3: ID! $i4: ID!
    $i5: ID! $i6: ID! $i7: ID! $i8: ID! $i9: ID!
    $i10: ID! $i11: ID! $i12: ID! $i13: ID! $i14: ID!
    $i15: ID! $i16: ID! $i17: ID! $i18: ID! $i19: ID!
  ) {
    a0: artist(id: $i0) { ...NetworkMarked }
    a1: artist(id: $i1) { ...NetworkMarked }
    a2: artist(id: $i2) { ...NetworkMarked }
    a3: artist(id: $i3) { ...NetworkMarked }
    a4: artist(id: $i4) { ...NetworkMarked }
    a5: artist(id: $i5) { ...NetworkMarked }
    a6: artist(id: $i6) { ...NetworkMarked }
    a7: artist(id: $i7) { ...NetworkMarked }
    a8: artist(id: $i8) { ...NetworkMarked }
    a9: artist(id: $i9) { ...NetworkMarked }
    a10: artist(id: $i10) { ...NetworkMarked }
    a11: artist(id: $i11) { ...NetworkMarked }
    a12: artist(id: $i12) { ...NetworkMarked }
    a13: artist(id: $i13) { ...NetworkMarked }
    a14: artist(id: $i14) { ...NetworkMarked }
    a15: artist(id: $i15) { ...NetworkMarked }
    a16: artist(id: $i16) { ...NetworkMarked }
    a17: artist(id: $i17) { ...NetworkMarked }
    a18: artist(id: $i18) { ...NetworkMarked }
    a19: artist(id: $i19) { ...NetworkMarked }
  }
  fragment NetworkMarked on Artist {
    findings { id kind score status subject { __typename ... on Artist { id } } target { __typename ... on Artist { id } } }
  }
`)

async function askMany(ids: readonly string[]): Promise<Mark[][]> {
  // places that are over ask for the first artist again, which the service reads once
  const named = Array.from({ length: AT_ONCE }, (_, place) => [`i${place}`, ids[place] ?? ids[0]])
  const data = await ask(MARKS, Object.fromEntries(named) as NetworkMarksQueryVariables)
  const answers: Record<string, NetworkMarkedFragment | null | undefined> = data
  return ids.map((id, place) => marksOf(id, answers[`a${place}`]?.findings ?? []))
}

/** What findings say of an artist, by its id; those asked for within a moment go together. Throws: Failure. */
export const askMarks: (id: string) => Promise<Mark[]> = gather(askMany, AT_ONCE)
