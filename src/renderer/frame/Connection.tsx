import { Button, Group, Text } from '@mantine/core'
import { text } from '../../shared/messages/index.ts'
import { Icon } from '../parts/icons.tsx'
import styles from './Frame.module.css'

/** Tells that the engine is out of reach; what is on the screen stays. */
export function ConnectionLost({ onReconnect }: { onReconnect(): void }) {
  return (
    <Group className={styles.lostBanner} role="alert" gap="sm" wrap="nowrap">
      <Icon name="plug" />
      <Text size="sm" style={{ flex: 1 }}>
        <b>{text('window.lost.title')}.</b> {text('window.lost.message')}
      </Text>
      <Button size="compact-sm" variant="default" onClick={onReconnect} style={{ flexShrink: 0 }}>
        {text('window.lost.reconnect')}
      </Button>
    </Group>
  )
}
