/** Colours of a chart in one scheme. Series: Okabe and Ito's, told apart with any colour vision, in an order of contrast. */
export interface ChartPalette {
  series: string[]
  text: string
  dim: string
  grid: string
  axis: string
  panel: string
  line: string
  /** From none to most, by lightness alone. */
  sequential: [position: number, colour: string][]
  /** From −1 over 0 to 1. */
  diverging: [position: number, colour: string][]
}

export const LIGHT: ChartPalette = {
  series: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#6b7280', '#b59a00'],
  text: '#1b1f24',
  dim: '#57616c',
  grid: '#e8ebef',
  axis: '#aab2bc',
  panel: '#ffffff',
  line: '#57616c',
  sequential: [
    [0, '#f2f6fb'],
    [0.25, '#b8d4ea'],
    [0.5, '#6aa9d4'],
    [0.75, '#1f78b4'],
    [1, '#08406f'],
  ],
  diverging: [
    [0, '#b35806'],
    [0.25, '#f1a340'],
    [0.5, '#f7f7f7'],
    [0.75, '#6aa9d4'],
    [1, '#08519c'],
  ],
}

export const DARK: ChartPalette = {
  series: ['#4ba3d9', '#f08a3c', '#2fc79a', '#e09ac3', '#8fd0f5', '#f2bd3f', '#9aa5b1', '#d9c33a'],
  text: '#e8ebef',
  dim: '#a3adb8',
  grid: '#2b313a',
  axis: '#566070',
  panel: '#1c2027',
  line: '#a3adb8',
  sequential: [
    [0, '#1f2732'],
    [0.25, '#1d4a70'],
    [0.5, '#2578b0'],
    [0.75, '#6ab4e3'],
    [1, '#e3f3fd'],
  ],
  diverging: [
    [0, '#f5a045'],
    [0.25, '#8f5a20'],
    [0.5, '#262b34'],
    [0.75, '#2578b0'],
    [1, '#8fd0f5'],
  ],
}

/** The colour at a position of a scale, 0-1, between the two next to it. */
export function colourAt(scale: ChartPalette['sequential'], position: number): string {
  const above = Math.max(
    1,
    scale.findIndex(([at]) => at >= position),
  )
  const [[from, below], [to, next]] = [scale[above - 1]!, scale[above]!]
  const share = (position - from) / (to - from)
  const channel = (colour: string, k: number) => Number.parseInt(colour.slice(1 + 2 * k, 3 + 2 * k), 16)
  const mixed = [0, 1, 2].map((k) => Math.round(channel(below, k) * (1 - share) + channel(next, k) * share))
  return `rgb(${mixed.join(', ')})`
}
