import type { Coefficient } from '../learners/explain/coefficients.ts'
import type { PartialDependence } from '../learners/explain/partialDependence.ts'
import type { PermutationImportance } from '../learners/explain/permutationImportance.ts'
import { type Figure, layout } from './figure.ts'

/** Bars of a value by feature, the largest on top. */
export function featureBars(title: string, unit: string, values: { feature: string; value: number }[]): Figure {
  const rising = [...values].sort((a, b) => a.value - b.value)
  const [x, y] = [rising.map(({ value }) => value), rising.map(({ feature }) => feature)]
  return { data: [{ type: 'bar', orientation: 'h', x, y }], layout: layout({ title, x: unit, y: '' }) }
}

/** Bars with 95 % confidence intervals, the largest on top. */
export function permutationBars(importances: PermutationImportance[]): Figure {
  const rising = [...importances].sort((a, b) => a.mean - b.mean)
  return {
    data: [
      {
        type: 'bar',
        orientation: 'h',
        x: rising.map(({ mean }) => mean),
        y: rising.map(({ feature }) => feature),
        error_x: { type: 'data', array: rising.map(({ mean, high }) => high - mean) },
      },
    ],
    layout: layout({ title: 'Permutation importance', x: 'Fall of the average precision', y: '' }),
  }
}

/** Mean calibrated probability against a feature's value, a line each. */
export function partialDependenceLines(curves: PartialDependence[]): Figure {
  return {
    data: curves.map(({ feature, values, probabilities }) => ({
      ...{ type: 'scatter', mode: 'lines+markers', name: feature, x: values, y: probabilities },
    })),
    layout: layout({ title: 'Partial dependence', x: 'Value of the feature', y: 'Mean probability of an arrest' }),
  }
}

/** SHAP values of a sample of rows: a strip of points a feature, coloured by its value where it stands in the feature's range. */
export function shapStrips(
  unit: string,
  strips: { feature: string; contributions: number[]; ranks: number[] }[],
): Figure {
  return {
    data: strips.map(({ feature, contributions, ranks }) => ({
      type: 'scatter',
      mode: 'markers',
      name: feature,
      x: contributions,
      y: contributions.map(() => feature),
      marker: { color: ranks, cmin: 0, cmax: 1, colorscale: 'RdBu', reversescale: true, size: 4, opacity: 0.6 },
    })),
    layout: layout({ title: 'SHAP values', x: unit, y: '' }, { showlegend: false }),
  }
}

/** Coefficients with 95 % confidence intervals. */
export function coefficientPoints(coefficients: Coefficient[]): Figure {
  const rising = coefficients
    .filter(({ feature }) => feature !== 'intercept')
    .sort((a, b) => a.coefficient - b.coefficient)
  return {
    data: [
      {
        type: 'scatter',
        mode: 'markers',
        x: rising.map(({ coefficient }) => coefficient),
        y: rising.map(({ feature }) => feature),
        error_x: { type: 'data', array: rising.map(({ standardError }) => 1.96 * standardError) },
      },
    ],
    layout: layout({ title: 'Coefficients', x: 'Log odds a unit of the feature', y: '' }),
  }
}
