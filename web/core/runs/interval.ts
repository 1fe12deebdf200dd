/** The standard normal quantile of 0.975: two-sided 95 %. */
const Z = 1.959963984540054

/** The 95 % interval of a share, as the report's own (Wilson 1927); null of nothing. */
export function wilsonInterval(found: number, planted: number): [number, number] | null {
  if (planted <= 0) return null
  const share = found / planted
  const spread = Z * Math.sqrt((share * (1 - share)) / planted + (Z * Z) / (4 * planted * planted))
  const middle = share + (Z * Z) / (2 * planted)
  const scale = 1 + (Z * Z) / planted
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)]
}
