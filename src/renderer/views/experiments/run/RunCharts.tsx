import { SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { UserError } from '../../../../shared/errors.ts'
import { text } from '../../../../shared/messages/index.ts'
import { Chart } from '../../../chart/Chart.tsx'
import { useTRPC } from '../../../link.ts'
import { Queried } from '../../../parts/Queried.tsx'
import { Section } from '../../../parts/Section.tsx'
import { EmptyState, ErrorState } from '../../../parts/states.tsx'
import { chartTitle } from '../../../words/columns.ts'
import type { Run } from '../runs.ts'
import { figureOf, isFigure } from './figures.ts'

/** The charts that a run drew. */
export function RunCharts({ run }: { run: Run }) {
  const paths = run.artifacts.map(({ path }) => path).filter(isFigure)
  if (paths.length === 0) return <EmptyState icon="chart" title={text('experiments.run.no_charts')} />
  const why = paths.filter((path) => EXPLANATIONS.has(nameOf(path)))
  const others = paths.filter((path) => !EXPLANATIONS.has(nameOf(path)))
  return (
    <Stack gap="md">
      <Charts runId={run.id} paths={others} />
      {why.length > 0 && (
        <>
          <Stack gap={2}>
            <Title order={2}>{text('explain.title')}</Title>
            <Text size="sm" c="dimmed" maw={760}>
              {text('explain.what')}
            </Text>
          </Stack>
          <Charts runId={run.id} paths={why} />
        </>
      )}
    </Stack>
  )
}

/** What drives a model, as charts that its run stored. */
const EXPLANATIONS: ReadonlySet<string> = new Set([
  'shap_summary',
  'shap',
  'permutation_importance',
  'partial_dependence',
  'coefficients',
  'gain',
])

function nameOf(path: string): string {
  return path.replace(/^.*\/|\.json$/g, '')
}

function Charts({ runId, paths }: { runId: string; paths: readonly string[] }) {
  return (
    <SimpleGrid cols={{ base: 1, lg: paths.length > 1 ? 2 : 1 }} spacing="md">
      {paths.map((path) => (
        <Section key={path}>
          <StoredChart runId={runId} path={path} />
        </Section>
      ))}
    </SimpleGrid>
  )
}

/** A chart that a run stored. */
export function StoredChart({ runId, path, height = 320 }: { runId: string; path: string; height?: number }) {
  const trpc = useTRPC()
  const artifact = useQuery(trpc.runs.artifact.queryOptions({ runId, path }, { staleTime: Number.POSITIVE_INFINITY }))
  return (
    <Queried query={artifact} height={height + 38}>
      {(known) => {
        const figure = known.kind === 'json' ? figureOf(known.value) : undefined
        if (figure === undefined) return <ErrorState error={new UserError('artifact_missing', { run: runId, path })} />
        const name = nameOf(path)
        const title = chartTitle(name)
        return <Chart figure={figure} name={name} height={height} {...(title === undefined ? {} : { title })} />
      }}
    </Queried>
  )
}
