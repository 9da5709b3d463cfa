import { text } from '../messages/index.ts'
import type { PlotlyFigure } from './stepDetails.ts'
import type { Density } from './tables.ts'

/** Incidents on a grid as a heatmap, with the police stations on it, at the true ratio of east to north. */
export function densityFigure({ cellFeet, cells, stations }: Density): PlotlyFigure {
  const xs = steps(
    cells.map(({ x }) => x),
    cellFeet,
  )
  const ys = steps(
    cells.map(({ y }) => y),
    cellFeet,
  )
  const z = ys.map(() => new Array<number | null>(xs.length).fill(null))
  for (const { x, y, incidents } of cells) {
    z[Math.round((y - ys[0]!) / cellFeet)]![Math.round((x - xs[0]!) / cellFeet)] = incidents
  }
  const stationNames = stations.map(({ district, name }) => `${district} ${name}`)
  return {
    data: [
      {
        type: 'heatmap',
        zmin: 0,
        zmax: percentile(
          cells.map(({ incidents }) => incidents),
          0.99,
        ),
        x: xs,
        y: ys,
        z,
        xgap: 0,
        ygap: 0,
        hoverongaps: false,
      },
      {
        type: 'scatter',
        mode: 'markers',
        name: text('pipeline_view.chart.density.stations'),
        x: stations.map(({ x }) => x),
        y: stations.map(({ y }) => y),
        text: stationNames,
        hoverinfo: 'text',
        marker: { size: 8, symbol: 'diamond', color: '#d55e00', line: { width: 1, color: '#ffffff' } },
      },
    ],
    layout: {
      title: { text: text('pipeline_view.chart.density') },
      xaxis: { title: { text: text('pipeline_view.chart.density.east') }, showgrid: false, zeroline: false },
      yaxis: {
        title: { text: text('pipeline_view.chart.density.north') },
        scaleanchor: 'x',
        showgrid: false,
        zeroline: false,
      },
    },
  }
}

/** The value that a share of all values do not exceed: one street corner does not fade the rest of the city. */
function percentile(values: number[], share: number): number {
  const rising = [...values].sort((a, b) => a - b)
  return rising[Math.floor(share * (rising.length - 1))] ?? 1
}

/** From the lowest to the highest value in equal steps. */
function steps(values: number[], step: number): number[] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  if (low > high) return []
  return Array.from({ length: Math.round((high - low) / step) + 1 }, (_, k) => low + k * step)
}
