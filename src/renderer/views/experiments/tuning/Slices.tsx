import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { text } from '../../../../shared/messages/index.ts'
import type { TuningState } from '../../../../shared/pipeline/tuningState.ts'
import { Chart } from '../../../chart/Chart.tsx'
import { Section } from '../../../parts/Section.tsx'
import { formatScore } from '../../../words/formats.ts'
import { valueWords } from './TuningChart.tsx'

/** The scores of the trials by one parameter, which can be chosen. */
export function Slices({ state }: { state: TuningState }) {
  const { parameters, figures, trials, best } = state
  const [chosen, setChosen] = useState(parameters[0])
  const name = `tuning_slice_${chosen}`
  const figure = figures.find((each) => each.name === name)?.figure
  const found = trials.find(({ number }) => number === best)
  if (chosen === undefined || figure === undefined) return null
  const summary =
    found === undefined || found.score === null
      ? {}
      : {
          summary: text('tuning.summary.slice', {
            ...{ name: chosen, value: valueWords(found.params[chosen] ?? null), trials: trials.length },
            best: formatScore(found.score, 4),
          }),
        }
  return (
    <Section>
      <Chart
        figure={figure}
        name={name}
        height={340}
        title={text('tuning.slice', { name: chosen })}
        {...summary}
        actions={
          <NativeSelect
            size="xs"
            aria-label={text('tuning.parameter')}
            value={chosen}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={parameters}
          />
        }
      />
    </Section>
  )
}
