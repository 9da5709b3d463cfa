import { Button, Group, Modal, NumberInput, SegmentedControl, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { text } from '../../../../shared/messages/index.ts'
import { MOST_TRIALS, TUNED_LEARNERS, type TunedLearner } from '../../../../shared/pipeline/tuningState.ts'
import { useTRPC } from '../../../link.ts'
import { Icon } from '../../../parts/icons.tsx'
import { ErrorState } from '../../../parts/states.tsx'
import { go, href } from '../../../router.ts'
import { learnerWords } from '../../../words/runWords.ts'

const USUAL_TRIALS = 40

/** The button that starts a search for parameters, and its dialog. */
export function NewTuning() {
  const trpc = useTRPC()
  const [opened, { open, close }] = useDisclosure()
  const [trials, setTrials] = useState(USUAL_TRIALS)
  const [learner, setLearner] = useState<TunedLearner>('gradient-boosting')
  const start = useMutation(
    trpc.tuning.start.mutationOptions({ onSuccess: ({ runId }) => go(href('experiments', [runId])) }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    start.mutate({ trials, learner })
  }
  return (
    <>
      <Button variant="default" leftSection={<Icon name="plus" />} onClick={open}>
        {text('tuning.new')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={text('tuning.new.title')}
        closeButtonProps={{ 'aria-label': text('window.close') }}
      >
        <form onSubmit={submit}>
          <Stack gap="md">
            <Text size="sm">{text('tuning.new.what')}</Text>
            <SegmentedControl
              fullWidth
              aria-label={text('tuning.learner')}
              value={learner}
              onChange={(value) => setLearner(TUNED_LEARNERS.find((known) => known === value) ?? 'gradient-boosting')}
              data={TUNED_LEARNERS.map((value) => ({ value, label: learnerWords(value) }))}
            />
            <NumberInput
              label={text('tuning.trials')}
              description={text('tuning.trials.what')}
              min={1}
              max={MOST_TRIALS}
              allowDecimal={false}
              clampBehavior="strict"
              value={trials}
              onChange={(value) => setTrials(Number(value))}
              data-autofocus
            />
            {start.error !== null && <ErrorState error={start.error} />}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                {text('window.cancel')}
              </Button>
              <Button type="submit" loading={start.isPending} disabled={trials < 1}>
                {text('tuning.start')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
