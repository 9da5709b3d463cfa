import { currentLocale } from '../../shared/messages/index.ts'
import type { PlotlyFigure } from '../../shared/pipeline/stepDetails.ts'
import { columnLabel } from '../words/columns.ts'
import { isHorizontal, matrixOf, recordOf, type Trace, titleOf, valuesOf } from './figureParts.ts'
import { type ChartPalette, colourAt, DARK, LIGHT } from './palette.ts'

const FONT = 'Inter, system-ui, "Segoe UI", "Noto Sans", sans-serif'

/**
 * A chart in the window's colours and fonts. Its title is left out, since the window writes it above the chart; with
 * `titled` it stays, for an exported picture.
 */
export function themedFigure(figure: PlotlyFigure, dark: boolean, { titled = false } = {}): PlotlyFigure {
  const palette = dark ? DARK : LIGHT
  const title = titleOf(figure.layout.title)
  const named = figure.data.filter(({ name }) => typeof name === 'string')
  return {
    data: figure.data.map((trace) =>
      themedTrace(trace, palette, {
        threshold: thresholdOf(figure.layout),
        isStacked: figure.layout.barmode === 'stack',
      }),
    ),
    layout: {
      ...figure.layout,
      title: titled ? { text: title, x: 0, xanchor: 'left', xref: 'paper' } : { text: '' },
      template: { layout: templateOf(palette, titled) },
      showlegend: named.length > 1 && figure.layout.showlegend !== false,
      ...shapesOf(figure.layout, palette),
      ...axesOf(figure.layout),
    },
  }
}

function templateOf(palette: ChartPalette, titled: boolean) {
  const axis = {
    automargin: true,
    gridcolor: palette.grid,
    linecolor: palette.axis,
    tickcolor: palette.axis,
    zerolinecolor: palette.axis,
    title: { font: { size: 12, color: palette.dim }, standoff: 10 },
    tickfont: { size: 12, color: palette.dim },
  }
  return {
    colorway: palette.series,
    paper_bgcolor: titled ? palette.panel : 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: FONT, size: 12, color: palette.text },
    margin: { l: 12, r: 24, t: titled ? 48 : 12, b: 12, pad: 4 },
    xaxis: axis,
    yaxis: axis,
    bargap: 0.3,
    hoverlabel: {
      bgcolor: palette.panel,
      bordercolor: palette.axis,
      font: { family: FONT, size: 12, color: palette.text },
    },
    // Above the chart, where the window has no title; a picture has, so there it stands at the side.
    legend: {
      font: { color: palette.text },
      ...(titled ? {} : { orientation: 'h', x: 0, xanchor: 'left', y: 1.02, yanchor: 'bottom' }),
    },
    colorscale: { sequential: palette.sequential, diverging: palette.diverging },
    hovermode: 'closest',
    dragmode: false,
  }
}

/** What a trace must know of its chart. */
interface Context {
  threshold: number | undefined
  isStacked: boolean
}

