import { SimpleGrid } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { text } from '../../../shared/messages/index.ts'
import { Chart } from '../../chart/Chart.tsx'
import { useTRPC } from '../../link.ts'
import { Queried } from '../../parts/Queried.tsx'
import { Section } from '../../parts/Section.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { chartTitle } from '../../words/columns.ts'

const CHARTS = ['by_month', 'hour_by_weekday', 'by_type', 'density', 'by_district']
const MAP_HEIGHT = 520

/** The incidents of a run by time, kind and place. */
export function Overview({ runId }: { runId: string }) {
  const trpc = useTRPC()
  const summary = useQuery(trpc.pipeline.step.queryOptions({ runId, step: 'summary' }))
  return (
    <Queried query={summary} height={460}>
      {({ figures }) => {
        const drawn = CHARTS.flatMap((name) =>
          figures
            .filter(({ path }) => path === `figures/${name}.json`)
            .map((stored) => ({ ...stored, name, title: chartTitle(name) })),
        )
        if (drawn.length === 0) return <EmptyState icon="chart" title={text('experiments.run.no_charts')} />
        return (
          <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
            {drawn.map(({ path, name, title, figure }) => (
              <Section key={path}>
                <Chart
                  figure={figure}
                  name={name}
                  {...(title === undefined ? {} : { title })}
                  {...(name === 'density' ? { height: MAP_HEIGHT } : {})}
                />
              </Section>
            ))}
          </SimpleGrid>
        )
      }}
    </Queried>
  )
}
