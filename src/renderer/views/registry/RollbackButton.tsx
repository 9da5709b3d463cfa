import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { useTRPC } from '../../link.ts'
import { ConfirmDialog } from '../../parts/ConfirmDialog.tsx'
import { ErrorState } from '../../parts/states.tsx'
import { notify } from '../../problems.ts'
import type { Version } from './models.ts'

/** Makes the previous champion the champion again. */
export function RollbackButton({ champion, previous }: { champion: Version; previous: Version }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [opened, setOpened] = useState(false)
  const [reason, setReason] = useState('')
  const { model } = champion
  const [from, to] = [String(champion.version), String(previous.version)]
  const rollback = useMutation(
    trpc.models.rollback.mutationOptions({
      onSuccess: () => {
        setOpened(false)
        notify({ color: 'green', message: text('registry.promoted', { version: to }) })
        void queryClient.invalidateQueries({ queryKey: trpc.serving.pathKey() })
        return queryClient.invalidateQueries({ queryKey: trpc.models.pathKey() })
      },
    }),
  )
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpened(true)}>
        {text('registry.rollback')}
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={text('registry.rollback.title', { version: to })}
        what={text('registry.rollback.what', { model, from, to })}
        action={text('registry.rollback')}
        busy={rollback.isPending}
        onConfirm={() => rollback.mutate({ model, reason })}
      >
        <Textarea
          label={text('registry.reason')}
          maxLength={1000}
          autosize
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {rollback.error !== null && <ErrorState error={rollback.error} />}
      </ConfirmDialog>
    </>
  )
}
