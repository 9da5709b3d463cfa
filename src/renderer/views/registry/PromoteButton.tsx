import { Button, Checkbox, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { useTRPC } from '../../link.ts'
import { ConfirmDialog } from '../../parts/ConfirmDialog.tsx'
import { ErrorState } from '../../parts/states.tsx'
import { notify } from '../../problems.ts'
import type { Version } from './models.ts'

interface PromoteButtonProps {
  version: Version
  champion: Version | undefined
  filled?: boolean
}

/** Makes a version the champion, once the user has read what that means. */
export function PromoteButton({ version, champion, filled = false }: PromoteButtonProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [opened, setOpened] = useState(false)
  const [reason, setReason] = useState('')
  const [allowed, setAllowed] = useState(false)
  const { model, version: number } = version
  const named = { version: String(number) }
  const promotion = useMutation(
    trpc.models.promote.mutationOptions({
      onSuccess: () => {
        setOpened(false)
        notify({ color: 'green', message: text('registry.promoted', named) })
        void queryClient.invalidateQueries({ queryKey: trpc.serving.pathKey() })
        return queryClient.invalidateQueries({ queryKey: trpc.models.pathKey() })
      },
    }),
  )
  const before =
    champion === undefined
      ? text('registry.promote.first')
      : text('registry.promote.before', { version: String(champion.version) })
  const changesFeatures =
    champion !== undefined && String(champion.features.toSorted()) !== String(version.features.toSorted())

  return (
    <>
      <Button size="xs" variant={filled ? 'filled' : 'default'} onClick={() => setOpened(true)}>
        {text('registry.promote')}
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={text('registry.promote.version', named)}
        what={text('registry.promote.what', { ...named, model, before })}
        action={text('registry.promote')}
        busy={promotion.isPending}
        disabled={changesFeatures && !allowed}
        onConfirm={() => promotion.mutate({ model, version: number, reason, allowSchemaChange: allowed })}
      >
        {changesFeatures && (
          <>
            <Text size="sm" c="var(--wb-warn)">
              {text('registry.promote.features')}
            </Text>
            <Checkbox
              label={text('registry.promote.allow')}
              checked={allowed}
              onChange={(event) => setAllowed(event.currentTarget.checked)}
            />
          </>
        )}
        <Textarea
          label={text('registry.reason')}
          maxLength={1000}
          autosize
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {promotion.error !== null && <ErrorState error={promotion.error} />}
      </ConfirmDialog>
    </>
  )
}
