/** The nearest whole number; of two equally near the even one, as pandas, numpy and Python round. */
export function roundHalfEven(value: number): number {
  const below = Math.floor(value)
  const excess = value - below
  if (excess !== 0.5) return Math.round(value)
  return below % 2 === 0 ? below : below + 1
}
