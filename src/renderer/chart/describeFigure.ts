import { text } from '../../shared/messages/index.ts'
import type { PlotlyFigure } from '../../shared/pipeline/stepDetails.ts'
import { formatNumber } from '../words/formats.ts'
import { figureTable } from './figureTable.ts'

/** One sentence of what a chart shows, for those who do not see it. */
export function describeFigure(figure: PlotlyFigure, title: string): string {
  const { columns, rows } = figureTable(figure)
  const type = figure.data[0]?.type
  const points = rows.flatMap((row) =>
    row
      .slice(1)
      .flatMap((value, column) =>
        typeof value === 'number' ? [{ place: placeOf(row, columns[column + 1] ?? '', columns.length), value }] : [],
      ),
  )
  const [first] = points
  if (first === undefined) return text('chart.summary.empty', { title })
  if (type === 'scatter') {
    return text('chart.summary.curve', { title, series: figure.data.length, points: rows.length })
  }
  const highest = points.reduce((a, b) => (b.value > a.value ? b : a), first)
  const lowest = points.reduce((a, b) => (b.value < a.value ? b : a), first)
  return text('chart.summary.extremes', {
    title,
    values: points.length,
    highest: highest.place,
    high: formatNumber(highest.value),
    lowest: lowest.place,
    low: formatNumber(lowest.value),
  })
}

/** What a value stands for: its row, and its column where there are several. */
function placeOf(row: (string | number | null)[], column: string, columns: number): string {
  const place = String(row[0] ?? '')
  return columns > 2 ? `${place}, ${column}` : place
}
