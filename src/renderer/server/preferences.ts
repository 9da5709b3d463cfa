import { useMantineColorScheme } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Locale } from '../../shared/messages/index.ts'
import { useTRPC } from '../link.ts'
import { notifyProblem } from '../problems.ts'
import { useLanguage } from '../words/words.tsx'
import { useLive } from './live.tsx'

export type Theme = 'system' | 'light' | 'dark'

/** Sets theme and language: at once in this window, and kept in the workspace's settings. */
export function usePreferences() {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const { setColorScheme } = useMantineColorScheme()
  const { choose } = useLanguage()
  const keep = useMutation(trpc.settings.set.mutationOptions({ onError: notifyProblem }))
  const remember = (changed: { theme?: Theme; language?: Locale }) => {
    queries.setQueryData(trpc.app.info.queryKey(), (info) => info && { ...info, ...changed })
    keep.mutate(changed)
  }
  return {
    chooseTheme(theme: Theme): void {
      remember({ theme })
      setColorScheme(theme === 'system' ? 'auto' : theme)
    },
    chooseLanguage(language: Locale): void {
      remember({ language })
      choose(language)
    },
  }
}

/** Takes theme and language from the workspace's settings, once they are known. */
export function useKeptPreferences(): void {
  const { info } = useLive()
  const { setColorScheme } = useMantineColorScheme()
  const { choose } = useLanguage()
  const { theme, language } = info ?? {}
  useEffect(() => {
    if (theme !== undefined) setColorScheme(theme === 'system' ? 'auto' : theme)
  }, [theme, setColorScheme])
  useEffect(() => {
    if (language != null) choose(language)
  }, [language, choose])
}
