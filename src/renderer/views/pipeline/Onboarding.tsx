import { Box, Button, Divider, Group, Paper, ScrollArea, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { text } from '../../../shared/messages/index.ts'
import { FileChoice } from '../../newRun/FileChoice.tsx'
import type { NewRunSource } from '../../newRun/NewRun.tsx'
import { Icon } from '../../parts/icons.tsx'
import { STEP_GROUPS } from './steps.ts'

interface OnboardingProps {
  starting: boolean
  onDemonstration(): void
  onSource(source: NewRunSource): void
  onFile(file: File): void
}

/** What an empty workspace shows: what this is, and one thing to press. */
export function Onboarding({ starting, onDemonstration, onSource, onFile }: OnboardingProps) {
  return (
    <ScrollArea h="100%" type="auto">
      <Stack gap="lg" maw={820} mx="auto" px="lg" py={40}>
        <Box>
          <Title order={1} fz={26} lh={1.25} mb={6}>
            {text('onboarding.title')}
          </Title>
          <Text c="dimmed" fz={14} maw="68ch">
            {text('onboarding.what')}
          </Text>
        </Box>
        <Paper p="lg" bg="var(--wb-panel)">
          <Group justify="space-between" wrap="nowrap" gap="xl">
            <Text size="sm" maw="52ch">
              {text('onboarding.demonstration')}
            </Text>
            <Button
              size="md"
              leftSection={<Icon name="play" />}
              loading={starting}
              onClick={onDemonstration}
              style={{ flexShrink: 0 }}
            >
              {text('new_run.demonstration')}
            </Button>
          </Group>
        </Paper>
        <Box>
          <Title order={2} mb="xs">
            {text('onboarding.own')}
          </Title>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Paper p="md" bg="var(--wb-panel)">
              <Stack gap="sm" h="100%" justify="space-between" align="flex-start">
                <Text size="sm">{text('new_run.source.socrata.what')}</Text>
                <Button variant="default" leftSection={<Icon name="city" />} onClick={() => onSource('socrata')}>
                  {text('new_run.source.socrata')}
                </Button>
              </Stack>
            </Paper>
            <Paper p="md" bg="var(--wb-panel)">
              <Stack gap="sm">
                <Text size="sm">{text('new_run.source.file.what')}</Text>
                <FileChoice file={undefined} onChoose={(file) => file !== undefined && onFile(file)} />
              </Stack>
            </Paper>
          </SimpleGrid>
        </Box>
        <Box>
          <Title order={2} mb="xs">
            {text('onboarding.steps')}
          </Title>
          <SimpleGrid cols={{ base: 2, sm: 4 }}>
            {STEP_GROUPS.map(({ label, steps }) => (
              <div key={label}>
                <Text fw={600} size="sm">
                  {text(label)}
                </Text>
                <Text c="dimmed" size="sm">
                  {steps.map((step) => text(`step.${step}`)).join(', ')}
                </Text>
              </div>
            ))}
          </SimpleGrid>
        </Box>
        <Divider />
        <Text c="dimmed" size="xs">
          {text('onboarding.disclaimer')}
        </Text>
      </Stack>
    </ScrollArea>
  )
}
