import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './theme/global.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { createRoot } from 'react-dom/client'
import { schemeVariables, theme } from './theme/theme.ts'
import { Window } from './Window.tsx'
import { LanguageProvider } from './words/words.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <MantineProvider theme={theme} cssVariablesResolver={schemeVariables} defaultColorScheme="auto">
    <Notifications position="bottom-right" limit={4} />
    <LanguageProvider>
      <Window />
    </LanguageProvider>
  </MantineProvider>,
)
