import type { DistributionDrift } from '../../../shared/monitoring/drift.ts'

const WIDTH = 150
const HEIGHT = 30

/** A distribution in small: bars are the training data, lines what is now. The chart behind the row's link tells more. */
export function Sparkline({ histogram: { labels, reference, current } }: Pick<DistributionDrift, 'histogram'>) {
  const highest = Math.max(...reference, ...current, 1e-9)
  const step = WIDTH / Math.max(1, labels.length)
  const height = (share: number | undefined) => ((share ?? 0) / highest) * (HEIGHT - 2)
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden focusable="false">
      {labels.map((label, place) => (
        <g key={label}>
          <rect
            x={place * step}
            y={HEIGHT - height(reference[place])}
            width={step * 0.9}
            height={height(reference[place])}
            fill="var(--wb-bar)"
            opacity={0.45}
          />
          <path
            d={`M${place * step} ${HEIGHT - height(current[place])}h${step * 0.9}`}
            stroke="var(--wb-now)"
            strokeWidth={2}
          />
        </g>
      ))}
    </svg>
  )
}
