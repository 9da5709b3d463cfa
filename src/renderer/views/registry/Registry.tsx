import { Button, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { text } from '../../../shared/messages/index.ts'
import { type Outputs, useTRPC } from '../../link.ts'
import { Page } from '../../parts/Page.tsx'
import { Queried } from '../../parts/Queried.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { go, href } from '../../router.ts'
import type { ViewProps } from '../views.ts'
import { ModelCard } from './card/ModelCard.tsx'
import { ModelOverview } from './ModelOverview.tsx'
import type { Model } from './models.ts'

const LOOK_MS = 5_000

/** Registered models, and the card of one version. */
export default function Registry({ route: { path } }: ViewProps) {
  const trpc = useTRPC()
  const [name, version] = path
  const models = useQuery(trpc.models.list.queryOptions(undefined, { refetchInterval: LOOK_MS }))
  if (name !== undefined && version !== undefined) return <ModelCard model={name} version={Number(version)} />
  const shown = models.data && chosenModel(models.data, name)
  return (
    <Page
      title={text('registry.title')}
      description={text('registry.description')}
      actions={
        models.data !== undefined && models.data.length > 1 ? (
          <Select
            w={250}
            allowDeselect={false}
            aria-label={text('registry.model')}
            value={shown?.name ?? null}
            data={models.data.map((model) => model.name)}
            onChange={(value) => value !== null && go(href('registry', [value]))}
          />
        ) : undefined
      }
    >
      <Queried query={models} height={480}>
        {() =>
          shown === undefined ? (
            <EmptyState
              icon="registry"
              title={text('registry.empty')}
              action={
                <Button component="a" href={href('pipeline')}>
                  {text('experiments.empty.go')}
                </Button>
              }
            >
              {text('registry.empty.why')}
            </EmptyState>
          ) : (
            <ModelOverview model={shown} />
          )
        }
      </Queried>
    </Page>
  )
}

/** The model that the address names; else one with a champion, on real data if there is one. */
function chosenModel(models: Outputs['models']['list'], name: string | undefined): Model | undefined {
  const rank = ({ generated, versions }: Model) =>
    (versions.some(({ aliases }) => aliases.includes('champion')) ? 2 : 0) + (generated ? 0 : 1)
  return models.find((model) => model.name === name) ?? models.toSorted((a, b) => rank(b) - rank(a))[0]
}
