import { Anchor, Stack, Table, Text } from '@mantine/core'
import { useMemo } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { scoreWords, verdictWords } from '../../../shared/monitoring/driftWords.ts'
import { Chart } from '../../chart/Chart.tsx'
import type { Outputs } from '../../link.ts'
import { Section } from '../../parts/Section.tsx'
import { href } from '../../router.ts'
import { formatNumber, formatTime } from '../../words/formats.ts'
import { scoresOverTime } from './scoresOverTime.ts'
import { VERDICT_COLOURS } from './verdicts.ts'

interface PastChecksProps {
  checks: Outputs['monitoring']['checks']
  shown: string
}

/** The checks of the past: how far things had moved, by time, and a way back to each report. */
export function PastChecks({ checks, shown }: PastChecksProps) {
  const figure = useMemo(() => scoresOverTime(checks), [checks])
  return (
    <Section {...(checks.length > 1 ? {} : { title: text('monitoring_view.past') })}>
      <Stack gap="sm">
        {checks.length > 1 && <Chart figure={figure} name="checks" title={text('monitoring_view.past')} height={200} />}
        <Table.ScrollContainer minWidth={820} type="native">
          <Table className="numbers" aria-label={text('monitoring_view.past')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{text('monitoring_view.when')}</Table.Th>
                <Table.Th>{text('monitoring_view.verdict')}</Table.Th>
                <Table.Th>{text('monitoring_view.compared')}</Table.Th>
                <Table.Th ta="right">{text('drift.rows')}</Table.Th>
                <Table.Th ta="right">{text('monitoring_view.farthest')}</Table.Th>
                <Table.Th ta="right">{text('drift.metric.mcc')}</Table.Th>
                <Table.Th ta="right">{text('monitoring_view.version')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {checks.map(({ runId, startTime, verdict, label, from, to, version, metrics }) => (
                <Table.Tr key={runId} bg={runId === shown ? 'var(--wb-accent-soft)' : 'transparent'}>
                  <Table.Td>
                    <Anchor
                      size="sm"
                      href={href('monitoring', [runId])}
                      aria-current={runId === shown ? 'true' : undefined}
                    >
                      {formatTime(startTime)}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>
                    {verdict !== null && (
                      <Text span size="sm" fw={600} c={VERDICT_COLOURS[verdict]}>
                        {verdictWords(verdict)}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>{[label, `${from?.slice(0, 10)} – ${to?.slice(0, 10)}`].join(', ')}</Table.Td>
                  <Table.Td ta="right">{cell(metrics.rows, formatNumber)}</Table.Td>
                  <Table.Td ta="right">{cell(metrics.score, scoreWords)}</Table.Td>
                  <Table.Td ta="right">{cell(metrics.mcc, scoreWords)}</Table.Td>
                  <Table.Td ta="right">{version}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Stack>
    </Section>
  )
}

function cell(value: number | null | undefined, words: (value: number) => string): string {
  return value === null || value === undefined ? '–' : words(value)
}
