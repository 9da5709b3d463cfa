import { List, Paper, Stack, Text, Title } from '@mantine/core'
import { text } from '../../../shared/messages/index.ts'
import type { DriftReport } from '../../../shared/monitoring/drift.ts'
import { caveats, describeFinding, verdictWords } from '../../../shared/monitoring/driftWords.ts'
import { VERDICT_COLOURS } from './verdicts.ts'

/** The overall verdict, what moved, and what to mind. */
export function Verdict({ report }: { report: DriftReport }) {
  const { verdict, findings } = report
  return (
    <Paper
      component="section"
      p="md"
      bg="var(--wb-panel)"
      aria-label={text('monitoring_view.verdict')}
      style={{ borderLeft: `4px solid ${VERDICT_COLOURS[verdict]}` }}
    >
      <Stack gap={6}>
        <Title order={2} c={VERDICT_COLOURS[verdict]}>
          {verdictWords(verdict)}
        </Title>
        <Text size="sm">{text(`drift.verdict.${verdict}.why`)}</Text>
        {findings.length > 0 && (
          <List size="sm" className="numbers">
            {findings.map((finding) => (
              <List.Item key={describeFinding(finding)}>{describeFinding(finding)}</List.Item>
            ))}
          </List>
        )}
        <Stack gap={0}>
          {caveats(report).map((caveat) => (
            <Text key={caveat} size="xs" c="dimmed">
              {caveat}
            </Text>
          ))}
        </Stack>
      </Stack>
    </Paper>
  )
}
