import { Box, Group, Paper, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface SectionProps {
  title?: string
  actions?: ReactNode
  children: ReactNode
}

/** A panel with a heading. */
export function Section({ title, actions, children }: SectionProps) {
  return (
    <Paper component="section" bg="var(--wb-panel)" p="md" aria-label={title}>
      {(title !== undefined || actions !== undefined) && (
        <Group justify="space-between" mb="xs" wrap="nowrap">
          {title !== undefined ? <Title order={2}>{title}</Title> : <span />}
          {actions}
        </Group>
      )}
      <Box>{children}</Box>
    </Paper>
  )
}
