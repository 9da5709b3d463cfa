import { Alert, Anchor, Button, Group, Stack, Tabs, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { recordedText, text } from '../../../../shared/messages/index.ts'
import { useTRPC } from '../../../link.ts'
import { Icon } from '../../../parts/icons.tsx'
import { Page } from '../../../parts/Page.tsx'
import { Queried } from '../../../parts/Queried.tsx'
import { ErrorState } from '../../../parts/states.tsx'
import { problemOf } from '../../../problems.ts'
import { go, href } from '../../../router.ts'
import { formatDuration, formatTime } from '../../../words/formats.ts'
import { RunStatus } from '../RunStatus.tsx'
import { elapsedMs, type Run } from '../runs.ts'
import { Tuning } from '../tuning/Tuning.tsx'
import { useRunActions } from '../useRunActions.tsx'
import { RunArtifacts } from './RunArtifacts.tsx'
import { RunCharts } from './RunCharts.tsx'
import { RunOverview } from './RunOverview.tsx'
import { RunsWithin } from './RunsWithin.tsx'

const TABS = ['tuning', 'overview', 'charts', 'artifacts', 'within'] as const
const LIVE_MS = 2_000

/** Everything of one run. */
export function RunPage({ runId, tab }: { runId: string; tab: string | undefined }) {
  const trpc = useTRPC()
  const run = useQuery(
    trpc.runs.get.queryOptions(
      { runId },
      { refetchInterval: ({ state }) => (state.data?.status === 'RUNNING' ? LIVE_MS : false) },
    ),
  )
  const children = useQuery(trpc.runs.children.queryOptions({ runId }))
  if (run.data === undefined) {
    return (
      <Page title={run.error === null ? text('window.loading') : problemOf(run.error).title} actions={<Back />}>
        <Queried query={run}>{() => null}</Queried>
      </Page>
    )
  }
  const within = children.data ?? []
  const isTuning = run.data.kind === 'tuning'
  const shown = TABS.find((name) => name === tab) ?? (isTuning ? 'tuning' : 'overview')
  return (
    <Page title={run.data.name} description={<RunFacts run={run.data} />} actions={<RunButtons run={run.data} />}>
      {run.data.error !== null && (
        <Alert color="red" variant="light" icon={<Icon name="alert" />}>
          {recordedText(run.data.error.code, run.data.error.params)}
        </Alert>
      )}
      <Tabs
        value={shown}
        onChange={(value) => go(href('experiments', [runId], { tab: value ?? 'overview' }), { replace: true })}
      >
        <Tabs.List mb="md">
          {isTuning && <Tabs.Tab value="tuning">{text('tuning.tab')}</Tabs.Tab>}
          <Tabs.Tab value="overview">{text('experiments.run.overview')}</Tabs.Tab>
          <Tabs.Tab value="charts">{text('experiments.run.charts')}</Tabs.Tab>
          <Tabs.Tab value="artifacts">{`${text('experiments.run.artifacts')} (${run.data.artifacts.length})`}</Tabs.Tab>
          {within.length > 0 && (
            <Tabs.Tab value="within">{`${text('experiments.run.within')} (${within.length})`}</Tabs.Tab>
          )}
        </Tabs.List>
        {isTuning && (
          <Tabs.Panel value="tuning">
            <Tuning runId={run.data.id} />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="overview">
          <RunOverview run={run.data} />
        </Tabs.Panel>
        <Tabs.Panel value="charts">
          <RunCharts run={run.data} />
        </Tabs.Panel>
        <Tabs.Panel value="artifacts">
          <RunArtifacts run={run.data} />
        </Tabs.Panel>
        <Tabs.Panel value="within">
          {children.error === null ? <RunsWithin runs={within} /> : <ErrorState error={children.error} />}
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

function RunFacts({ run }: { run: Run }) {
  return (
    <Stack gap={4} mt={4} component="span" className="numbers">
      <Group gap="sm" component="span">
        <RunStatus status={run.status} />
        <span>{formatTime(run.startTime)}</span>
        <span>{formatDuration(elapsedMs(run))}</span>
        <span>
          {text('experiments.run.experiment')}: {run.experiment}
        </span>
      </Group>
      <Group gap="sm" component="span">
        <Text span size="xs" ff="monospace">
          {text('experiments.run.id')}: {run.id}
        </Text>
        {run.parentId !== null && (
          <Anchor size="xs" href={href('experiments', [run.parentId])}>
            {text('experiments.run.part_of')} {run.parentId.slice(0, 8)}
          </Anchor>
        )}
      </Group>
    </Stack>
  )
}

function RunButtons({ run }: { run: Run }) {
  const { remove, restore, busy } = useRunActions()
  return (
    <>
      <Back />
      {run.deletedAt === null ? (
        <Button
          variant="default"
          loading={busy}
          disabled={run.status === 'RUNNING'}
          onClick={() => {
            void remove(run)
            go(href('experiments'))
          }}
        >
          {text('experiments.delete')}
        </Button>
      ) : (
        <Button loading={busy} onClick={() => void restore(run)}>
          {text('experiments.restore')}
        </Button>
      )}
    </>
  )
}

export function Back() {
  return (
    <Button component="a" href={href('experiments')} variant="subtle" leftSection={<Icon name="left" />}>
      {text('experiments.back')}
    </Button>
  )
}
