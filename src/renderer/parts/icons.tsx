import type { SVGProps } from 'react'

/** Line icons on a grid of 24; decoration only: what they stand for is said in words beside them. */
const PATHS = {
  pipeline:
    'M5 4v4a3 3 0 0 0 3 3h8a3 3 0 0 1 3 3v6M5 4m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M19 20m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M12 11v0',
  data: 'M4 5h16v14H4zM4 10h16M4 15h16M10 5v14',
  experiments: 'M9 3h6M10 3v6l-5.5 9.5A1.7 1.7 0 0 0 6 21h12a1.7 1.7 0 0 0 1.5-2.5L14 9V3M7.5 15h9',
  registry: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM12 12l8-4.5M12 12v9M12 12L4 7.5',
  serving: 'M4 5h16v6H4zM4 13h16v6H4zM8 8h.01M8 16h.01',
  monitoring: 'M3 12h4l3 8 4-16 3 8h4',
  schedule: 'M4 6h16v14H4zM8 3v4M16 3v4M4 10h16M12 13v3l2 1',
  settings: 'M4 7h10M18 7h2M4 17h2M10 17h10M14 7a2 2 0 1 0 4 0a2 2 0 1 0-4 0M6 17a2 2 0 1 0 4 0a2 2 0 1 0-4 0',
  search: 'M10.5 10.5m-6.5 0a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M20 20l-4.8-4.8',
  play: 'M7 4.5v15l12-7.5z',
  stop: 'M6 6h12v12H6z',
  plus: 'M12 5v14M5 12h14',
  retry: 'M20 11a8 8 0 1 0-2.3 6.3M20 4v6h-6',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6 6l12 12M18 6L6 18',
  alert: 'M12 8v5M12 16.5v.01M12 3l9.5 17h-19z',
  info: 'M12 11v6M12 7.5v.01M12 12m-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0',
  chart: 'M4 20V4M4 20h16M8 16v-5M12 16V7M16 16v-7',
  table: 'M4 5h16v14H4zM4 10h16M10 10v9',
  download: 'M12 4v11M7 11l5 5 5-5M4 20h16',
  copy: 'M8 8h12v12H8zM16 8V4H4v12h4',
  open: 'M14 4h6v6M20 4l-9 9M18 13v7H4V6h7',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  city: 'M3 21h18M5 21V8l6-4v17M11 21V10h8v11M8 10h.01M8 14h.01M15 14h.01M15 17h.01',
  theme: 'M12 3a9 9 0 1 0 0 18zM12 12m-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0',
  up: 'M12 19V6M6 12l6-6 6 6',
  down: 'M12 5v13M6 12l6 6 6-6',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  filter: 'M4 5h16l-6.5 8v6l-3-1.5V13z',
  compare: 'M9 4v16M15 4v16M4 8h5M15 8h5M4 14h5M15 14h5',
  plug: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name, size = 16, ...rest }: { name: IconName; size?: number } & SVGProps<SVGSVGElement>) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      focusable="false"
      {...rest}
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
