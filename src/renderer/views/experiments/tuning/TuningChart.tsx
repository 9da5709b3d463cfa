import { text } from '../../../../shared/messages/index.ts'
import type { TrialState, TuningState } from '../../../../shared/pipeline/tuningState.ts'
import { Chart } from '../../../chart/Chart.tsx'
import { EmptyState } from '../../../parts/states.tsx'
import { chartTitle } from '../../../words/columns.ts'
import { formatNumber, formatScore } from '../../../words/formats.ts'

interface TuningChartProps {
  state: TuningState
  name: 'tuning_history' | 'tuning_importance' | 'tuning_parallel_coordinates'
  height?: number
}

/** One of a search's charts; what it takes to be drawn, where it cannot be yet. */
export function TuningChart({ state, name, height = 320 }: TuningChartProps) {
  const figure = state.figures.find((each) => each.name === name)?.figure
  if (figure === undefined) return <EmptyState icon="chart" title={text('tuning.importance.none')} />
  const title = chartTitle(name)
  const summary = summaryOf(name, state)
  return (
    <Chart
      figure={figure}
      name={name}
      height={height}
      {...(title === undefined ? {} : { title })}
      {...(summary === undefined ? {} : { summary })}
    />
  )
}

/** What a chart shows in one sentence; undefined where its data say it all. */
function summaryOf(name: TuningChartProps['name'], { trials, best, parameters }: TuningState): string | undefined {
  const first = trials.find(({ number }) => number === 0)
  const found = trials.find(({ number }) => number === best)
  if (name === 'tuning_importance' || found === undefined) return undefined
  const scored = trials.filter(({ score }) => score !== null).length
  if (name === 'tuning_history') {
    return text('tuning.summary.history', {
      ...{ trials: scored, number: found.number },
      best: scoreWords(found),
      first: first === undefined ? '–' : scoreWords(first),
    })
  }
  const values = parameters.map((parameter) => `${parameter} ${valueWords(found.params[parameter] ?? null)}`)
  return text('tuning.summary.parallel', { trials: scored, best: scoreWords(found), values: values.join(', ') })
}

function scoreWords({ score }: TrialState): string {
  return score === null ? '–' : formatScore(score, 4)
}

/** A parameter's value as people read it. */
export function valueWords(value: number | string | null): string {
  return typeof value === 'number' ? formatNumber(Number(value.toPrecision(3))) : (value ?? '–')
}
