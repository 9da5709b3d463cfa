import { Code, ScrollArea, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { useTRPC } from '../../link.ts'
import { CopyButton } from '../../parts/CopyButton.tsx'
import { Queried } from '../../parts/Queried.tsx'
import { Section } from '../../parts/Section.tsx'

const LANGUAGES = ['curl', 'python', 'javascript'] as const

/** Code that asks the endpoint, to copy. */
export function Snippets() {
  const trpc = useTRPC()
  const [language, setLanguage] = useState<(typeof LANGUAGES)[number]>('curl')
  const snippets = useQuery(trpc.serving.snippets.queryOptions(undefined, { staleTime: 0 }))
  return (
    <Section
      title={text('serving_view.snippets')}
      actions={snippets.data && <CopyButton value={snippets.data[language]} />}
    >
      <Queried query={snippets} height={220}>
        {(known) => (
          <Tabs value={language} onChange={(value) => setLanguage(LANGUAGES.find((name) => name === value) ?? 'curl')}>
            <Tabs.List mb="xs">
              {LANGUAGES.map((name) => (
                <Tabs.Tab key={name} value={name}>
                  {text(`serving_view.${name}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {LANGUAGES.map((name) => (
              <Tabs.Panel key={name} value={name}>
                <ScrollArea
                  mah={300}
                  type="auto"
                  viewportProps={{ tabIndex: 0, 'aria-label': text(`serving_view.${name}`) }}
                >
                  <Code block bg="transparent" p={0} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                    {known[name]}
                  </Code>
                </ScrollArea>
              </Tabs.Panel>
            ))}
          </Tabs>
        )}
      </Queried>
    </Section>
  )
}
