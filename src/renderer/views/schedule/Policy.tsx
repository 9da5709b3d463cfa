import { Button, Group, NumberInput, Select, SimpleGrid, Stack, Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { type RetrainingPolicy, retrainingPolicySchema } from '../../../shared/schedule/retraining.ts'
import { useTRPC } from '../../link.ts'
import { Queried } from '../../parts/Queried.tsx'
import { Section } from '../../parts/Section.tsx'
import { ErrorState } from '../../parts/states.tsx'
import { notify } from '../../problems.ts'

const COMPARISONS = ['direct', 'shadow', 'ab'] as const
type NumberName =
  | 'driftLimit'
  | 'decayLimit'
  | 'decayRows'
  | 'challengerShare'
  | `contest.${keyof RetrainingPolicy['contest']}`

/** The policy as it stands in the form: a number may be unfinished text, trials' values are beside the others. */
type Draft = Record<NumberName, string | number> & Pick<RetrainingPolicy, 'onDrift' | 'onDecay' | 'comparison'>

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
  const [draft, setDraft] = useState<Draft>(() => draftOf(policy))
  const parsed = retrainingPolicySchema.safeParse(policyOf(draft))
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
  const number = (name: NumberName, isOff: boolean) => (
    <NumberInput
      label={text(`policy_view.${name}`)}
      description={text(`policy.${name}`)}
      disabled={isOff}
      hideControls
      thousandSeparator=""
      value={draft[name]}
      error={wrong.has(name) ? text(`policy_view.${name}.wrong`) : undefined}
      onChange={(value) => setDraft({ ...draft, [name]: value })}
    />
  )
  const isTried = draft.comparison !== 'direct'
  return (
    <form onSubmit={save}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Section title={text('policy_view.triggers')}>
          <Stack gap="sm">
            <Switch
              label={text('policy_view.onDrift')}
              checked={draft.onDrift}
              onChange={(event) => setDraft({ ...draft, onDrift: event.currentTarget.checked })}
            />
            {number('driftLimit', !draft.onDrift)}
            <Switch
              label={text('policy_view.onDecay')}
              checked={draft.onDecay}
              onChange={(event) => setDraft({ ...draft, onDecay: event.currentTarget.checked })}
            />
            {number('decayLimit', !draft.onDecay)}
            {number('decayRows', !draft.onDecay)}
          </Stack>
        </Section>
        <Section title={text('policy_view.comparison')}>
          <Stack gap="sm">
            <Select
              label={text('policy_view.mode')}
              description={text(`policy_view.${draft.comparison}.what`)}
              allowDeselect={false}
              value={draft.comparison}
              data={COMPARISONS.map((value) => ({ value, label: text(`policy_view.${value}`) }))}
              onChange={(value) =>
                setDraft({ ...draft, comparison: COMPARISONS.find((known) => known === value) ?? 'direct' })
              }
            />
            {draft.comparison === 'ab' && number('challengerShare', false)}
            <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="sm">
              {number('contest.threshold', !isTried)}
              {number('contest.alpha', !isTried)}
              {number('contest.maturityDays', !isTried)}
              {number('contest.minimumRows', !isTried)}
            </SimpleGrid>
          </Stack>
        </Section>
      </SimpleGrid>
      {saving.error !== null && <ErrorState error={saving.error} />}
      <Group mt="md">
        <Button
          type="submit"
          loading={saving.isPending}
          disabled={!parsed.success || JSON.stringify(draft) === JSON.stringify(draftOf(policy))}
        >
          {text('settings_view.save')}
        </Button>
      </Group>
    </form>
  )
}

function draftOf({ contest, ...policy }: RetrainingPolicy): Draft {
  return {
    ...policy,
    'contest.threshold': contest.threshold,
    'contest.alpha': contest.alpha,
    'contest.maturityDays': contest.maturityDays,
    'contest.minimumRows': contest.minimumRows,
  }
}

/** The policy that a draft says, to be checked. */
function policyOf(draft: Draft): unknown {
  const entries = Object.entries(draft)
  const trial = entries.flatMap(([name, value]) => (name.startsWith('contest.') ? [[name.slice(8), value]] : []))
  const others = entries.filter(([name]) => !name.startsWith('contest.'))
  return { ...Object.fromEntries(others), contest: Object.fromEntries(trial) }
}
