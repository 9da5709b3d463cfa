import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { useTRPC } from '../../link.ts'
import type { Version } from './models.ts'
import { ReasonedDialog, useRegistryChanged } from './ReasonedDialog.tsx'

/** Makes the previous champion the champion again. */
export function RollbackButton({ champion, previous }: { champion: Version; previous: Version }) {
  const trpc = useTRPC()
  const changed = useRegistryChanged()
  const [opened, setOpened] = useState(false)
  const { model } = champion
  const [from, to] = [String(champion.version), String(previous.version)]
  const rollback = useMutation(
    trpc.models.rollback.mutationOptions({
      onSuccess: () => {
        setOpened(false)
        return changed(text('registry.promoted', { version: to }))
      },
    }),
  )
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpened(true)}>
        {text('registry.rollback')}
      </Button>
      <ReasonedDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={text('registry.rollback.title', { version: to })}
        what={text('registry.rollback.what', { model, from, to })}
        action={text('registry.rollback')}
        busy={rollback.isPending}
        error={rollback.error}
        onConfirm={(reason) => rollback.mutate({ model, reason })}
      />
    </>
  )
}
