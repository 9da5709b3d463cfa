import { Button, Code, Group, Stack, Text } from '@mantine/core'
import { text } from '../../../shared/messages/index.ts'
import { CopyButton } from '../../parts/CopyButton.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Section } from '../../parts/Section.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { go, href } from '../../router.ts'
import { viewOf } from '../views.ts'

/** The statements that a step ran, to copy and to try out in the query tab. */
export function StepSql({ runId, statements }: { runId: string; statements: readonly string[] }) {
  if (statements.length === 0) {
    return (
      <EmptyState icon="table" title={text('pipeline_view.no_sql')}>
        {text('pipeline_view.no_sql.message')}
      </EmptyState>
    )
  }
  const canQuery = viewOf('data') !== undefined
  return (
    <Stack gap="sm">
      {statements.map((statement, index) => (
        <Section
          // biome-ignore lint/suspicious/noArrayIndexKey: statements are told apart by their order only
          key={index}
        >
          <Group justify="space-between" mb="xs">
            <Text size="sm" fw={600}>
              {text('pipeline_view.statement', { number: index + 1 })}
            </Text>
            <Group gap="xs">
              <CopyButton value={statement} />
              {canQuery && (
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<Icon name="open" size={14} />}
                  onClick={() => go(href('data', ['query'], { run: runId, sql: statement }))}
                >
                  {text('pipeline_view.open_query')}
                </Button>
              )}
            </Group>
          </Group>
          <Code block mah={420} style={{ overflow: 'auto' }} tabIndex={0}>
            {statement}
          </Code>
        </Section>
      ))}
    </Stack>
  )
}
