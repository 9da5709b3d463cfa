import { Anchor, Group, Paper, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { recordedText, text } from '../../../shared/messages/index.ts'
import { useTRPC } from '../../link.ts'
import { Queried } from '../../parts/Queried.tsx'
import { Section } from '../../parts/Section.tsx'
import { href } from '../../router.ts'
import { formatScore, formatTime } from '../../words/formats.ts'
import { learnerWords, metricWords } from '../../words/runWords.ts'
import { isLessBetter } from '../experiments/runs.ts'
import { MAIN_METRICS, type Model, type Version, withAlias } from './models.ts'
import { PromoteButton } from './PromoteButton.tsx'
import { RollbackButton } from './RollbackButton.tsx'

/** Champion beside challenger, with the verdict on each and what can be done. */
export function Contest({ model }: { model: Model }) {
  const champion = withAlias(model, 'champion')
  const challenger = withAlias(model, 'challenger')
  const previous = withAlias(model, 'previous_champion')
  return (
    <Section
      title={`${text('registry.champion')} · ${text('registry.challenger')}`}
      actions={
        <Text size="xs" c="dimmed">
          {text('registry.test_rows')}
        </Text>
      }
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <Contestant
          title={text('registry.champion')}
          version={champion}
          rival={challenger}
          none={text('registry.no_champion')}
          action={
            champion !== undefined && previous !== undefined ? (
              <RollbackButton champion={champion} previous={previous} />
            ) : null
          }
        />
        <Contestant
          title={text('registry.challenger')}
          version={challenger}
          rival={champion}
          none={text('registry.no_challenger')}
          action={challenger && <PromoteButton version={challenger} champion={champion} filled />}
        />
      </SimpleGrid>
    </Section>
  )
}

interface ContestantProps {
  title: string
  version: Version | undefined
  rival: Version | undefined
  none: string
  action: React.ReactNode
}

function Contestant({ title, version, rival, none, action }: ContestantProps) {
  return (
    <Paper p="sm" bg="var(--mantine-color-body)">
      <Group justify="space-between" mb="xs" mih={32} wrap="nowrap">
        <Title order={3}>
          {title}
          {version !== undefined && (
            <>
              {' · '}
              <Anchor href={href('registry', [version.model, String(version.version)])} fz="inherit">
                {text('registry.version', { version: String(version.version) })}
              </Anchor>
            </>
          )}
        </Title>
        {action}
      </Group>
      {version === undefined ? (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      ) : (
        <Stack gap="xs">
          <Text size="sm" c="dimmed">
            {learnerWords(version.learner)}, {formatTime(version.createdAt)}
          </Text>
          <Table className="numbers" aria-label={title} verticalSpacing={3}>
            <Table.Tbody>
              {MAIN_METRICS.map((name) => (
                <Metric key={name} name={name} value={version.metrics[name]} rival={rival?.metrics[name]} />
              ))}
            </Table.Tbody>
          </Table>
          <Verdict version={version} />
        </Stack>
      )}
    </Paper>
  )
}

type Measured = number | null | undefined

function Metric({ name, value, rival }: { name: string; value: Measured; rival: Measured }) {
  const isKnown = typeof value === 'number'
  const isBetter = isKnown && typeof rival === 'number' && (isLessBetter(name) ? value < rival : value > rival)
  return (
    <Table.Tr>
      <Table.Th fw={400}>{metricWords(name)}</Table.Th>
      <Table.Td ta="right" fw={isBetter ? 700 : undefined}>
        {isBetter && (
          <Text span size="xs" c="var(--wb-ok)" mr={6}>
            {text('registry.better')}
          </Text>
        )}
        {isKnown ? formatScore(value, 4) : '–'}
      </Table.Td>
    </Table.Tr>
  )
}

/** Why a version became champion by itself, or not. */
export function Verdict({ version: { model, version } }: { version: Pick<Version, 'model' | 'version'> }) {
  const trpc = useTRPC()
  const card = useQuery(trpc.models.version.queryOptions({ model, version }))
  return (
    <Queried query={card} height={44}>
      {({ verdict }) => (
        <Text size="sm">
          <Text span fw={600} size="sm">
            {text('registry.verdict')}:{' '}
          </Text>
          {verdict === null ? text('registry.no_verdict') : recordedText(verdict.code, verdict.params)}
        </Text>
      )}
    </Queried>
  )
}
