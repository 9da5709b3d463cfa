import { Alert, Button, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { useTRPC } from '../../link.ts'
import { ConfirmDialog } from '../../parts/ConfirmDialog.tsx'
import { Icon } from '../../parts/icons.tsx'
import { ErrorState } from '../../parts/states.tsx'
import { notify } from '../../problems.ts'
import type { ThresholdLook } from '../../threshold/ThresholdSection.tsx'
import { formatScore } from '../../words/formats.ts'

interface SaveThresholdProps {
  model: string
  version: number
  /** The threshold that holds now. */
  current: number
  look: ThresholdLook
}

/** Makes the threshold that is looked at the version's own, once the user has read what that means. */
export function SaveThreshold({ model, version, current, look }: SaveThresholdProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [opened, setOpened] = useState(false)
  const [reason, setReason] = useState('')
  const words = { model, version: String(version), threshold: formatScore(look.threshold) }
  const save = useMutation(
    trpc.models.setThreshold.mutationOptions({
      onSuccess: () => {
        setOpened(false)
        notify({ color: 'green', message: text('threshold.saved', words) })
        void queryClient.invalidateQueries({ queryKey: trpc.serving.pathKey() })
        return queryClient.invalidateQueries({ queryKey: trpc.models.pathKey() })
      },
    }),
  )
  return (
    <>
      <Button size="xs" variant="default" disabled={look.threshold === current} onClick={() => setOpened(true)}>
        {text('threshold.save', words)}
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={text('threshold.save.title')}
        what={text('threshold.save.what', words)}
        action={text('threshold.save', words)}
        busy={save.isPending}
        onConfirm={() => save.mutate({ model, version, threshold: look.threshold, reason })}
      >
        {look.rows === 'test' && (
          <Alert variant="light" color="orange" icon={<Icon name="info" />} p="xs">
            <Text size="sm">{text('threshold.save.on_test')}</Text>
          </Alert>
        )}
        <Textarea
          label={text('registry.reason')}
          maxLength={1000}
          autosize
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {save.error !== null && <ErrorState error={save.error} />}
      </ConfirmDialog>
    </>
  )
}
