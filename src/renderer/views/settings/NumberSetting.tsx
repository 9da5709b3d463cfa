import { Button, Group, NumberInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { fieldProblem } from './TestedSetting.tsx'
import { useSaveSettings } from './useSaveSettings.ts'

interface NumberSettingProps {
  name: 'servingPort' | 'threads'
  value: number | undefined
  fallback: number
}

const WORDS = {
  servingPort: { label: 'settings_view.port', wrong: 'settings_view.port.wrong', most: 65_535 },
  threads: { label: 'settings_view.threads', wrong: 'settings_view.threads.wrong', most: 256 },
} as const

/** A whole number with a default. */
export function NumberSetting({ name, value, fallback }: NumberSettingProps) {
  const { label, wrong, most } = WORDS[name]
  const [typed, setTyped] = useState<number | string>(value ?? '')
  const saving = useSaveSettings()
  const isWhole = typed === '' || (typeof typed === 'number' && Number.isInteger(typed) && typed >= 1 && typed <= most)
  const problem = isWhole ? saving.error && fieldProblem(saving.error, name) : text(wrong)
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (isWhole) saving.mutate({ [name]: typed === '' ? null : typed })
  }
  return (
    <form onSubmit={save}>
      <NumberInput
        label={text(label)}
        placeholder={String(fallback)}
        hideControls
        thousandSeparator=""
        value={typed}
        error={problem}
        onChange={setTyped}
      />
      <Group mt="xs">
        <Button
          type="submit"
          size="xs"
          variant="default"
          loading={saving.isPending}
          disabled={!isWhole || typed === (value ?? '')}
        >
          {text('settings_view.save')}
        </Button>
      </Group>
    </form>
  )
}
