import { Button, Code, Group, List, Menu, ScrollArea, SimpleGrid, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { text } from '../../../../shared/messages/index.ts'
import { fileUrl, type Outputs, useTRPC } from '../../../link.ts'
import { Icon } from '../../../parts/icons.tsx'
import { KeyFigures } from '../../../parts/KeyFigures.tsx'
import { Page } from '../../../parts/Page.tsx'
import { Queried } from '../../../parts/Queried.tsx'
import { Section } from '../../../parts/Section.tsx'
import { href } from '../../../router.ts'
import { ThresholdSection } from '../../../threshold/ThresholdSection.tsx'
import { columnLabel } from '../../../words/columns.ts'
import { formatDay, formatScore, formatTime } from '../../../words/formats.ts'
import { learnerWords, metricWords } from '../../../words/runWords.ts'
import { StoredChart } from '../../experiments/run/RunCharts.tsx'
import { formatMetric } from '../../experiments/runColumns.tsx'
import { Aliases } from '../Aliases.tsx'
import { Verdict } from '../Contest.tsx'
import { DownloadMenu } from '../DownloadMenu.tsx'
import { Events } from '../History.tsx'
import { GeneratedNotice } from '../ModelOverview.tsx'
import { MAIN_METRICS } from '../models.ts'
import { SaveThreshold } from '../SaveThreshold.tsx'
import { CardReport } from './CardReport.tsx'
import { DroppedRows } from './DroppedRows.tsx'

type Card = Outputs['models']['version']

/** What a version is, what it was made of, and how good it is. */
export function ModelCard({ model, version }: { model: string; version: number }) {
  const trpc = useTRPC()
  const card = useQuery(trpc.models.version.queryOptions({ model, version }))
  return (
    <Page
      title={`${model} · ${text('registry.version', { version: String(version) })}`}
      description={
        card.data && (
          <Group gap="xs" component="span" mt={4}>
            <Aliases aliases={card.data.aliases} />
            <span>
              {text('registry.stage')}: {card.data.stage}
            </span>
            <span>
              {text('registry.learner')}: {learnerWords(card.data.learner)}
            </span>
          </Group>
        )
      }
      actions={
        <>
          <Button component="a" href={href('registry', [model])} variant="subtle" leftSection={<Icon name="left" />}>
            {text('registry.back')}
          </Button>
          {card.data?.card != null && <SaveCard url={card.data.url} />}
          {card.data !== undefined && <DownloadMenu url={card.data.url} formats={card.data.formats} />}
        </>
      }
    >
      <Queried query={card} height={520}>
        {(known) => <CardContent card={known} />}
      </Queried>
    </Page>
  )
}

/** The card as a page of its own, or as data. */
function SaveCard({ url }: { url: string }) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" leftSection={<Icon name="file" />}>
          {text('registry.card')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['html', 'json'] as const).map((format) => (
          <Menu.Item key={format} component="a" href={fileUrl(`${url}?card=${format}`)} download>
            {text(`model_card.save.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function CardContent({ card }: { card: Card }) {
  const main = MAIN_METRICS.slice(0, 4).flatMap((label) => {
    const value = card.metrics[label]
    return typeof value === 'number' ? [{ label: metricWords(label), value: formatScore(value, 4) }] : []
  })
  return (
    <Stack gap="md">
      {card.generated && <GeneratedNotice />}
      <Stack gap={6}>
        <KeyFigures figures={main} />
        {card.trainedThreshold !== card.info.threshold && (
          <Text size="xs" c="dimmed">
            {text('registry.other_threshold', {
              trained: formatScore(card.trainedThreshold),
              threshold: formatScore(card.info.threshold),
            })}
          </Text>
        )}
      </Stack>
      <Section>
        <Verdict version={card} />
      </Section>
      <ThresholdSection
        runId={card.runId}
        threshold={card.info.threshold}
        action={(look) => (
          <SaveThreshold model={card.model} version={card.version} current={card.info.threshold} look={look} />
        )}
      />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Section title={text('registry.card.data')}>
          <Facts card={card} />
        </Section>
        <Section>
          <StoredChart runId={card.runId} path="figures/calibration.json" height={300} />
        </Section>
        <Section title={text('registry.card.features')}>
          <List type="ordered" size="sm" spacing={2}>
            {card.features.map((name) => (
              <List.Item key={name}>
                {columnLabel(name)}{' '}
                <Text span size="xs" c="dimmed" ff="monospace">
                  {name}
                </Text>
              </List.Item>
            ))}
          </List>
        </Section>
        <Section title={text('registry.card.dropped')}>
          <DroppedRows runId={card.runId} />
        </Section>
        <Section title={text('registry.card.metrics')}>
          <Metrics card={card} />
        </Section>
        <Section title={text('registry.card.recipe')}>
          <ScrollArea h={330} type="auto" viewportProps={{ tabIndex: 0, 'aria-label': text('registry.card.recipe') }}>
            <Code block bg="transparent" p={0}>
              {JSON.stringify(card.recipe, null, 2)}
            </Code>
          </ScrollArea>
        </Section>
      </SimpleGrid>
      {card.card !== null && <CardReport card={card.card} />}
      <Section title={text('registry.history')}>
        <Events events={card.events} />
      </Section>
    </Stack>
  )
}

/** All scores on the test rows; with their intervals where the card has them. */
function Metrics({ card: { card, metrics } }: { card: Card }) {
  const intervals = card?.metrics.intervals ?? {}
  return (
    <>
      <Table className="numbers" aria-label={text('registry.card.metrics')} verticalSpacing={3}>
        <Table.Tbody>
          {Object.entries(metrics).map(([name, value]) => {
            const interval = intervals[name]
            return (
              <Table.Tr key={name}>
                <Table.Th fw={400}>{metricWords(name)}</Table.Th>
                <Table.Td ta="right">{value === null ? '–' : formatMetric(value)}</Table.Td>
                <Table.Td ta="right" c="dimmed">
                  {interval && `${formatScore(interval.low, 4)} – ${formatScore(interval.high, 4)}`}
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
      {card !== null && (
        <Text size="xs" c="dimmed" mt="xs">
          {text('model_card.metrics.note', {
            resamples: card.metrics.resamples,
            rows: card.data.test_rows,
            threshold: formatScore(card.threshold, 2),
          })}
        </Text>
      )}
    </>
  )
}

function Facts({ card: { info, contentHash, runId } }: { card: Card }) {
  const day = (instant: string) => formatDay(instant.slice(0, 10))
  const facts = [
    [
      text('registry.card.window'),
      text('registry.card.window.to', { from: day(info.data_from), to: day(info.data_to) }),
    ],
    [text('registry.card.run_date'), formatDay(info.run_date)],
    [text('registry.card.trained'), formatTime(Date.parse(info.trained_at))],
    [text('registry.card.threshold'), formatScore(info.threshold, 3)],
    [text('registry.card.seed'), String(info.seed)],
    [text('registry.card.app'), info.app_version],
    [text('registry.card.hash'), contentHash.slice(0, 16)],
    [text('registry.card.recipe_hash'), info.recipe_hash.slice(0, 16)],
  ] as const
  return (
    <Table className="numbers" aria-label={text('registry.card.data')} verticalSpacing={4}>
      <Table.Tbody>
        {facts.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th fw={400}>{name}</Table.Th>
            <Table.Td ta="right">{value}</Table.Td>
          </Table.Tr>
        ))}
        <Table.Tr>
          <Table.Th fw={400}>{text('registry.run')}</Table.Th>
          <Table.Td ta="right">
            <a href={href('experiments', [runId])} style={{ color: 'var(--wb-accent)' }}>
              {runId.slice(0, 12)}
            </a>
          </Table.Td>
        </Table.Tr>
      </Table.Tbody>
    </Table>
  )
}
