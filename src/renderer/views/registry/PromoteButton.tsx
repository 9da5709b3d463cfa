import { Button, Checkbox, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { useTRPC } from '../../link.ts'
import type { Version } from './models.ts'
import { ReasonedDialog, useRegistryChanged } from './ReasonedDialog.tsx'

interface PromoteButtonProps {
  version: Version
  champion: Version | undefined
  filled?: boolean
}

/** Makes a version the champion, once the user has read what that means. */
export function PromoteButton({ version, champion, filled = false }: PromoteButtonProps) {
  const trpc = useTRPC()
  const changed = useRegistryChanged()
  const [opened, setOpened] = useState(false)
  const [allowed, setAllowed] = useState(false)
  const { model, version: number } = version
  const named = { version: String(number) }
  const promotion = useMutation(
    trpc.models.promote.mutationOptions({
      onSuccess: () => {
        setOpened(false)
        return changed(text('registry.promoted', named))
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
      <ReasonedDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={text('registry.promote.version', named)}
        what={text('registry.promote.what', { ...named, model, before })}
        action={text('registry.promote')}
        busy={promotion.isPending}
        error={promotion.error}
        disabled={changesFeatures && !allowed}
        onConfirm={(reason) => promotion.mutate({ model, version: number, reason, allowSchemaChange: allowed })}
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
      </ReasonedDialog>
    </>
  )
}
