import { SegmentedControl, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { recordedText, text } from '../../../shared/messages/index.ts'
import { useTRPC } from '../../link.ts'
import { Queried } from '../../parts/Queried.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { StepTables } from '../pipeline/StepTables.tsx'

/** The tables of a run, by the step that left them. */
export function Tables({ runId }: { runId: string }) {
  const trpc = useTRPC()
  const [chosen, setChosen] = useState<string>()
  const tables = useQuery(trpc.data.tables.queryOptions({ runId }))
  return (
    <Queried query={tables} height={460}>
      {(known) => {
        const steps = [...new Set(known.map(({ step }) => step))]
        const step = steps.find((name) => name === (chosen ?? 'enrich')) ?? steps[0]
        if (step === undefined) {
          return (
            <EmptyState icon="data" title={text('data_view.no_tables')}>
              {text('data_view.no_tables.why')}
            </EmptyState>
          )
        }
        return (
          <Stack gap="sm">
            <SegmentedControl
              size="xs"
              style={{ alignSelf: 'flex-start' }}
              aria-label={text('data_view.step')}
              value={step}
              onChange={setChosen}
              data={steps.map((name) => ({ value: name, label: recordedText(`step.${name}`, {}) }))}
            />
            <StepTables
              key={step}
              runId={runId}
              tables={known.filter((table) => table.step === step)}
              height="calc(100dvh - 340px)"
            />
          </Stack>
        )
      }}
    </Queried>
  )
}
