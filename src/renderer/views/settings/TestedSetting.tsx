import { Button, Group, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { recordedText, text } from '../../../shared/messages/index.ts'
import { type Outputs, useTRPC } from '../../link.ts'
import { problemOf } from '../../problems.ts'
import { useSaveSettings } from './useSaveSettings.ts'

interface TestedSettingProps {
  name: 'portal' | 'store'
  value: string | undefined
  fallback: string
}

/** An address that can be tried before it is kept. */
export function TestedSetting({ name, value, fallback }: TestedSettingProps) {
  const trpc = useTRPC()
  const [typed, setTyped] = useState(value ?? '')
  const saving = useSaveSettings()
  const portal = useMutation(trpc.settings.testPortal.mutationOptions())
  const store = useMutation(trpc.settings.testStore.mutationOptions())
  const testing = name === 'portal' ? portal : store
  const wanted = typed.trim()
  const test = () => {
    if (name === 'portal') portal.mutate(wanted === '' ? {} : { portal: wanted })
    else store.mutate(wanted === '' ? {} : { store: wanted })
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate({ [name]: wanted === '' ? null : wanted })
  }
  const refused = saving.error ?? testing.error
  return (
    <form onSubmit={save}>
      <TextInput
        label={text(`settings_view.${name}`)}
        placeholder={fallback}
        description={name === 'store' ? text('settings_view.store.what') : undefined}
        spellCheck={false}
        value={typed}
        error={refused === null ? undefined : fieldProblem(refused, name)}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          saving.reset()
          testing.reset()
        }}
      />
      <Group gap="xs" mt="sm">
        <Button variant="default" size="xs" loading={testing.isPending} onClick={test}>
          {text('settings_view.test')}
        </Button>
        <Button type="submit" size="xs" loading={saving.isPending} disabled={wanted === (value ?? '')}>
          {text('settings_view.save')}
        </Button>
        {value !== undefined && (
          <Button variant="subtle" size="xs" onClick={() => saving.mutate({ [name]: null })}>
            {text('settings_view.reset')}
          </Button>
        )}
      </Group>
      <div aria-live="polite">{testing.data && <Outcome outcome={testing.data} />}</div>
    </form>
  )
}

function Outcome({ outcome }: { outcome: Outputs['settings']['testStore'] }) {
  return (
    <Text size="sm" mt="xs" c={outcome.ok ? 'var(--wb-ok)' : 'var(--wb-bad)'} style={{ overflowWrap: 'anywhere' }}>
      {outcome.ok ? text('settings_view.works', outcome) : recordedText(outcome.code, outcome.params)}
    </Text>
  )
}

/** What is wrong with a field; the whole message where it names none. */
export function fieldProblem(error: unknown, field: string): string {
  const { fields, message } = problemOf(error)
  return fields[field] ?? message
}
