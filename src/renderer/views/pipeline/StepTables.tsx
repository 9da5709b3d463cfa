import { Group, Select, Stack } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import type { RunTable } from '../../../shared/pipeline/tables.ts'
import { useTRPC } from '../../link.ts'
import { DataGrid, type GridView, PAGE_ROWS } from '../../parts/DataGrid.tsx'
import { Queried } from '../../parts/Queried.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { formatNumber } from '../../words/formats.ts'

interface StepTablesProps {
  runId: string
  tables: readonly RunTable[]
  /** CSS height of the rows, which scroll. */
  height?: string
}

/** The tables of a step, one at a time, a page at a time. */
export function StepTables({ runId, tables, height }: StepTablesProps) {
  const [chosen, setChosen] = useState<string>()
  const shown =
    tables.find(({ table }) => table === chosen) ?? tables.find(({ table }) => table === 'train') ?? tables[0]
  if (shown === undefined) return <EmptyState icon="table" title={text('pipeline_view.no_table')} />
  const choice =
    tables.length < 2 ? undefined : (
      <Select
        size="xs"
        w={190}
        allowDeselect={false}
        aria-label={text('grid.table')}
        value={shown.table}
        onChange={(table) => setChosen(table ?? undefined)}
        data={tables.map(({ table, rows }) => ({
          value: table,
          label: rows === null ? table : `${table} (${formatNumber(rows)})`,
        }))}
      />
    )
  return <StepTable key={shown.table} runId={runId} table={shown} choice={choice} height={height} />
}

interface StepTableProps {
  runId: string
  table: RunTable
  choice: React.ReactNode
  height: string | undefined
}

function StepTable({ runId, table, choice, height }: StepTableProps) {
  const trpc = useTRPC()
  const [view, setView] = useState<GridView>({ filters: [], sort: undefined, page: 0 })
  const page = useQuery(
    trpc.data.page.queryOptions(
      {
        runId,
        step: table.step,
        table: table.table,
        filters: view.filters,
        sort: view.sort === undefined ? [] : [view.sort],
        offset: view.page * PAGE_ROWS,
        limit: PAGE_ROWS,
      },
      { placeholderData: keepPreviousData, staleTime: 60_000 },
    ),
  )
  return (
    <Stack gap="xs">
      {choice !== undefined && <Group>{choice}</Group>}
      <Queried query={page} height={420}>
        {(known) => (
          <DataGrid
            label={table.view}
            page={known}
            view={view}
            onView={setView}
            fetching={page.isFetching}
            error={page.error}
            {...(height === undefined ? {} : { height })}
          />
        )}
      </Queried>
    </Stack>
  )
}
