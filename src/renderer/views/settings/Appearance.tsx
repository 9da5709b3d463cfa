import { Group, Input, SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { text } from '../../../shared/messages/index.ts'
import { LANGUAGE_NAMES } from '../../frame/commands.ts'
import { useLanguage } from '../../words/words.tsx'
import { useSaveSettings } from './useSaveSettings.ts'

const THEMES = ['system', 'light', 'dark'] as const
const LANGUAGES = ['en', 'es'] as const

/** Theme and language, at once and kept. */
export function Appearance({ theme }: { theme: (typeof THEMES)[number] }) {
  const saving = useSaveSettings()
  const { setColorScheme } = useMantineColorScheme()
  const { locale, choose } = useLanguage()
  const chooseTheme = (value: string) => {
    const chosen = THEMES.find((known) => known === value) ?? 'system'
    setColorScheme(chosen === 'system' ? 'auto' : chosen)
    saving.mutate({ theme: chosen })
  }
  const chooseLanguage = (value: string) => {
    const chosen = value === 'es' ? 'es' : 'en'
    saving.mutate({ language: chosen })
    choose(chosen)
  }
  return (
    <Group gap="lg">
      <div>
        <Input.Label>{text('window.theme')}</Input.Label>
        <div>
          <SegmentedControl
            size="xs"
            aria-label={text('window.theme')}
            value={theme}
            onChange={chooseTheme}
            data={THEMES.map((value) => ({
              value,
              label: text(`window.theme.${value}`),
            }))}
          />
        </div>
      </div>
      <div>
        <Input.Label>{text('window.language')}</Input.Label>
        <div>
          <SegmentedControl
            size="xs"
            aria-label={text('window.language')}
            value={locale}
            onChange={chooseLanguage}
            data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          />
        </div>
      </div>
    </Group>
  )
}
