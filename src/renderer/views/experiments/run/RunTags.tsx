import { Button, Group, Pill, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { text } from '../../../../shared/messages/index.ts'
import { useTRPC } from '../../../link.ts'
import { Section } from '../../../parts/Section.tsx'
import { problemOf } from '../../../problems.ts'
import type { Run } from '../runs.ts'

/** Names with values that sort runs: those of the app, and those that people add. */
export function RunTags({ run }: { run: Run }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const setting = useMutation(
    trpc.runs.tag.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.runs.pathKey() }),
    }),
  )
  const tags = Object.entries(run.tags).sort(([a], [b]) => (a < b ? -1 : 1))
  const add = (event: FormEvent) => {
    event.preventDefault()
    setting.mutate(
      { runId: run.id, name: name.trim(), value },
      {
        onSuccess: () => {
          setName('')
          setValue('')
        },
      },
    )
  }
  return (
    <Section title={text('experiments.tags')}>
      <Stack gap="sm">
        <Group gap={6}>
          {tags.length === 0 && (
            <Text c="dimmed" size="sm">
              {text('experiments.run.none')}
            </Text>
          )}
          {tags.map(([tag, held]) => (
            <Pill
              key={tag}
              withRemoveButton
              maw="100%"
              title={`${tag}: ${held}`}
              onRemove={() => setting.mutate({ runId: run.id, name: tag, value: null })}
              removeButtonProps={{
                'aria-label': text('experiments.tag.remove', { name: tag }),
                'aria-hidden': false,
                tabIndex: 0,
              }}
            >
              {`${tag}: ${held}`}
            </Pill>
          ))}
        </Group>
        <form onSubmit={add}>
          <Group gap="xs" align="flex-end" wrap="nowrap">
            <TextInput
              size="xs"
              style={{ flex: 1 }}
              label={text('experiments.tag.name')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              size="xs"
              style={{ flex: 1 }}
              label={text('experiments.tag.value')}
              value={value}
              onChange={(event) => setValue(event.currentTarget.value)}
            />
            <Button type="submit" size="xs" variant="default" disabled={name.trim() === ''} style={{ flexShrink: 0 }}>
              {text('experiments.tag.add')}
            </Button>
          </Group>
          {setting.error !== null && (
            <Text size="xs" c="var(--wb-bad)" role="alert" mt={4}>
              {problemOf(setting.error).message}
            </Text>
          )}
        </form>
      </Stack>
    </Section>
  )
}
