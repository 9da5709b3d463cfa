import { Group, Paper, Stack, Text } from '@mantine/core'
import { recordedText, text } from '../../../shared/messages/index.ts'
import type { Note } from '../../../shared/pipeline/stepDetails.ts'
import { Icon } from '../../parts/icons.tsx'

/** What to know of a step, in a sentence or two. */
export function Notes({ notes }: { notes: readonly Note[] }) {
  const title = text('pipeline_view.know')
  return (
    <Paper component="section" bg="var(--wb-panel)" px="sm" py={8} aria-label={title}>
      <Group gap={10} align="flex-start" wrap="nowrap">
        <Icon name="info" size={17} style={{ flexShrink: 0, marginTop: 1, color: 'var(--wb-accent)' }} />
        <Stack gap={4}>
          {notes.map(({ code, params }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same sentence may be said of two columns
            <Text key={index} size="sm" maw="100ch">
              {recordedText(code, params)}
            </Text>
          ))}
        </Stack>
      </Group>
    </Paper>
  )
}
