import type { PlotlyFigure } from '../../shared/pipeline/stepDetails.ts'

export type Trace = PlotlyFigure['data'][number]
type Value = string | number | null

/** A value as a plain object; empty where it is none. */
export function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

/** A column of a trace: texts and numbers, all else null. */
export function valuesOf(value: unknown): Value[] {
  return Array.isArray(value) ? value.map(plain) : []
}

/** The cells of a heatmap, by row. */
export function matrixOf(value: unknown): Value[][] {
  return Array.isArray(value) ? value.map(valuesOf) : []
}

function plain(value: unknown): Value {
  return typeof value === 'string' || typeof value === 'number' ? value : null
}

/** The text of a title, whether written as text or as an object. */
export function titleOf(value: unknown): string {
  const title = typeof value === 'string' ? value : recordOf(value).text
  return typeof title === 'string' ? title : ''
}

export function nameOf(trace: Trace): string {
  return typeof trace.name === 'string' ? trace.name : ''
}

export function isHorizontal(trace: Trace): boolean {
  return trace.type === 'bar' && trace.orientation === 'h'
}
