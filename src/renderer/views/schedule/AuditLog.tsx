import { Alert, Button, Group, MultiSelect, Select, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { AUDIT_KINDS, type AuditKind } from '../../../shared/schedule/audit.ts'
import { fileUrl, useTRPC } from '../../link.ts'
import { Icon } from '../../parts/icons.tsx'
import { Queried } from '../../parts/Queried.tsx'
import { Section } from '../../parts/Section.tsx'
import { AuditTimeline } from './AuditTimeline.tsx'

const PAGE = 50
const DAY_MS = 86_400_000
const SPANS = { all: 0, week: 7, month: 31, year: 366 } as const

/** The audit log with its filters, whether it is whole, and its export. */
export function AuditLog() {
  const trpc = useTRPC()
  const [kinds, setKinds] = useState<AuditKind[]>([])
  const [model, setModel] = useState<string | null>(null)
  const [span, setSpan] = useState<keyof typeof SPANS>('all')
  const [opened] = useState(() => Date.now())
  const models = useQuery(trpc.models.list.queryOptions())
  const days = SPANS[span]
  const filter = {
    limit: PAGE,
    ...(kinds.length === 0 ? {} : { kinds }),
    ...(model === null ? {} : { model }),
    ...(days === 0 ? {} : { since: opened - days * DAY_MS }),
  }
  const events = useInfiniteQuery(
    trpc.schedule.audit.infiniteQueryOptions(filter, {
      getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)?.id),
    }),
  )
  return (
    <Section
      title={text('audit_view.title')}
      actions={
        <Group gap="xs" wrap="nowrap">
          {(['csv', 'json'] as const).map((format) => (
            <Button
              key={format}
              size="xs"
              variant="default"
              component="a"
              href={fileUrl(`files/audit/log/audit.${format}`)}
              download={`audit.${format}`}
              leftSection={<Icon name="download" size={14} />}
            >
              {text('audit_view.export', { format: format.toUpperCase() })}
            </Button>
          ))}
        </Group>
      }
    >
      <Wholeness />
      <Group gap="sm" mb="md" align="flex-end">
        <MultiSelect
          size="xs"
          w={340}
          clearable
          label={text('audit_view.kinds')}
          placeholder={kinds.length === 0 ? text('audit_view.all') : undefined}
          data={AUDIT_KINDS.map((kind) => ({ value: kind, label: text(`audit.kind.${kind}`) }))}
          value={kinds}
          onChange={(chosen) => setKinds(AUDIT_KINDS.filter((kind) => chosen.includes(kind)))}
        />
        <Select
          size="xs"
          w={240}
          clearable
          label={text('audit_view.model')}
          placeholder={text('audit_view.all')}
          data={(models.data ?? []).map(({ name }) => name)}
          value={model}
          onChange={setModel}
        />
        <Select
          size="xs"
          w={160}
          allowDeselect={false}
          label={text('audit_view.span')}
          data={(['all', 'week', 'month', 'year'] as const).map((value) => ({
            value,
            label: text(`audit_view.span.${value}`),
          }))}
          value={span}
          onChange={(value) => setSpan((['week', 'month', 'year'] as const).find((known) => known === value) ?? 'all')}
        />
      </Group>
      <Queried query={events} height={240}>
        {({ pages }) => {
          const shown = pages.flat()
          return shown.length === 0 ? (
            <Text size="sm">{text('audit_view.empty')}</Text>
          ) : (
            <AuditTimeline events={shown} />
          )
        }}
      </Queried>
      {events.hasNextPage && (
        <Button
          mt="md"
          size="xs"
          variant="default"
          loading={events.isFetchingNextPage}
          onClick={() => void events.fetchNextPage()}
        >
          {text('audit_view.older')}
        </Button>
      )}
    </Section>
  )
}

/** Whether every event is as it was written. */
function Wholeness() {
  const trpc = useTRPC()
  const verdict = useQuery(trpc.schedule.verifyAudit.queryOptions())
  if (verdict.data === undefined) return null
  if (!verdict.data.intact) {
    const { problem, event } = verdict.data
    return (
      <Alert color="red" variant="light" icon={<Icon name="alert" />} mb="md" role="alert">
        {text(`audit.damaged.${problem}`, { event: String(event) })}
      </Alert>
    )
  }
  return (
    <Text size="sm" c="dimmed" mb="sm" title={verdict.data.head}>
      {text('audit_view.intact', { events: verdict.data.events })}
    </Text>
  )
}
