import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { createRoot } from 'react-dom/client'
import { createClient, createQueryClient, TRPCProvider, useTRPC } from './link.ts'

function App() {
  const trpc = useTRPC()
  const info = useQuery(trpc.app.info.queryOptions())
  const state = useSubscription(trpc.pipeline.state.subscriptionOptions())
  return (
    <main>
      <h1>Arrest Workbench</h1>
      <p data-testid="info">{info.data && `${info.data.version} · ${info.data.shell} · ${info.data.workspace}`}</p>
      <p data-testid="state">{state.data && (state.data.run?.name ?? 'empty')}</p>
      <p role="alert">{info.error?.message ?? state.error?.message}</p>
    </main>
  )
}

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
const queryClient = createQueryClient()
const client = createClient()
createRoot(root).render(
  <QueryClientProvider client={queryClient}>
    <TRPCProvider trpcClient={client} queryClient={queryClient}>
      <App />
    </TRPCProvider>
  </QueryClientProvider>,
)
