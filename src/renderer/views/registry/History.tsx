import { Text, Timeline } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { text } from '../../../shared/messages/index.ts'
import { type Outputs, useTRPC } from '../../link.ts'
import { Queried } from '../../parts/Queried.tsx'
import { Section } from '../../parts/Section.tsx'
import { formatTime } from '../../words/formats.ts'
import { aliasLabel } from './models.ts'

type Event = Outputs['models']['events'][number]

/** Everything that happened to a model, the newest first. */
export function History({ model }: { model: string }) {
  const trpc = useTRPC()
  const events = useQuery(trpc.models.events.queryOptions({ model }))
  return (
    <Section title={text('registry.history')}>
      <Queried query={events} height={200}>
        {(known) => <Events events={known} />}
      </Queried>
    </Section>
  )
}

/** Events with who did them, when, and why. */
export function Events({ events }: { events: readonly Event[] }) {
  return (
    <Timeline active={events.length} bulletSize={12} lineWidth={2}>
      {events.toReversed().map((event) => (
        <Timeline.Item key={event.id} title={titleOf(event)} styles={{ itemTitle: { fontSize: 13 } }}>
          {event.reason !== '' && <Text size="sm">{event.reason}</Text>}
          <Text size="xs" c="dimmed">
            {formatTime(event.time)} · {event.actor}
          </Text>
        </Timeline.Item>
      ))}
    </Timeline>
  )
}

function titleOf({ action, alias, fromVersion, toVersion, threshold }: Event): string {
  const version = String(toVersion ?? fromVersion ?? '')
  switch (action) {
    case 'registered':
    case 'promoted':
    case 'rolled_back':
    case 'contest_started':
    case 'contest_changed':
    case 'contest_ended':
      return text(`registry.event.${action}`, { version })
    case 'threshold_set':
      return text('registry.event.threshold_set', { version, threshold: threshold ?? 0 })
    case 'alias_set':
    case 'alias_removed':
      return text(`registry.event.${action}`, { version, alias: aliasLabel(alias ?? '').toLowerCase() })
  }
}
