import { Group, Paper, Stack, Text } from '@mantine/core'
import { text } from '../../../shared/messages/index.ts'
import { Icon } from '../../parts/icons.tsx'
import { Contest } from './Contest.tsx'
import { History } from './History.tsx'
import type { Model } from './models.ts'
import { Versions } from './Versions.tsx'

/** A model: champion beside challenger, its versions, its history. */
export function ModelOverview({ model }: { model: Model }) {
  return (
    <Stack gap="md">
      {model.generated && <GeneratedNotice />}
      <Contest model={model} />
      <Versions model={model} />
      <History model={model.name} />
    </Stack>
  )
}

/** What must be known of figures from generated data. */
export function GeneratedNotice() {
  return (
    <Paper px="sm" py={6} bg="var(--wb-panel)" role="note">
      <Group gap="xs" wrap="nowrap">
        <Icon name="info" color="var(--wb-warn)" style={{ flexShrink: 0 }} />
        <Text size="sm">
          <Text span size="sm" fw={600} c="var(--wb-warn)">
            {text('registry.generated')}.
          </Text>{' '}
          {text('registry.generated.why')}
        </Text>
      </Group>
    </Paper>
  )
}
