import { Group, Input, SegmentedControl } from '@mantine/core'
import { text } from '../../../shared/messages/index.ts'
import { LANGUAGE_NAMES } from '../../frame/commands.ts'
import { type Theme, usePreferences } from '../../server/preferences.ts'
import { useLanguage } from '../../words/words.tsx'

const THEMES = ['system', 'light', 'dark'] as const
const LANGUAGES = ['en', 'es'] as const

/** Theme and language, at once and kept. */
export function Appearance({ theme }: { theme: Theme }) {
  const { chooseTheme, chooseLanguage } = usePreferences()
  const { locale } = useLanguage()
  return (
    <Group gap="lg">
      <div>
        <Input.Label>{text('window.theme')}</Input.Label>
        <div>
          <SegmentedControl
            size="xs"
            aria-label={text('window.theme')}
            value={theme}
            onChange={(value) => chooseTheme(THEMES.find((known) => known === value) ?? 'system')}
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
            onChange={(value) => chooseLanguage(value === 'es' ? 'es' : 'en')}
            data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          />
        </div>
      </div>
    </Group>
  )
}
