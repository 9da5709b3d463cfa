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

type Axis = Record<string, Json>
type More = { xaxis?: Axis; yaxis?: Axis } & Record<string, Json>

/** The common layout: a title and named axes. Colours and fonts are the window's, by theme. */
export function layout({ title, x, y }: Axes, { xaxis, yaxis, ...more }: More = {}): Figure['layout'] {
  return {
    title: { text: title },
    xaxis: { title: { text: x }, ...xaxis },
    yaxis: { title: { text: y }, ...yaxis },
    ...more,
  }
}
