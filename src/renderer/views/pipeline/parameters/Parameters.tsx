import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { text } from '../../../../shared/messages/index.ts'
import type { Step } from '../../../../shared/pipeline/runState.ts'
import { useTRPC } from '../../../link.ts'
import { Icon } from '../../../parts/icons.tsx'
import { Queried } from '../../../parts/Queried.tsx'
import { Section } from '../../../parts/Section.tsx'
import { EmptyState } from '../../../parts/states.tsx'
import { changeParameter, resetParameters, useRecipeChanges } from '../../../server/recipeDraft.ts'
import { ParameterField } from './ParameterField.tsx'

interface ParametersProps {
  step: Step
  /** Values of the last run, by name within the step. */
  used: Readonly<Record<string, string>>
}

/** The parameters of a step for the next run, each with what is allowed and its default. */
export function Parameters({ step, used }: ParametersProps) {
  const trpc = useTRPC()
  const recipe = useQuery(trpc.pipeline.recipe.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }))
  const changes = useRecipeChanges()
  const changed = Object.keys(changes).filter((name) => name.startsWith(`${step}.`))
  return (
    <Queried query={recipe}>
      {({ parameters }) => {
        const own = parameters.filter(({ name }) => name.startsWith(`${step}.`))
        if (own.length === 0) return <EmptyState icon="settings" title={text('pipeline_view.no_parameters')} />
        return (
          <Stack gap="sm">
            {changed.length > 0 && (
              <Alert variant="light" color="orange" icon={<Icon name="info" />} p="xs">
                <Group justify="space-between" wrap="nowrap">
                  <Text size="sm">{text('parameters.changed', { changes: changed.length })}</Text>
                  <Button size="xs" variant="default" onClick={() => resetParameters(step)} style={{ flexShrink: 0 }}>
                    {text('parameters.reset')}
                  </Button>
                </Group>
              </Alert>
            )}
            <Section>
              <Stack gap="md" maw={560}>
                {own.map((parameter) => (
                  <ParameterField
                    key={parameter.name}
                    parameter={parameter}
                    value={parameter.name in changes ? changes[parameter.name] : parameter.default}
                    used={used[parameter.name.slice(step.length + 1)]}
                    isChanged={parameter.name in changes}
                    onChange={(value) => changeParameter(parameter.name, value)}
                  />
                ))}
              </Stack>
            </Section>
          </Stack>
        )
      }}
    </Queried>
  )
}
