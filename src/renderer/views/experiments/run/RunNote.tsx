import { Button, Group, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '../../../../shared/messages/index.ts'
import { useTRPC } from '../../../link.ts'
import { Section } from '../../../parts/Section.tsx'
import { notify, notifyProblem } from '../../../problems.ts'
import type { Run } from '../runs.ts'

/** What people wrote of a run. */
export function RunNote({ run }: { run: Run }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [note, setNote] = useState(run.note)
  const saving = useMutation(
    trpc.runs.note.mutationOptions({
      onError: notifyProblem,
      onSuccess: () => {
        notify({ color: 'green', message: text('experiments.run.note.saved') })
        return queryClient.invalidateQueries({ queryKey: trpc.runs.pathKey() })
      },
    }),
  )
  return (
    <Section title={text('experiments.note')}>
      <Textarea
        autosize
        minRows={3}
        maxRows={12}
        maxLength={20_000}
        aria-label={text('experiments.note')}
        placeholder={text('experiments.run.note.empty')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="xs">
        <Button
          size="xs"
          disabled={note === run.note}
          loading={saving.isPending}
          onClick={() => saving.mutate({ runId: run.id, note })}
        >
          {text('experiments.run.note.save')}
        </Button>
      </Group>
    </Section>
  )
}
