import { Alert, Box, Button, Center, Group, Skeleton, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { text } from '../../shared/messages/index.ts'
import { problemOf } from '../problems.ts'
import { Icon, type IconName } from './icons.tsx'

interface EmptyStateProps {
  icon: IconName
  title: string
  /** Why it is empty and what to do. */
  children?: ReactNode
  action?: ReactNode
}

/** What a view shows that has nothing to show yet. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <Center p="xl" mih={220}>
      <Stack align="center" gap="xs" maw={460}>
        <ThemeIcon size={44} radius="xl" variant="light">
          <Icon name={icon} size={22} />
        </ThemeIcon>
        <Title order={2} ta="center">
          {title}
        </Title>
        {children !== undefined && (
          <Text c="dimmed" size="sm" ta="center" component="div">
            {children}
          </Text>
        )}
        {action}
      </Stack>
    </Center>
  )
}

/** Grey lines in the place of what is being fetched, of the height that it will take. */
export function LoadingState({ height = 240, lines }: { height?: number; lines?: number }) {
  const count = lines ?? Math.max(1, Math.floor(height / 34))
  return (
    <Box h={height} role="status" aria-label={text('window.loading')}>
      <Stack gap={14}>
        {Array.from({ length: count }, (_, line) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
          <Skeleton key={line} h={20} w={`${90 - ((line * 23) % 40)}%`} />
        ))}
      </Stack>
    </Box>
  )
}

interface ErrorStateProps {
  error: unknown
  /** Tries again what failed. */
  onRetry?: () => void
  actions?: ReactNode
}

/** What happened, why, and what to do: the message of a UserError, or how to report a bug. */
export function ErrorState({ error, onRetry, actions }: ErrorStateProps) {
  const { title, message } = problemOf(error)
  return (
    <Alert color="red" variant="light" icon={<Icon name="alert" />} title={title} role="alert">
      <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {message}
      </Text>
      {(onRetry !== undefined || actions !== undefined) && (
        <Group gap="xs" mt="sm">
          {onRetry !== undefined && (
            <Button size="xs" variant="default" leftSection={<Icon name="retry" size={14} />} onClick={onRetry}>
              {text('window.try_again')}
            </Button>
          )}
          {actions}
        </Group>
      )}
    </Alert>
  )
}
