import { createContext, Fragment, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { type Locale, setLocale } from '../../shared/messages/index.ts'

interface Language {
  locale: Locale
  /** Shows the window in that language from now on, and remembers it in this window. */
  choose(locale: Locale): void
}

const LanguageContext = createContext<Language | undefined>(undefined)
const REMEMBERED = 'arrest-workbench.language'

/** Draws the window in one language; `text()` and the formats beside this file follow it. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [locale, choose] = useState<Locale>(initialLocale)
  setLocale(locale)
  useEffect(() => {
    document.documentElement.lang = locale
    localStorage.setItem(REMEMBERED, locale)
  }, [locale])
  const language = useMemo(() => ({ locale, choose }), [locale])
  // The key draws everything anew: words are read while drawing, from a catalogue that knows one language at a time.
  return (
    <LanguageContext value={language}>
      <Fragment key={locale}>{children}</Fragment>
    </LanguageContext>
  )
}

export function useLanguage(): Language {
  const language = use(LanguageContext)
  if (language === undefined) throw new Error('useLanguage is used outside of LanguageProvider')
  return language
}

function initialLocale(): Locale {
  const remembered = localStorage.getItem(REMEMBERED)
  if (remembered === 'en' || remembered === 'es') return remembered
  return navigator.language.toLowerCase().startsWith('es') ? 'es' : 'en'
}
