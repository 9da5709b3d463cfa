import { Anchor, Table, Text } from '@mantine/core'
import { text } from '../../../shared/messages/index.ts'
import type { DistributionDrift } from '../../../shared/monitoring/drift.ts'
import {
  fieldWords,
  levelChange,
  measureWords,
  missingWords,
  pWords,
  scoreWords,
} from '../../../shared/monitoring/driftWords.ts'
import { href } from '../../router.ts'
import { Sparkline } from './Sparkline.tsx'

interface ColumnTableProps {
  runId: string
  of: 'inputs' | 'features'
  columns: readonly DistributionDrift[]
}

/** Columns beside their training data, the farthest first. */
export function ColumnTable({ runId, of, columns }: ColumnTableProps) {
  const sorted = columns.toSorted((a, b) => inLimits(b) - inLimits(a))
  return (
    <Table.ScrollContainer minWidth={920} type="native">
      <Table className="numbers" aria-label={text(`drift.${of}`)}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('drift.field')}</Table.Th>
            <Table.Th>{text('drift.distribution')}</Table.Th>
            <Table.Th>{text('drift.measure')}</Table.Th>
            <Table.Th ta="right">{text('drift.distance')}</Table.Th>
            <Table.Th ta="right">{text('drift.limit')}</Table.Th>
            <Table.Th ta="right">{text('drift.p')}</Table.Th>
            <Table.Th>{text('drift.missing')}</Table.Th>
            {of === 'inputs' && <Table.Th>{text('drift.most')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted.map((column) => {
            const { name, decision, moved, levels } = column
            const [most] = levels
            return (
              <Table.Tr key={name}>
                <Table.Td>
                  <Anchor size="sm" href={href('monitoring', [runId], { column: `${of}.${name}` })}>
                    {fieldWords(column)}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  <Sparkline histogram={column.histogram} />
                </Table.Td>
                <Table.Td>
                  {measureWords(column)}
                  {moved && (
                    <Text span size="sm" fw={650} c="var(--wb-bad)" ml={6}>
                      {text('drift.moved')}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td ta="right">{decision === null ? '–' : scoreWords(decision.value)}</Table.Td>
                <Table.Td ta="right">{decision === null ? '–' : scoreWords(decision.threshold)}</Table.Td>
                <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                  {decision === null ? '–' : pWords(decision.p)}
                </Table.Td>
                <Table.Td>{missingWords(column)}</Table.Td>
                {of === 'inputs' && <Table.Td>{most === undefined ? '' : levelChange(name, most)}</Table.Td>}
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function inLimits({ decision }: DistributionDrift): number {
  return decision === null ? -1 : decision.value / decision.threshold
}
