import { ActionIcon, SimpleGrid, Stack, Table, Text, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { text } from '../../../shared/messages/index.ts'
import type { DistributionDrift } from '../../../shared/monitoring/drift.ts'
import { fieldWords, levelWords, pWords, scoreWords, shareWords } from '../../../shared/monitoring/driftWords.ts'
import { Chart } from '../../chart/Chart.tsx'
import { useTRPC } from '../../link.ts'
import { Icon } from '../../parts/icons.tsx'
import { Queried } from '../../parts/Queried.tsx'
import { Section } from '../../parts/Section.tsx'
import { go, href } from '../../router.ts'

interface ColumnDetailProps {
  runId: string
  /** `inputs.hour` */
  column: string
}

/** One column in the training data and now, with all that was measured of it. */
export function ColumnDetail({ runId, column }: ColumnDetailProps) {
  const trpc = useTRPC()
  const [group, ...rest] = column.split('.')
  const of = group === 'features' ? 'features' : 'inputs'
  const found = useQuery(trpc.monitoring.column.queryOptions({ runId, of, name: rest.join('.') }))
  const close = (
    <Tooltip label={text('monitoring_view.close')}>
      <ActionIcon
        aria-label={text('monitoring_view.close')}
        onClick={() => go(href('monitoring', [runId]), { replace: true })}
      >
        <Icon name="cross" />
      </ActionIcon>
    </Tooltip>
  )
  return (
    <Queried query={found} height={380}>
      {({ column, figure }) => (
        <Section>
          <SimpleGrid cols={{ base: 1, lg: 2 }}>
            <Chart
              figure={figure}
              name={column.name}
              title={text('drift.figure.field', { field: fieldWords(column) })}
              actions={close}
            />
            <Stack gap="sm">
              <Measures column={column} />
              {column.levels.length > 0 && <Levels column={column} />}
            </Stack>
          </SimpleGrid>
        </Section>
      )}
    </Queried>
  )
}

function Measures({ column: { tests, decision } }: { column: DistributionDrift }) {
  return (
    <>
      <Table className="numbers" aria-label={text('drift.measure')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('drift.measure')}</Table.Th>
            <Table.Th ta="right">{text('drift.distance')}</Table.Th>
            <Table.Th ta="right">{text('drift.p')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {(['psi', 'jensen_shannon', 'wasserstein', 'kolmogorov_smirnov', 'chi_square'] as const).map((name) => {
            const result = tests[name]
            if (result === undefined) return null
            return (
              <Table.Tr key={name}>
                <Table.Td fw={name === decision?.test ? 650 : 400}>{text(`drift.test.${name}`)}</Table.Td>
                <Table.Td ta="right">{scoreWords(result.value)}</Table.Td>
                <Table.Td ta="right">{result.p === null ? '' : pWords(result.p)}</Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
      {decision !== null && (
        <Text size="sm" c="dimmed">
          {text('monitoring_view.limit', {
            limit: scoreWords(decision.threshold),
            normal: scoreWords(decision.normal),
          })}
        </Text>
      )}
    </>
  )
}

const LEVELS_SHOWN = 8

function Levels({ column: { name, levels } }: { column: DistributionDrift }) {
  return (
    <Table className="numbers" aria-label={text('drift.most')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text('drift.most')}</Table.Th>
          <Table.Th ta="right">{text('drift.reference')}</Table.Th>
          <Table.Th ta="right">{text('drift.current')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {levels.slice(0, LEVELS_SHOWN).map(({ level, reference, current, moved }) => (
          <Table.Tr key={level}>
            <Table.Td fw={moved ? 650 : 400}>{levelWords(name, level)}</Table.Td>
            <Table.Td ta="right">{shareWords(reference)}</Table.Td>
            <Table.Td ta="right">{shareWords(current)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
