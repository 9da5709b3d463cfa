export interface Quadrature {
  points: Float64Array
  weights: Float64Array
}

/**
 * Gauss-Legendre quadrature on [0, 1]: Σ weight·f(point) is ∫₀¹ f(t) dt for polynomials of a degree up to 2·count − 1.
 * The points are the zeros of the Legendre polynomial, by Newton's method (Press and others, Numerical Recipes, 4.6).
 */
export function gaussLegendre(count: number): Quadrature {
  const points = new Float64Array(count)
  const weights = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5))
    let slope = 0
    for (let step = 0; step < 100; step++) {
      let [before, value] = [0, 1]
      for (let k = 0; k < count; k++) [before, value] = [value, ((2 * k + 1) * x * value - k * before) / (k + 1)]
      slope = (count * (x * value - before)) / (x * x - 1)
      const moved = value / slope
      x -= moved
      if (Math.abs(moved) < 1e-15) break
    }
    points[i] = (1 - x) / 2
    weights[i] = 1 / ((1 - x * x) * slope * slope)
  }
  return { points, weights }
}
