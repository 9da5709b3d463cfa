import { Anchor, ScrollArea, Table, Text } from '@mantine/core'
import { recordedText, text } from '../../../../shared/messages/index.ts'
import type { TrialState, TuningState } from '../../../../shared/pipeline/tuningState.ts'
import { Section } from '../../../parts/Section.tsx'
import { href } from '../../../router.ts'
import { formatDuration, formatScore } from '../../../words/formats.ts'
import styles from '../Experiments.module.css'
import { valueWords } from './TuningChart.tsx'

/** All trials, the best first. */
export function Trials({ state }: { state: TuningState }) {
  const { trials, parameters, best } = state
  const ranked = [...trials].sort(
    (a, b) => rankOf(a) - rankOf(b) || (b.score ?? 0) - (a.score ?? 0) || a.number - b.number,
  )
  return (
    <Section title={text('tuning.trials.title')}>
      <ScrollArea.Autosize
        mah={480}
        type="auto"
        viewportProps={{ tabIndex: 0, 'aria-label': text('tuning.trials.title') }}
      >
        <Table stickyHeader className="numbers" aria-label={text('tuning.trials.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('tuning.trial')}</Table.Th>
              <Table.Th>{text('experiments.status')}</Table.Th>
              <Table.Th ta="right">{text('tuning.score')}</Table.Th>
              {parameters.map((name) => (
                <Table.Th key={name} ta="right">
                  {name}
                </Table.Th>
              ))}
              <Table.Th ta="right">{text('experiments.duration')}</Table.Th>
              <Table.Th>{text('tuning.reason')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {ranked.map((trial) => (
              <Table.Tr key={trial.runId} fw={trial.number === best ? 650 : undefined}>
                <Table.Td>
                  <Anchor href={href('experiments', [trial.runId])} size="sm">
                    {trial.number}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  <span className={styles.status} data-status={STATUS[trial.state]}>
                    {text(`tuning.state.${trial.state}`)}
                  </span>
                </Table.Td>
                <Table.Td ta="right">
                  {trial.score === null ? '–' : `${trial.state === 'PRUNED' ? '≈ ' : ''}${formatScore(trial.score, 4)}`}
                </Table.Td>
                {parameters.map((name) => (
                  <Table.Td key={name} ta="right">
                    {Object.hasOwn(trial.params, name) ? valueWords(trial.params[name] ?? null) : ''}
                  </Table.Td>
                ))}
                <Table.Td ta="right">{trial.elapsedMs === null ? '' : formatDuration(trial.elapsedMs)}</Table.Td>
                <Table.Td>
                  <Text size="xs" c="dimmed" miw={240}>
                    {wordsOf(trial)}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </Section>
  )
}

/** How each state is drawn: as that of a run that ended likewise. */
const STATUS: Record<TrialState['state'], string> = {
  ...{ RUNNING: 'RUNNING', COMPLETE: 'FINISHED', PRUNED: 'PRUNED', FAILED: 'FAILED', KILLED: 'KILLED' },
}

const ORDER: TrialState['state'][] = ['COMPLETE', 'RUNNING', 'PRUNED', 'KILLED', 'FAILED']

function rankOf({ state }: TrialState): number {
  return ORDER.indexOf(state)
}

function wordsOf({ number, reason, reused }: TrialState): string {
  const words = [
    number === 0 ? text('tuning.trial.first') : '',
    reason === null ? '' : recordedText(reason.code, reason.params),
    reused ? text('tuning.trial.reused') : '',
  ]
  return words.filter(Boolean).join('; ')
}
