import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { text } from '../../../../shared/messages/index.ts'
import { densityFigure } from '../../../../shared/pipeline/densityFigure.ts'
import type { Density } from '../../../../shared/pipeline/tables.ts'
import { Chart } from '../../../chart/Chart.tsx'
import { useTRPC } from '../../../link.ts'
import { Queried } from '../../../parts/Queried.tsx'
import { Section } from '../../../parts/Section.tsx'

const HEIGHT = 520

/** Where the incidents of a run happened, with the police stations. */
export function DensityChart({ runId }: { runId: string }) {
  const trpc = useTRPC()
  const density = useQuery(trpc.data.density.queryOptions({ runId }, { staleTime: Number.POSITIVE_INFINITY }))
  return (
    <Section>
      <Queried query={density} height={HEIGHT + 38}>
        {(known) => <DensityMap density={known} />}
      </Queried>
    </Section>
  )
}

function DensityMap({ density }: { density: Density }) {
  const figure = useMemo(() => densityFigure(density), [density])
  const most = density.cells.reduce((max, { incidents }) => Math.max(max, incidents), 0)
  const summary = text('pipeline_view.chart.density.summary', {
    feet: density.cellFeet,
    stations: density.stations.length,
    most,
  })
  return <Chart figure={figure} name="density" summary={summary} height={HEIGHT} />
}
