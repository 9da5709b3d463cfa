import { text } from '../../../shared/messages/index.ts'
import type { StepState } from '../../../shared/runState.ts'
import type { PlotlyFigure, StepDetails } from '../../../shared/stepDetails.ts'
import type { Density } from '../../../shared/tables.ts'
import { learnerWords, reasonWords } from '../../words/runWords.ts'

/** A chart of a step's own figures, for steps that store none with their run; undefined where there is nothing to draw. */
export function ownFigure(state: StepState, details: StepDetails): PlotlyFigure | undefined {
  switch (state.step) {
    case 'download':
      return bars(text('pipeline_view.chart.months'), Object.entries(state.rows), {
        x: text('axis.month'),
        y: text('axis.incidents'),
      })
    case 'merge':
    case 'outliers':
    case 'scale':
      return keptRows(state)
    case 'encode':
      return levels(details)
    case 'train':
      return learnerScores(details)
    default:
      return undefined
  }
}

function bars(title: string, values: [string, number][], axes: { x: string; y: string }): PlotlyFigure | undefined {
  if (values.length === 0) return undefined
  return {
    data: [{ type: 'bar', x: values.map(([name]) => name), y: values.map(([, value]) => value) }],
    layout: {
      title: { text: title },
      xaxis: { type: 'category', title: { text: axes.x } },
      yaxis: { title: { text: axes.y } },
    },
  }
}

function sideways(title: string, values: [string, number][], axis: string): PlotlyFigure | undefined {
  if (values.length === 0) return undefined
  const rising = [...values].sort((a, b) => a[1] - b[1])
  return {
    data: [{ type: 'bar', orientation: 'h', x: rising.map(([, value]) => value), y: rising.map(([name]) => name) }],
    layout: { title: { text: title }, xaxis: { title: { text: axis } }, yaxis: { type: 'category' } },
  }
}

function keptRows({ rowsOut, dropped }: StepState): PlotlyFigure | undefined {
  if (rowsOut === null) return undefined
  const left = Object.entries(dropped).map(([reason, rows]): [string, number] => [reasonWords(reason), rows])
  const kept: [string, number] = [text('pipeline_view.chart.kept.kept'), rowsOut]
  return sideways(text('pipeline_view.chart.kept'), [kept, ...left], text('axis.rows'))
}

function levels({ metrics }: StepDetails): PlotlyFigure | undefined {
  const counts = Object.entries(metrics).flatMap(([name, value]): [string, number][] =>
    name.endsWith('_levels') && value !== null ? [[name.slice(0, -'_levels'.length), value]] : [],
  )
  return sideways(text('pipeline_view.chart.levels'), counts, text('axis.categories'))
}

function learnerScores({ learners }: StepDetails): PlotlyFigure | undefined {
  const scores = learners.flatMap(({ learner, metrics }): [string, number][] =>
    metrics.cv_mcc == null ? [] : [[learnerWords(learner), metrics.cv_mcc]],
  )
  return sideways(text('pipeline_view.chart.cv'), scores, 'MCC')
}

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
