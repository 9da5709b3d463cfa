/** Effects of points on a logit are not taken to scatter more, whatever a few points seem to say. */
const MOST_SPREAD = 3

/**
 * The logit and the standard deviation of the points' normal effects on it with which arrests have this rate over all
 * points, and two at one point agree by `agreement` beyond chance (their correlation); by bisection.
 */
export function pointEffects(agreement, rate) {
  const steps = Array.from({ length: 121 }, (_, i) => (i - 60) / 10)
  const weights = steps.map((z) => Math.exp((-z * z) / 2))
  const total = weights.reduce((sum, weight) => sum + weight)
  const mean = (values) => values.reduce((sum, value, i) => sum + value * weights[i], 0) / total
  const bisect = (low, high, isBelow) => {
    for (let i = 0; i < 50; i++) {
      const middle = (low + high) / 2
      if (isBelow(middle)) low = middle
      else high = middle
    }
    return low
  }
  const chances = (logit, deviation) => steps.map((z) => 1 / (1 + Math.exp(-logit - deviation * z)))
  const logitOf = (deviation) => bisect(-30, 30, (logit) => mean(chances(logit, deviation)) < rate)
  const agreementOf = (deviation) =>
    mean(chances(logitOf(deviation), deviation).map((p) => (p - rate) ** 2)) / (rate * (1 - rate))
  const deviation = bisect(0, MOST_SPREAD, (value) => agreementOf(value) < agreement)
  return { logit: Number(logitOf(deviation).toFixed(2)), deviation: Number(deviation.toFixed(2)) }
}

/** Solves the linear system whose rows are coefficients and right side, by elimination with pivots. */
export function solve(system) {
  const size = system.length
  for (let k = 0; k < size; k++) {
    const pivot = system.reduce(
      (best, line, i) => (i >= k && Math.abs(line[k]) > Math.abs(system[best][k]) ? i : best),
      k,
    )
    ;[system[k], system[pivot]] = [system[pivot], system[k]]
    for (let i = 0; i < size; i++) {
      if (i === k) continue
      const factor = system[i][k] / system[k][k]
      for (let j = k; j <= size; j++) system[i][j] -= factor * system[k][j]
    }
  }
  return system.map((line, k) => line[size] / line[k])
}
