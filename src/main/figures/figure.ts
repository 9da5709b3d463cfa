/** A chart as Plotly's JSON: what the window draws and what is stored with a run. */
export interface Figure {
  data: Trace[]
  layout: Record<string, Json>
}

export type Trace = { type: string } & Record<string, Json>
type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

interface Axes {
  title: string
  x: string
  y: string
}

/** The common layout: a title and named axes. Colours and fonts are the window's, by theme. */
export function layout({ title, x, y }: Axes, more: Figure['layout'] = {}): Figure['layout'] {
  return { title: { text: title }, xaxis: { title: { text: x } }, yaxis: { title: { text: y } }, ...more }
}
