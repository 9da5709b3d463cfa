import { Alert, Button, Group, Text } from '@mantine/core'
import { text } from '../../shared/messages/index.ts'
import { Icon } from '../parts/icons.tsx'

/** Tells that the engine is out of reach; what is on the screen stays. */
export function ConnectionLost({ onReconnect }: { onReconnect(): void }) {
  return (
    <Alert
      color="red"
      variant="light"
      radius={0}
      icon={<Icon name="plug" />}
      title={text('window.lost.title')}
      role="alert"
    >
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{text('window.lost.message')}</Text>
        <Button size="xs" variant="default" onClick={onReconnect} style={{ flexShrink: 0 }}>
          {text('window.lost.reconnect')}
        </Button>
      </Group>
    </Alert>
  )
}
