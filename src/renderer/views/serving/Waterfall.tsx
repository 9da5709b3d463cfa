import { List, Stack, Text } from '@mantine/core'
import { useMemo } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { Chart } from '../../chart/Chart.tsx'
import type { Outputs } from '../../link.ts'
import { Section } from '../../parts/Section.tsx'
import { formatShare } from '../../words/formats.ts'

type Answered = Extract<Outputs['serving']['predict'], { ok: true }>
type Why = NonNullable<Answered['why']>

/** Effects drawn one by one; what is left is one bar. */
const DRAWN = 8

/** Why the probability is what it is: from the mean over field after field of the incident, as bars and in sentences. */
export function Waterfall({ why, probability }: { why: Why; probability: number }) {
  const figure = useMemo(() => waterfallOf(why, probability), [why, probability])
  const sentences = why.told.map((reason) => reason.text)
  const start = text('serving_view.why.start', { base: formatShare(why.base) })
  return (
    <Section>
      <Stack gap="xs">
        <Chart
          figure={figure}
          name="why"
          title={text('serving_view.why')}
          summary={[start, ...sentences].join('; ')}
          height={90 + 26 * figure.layout.yaxis.categoryarray.length}
        />
        <Text size="sm">{start}</Text>
        <List size="sm" aria-label={text('serving_view.why')}>
          {sentences.map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
        <Text size="xs" c="dimmed">
          {text('serving_view.why.how')}
        </Text>
      </Stack>
    </Section>
  )
}

interface Step {
  label: string
  from: number
  to: number
}

function waterfallOf({ base, effects }: Why, probability: number) {
  const steps: Step[] = []
  let reached = base
  const step = (label: string, effect: number) => {
    steps.push({ label, from: reached, to: reached + effect })
    reached += effect
  }
  for (const { label, effect } of effects.slice(0, DRAWN)) step(label, effect)
  const rest = effects.slice(DRAWN)
  if (rest.length > 0) {
    step(
      text('serving_view.why.others', { fields: rest.length }),
      rest.reduce((sum, { effect }) => sum + effect, 0),
    )
  }
  const first = text('serving_view.why.base')
  const last = text('serving_view.answer.probability')
  const bars = (name: string, own: Step[]) => ({
    ...{
      type: 'bar',
      orientation: 'h',
      name,
      y: own.map(({ label }) => label),
      x: own.map(({ from, to }) => to - from),
    },
    base: own.map(({ from }) => from),
    texttemplate: '%{x:+.1%}',
  })
  // Room for the numbers beside the bars.
  const most = Math.max(probability, ...steps.flatMap(({ from, to }) => [from, to]))
  const range = [-0.18 * most, 1.18 * most]
  const ends: Step[] = [
    { label: first, from: 0, to: base },
    { label: last, from: 0, to: probability },
  ]
  return {
    data: [
      { ...bars(text('serving_view.why.probability'), ends), texttemplate: '%{x:.1%}' },
      bars(
        text('serving_view.why.raises'),
        steps.filter(({ from, to }) => to >= from),
      ),
      bars(
        text('serving_view.why.lowers'),
        steps.filter(({ from, to }) => to < from),
      ),
    ].filter(({ y }) => y.length > 0),
    layout: {
      title: { text: '' },
      // Bars of one place lie over each other, not side by side.
      barmode: 'overlay',
      xaxis: { title: { text: text('serving_view.answer.probability') }, tickformat: '.0%', range },
      yaxis: {
        title: { text: '' },
        type: 'category',
        categoryorder: 'array',
        categoryarray: [first, ...steps.map(({ label }) => label), last],
        autorange: 'reversed',
      },
    },
  }
}
