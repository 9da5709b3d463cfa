import { useMutation, useQueryClient } from '@tanstack/react-query'
import { text } from '../../../shared/messages/index.ts'
import { useTRPC } from '../../link.ts'
import { notify } from '../../problems.ts'

/** Keeps changed settings in the workspace, and says when they take effect. */
export function useSaveSettings() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.settings.set.mutationOptions({
      onSuccess: ({ applied }) => {
        const message = text(applied === 'now' ? 'settings_view.saved' : 'settings_view.saved.after_run')
        notify({ color: 'green', message })
        return queryClient.invalidateQueries()
      },
    }),
  )
}
