import { SimpleGrid } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { UserError } from '../../../shared/errors.ts'
import { text } from '../../../shared/messages/index.ts'
import { Chart } from '../../chart/Chart.tsx'
import { useTRPC } from '../../link.ts'
import { Queried } from '../../parts/Queried.tsx'
import { Section } from '../../parts/Section.tsx'
import { EmptyState, ErrorState } from '../../parts/states.tsx'
import { chartTitle } from '../../words/columns.ts'
import { figureOf, isFigure } from './figures.ts'
import type { Run } from './runs.ts'

/** The charts that a run drew. */
export function RunCharts({ run }: { run: Run }) {
  const paths = run.artifacts.map(({ path }) => path).filter(isFigure)
  if (paths.length === 0) return <EmptyState icon="chart" title={text('experiments.run.no_charts')} />
  return (
    <SimpleGrid cols={{ base: 1, lg: paths.length > 1 ? 2 : 1 }} spacing="md">
      {paths.map((path) => (
        <Section key={path}>
          <StoredChart runId={run.id} path={path} />
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
        const name = path.replace(/^.*\/|\.json$/g, '')
        const title = chartTitle(name)
        return <Chart figure={figure} name={name} height={height} {...(title === undefined ? {} : { title })} />
      }}
    </Queried>
  )
}
