import type { RunKind } from '@/core/api/documents/graphql'

const NAMES: Record<RunKind, [string, string]> = {
  NIGHTLY: ['Night', 'By `namesake nightly`'],
  DETECT: ['Detection', 'By `namesake detect`, between the nights'],
}

/** How a run came about. */
export function RunKindTag({ kind }: { kind: RunKind | null | undefined }) {
  const [name, help] =
    kind == null ? ['Not kept', 'Of runs before this was kept it is not known'] : NAMES[kind]
  return (
    <span className={kind == null ? 'tag' : 'tag outline'} title={help}>
      {name}
    </span>
  )
}
