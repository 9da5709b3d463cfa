import { text } from '../../../../shared/messages/index.ts'
import type { StepState } from '../../../../shared/pipeline/runState.ts'
import type { PlotlyFigure, StepDetails } from '../../../../shared/pipeline/stepDetails.ts'
import { learnerWords, reasonWords } from '../../../words/runWords.ts'

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
