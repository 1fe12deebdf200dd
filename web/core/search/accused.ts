type Said = { status: string; score: number; subject?: { __typename: string; id?: string } | null }

/** Whether an undecided finding of 0.5 or more is about the artist itself, and not about one who may be wronged or is one among others. */
export const isAccused = (artist: string, findings: readonly Said[]): boolean =>
  findings.some(
    ({ status, score, subject }) =>
      score >= 0.5 &&
      !['confirmed', 'dismissed'].includes(status) &&
      subject?.__typename === 'Artist' &&
      subject.id === artist,
  )
