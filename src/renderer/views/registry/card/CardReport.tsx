import { List, SimpleGrid, Stack, Text } from '@mantine/core'
import { text } from '../../../../shared/messages/index.ts'
import type { Outputs } from '../../../link.ts'
import { Section } from '../../../parts/Section.tsx'
import { SimpleTable } from '../../../parts/SimpleTable.tsx'
import { formatDay, formatNumber, formatShare } from '../../../words/formats.ts'
import { Groups } from './Groups.tsx'

type Card = NonNullable<Outputs['models']['version']['card']>

/** What a version's card says beyond its figures: use and limits, how ripe the labels are, and groups. */
export function CardReport({ card }: { card: Card }) {
  const { statements } = card
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Stack gap="md">
          <Sentences title={text('model_card.use')} lines={statements.intended_use} />
          <Sentences title={text('model_card.not')} lines={statements.not_for} />
        </Stack>
        <Sentences title={text('model_card.limits')} lines={statements.limits} />
      </SimpleGrid>
      <Section title={text('model_card.maturity')}>
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <Text size="sm">{statements.label_maturity}</Text>
          <SimpleTable
            label={text('model_card.maturity.weeks')}
            columns={[
              text('model_card.maturity.week'),
              text('model_card.maturity.incidents'),
              text('model_card.group.arrest_rate'),
              text('model_card.maturity.missing'),
            ]}
            rows={card.label_maturity.weeks.map(({ from, incidents, arrest_rate, missing }) => [
              formatDay(from),
              formatNumber(incidents),
              formatShare(arrest_rate),
              missing === null ? '–' : formatShare(missing),
            ])}
          />
        </SimpleGrid>
      </Section>
      <Groups card={card} />
    </Stack>
  )
}

function Sentences({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <Section title={title}>
      <List size="sm" spacing={4}>
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </Section>
  )
}
