import { ScrollArea, Table } from '@mantine/core'
import { formatScore } from '../words/formats.ts'

interface SimpleTableProps {
  /** What the table holds, for screen readers. */
  label: string
  columns: readonly string[]
  rows: readonly (readonly (string | number | null)[])[]
  /** Scrolls within this height. */
  height?: number
}

/** A small table, all of it at once: names left, numbers right. */
export function SimpleTable({ label, columns, rows, height }: SimpleTableProps) {
  const digits = columns.map((_, column) => digitsOf(rows.map((row) => row[column] ?? null)))
  const table = (
    <Table stickyHeader={height !== undefined} striped="even" aria-label={label} className="numbers">
      <Table.Thead>
        <Table.Tr>
          {columns.map((column, index) => (
            <Table.Th key={column} ta={index === 0 ? 'left' : 'right'} bg="var(--wb-panel)">
              {column}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a chart have no other identity
          <Table.Tr key={index}>
            {row.map((value, column) => (
              <Table.Td
                key={columns[column]}
                ta={column === 0 ? 'left' : 'right'}
                style={column === 0 ? { whiteSpace: 'nowrap' } : {}}
              >
                {typeof value === 'number' ? formatScore(value, digits[column]) : (value ?? '')}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
  if (height === undefined) return table
  return (
    <ScrollArea h={height} type="auto" viewportProps={{ tabIndex: 0, 'aria-label': label }}>
      {table}
    </ScrollArea>
  )
}

/** Decimals that all numbers of a column are written with: those of the most exact, at most four. */
function digitsOf(values: readonly (string | number | null)[]): number {
  const decimals = (value: number) => String(Number(value.toFixed(4))).split('.')[1]?.length ?? 0
  return values.reduce((max: number, value) => (typeof value === 'number' ? Math.max(max, decimals(value)) : max), 0)
}
