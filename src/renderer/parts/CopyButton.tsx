import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { text } from '../../shared/messages/index.ts'
import { Icon } from './icons.tsx'

/** Copies a text. */
export function CopyButton({ value, label = text('window.copy') }: { value: string; label?: string }) {
  const { copied, copy } = useClipboard({ timeout: 1500 })
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />}
      onClick={() => copy(value)}
    >
      {copied ? text('window.copied') : label}
    </Button>
  )
}
