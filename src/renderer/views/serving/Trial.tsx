import { Button, Group, Progress, SegmentedControl, Slider, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { recordedText, text } from '../../../shared/messages/index.ts'
import type { ContestReport } from '../../../shared/serving/contest.ts'
import { Chart } from '../../chart/Chart.tsx'
import { type Outputs, useTRPC } from '../../link.ts'
import { Queried } from '../../parts/Queried.tsx'
import { Section } from '../../parts/Section.tsx'
import { SimpleTable } from '../../parts/SimpleTable.tsx'
import { EmptyState, ErrorState } from '../../parts/states.tsx'
import { href } from '../../router.ts'
import { formatNumber, formatShare } from '../../words/formats.ts'

const REFRESH_MS = 5000

/** The challenger beside the champion: how it is tried, what is known so far, and the verdict. */
export function Trial() {
  const trpc = useTRPC()
  const now = useQuery(trpc.contests.now.queryOptions(undefined, { refetchInterval: REFRESH_MS }))
  return (
    <Queried query={now} height={400}>
      {(known) =>
        known.champion === null || (known.challenger === null && known.report === null) ? (
          <EmptyState
            icon="registry"
            title={text('trial.none')}
            action={
              <Button component="a" href={href('registry')}>
                {text('trial.none.go')}
              </Button>
            }
          >
            {text('trial.none.why')}
          </EmptyState>
        ) : (
          <Stack gap="md">
            <Plan key={known.report?.contestId ?? 'none'} now={known} />
            {known.report !== null && <Verdict report={known.report} />}
            {known.report === null && known.last !== null && known.last.outcome !== null && (
              <Section title={text('trial.last')}>
                <Text size="sm">
                  {text('trial.last.outcome', {
                    version: known.last.challenger,
                    outcome: recordedText(known.last.outcome.code, known.last.outcome.params),
                  })}
                </Text>
              </Section>
            )}
          </Stack>
        )
      }
    </Queried>
  )
}

type Now = Outputs['contests']['now']

function Plan({ now }: { now: Now }) {
  const { model, report, maturityDays } = now
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [mode, setMode] = useState<'shadow' | 'split'>(report?.mode ?? 'shadow')
  const [percent, setPercent] = useState(report?.mode === 'split' ? Math.round(report.share * 100) : 20)
  const plan = mode === 'shadow' ? { mode } : { mode, share: percent / 100 }
  const needed = useQuery(trpc.contests.needed.queryOptions({ plan }))
  const done = {
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.contests.pathKey() })
      await queryClient.invalidateQueries({ queryKey: trpc.models.pathKey() })
    },
  }
  const start = useMutation(trpc.contests.start.mutationOptions(done))
  const change = useMutation(trpc.contests.change.mutationOptions(done))
  const stop = useMutation(trpc.contests.stop.mutationOptions(done))
  const same = report !== null && report.mode === mode && (mode === 'shadow' || report.share === percent / 100)
  const error = start.error ?? change.error ?? stop.error
  const challenger = report?.challenger.version ?? now.challenger ?? 0

  return (
    <Section
      title={text('trial.title', { challenger, champion: report?.champion.version ?? now.champion ?? 0 })}
      actions={
        <Group gap="xs" wrap="nowrap">
          {report === null ? (
            <Button size="xs" loading={start.isPending} onClick={() => start.mutate({ model, plan })}>
              {text('trial.start')}
            </Button>
          ) : (
            <>
              <Button
                size="xs"
                disabled={same}
                loading={change.isPending}
                onClick={() => change.mutate({ model, plan })}
              >
                {text('trial.change')}
              </Button>
              <Button size="xs" variant="default" loading={stop.isPending} onClick={() => stop.mutate({ model })}>
                {text('trial.stop')}
              </Button>
            </>
          )}
        </Group>
      }
    >
      <Stack gap="sm">
        {error !== null && <ErrorState error={error} />}
        <SegmentedControl
          aria-label={text('trial.mode')}
          value={mode}
          onChange={(value) => setMode(value === 'split' ? 'split' : 'shadow')}
          data={[
            { value: 'shadow', label: text('trial.mode.shadow') },
            { value: 'split', label: text('trial.mode.split') },
          ]}
          w="fit-content"
        />
        <Text size="sm" c="dimmed">
          {text(mode === 'shadow' ? 'trial.mode.shadow.why' : 'trial.mode.split.why')}
        </Text>
        {mode === 'split' && (
          <>
            <Text size="sm" id="trial-share">
              {text('trial.share', { percent })}
            </Text>
            <Slider
              min={1}
              max={99}
              value={percent}
              onChange={setPercent}
              label={(value) => formatShare(value / 100)}
              thumbProps={{ 'aria-labelledby': 'trial-share' }}
              maw={420}
            />
          </>
        )}
        {needed.data !== undefined && (
          <Text size="sm">
            {text('trial.needed', { rows: formatNumber(needed.data.rows), days: formatNumber(maturityDays) })}
          </Text>
        )}
        {report !== null && !same && (
          <Text size="sm" c="var(--wb-warn)">
            {text('trial.change.why')}
          </Text>
        )}
      </Stack>
    </Section>
  )
}

const SCORES = [
  ['MCC', 'mcc'],
  ['AP', 'average_precision'],
  ['Brier', 'brier'],
  ['ECE', 'calibration_error'],
] as const

function Verdict({ report }: { report: ContestReport }) {
  const { champion, challenger, rows, neededRows, code, params } = report
  const arms = [
    { name: text('trial.champion', { version: champion.version }), arm: champion },
    { name: text('trial.challenger', { version: challenger.version }), arm: challenger },
  ]
  const figure = useMemo(
    () => ({
      data: [
        ...[champion, challenger].map(({ version, calibration }) => ({
          type: 'scatter',
          mode: 'lines+markers',
          name: text('trial.version', { version }),
          x: calibration.map(({ predicted }) => predicted),
          y: calibration.map(({ observed }) => observed),
        })),
        { type: 'scatter', mode: 'lines', name: text('trial.perfect'), x: [0, 1], y: [0, 1], line: { dash: 'dot' } },
      ],
      layout: {
        title: { text: text('trial.calibration') },
        xaxis: { title: { text: text('trial.predicted') } },
        yaxis: { title: { text: text('trial.observed') } },
      },
    }),
    [champion, challenger],
  )
  return (
    <Section title={text('trial.verdict')}>
      <Stack gap="md">
        <Text aria-live="polite" fw={600}>
          {recordedText(code, params)}
        </Text>
        <div>
          <Text size="sm" mb={4}>
            {text('trial.rows', { rows: formatNumber(rows), needed: formatNumber(neededRows) })}
          </Text>
          <Progress
            value={Math.min(100, (100 * rows) / neededRows)}
            aria-label={text('trial.rows', { rows: formatNumber(rows), needed: formatNumber(neededRows) })}
          />
        </div>
        <SimpleTable
          label={text('trial.verdict')}
          columns={[
            text('trial.arm'),
            text('trial.incidents'),
            text('trial.arrests'),
            ...SCORES.map(([label]) => label),
            text('trial.errors'),
          ]}
          rows={arms.map(({ name, arm }) => [
            name,
            arm.rows,
            arm.arrests,
            ...SCORES.map(([, score]) => arm[score]),
            arm.error_rate,
          ])}
        />
        {champion.calibration.length > 0 && challenger.calibration.length > 0 && (
          <Chart figure={figure} name="trial-calibration" height={260} />
        )}
      </Stack>
    </Section>
  )
}
