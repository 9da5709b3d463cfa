import { Table } from '@mantine/core'
import { text } from '../../../shared/messages/index.ts'
import type { DistributionDrift } from '../../../shared/monitoring/drift.ts'
import { fieldWords, levelWords } from '../../../shared/monitoring/driftWords.ts'
import { Section } from '../../parts/Section.tsx'
import { formatNumber } from '../../words/formats.ts'

const LEVELS_SHOWN = 8

/** Values that the training data did not hold, by field, with their rows. */
export function NewValues({ columns }: { columns: readonly DistributionDrift[] }) {
  const having = columns.filter(({ newLevels }) => newLevels.length > 0)
  if (having.length === 0) return null
  return (
    <Section title={text('drift.new_levels')}>
      <Table className="numbers" aria-label={text('drift.new_levels')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('drift.field')}</Table.Th>
            <Table.Th ta="right">{text('drift.rows')}</Table.Th>
            <Table.Th>{text('drift.new_levels')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {having.map((column) => (
            <Table.Tr key={column.name}>
              <Table.Td>{fieldWords(column)}</Table.Td>
              <Table.Td ta="right">{formatNumber(column.newRows)}</Table.Td>
              <Table.Td>
                {column.newLevels
                  .slice(0, LEVELS_SHOWN)
                  .map(({ level, rows }) => `${levelWords(column.name, level)} (${formatNumber(rows)})`)
                  .join(', ')}
                {column.newLevels.length > LEVELS_SHOWN && ' …'}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  )
}
