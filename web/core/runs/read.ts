/** Reading JSON that another program wrote: what is not of the expected form is left out, nothing is thrown. */
export type Row = Record<string, unknown>

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const readRow = (value: unknown): Row => (isRow(value) ? value : {})
export const readRows = (value: unknown): Row[] => (Array.isArray(value) ? value.filter(isRow) : [])
export const readText = (value: unknown): string | null => (typeof value === 'string' ? value : null)
export const readTexts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
export const readNumber = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null
export const readCount = (value: unknown): number => readNumber(value) ?? 0
export const readNumbers = (value: unknown): number[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'number' && Number.isFinite(one)) : []
export const readFlag = (value: unknown): boolean => value === true

/** Numbers by name; what is no number is left out. */
export function readCounts(value: unknown): [string, number][] {
  return Object.entries(readRow(value)).flatMap(([name, count]): [string, number][] =>
    typeof count === 'number' ? [[name, count]] : [],
  )
}
