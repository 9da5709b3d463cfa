import { text } from '../../../shared/messages/index.ts'
import type { PlotlyFigure } from '../../../shared/pipeline/stepDetails.ts'
import type { Outputs } from '../../link.ts'

/** How far the farthest had moved at each check, oldest first; from 1 it is drift. */
export function scoresOverTime(checks: Outputs['monitoring']['checks']): PlotlyFigure {
  const scored = checks.flatMap(({ startTime, metrics }) =>
    typeof metrics.score === 'number' ? [{ at: new Date(startTime).toISOString(), score: metrics.score }] : [],
  )
  const oldestFirst = scored.toReversed()
  return {
    data: [
      {
        ...{ type: 'scatter', mode: 'lines+markers', name: text('monitoring_view.farthest') },
        x: oldestFirst.map(({ at }) => at),
        y: oldestFirst.map(({ score }) => score),
      },
    ],
    layout: {
      xaxis: { type: 'date' },
      yaxis: { title: { text: text('monitoring_view.farthest') }, rangemode: 'tozero' },
      shapes: [{ type: 'line', x0: 0, x1: 1, xref: 'paper', y0: 1, y1: 1, line: { dash: 'dot' } }],
    },
  }
}
