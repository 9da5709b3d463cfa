import { Stack, Text } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import { text } from '../../../shared/messages/index.ts'
import type { Cell, QueryResult } from '../../../shared/pipeline/tables.ts'
import { type VirtualColumn, VirtualTable } from '../../parts/VirtualTable.tsx'
import { formatDuration, formatNumber } from '../../words/formats.ts'

/** What a query gave, row by row. */
export function QueryTable({ result: { columns, rows, more, elapsedMs } }: { result: QueryResult }) {
  const shown = useMemo(
    () =>
      columns.map(({ name, type }, index): VirtualColumn<Cell[]> => {
        const numeric = /^(.*INT|DOUBLE|FLOAT|DECIMAL)/.test(type)
        return {
          id: `${index} ${name}`,
          label: <b>{name}</b>,
          hint: `${name}, ${type}`,
          width: `minmax(${Math.max(110, 40 + 8 * name.length)}px, 1fr)`,
          numeric,
          cell: (row) => <Value value={row[index] ?? null} />,
        }
      }),
    [columns],
  )
  const onRange = useCallback(() => {}, [])
  const said = { rows: rows.length, time: formatDuration(elapsedMs) }
  return (
    <Stack gap={6}>
      <Text size="xs" c="dimmed" className="numbers" role="status">
        {text(more ? 'data_view.query.more' : 'data_view.query.rows', said)}
      </Text>
      <div style={{ height: 'max(240px, calc(100dvh - 470px))' }}>
        <VirtualTable
          label={text('data_view.query.result')}
          columns={shown}
          count={rows.length}
          rowAt={(index) => rows[index]}
          onRange={onRange}
        />
      </div>
    </Stack>
  )
}

function Value({ value }: { value: Cell }) {
  if (value === null) return <span style={{ color: 'var(--wb-faint)' }}>null</span>
  const isFraction = typeof value === 'number' && !Number.isInteger(value)
  return <span title={String(value)}>{isFraction ? formatNumber(value, 6) : String(value)}</span>
}
