import { Alert, Box, Button, Group, Stack, Tabs, Text, Title } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { recordedText, text } from '../../../shared/messages/index.ts'
import type { RunState, Step, StepState } from '../../../shared/pipeline/runState.ts'
import { useTRPC } from '../../link.ts'
import { Icon } from '../../parts/icons.tsx'
import { KeyFigures } from '../../parts/KeyFigures.tsx'
import { Queried } from '../../parts/Queried.tsx'
import { go, href } from '../../router.ts'
import { keyFigures } from './charts/keyFigures.ts'
import { StepCharts } from './charts/StepCharts.tsx'
import { Notes } from './Notes.tsx'
import { Parameters } from './parameters/Parameters.tsx'
import { StepLog } from './StepLog.tsx'
import { StepSql } from './StepSql.tsx'
import { StepTables } from './StepTables.tsx'

const TABS = ['chart', 'table', 'parameters', 'sql', 'log'] as const
type Tab = (typeof TABS)[number]

interface StepDetailProps {
  run: RunState
  state: StepState
  tab: string
  starting: boolean
  onRunFrom(step: Step): void
}

/** One step: what it does, its figures, what to know, and everything of it to look into. */
export function StepDetail({ run, state, tab, starting, onRunFrom }: StepDetailProps) {
  const trpc = useTRPC()
  const { step } = state
  // What a step tells changes with its state only; its log while it runs.
  const details = useQuery(
    trpc.pipeline.step.queryOptions(
      { runId: run.runId, step },
      { staleTime: 0, refetchInterval: state.state === 'running' ? 2000 : false, placeholderData: keepPreviousData },
    ),
  )
  const { data, refetch } = details
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again because the state has changed
  useEffect(() => void refetch(), [state.state, refetch])
  const shown: Tab = TABS.find((name) => name === tab) ?? 'chart'

  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="md">
        <Box miw={0}>
          <Title order={1}>{text(`step.${step}`)}</Title>
          <Text c="dimmed" maw="72ch" size="sm" mih="2.9em">
            {text(`pipeline_view.${step}.what`)}
          </Text>
        </Box>
        <Button
          variant="default"
          size="xs"
          leftSection={<Icon name="play" size={13} />}
          disabled={run.status === 'RUNNING' || starting}
          onClick={() => onRunFrom(step)}
          style={{ flexShrink: 0 }}
        >
          {text('pipeline_view.run_from')}
        </Button>
      </Group>
      <Problem run={run} state={state} disabled={starting} onRetry={() => onRunFrom(step)} />
      <KeyFigures figures={keyFigures(state, data)} />
      {data !== undefined && data.notes.length > 0 && <Notes notes={data.notes} />}
      <Tabs
        value={shown}
        onChange={(value) =>
          go(href('pipeline', [step], value === 'chart' ? {} : { tab: value ?? 'chart' }), { replace: true })
        }
      >
        <Tabs.List mb="sm">
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {text(`pipeline_view.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="chart">
          <Queried query={details} height={360}>
            {(known) => <StepCharts state={state} details={known} />}
          </Queried>
        </Tabs.Panel>
        <Tabs.Panel value="table">
          <Queried query={details} height={360}>
            {(known) => <StepTables runId={run.runId} tables={known.tables} />}
          </Queried>
        </Tabs.Panel>
        <Tabs.Panel value="parameters">
          <Parameters step={step} used={data?.params ?? {}} />
        </Tabs.Panel>
        <Tabs.Panel value="sql">
          <Queried query={details}>{(known) => <StepSql runId={run.runId} statements={known.sql} />}</Queried>
        </Tabs.Panel>
        <Tabs.Panel value="log">
          <Queried query={details}>{(known) => <StepLog lines={known.log} />}</Queried>
        </Tabs.Panel>
      </Tabs>
    </Stack>
  )
}

interface ProblemProps {
  run: RunState
  state: StepState
  disabled: boolean
  onRetry(): void
}

/** Why the run ended at this step, and what to do. */
function Problem({ run, state, disabled, onRetry }: ProblemProps) {
  if (state.state === 'cancelled') {
    return (
      <Alert color="orange" variant="light" icon={<Icon name="stop" />} title={text('pipeline_view.cancelled.title')}>
        {text('pipeline_view.cancelled.message')}
      </Alert>
    )
  }
  if (state.state !== 'failed') return null
  const error = state.error ?? run.error
  return (
    <Alert
      color="red"
      variant="light"
      icon={<Icon name="alert" />}
      title={text('pipeline_view.failed.title', { step: text(`step.${state.step}`) })}
      role="alert"
    >
      {error !== null && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {recordedText(error.code, error.params)}
        </Text>
      )}
      <Button
        size="xs"
        mt="sm"
        variant="default"
        leftSection={<Icon name="retry" size={14} />}
        disabled={disabled || run.status === 'RUNNING'}
        onClick={onRetry}
      >
        {text('pipeline_view.retry')}
      </Button>
    </Alert>
  )
}
