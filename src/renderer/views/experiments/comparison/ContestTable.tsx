import { Table, Text } from '@mantine/core'
import { text } from '../../../../shared/messages/index.ts'
import { metricLabel } from '../../../../shared/pipeline/columnWords.ts'
import { COMPARED, type StoredComparison } from '../../../../shared/pipeline/comparison.ts'
import { formatScore } from '../../../words/formats.ts'
import { contestant } from './ComparisonResult.tsx'

type Row = StoredComparison['contests'][number]['scopes'][number]['rows'][number]

/** Scores of one split with their intervals, and the paired difference in average precision from the baseline. */
export function ContestTable({ label, rows }: { label: string; rows: readonly Row[] }) {
  return (
    <Table.ScrollContainer minWidth={820} type="native">
      <Table className="numbers" aria-label={label} verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('comparison.contestant')}</Table.Th>
            {COMPARED.map((metric) => (
              <Table.Th key={metric} ta="right">
                {metricLabel(metric)}
              </Table.Th>
            ))}
            <Table.Th ta="right">{text('comparison.difference')}</Table.Th>
            <Table.Th ta="right">p</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => {
            const { difference } = row.scores.average_precision
            return (
              <Table.Tr key={contestant(row)}>
                <Table.Th fw={400}>{contestant(row)}</Table.Th>
                {COMPARED.map((metric) => (
                  <Table.Td key={metric} ta="right">
                    <Ranged {...row.scores[metric]} />
                  </Table.Td>
                ))}
                <Table.Td ta="right">
                  {difference === undefined ? text('comparison.baseline') : <Ranged {...difference} signed />}
                </Table.Td>
                <Table.Td ta="right">{difference?.p == null ? '–' : formatScore(difference.p, 4)}</Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

interface RangedProps {
  value: number | null
  low: number | null
  high: number | null
  signed?: boolean
}

function Ranged({ value, low, high, signed = false }: RangedProps) {
  if (value === null) return '–'
  return (
    <>
      {`${signed && value > 0 ? '+' : ''}${formatScore(value, 4)}`}
      {low !== null && high !== null && (
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {`${formatScore(low, 4)} – ${formatScore(high, 4)}`}
        </Text>
      )}
    </>
  )
}
