import { Alert, Anchor, Button, Group, List, Progress, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect } from 'react'
import { z } from 'zod'
import { recordedText, text } from '../../../../shared/messages/index.ts'
import { type Outputs, useTRPC } from '../../../link.ts'
import { Icon } from '../../../parts/icons.tsx'
import { Page } from '../../../parts/Page.tsx'
import { Queried } from '../../../parts/Queried.tsx'
import { Section } from '../../../parts/Section.tsx'
import { EmptyState } from '../../../parts/states.tsx'
import { notifyProblem } from '../../../problems.ts'
import { go, href } from '../../../router.ts'
import { formatTime } from '../../../words/formats.ts'
import { RunStatus } from '../RunStatus.tsx'
import { Back } from '../run/RunPage.tsx'
import { ComparisonForm } from './ComparisonForm.tsx'
import { ComparisonResult } from './ComparisonResult.tsx'

type Run = Outputs['comparisons']['list'][number]
interface Live {
  runId: string
  stopping: boolean
  progress: { done: number; total: number; what: string | null } | null
}

/** Recipes × learners on the same test rows: asked for, followed, and what came of it. */
export function Comparisons({ runId }: { runId: string | undefined }) {
  const trpc = useTRPC()
  const live = useSubscription(trpc.comparisons.state.subscriptionOptions())
  const runs = useQuery(trpc.comparisons.list.queryOptions())
  const { refetch } = runs
  const liveId = live.data?.runId
  // biome-ignore lint/correctness/useExhaustiveDependencies: a comparison that begins or ends changes the list
  useEffect(() => void refetch(), [liveId, refetch])
  return (
    <Page title={text('comparison.title')} description={text('comparison.description')} actions={<Back />}>
      <Stack gap="md">
        {live.data != null && <Going live={live.data} />}
        {live.data == null && (
          <ComparisonForm onStarted={(started) => go(href('experiments', ['comparison', started]))} />
        )}
        <Queried query={runs} height={200}>
          {(known) => {
            const shown = known.find(({ id }) => id === runId) ?? known.find(({ status }) => status === 'FINISHED')
            return (
              <Stack gap="md">
                {shown !== undefined && shown.id !== liveId && <Shown key={shown.status} run={shown} />}
                <Earlier runs={known} shown={shown?.id} />
              </Stack>
            )
          }}
        </Queried>
      </Stack>
    </Page>
  )
}

/** How far a comparison is, and its end. */
function Going({ live: { runId, stopping, progress } }: { live: Live }) {
  const trpc = useTRPC()
  const cancel = useMutation(trpc.pipeline.cancel.mutationOptions({ onError: notifyProblem }))
  const share = progress === null ? 0 : progress.done / progress.total
  return (
    <Section
      title={text('comparison.going')}
      actions={
        <Button
          size="xs"
          color="red"
          variant="outline"
          leftSection={<Icon name="stop" size={14} />}
          disabled={stopping}
          onClick={() => cancel.mutate({ runId })}
        >
          {text(stopping ? 'window.stopping' : 'window.cancel')}
        </Button>
      }
    >
      <Progress value={share * 100} aria-label={text('comparison.going')} mb="xs" />
      <Text size="sm" className="numbers" role="status">
        {progress?.what ?? text('window.loading')}
      </Text>
    </Section>
  )
}

function Shown({ run }: { run: Run }) {
  const trpc = useTRPC()
  const result = useQuery(trpc.comparisons.get.queryOptions({ runId: run.id }))
  if (run.error !== null) {
    return (
      <Alert color="red" variant="light" icon={<Icon name="alert" />}>
        {recordedText(run.error.code, run.error.params)}
      </Alert>
    )
  }
  return (
    <Queried query={result} height={420}>
      {(comparison) =>
        comparison === null ? (
          <EmptyState icon="compare" title={text('comparison.unfinished')} />
        ) : (
          <ComparisonResult comparison={comparison} />
        )
      }
    </Queried>
  )
}

/** The recipes of a comparison, whose parameter is a JSON list. */
function recipesOf({ params, name }: Run): string {
  const recipes = namesSchema.safeParse(JSON.parse(params.recipes ?? 'null')).data
  return recipes === undefined ? name : recipes.join(', ')
}

const namesSchema = z.array(z.string())

function Earlier({ runs, shown }: { runs: readonly Run[]; shown: string | undefined }) {
  if (runs.length === 0) return null
  return (
    <Section title={text('comparison.earlier')}>
      <List size="sm" spacing={6} listStyleType="none">
        {runs.map((run) => (
          <List.Item key={run.id}>
            <Group gap="sm">
              <Anchor
                size="sm"
                href={href('experiments', ['comparison', run.id])}
                aria-current={run.id === shown ? 'true' : undefined}
              >
                {recipesOf(run)}
              </Anchor>
              <span>{formatTime(run.startTime)}</span>
              <RunStatus status={run.status} />
              <Anchor size="xs" c="dimmed" href={href('experiments', [run.id])}>
                {text('comparison.run')}
              </Anchor>
            </Group>
          </List.Item>
        ))}
      </List>
    </Section>
  )
}
