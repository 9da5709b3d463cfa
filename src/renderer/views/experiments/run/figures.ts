import type { PlotlyFigure } from '../../../../shared/pipeline/stepDetails.ts'

/** A value as a chart, where it is Plotly's JSON. */
export function figureOf(value: unknown): PlotlyFigure | undefined {
  if (typeof value !== 'object' || value === null || !('data' in value) || !('layout' in value)) return undefined
  const { data, layout } = value
  if (!Array.isArray(data) || typeof layout !== 'object' || layout === null || Array.isArray(layout)) return undefined
  const traces: PlotlyFigure['data'] = []
  for (const trace of data) {
    if (typeof trace !== 'object' || trace === null || !('type' in trace) || typeof trace.type !== 'string')
      return undefined
    traces.push({ ...trace, type: trace.type })
  }
  return { data: traces, layout: { ...layout } }
}

/** Whether an artifact is stored as a chart. */
export function isFigure(path: string): boolean {
  return /^figures\/[^/]*\.json$/.test(path)
}

/** The curves of several runs in one chart; the line that all have in common is drawn once, last. */
export function overlaid(figures: readonly { name: string; figure: PlotlyFigure }[]): PlotlyFigure | undefined {
  const [first] = figures
  if (first === undefined) return undefined
  const curves = figures.flatMap(({ name, figure }) => {
    const [curve] = figure.data
    return curve === undefined ? [] : [{ ...curve, name }]
  })
  return { data: [...curves, ...first.figure.data.slice(1)], layout: { ...first.figure.layout, title: { text: '' } } }
}
