import { Box, Group, ScrollArea, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface PageProps {
  title: string
  /** One sentence: what is seen here and what it is for. */
  description?: ReactNode
  /** Buttons at the right of the title. */
  actions?: ReactNode
  /** Fills the window instead of scrolling as a whole; its parts scroll. */
  fill?: boolean
  children: ReactNode
}

/** A view's page: heading, what it is, actions, content. */
export function Page({ title, description, actions, fill = false, children }: PageProps) {
  const content = (
    <Stack gap="md" p="lg" h={fill ? '100%' : undefined} mih={0}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="md">
        <Box miw={0}>
          <Title order={1}>{title}</Title>
          {description !== undefined && (
            <Text c="dimmed" size="sm" maw="75ch" mt={2}>
              {description}
            </Text>
          )}
        </Box>
        {actions !== undefined && (
          <Group gap="xs" wrap="nowrap">
            {actions}
          </Group>
        )}
      </Group>
      {children}
    </Stack>
  )
  if (fill) return <Box h="100%">{content}</Box>
  return (
    <ScrollArea h="100%" type="auto">
      {content}
    </ScrollArea>
  )
}
