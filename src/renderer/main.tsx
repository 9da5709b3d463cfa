import './strict.ts'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './theme/global.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { ViewBoundary } from './frame/ViewBoundary.tsx'
import { createClient, createQueryClient, TRPCProvider } from './link.ts'
import { schemeVariables, theme } from './theme/theme.ts'
import { Window } from './Window.tsx'
import { LanguageProvider } from './words/words.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
const queryClient = createQueryClient()
const client = createClient()
createRoot(root).render(
  <MantineProvider theme={theme} cssVariablesResolver={schemeVariables} defaultColorScheme="auto">
    <Notifications position="bottom-right" limit={4} />
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        <LanguageProvider>
          <ViewBoundary>
            <Window />
          </ViewBoundary>
        </LanguageProvider>
      </TRPCProvider>
    </QueryClientProvider>
  </MantineProvider>,
)
