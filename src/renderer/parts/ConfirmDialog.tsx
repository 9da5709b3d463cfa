import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { text } from '../../shared/messages/index.ts'

interface ConfirmDialogProps {
  opened: boolean
  onClose(): void
  title: string
  /** What will happen. */
  what: string
  /** Label of the button that does it. */
  action: string
  onConfirm(): void
  busy: boolean
  disabled?: boolean
  /** Fields, and why it was refused. */
  children?: ReactNode
}

/** Asks before something happens that others notice, and says what. */
export function ConfirmDialog({
  opened,
  onClose,
  title,
  what,
  action,
  onConfirm,
  busy,
  disabled = false,
  children,
}: ConfirmDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': text('window.close') }}>
      <Stack gap="sm">
        <Text size="sm">{what}</Text>
        {children}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {text('window.cancel')}
          </Button>
          <Button loading={busy} disabled={disabled} onClick={onConfirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
