import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { text } from '../../../shared/messages/index.ts'
import { useTRPC } from '../../link.ts'
import { notify, notifyProblem } from '../../problems.ts'

interface Named {
  id: string
  name: string
}

/** Deleting a run with a way back, and bringing one back. */
export function useRunActions() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.runs.pathKey() })
  const removal = useMutation(trpc.runs.delete.mutationOptions({ onSuccess: refresh, onError: notifyProblem }))
  const restoration = useMutation(trpc.runs.restore.mutationOptions({ onSuccess: refresh, onError: notifyProblem }))

  // The page of a run is left when it is deleted: what a `mutate` of its own would call then is never called.
  const restore = ({ id, name }: Named) =>
    restoration.mutateAsync({ runId: id }).then(
      () => notify({ color: 'green', message: text('experiments.restore.done', { run: name }) }),
      () => {},
    )

  const remove = (run: Named) =>
    removal.mutateAsync({ runId: run.id }).then(
      () => {
        const notice = notify({
          title: text('experiments.delete.done', { run: run.name }),
          autoClose: 15_000,
          message: (
            <Group justify="space-between" wrap="nowrap">
              <Text size="sm">{text('experiments.delete.kept')}</Text>
              <Button
                size="xs"
                variant="default"
                style={{ flexShrink: 0 }}
                onClick={() => {
                  notifications.hide(notice)
                  void restore(run)
                }}
              >
                {text('experiments.undo')}
              </Button>
            </Group>
          ),
        })
      },
      () => {},
    )
  return { remove, restore, busy: removal.isPending || restoration.isPending }
}
