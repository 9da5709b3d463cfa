import bar from 'plotly.js/lib/bar'
import core from 'plotly.js/lib/core'
import heatmap from 'plotly.js/lib/heatmap'
import es from 'plotly.js/lib/locales/es'
import sankey from 'plotly.js/lib/sankey'

/** What the window uses of Plotly. Figures are stored JSON, which Plotly itself checks. */
interface Plotter {
  react(element: HTMLElement, data: object[], layout: object, config: object): Promise<unknown>
  toImage(
    figure: { data: object[]; layout: object },
    options: { format: 'png' | 'svg'; width: number; height: number; scale: number },
  ): Promise<string>
  purge(element: HTMLElement): void
  Plots: { resize(element: HTMLElement): unknown }
}

// Only the kinds of trace that charts use (scatter is in the core): none of them builds code at run time, which the
// Content-Security-Policy forbids.
core.register([bar, heatmap, sankey, es])

export const Plotly: Plotter = core
