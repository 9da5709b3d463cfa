import { Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ComponentProps, useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { useTRPC } from '../../link.ts'
import { ConfirmDialog } from '../../parts/ConfirmDialog.tsx'
import { ErrorState } from '../../parts/states.tsx'
import { notify } from '../../problems.ts'

interface ReasonedDialogProps extends Omit<ComponentProps<typeof ConfirmDialog>, 'onConfirm'> {
  /** What came of the last try. */
  error: Parameters<typeof ErrorState>[0]['error'] | null
  onConfirm(reason: string): void
}

/** Asks before the registry is changed, and for the reason that its audit log keeps. */
export function ReasonedDialog({ error, onConfirm, children, ...dialog }: ReasonedDialogProps) {
  const [reason, setReason] = useState('')
  return (
    <ConfirmDialog {...dialog} onConfirm={() => onConfirm(reason)}>
      {children}
      <Textarea
        label={text('registry.reason')}
        maxLength={1000}
        autosize
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {error !== null && <ErrorState error={error} />}
    </ConfirmDialog>
  )
}

/** Tells what was changed, and has what shows versions read anew. */
export function useRegistryChanged(): (message: string) => Promise<void> {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return (message) => {
    notify({ color: 'green', message })
    void queryClient.invalidateQueries({ queryKey: trpc.serving.pathKey() })
    return queryClient.invalidateQueries({ queryKey: trpc.models.pathKey() })
  }
}
