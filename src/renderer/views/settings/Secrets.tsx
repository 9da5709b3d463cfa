import { Badge, Button, Group, PasswordInput, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { type Outputs, useTRPC } from '../../link.ts'
import { problemOf } from '../../problems.ts'

type Secret = Outputs['settings']['get']['secrets'][number]

/** Which secrets are set, and from where; never what they are. */
export function Secrets({ secrets, keepsSecrets }: { secrets: readonly Secret[]; keepsSecrets: boolean }) {
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {text(keepsSecrets ? 'settings_view.secrets.kept' : 'settings_view.secrets.read_only')}
      </Text>
      {secrets.map((secret) => (
        <div key={secret.name}>
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <div>
              <Text size="sm">{text(`settings_view.secret.${secret.name}`)}</Text>
              <Text size="xs" c="dimmed" ff="monospace">
                {secret.name}
              </Text>
            </div>
            <Badge
              variant="outline"
              style={{ flexShrink: 0 }}
              styles={{
                root: { color: secret.from === null ? 'var(--wb-faint)' : 'var(--wb-ok)', borderColor: 'currentcolor' },
              }}
            >
              {text(`settings_view.from.${secret.from ?? 'none'}`)}
            </Badge>
          </Group>
          {keepsSecrets && <SecretField secret={secret} />}
        </div>
      ))}
    </Stack>
  )
}

function SecretField({ secret: { name, from } }: { secret: Secret }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [value, setValue] = useState('')
  const keeping = useMutation(
    trpc.settings.setSecret.mutationOptions({
      onSuccess: () => {
        setValue('')
        return queryClient.invalidateQueries({ queryKey: trpc.settings.pathKey() })
      },
    }),
  )
  const label = text('settings_view.secret.new', { name: text(`settings_view.secret.${name}`) })
  return (
    <Group gap="xs" mt={4} align="flex-start" wrap="nowrap">
      <PasswordInput
        size="xs"
        style={{ flex: 1 }}
        aria-label={label}
        autoComplete="off"
        value={value}
        error={keeping.error && problemOf(keeping.error).message}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Button
        size="xs"
        variant="default"
        disabled={value.trim() === ''}
        loading={keeping.isPending}
        onClick={() => keeping.mutate({ name, value })}
      >
        {text('settings_view.secret.keep')}
      </Button>
      {from === 'key_store' && (
        <Button size="xs" variant="subtle" onClick={() => keeping.mutate({ name, value: null })}>
          {text('settings_view.secret.forget')}
        </Button>
      )}
    </Group>
  )
}
