import { ScrollArea, Table } from '@mantine/core'
import { formatNumber } from '../words/formats.ts'

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
  const table = (
    <Table stickyHeader striped="even" aria-label={label} className="numbers">
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
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <Table.Td key={column} ta={typeof value === 'number' ? 'right' : 'left'}>
                {typeof value === 'number' ? formatNumber(value, 4) : (value ?? '')}
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
