import { Button, Group, NumberInput, Select, SimpleGrid, Stack, Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { type RetrainingPolicy, retrainingPolicySchema } from '../../../shared/retraining.ts'
import { useTRPC } from '../../link.ts'
import { Queried } from '../../parts/Queried.tsx'
import { Section } from '../../parts/Section.tsx'
import { ErrorState } from '../../parts/states.tsx'
import { notify } from '../../problems.ts'

const NUMBERS = ['driftLimit', 'decayLimit', 'maturityDays', 'minRows', 'challengerShare'] as const
type NumberName = (typeof NUMBERS)[number]

/** When a model is trained anew by itself, and how it is compared with the champion. */
export function Policy() {
  const trpc = useTRPC()
  const policy = useQuery(trpc.schedule.policy.queryOptions())
  return (
    <Queried query={policy} height={360}>
      {(known) => <PolicyForm key={JSON.stringify(known)} policy={known} />}
    </Queried>
  )
}

function PolicyForm({ policy }: { policy: RetrainingPolicy }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [typed, setTyped] = useState<Record<keyof RetrainingPolicy, string | number | boolean>>(policy)
  const parsed = retrainingPolicySchema.safeParse(typed)
  const wrong = new Set(parsed.error?.issues.map(({ path }) => path.join('.')))
  const saving = useMutation(
    trpc.schedule.setPolicy.mutationOptions({
      onSuccess: () => {
        notify({ color: 'green', message: text('settings_view.saved') })
        return queryClient.invalidateQueries({ queryKey: trpc.schedule.pathKey() })
      },
    }),
  )
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (parsed.success) saving.mutate(parsed.data)
  }
  const number = (name: NumberName, isOff = false) => (
    <NumberInput
      label={text(`policy_view.${name}`)}
      description={text(`policy.${name}`)}
      disabled={isOff}
      hideControls
      thousandSeparator=""
      value={typeof typed[name] === 'boolean' ? '' : typed[name]}
      error={wrong.has(name) ? text(`policy_view.${name}.wrong`) : undefined}
      onChange={(value) => setTyped({ ...typed, [name]: value })}
    />
  )
  const toggle = (name: 'onDrift' | 'onDecay') => (
    <Switch
      label={text(`policy_view.${name}`)}
      checked={typed[name] === true}
      onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.checked })}
    />
  )
  return (
    <form onSubmit={save}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Section title={text('policy_view.triggers')}>
          <Stack gap="sm">
            {toggle('onDrift')}
            {number('driftLimit', typed.onDrift !== true)}
            {toggle('onDecay')}
            {number('decayLimit', typed.onDecay !== true)}
          </Stack>
        </Section>
        <Section title={text('policy_view.comparison')}>
          <Stack gap="sm">
            <Select
              label={text('policy_view.mode')}
              description={text(typed.comparison === 'ab' ? 'policy_view.ab.what' : 'policy_view.direct.what')}
              allowDeselect={false}
              value={String(typed.comparison)}
              data={(['direct', 'ab'] as const).map((value) => ({ value, label: text(`policy_view.${value}`) }))}
              onChange={(value) => setTyped({ ...typed, comparison: value ?? 'direct' })}
            />
            {number('challengerShare', typed.comparison !== 'ab')}
            <SimpleGrid cols={2} spacing="sm">
              {number('maturityDays')}
              {number('minRows')}
            </SimpleGrid>
          </Stack>
        </Section>
      </SimpleGrid>
      {saving.error !== null && <ErrorState error={saving.error} />}
      <Group mt="md">
        <Button
          type="submit"
          loading={saving.isPending}
          disabled={!parsed.success || JSON.stringify(parsed.data) === JSON.stringify(policy)}
        >
          {text('settings_view.save')}
        </Button>
      </Group>
    </form>
  )
}