function themedTrace(trace: Trace, palette: ChartPalette, { threshold, isStacked }: Context): Trace {
  const name = typeof trace.name === 'string' ? { name: columnLabel(trace.name) } : {}
  const labels = { ...labelled(trace, 'x'), ...labelled(trace, 'y'), ...name }
  switch (trace.type) {
    case 'heatmap': {
      const isDiverging = trace.zmid !== undefined
      const counts =
        trace.texttemplate === '%{z}' &&
        matrixOf(trace.z)
          .flat()
          .every((value) => Number.isInteger(value))
      const colorbar = { thickness: 12, outlinewidth: 0, tickfont: { color: palette.dim } }
      const colorscale = isDiverging ? palette.diverging : palette.sequential
      return {
        xgap: 1,
        ygap: 1,
        colorbar,
        ...trace,
        ...labels,
        colorscale,
        ...(counts ? { texttemplate: '%{z:,d}' } : {}),
      }
    }
    case 'bar': {
      const values = { textposition: 'outside', cliponaxis: false, textfont: { color: palette.text } }
      const horizontal =
        isHorizontal(trace) && !isStacked ? { texttemplate: `%{x:${formatOf(valuesOf(trace.x))}}`, ...values } : {}
      return {
        ...horizontal,
        ...trace,
        ...labels,
        marker: { line: { width: 0 }, ...fainter(trace, threshold), ...recordOf(trace.marker) },
      }
    }
    case 'sankey': {
      const node = recordOf(trace.node)
      const link = { color: `${palette.series[0]}38`, ...recordOf(trace.link) }
      const drawn = { thickness: 14, pad: 14, line: { width: 0 }, color: palette.series[0], ...node }
      return { textfont: { color: palette.text, size: 12 }, ...trace, node: drawn, link }
    }
    case 'scatter': {
      const { strength } = recordOf(trace.meta)
      if (typeof strength !== 'number') return { ...trace, ...labels }
      // The faintest must still be seen.
      const color = colourAt(palette.sequential, 0.2 + 0.8 * strength)
      return { ...trace, ...labels, line: { color, ...recordOf(trace.line) } }
    }
    default:
      return { ...trace, ...labels }
  }
}

/** How the values of bars are written: whole numbers grouped, others with three decimals. */
function formatOf(values: readonly (string | number | null)[]): string {
  return values.every((value) => Number.isInteger(value)) ? ',d' : '.3f'
}

/** Where a chart of horizontal bars draws its threshold. */
function thresholdOf({ shapes }: PlotlyFigure['layout']): number | undefined {
  const [shape] = Array.isArray(shapes) ? shapes.map(recordOf) : []
  return shape !== undefined && typeof shape.x0 === 'number' && shape.x0 === shape.x1 ? shape.x0 : undefined
}

/** Horizontal bars that do not exceed the threshold are drawn fainter. */
function fainter(trace: Trace, threshold: number | undefined) {
  if (threshold === undefined || !isHorizontal(trace)) return {}
  return { opacity: valuesOf(trace.x).map((value) => (Number(value) > threshold ? 1 : 0.4)) }
}

/** Names of columns on an axis, said in words. */
function labelled(trace: Trace, axis: 'x' | 'y'): Record<string, unknown> {
  const values = trace[axis]
  if (!Array.isArray(values) || !values.some((value) => typeof value === 'string')) return {}
  return {
    [axis]: values.map((value) => (typeof value === 'string' ? (monthLabel(value) ?? columnLabel(value)) : value)),
  }
}

/** `Jan` over `2017` of `2017-01`, so that a year of months fits beside one another. */
function monthLabel(value: string): string | undefined {
  const [, year, month] = /^(\d{4})-(\d{2})$/.exec(value) ?? []
  if (year === undefined || month === undefined) return undefined
  const name = new Intl.DateTimeFormat(currentLocale(), { month: 'short', timeZone: 'UTC' })
  return `${name.format(Date.UTC(Number(year), Number(month) - 1))}<br>${year}`
}

/** Lines that a chart draws without a colour of their own, such as thresholds. */
function shapesOf({ shapes }: PlotlyFigure['layout'], palette: ChartPalette) {
  if (!Array.isArray(shapes)) return {}
  return {
    shapes: shapes.map((shape) => ({ ...shape, line: { color: palette.line, ...recordOf(shape?.line) } })),
  }
}

/** The charts of the window cannot be dragged: a wheel or a touch scrolls the page. */
function axesOf(layout: PlotlyFigure['layout']) {
  const axes = Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key))
  const names = new Set(['xaxis', 'yaxis', ...axes])
  return Object.fromEntries([...names].map((name) => [name, axisOf(recordOf(layout[name]))]))
}

function axisOf(axis: Record<string, unknown>) {
  const title = titleOf(axis.title)
  return { ...axis, ...(title === '' ? {} : { title: { text: columnLabel(title) } }), fixedrange: true }
}
