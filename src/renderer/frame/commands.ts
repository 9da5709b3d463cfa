import { type PlainCode, text } from '../../shared/messages/index.ts'
import type { IconName } from '../parts/icons.tsx'
import { go, href } from '../router.ts'
import { usePreferences } from '../server/preferences.ts'
import { VIEWS } from '../views/views.ts'

/** Groups of the command palette, in order. */
export const COMMAND_GROUPS = [
  'window.search.commands',
  'window.search.views',
  'window.search.steps',
  'window.search.window',
] as const satisfies PlainCode[]

/** Something that can be done from the command palette. */
export interface Command {
  id: string
  group: (typeof COMMAND_GROUPS)[number]
  label: string
  detail?: string
  icon: IconName
  keywords?: readonly string[]
  run(): void
}

/** Languages by their own names, as those who look for theirs read them. */
export const LANGUAGE_NAMES = { en: 'English', es: 'Español' } as const

/** Commands that are always there: going to a view, theme and language. */
export function useFrameCommands(): Command[] {
  const { chooseTheme, chooseLanguage } = usePreferences()
  const views = VIEWS.map(
    ({ name, label, icon }): Command => ({
      id: `view-${name}`,
      group: 'window.search.views',
      label: text(label),
      icon,
      run: () => go(href(name)),
    }),
  )
  const themes = (['light', 'dark', 'system'] as const).map(
    (theme): Command => ({
      id: `theme-${theme}`,
      group: 'window.search.window',
      label: text('window.theme.choose', { theme: text(`window.theme.${theme}`) }),
      icon: 'theme',
      run: () => chooseTheme(theme),
    }),
  )
  const languages = (['en', 'es'] as const).map(
    (locale): Command => ({
      id: `language-${locale}`,
      group: 'window.search.window',
      label: LANGUAGE_NAMES[locale],
      icon: 'settings',
      keywords: ['language', 'idioma'],
      run: () => chooseLanguage(locale),
    }),
  )
  return [...views, ...themes, ...languages]
}
