import { Alert, Button, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { useTRPC } from '../../link.ts'
import { Icon } from '../../parts/icons.tsx'
import type { ThresholdLook } from '../../threshold/ThresholdSection.tsx'
import { formatScore } from '../../words/formats.ts'
import { ReasonedDialog, useRegistryChanged } from './ReasonedDialog.tsx'

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
  const changed = useRegistryChanged()
  const [opened, setOpened] = useState(false)
  const words = { model, version: String(version), threshold: formatScore(look.threshold) }
  const save = useMutation(
    trpc.models.setThreshold.mutationOptions({
      onSuccess: () => {
        setOpened(false)
        return changed(text('threshold.saved', words))
      },
    }),
  )
  return (
    <>
      <Button size="xs" variant="default" disabled={look.threshold === current} onClick={() => setOpened(true)}>
        {text('threshold.save', words)}
      </Button>
      <ReasonedDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={text('threshold.save.title')}
        what={text('threshold.save.what', words)}
        action={text('threshold.save', words)}
        busy={save.isPending}
        error={save.error}
        onConfirm={(reason) => save.mutate({ model, version, threshold: look.threshold, reason })}
      >
        {look.rows === 'test' && (
          <Alert variant="light" color="orange" icon={<Icon name="info" />} p="xs">
            <Text size="sm">{text('threshold.save.on_test')}</Text>
          </Alert>
        )}
      </ReasonedDialog>
    </>
  )
}
