import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { currentLocale } from '../../shared/messages/index.ts'
import type { PlotlyFigure } from '../../shared/pipeline/stepDetails.ts'
import { ErrorState } from '../parts/states.tsx'
import { themedFigure } from './themedFigure.ts'

interface DrawingProps {
  figure: PlotlyFigure
  height: number
}

/** Draws a figure with Plotly, which is fetched with the first one, in a place of fixed height. */
export default function Drawing({ figure, height }: DrawingProps) {
  const place = useRef<HTMLDivElement>(null)
  const dark = useComputedColorScheme('light') === 'dark'
  const [error, setError] = useState<unknown>()

  useEffect(() => {
    const element = place.current
    if (element === null) return
    let gone = false
    let stop = () => {}
    const draw = async () => {
      const { Plotly } = await import('./plotly.ts')
      if (gone) return
      const { data, layout } = themedFigure(figure, dark)
      const config = { displayModeBar: false, locale: currentLocale(), showTips: false, scrollZoom: false }
      await Plotly.react(element, data, { ...layout, autosize: true, height }, config)
      if (gone) return
      const observer = new ResizeObserver(() => {
        if (element.clientWidth > 0) void Plotly.Plots.resize(element)
      })
      observer.observe(element)
      stop = () => observer.disconnect()
    }
    draw().catch((problem: unknown) => !gone && setError(problem))
    return () => {
      gone = true
      stop()
    }
  }, [figure, dark, height])

  useEffect(() => {
    const element = place.current
    return () => {
      if (element !== null) void import('./plotly.ts').then(({ Plotly }) => Plotly.purge(element))
    }
  }, [])

  if (error !== undefined) return <ErrorState error={error} />
  return <div ref={place} style={{ height, width: '100%' }} aria-hidden />
}
