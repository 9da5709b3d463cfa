import { Anchor, Group, Text, Timeline } from '@mantine/core'
import { recordedText, text } from '../../../shared/messages/index.ts'
import type { Outputs } from '../../link.ts'
import { href } from '../../router.ts'
import { formatTime } from '../../words/formats.ts'

type Event = Outputs['schedule']['audit'][number]

/** Events newest first: what, from which version to which, why, by whom, when. */
export function AuditTimeline({ events }: { events: readonly Event[] }) {
  return (
    <Timeline active={events.length} bulletSize={12} lineWidth={2}>
      {events.map((event) => (
        <Timeline.Item key={event.id} title={titleOf(event)} styles={{ itemTitle: { fontSize: 13 } }}>
          {event.reason !== '' && (
            <Text size="sm" maw="90ch">
              {event.reason}
            </Text>
          )}
          <Group gap={6}>
            <Text size="xs" c="dimmed">
              {formatTime(event.time)} · {event.actor}
              {event.model !== null && ` · ${event.model}`}
            </Text>
            {event.runId !== null && (
              <Anchor size="xs" href={href('experiments', [event.runId])}>
                {text('audit_view.run', { run: event.runId.slice(0, 8) })}
              </Anchor>
            )}
          </Group>
        </Timeline.Item>
      ))}
    </Timeline>
  )
}

function titleOf({ kind, fromVersion, toVersion, schedule, alias }: Event): string {
  const code = `audit.kind.${kind}`
  const words = recordedText(code, {})
  const versions =
    fromVersion !== null && toVersion !== null ? `${fromVersion} → ${toVersion}` : (toVersion ?? fromVersion ?? '')
  const about = kind.startsWith('alias') ? alias : kind.startsWith('schedule') ? schedule : null
  return [words === code ? kind : words, about, versions].filter((part) => part !== null && part !== '').join(' · ')
}
