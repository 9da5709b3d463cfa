import { text } from '../../shared/messages/index.ts'
import type { PlotlyFigure } from '../../shared/pipeline/stepDetails.ts'
import { columnLabel } from '../words/columns.ts'
import { isHorizontal, matrixOf, nameOf, recordOf, type Trace, titleOf, valuesOf } from './figureParts.ts'

type Cell = string | number | null

/** A chart's data as a table. */
export interface FigureTable {
  columns: string[]
  rows: Cell[][]
}

/**
 * The data that a chart draws, as people read a table: a row for each place on its axis, a column for each series; or the
 * table that the chart brings along, where what it draws are not the values themselves.
 */
export function figureTable(figure: PlotlyFigure): FigureTable {
  const own = recordOf(recordOf(figure.layout.meta).table)
  if (Array.isArray(own.columns)) return { columns: valuesOf(own.columns).map(labelled), rows: matrixOf(own.rows) }
  const [first] = figure.data
  if (first === undefined) return { columns: [], rows: [] }
  if (first.type === 'sankey') return flows(first)
  if (first.type === 'heatmap') return grid(first, figure)
  return series(figure)
}

function flows(trace: Trace): FigureTable {
  const labels = valuesOf(recordOf(trace.node).label)
  const link = recordOf(trace.link)
  const [sources, targets, values] = [valuesOf(link.source), valuesOf(link.target), valuesOf(link.value)]
  const label = (index: Cell | undefined) => (typeof index === 'number' ? (labels[index] ?? null) : null)
  return {
    columns: [text('chart.from'), text('chart.to'), text('chart.rows')],
    rows: sources.map((source, link) => [label(source), label(targets[link]), values[link] ?? null]),
  }
}

function grid(trace: Trace, { layout }: PlotlyFigure): FigureTable {
  const z = matrixOf(trace.z)
  const x = valuesOf(trace.x)
  const y = valuesOf(trace.y)
  const corner = [axisTitle(layout.yaxis), axisTitle(layout.xaxis)].filter(Boolean).join(' / ')
  return {
    columns: [corner, ...(z[0] ?? []).map((_, column) => labelled(x[column] ?? column))],
    rows: z.map((cells, row) => [labelled(y[row] ?? row), ...cells]),
  }
}

function series({ data, layout }: PlotlyFigure): FigureTable {
  const horizontal = data.some(isHorizontal)
  const [placeAxis, valueAxis] = horizontal ? [layout.yaxis, layout.xaxis] : [layout.xaxis, layout.yaxis]
  const parts = data.map((trace) => ({
    name: nameOf(trace),
    places: valuesOf(horizontal ? trace.y : trace.x),
    values: valuesOf(horizontal ? trace.x : trace.y),
  }))
  const place = axisTitle(placeAxis) || text('chart.category')
  const value = axisTitle(valueAxis) || text('chart.value')
  const same = parts.every(({ places }) => String(places) === String(parts[0]!.places))
  if (same) {
    const rows = parts[0]!.places.map((at, row) => [labelled(at), ...parts.map(({ values }) => values[row] ?? null)])
    // Horizontal bars are drawn from the bottom up, and read from the top down.
    if (horizontal && recordOf(layout.yaxis).autorange !== 'reversed') rows.reverse()
    return { columns: [place, ...parts.map(({ name }) => columnLabel(name) || value)], rows }
  }
  return {
    columns: [text('chart.series'), place, value],
    rows: parts.flatMap(({ name, places, values }) =>
      places.map((at, row) => [columnLabel(name), labelled(at), values[row] ?? null]),
    ),
  }
}

function axisTitle(axis: unknown): string {
  return columnLabel(titleOf(recordOf(axis).title))
}

function labelled(value: Cell): string {
  return typeof value === 'string' ? columnLabel(value) : String(value ?? '')
}

/** The table as CSV (RFC 4180), numbers in full. */
export function csvOf({ columns, rows }: FigureTable): string {
  const field = (value: Cell) => {
    const written = value === null ? '' : String(value)
    return /[",\r\n]/.test(written) ? `"${written.replaceAll('"', '""')}"` : written
  }
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('')
}
