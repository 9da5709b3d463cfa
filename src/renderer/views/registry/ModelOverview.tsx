import { Alert, Stack } from '@mantine/core'
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
    <Alert color="orange" variant="light" icon={<Icon name="info" />} title={text('registry.generated')} py="xs">
      {text('registry.generated.why')}
    </Alert>
  )
}
