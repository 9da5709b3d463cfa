/** What the user reads of the charts that are stored with runs as pictures. */
export const pictures = {
  'pictures.drawing': {
    en: 'Storing the charts as PNG too (Ctrl-C leaves that for `runs draw`) …',
    es: 'Guardando los gráficos también como PNG (Ctrl-C lo deja para `runs draw`) …',
  },
  'pictures.drawn': {
    en: '{count} [chart|charts] stored as PNG.',
    es: '{count} [gráfico guardado|gráficos guardados] como PNG.',
  },
  'pictures.failed': {
    en: '{count} charts could not be drawn; the log says why: {log}',
    es: 'No se pudieron dibujar {count} gráficos; el registro dice por qué: {log}',
  },
  'pictures.no_browser': {
    en: 'No Chromium, Chrome or Edge was found to draw with. Install one, or name its program in ARREST_WORKBENCH_CHROMIUM, and try again.',
    es: 'No se encontró Chromium, Chrome ni Edge con que dibujar. Instale uno, o indique su programa en ARREST_WORKBENCH_CHROMIUM, y vuelva a intentarlo.',
  },
  'cli.runs.draw': {
    en: 'store the charts of runs as PNG, where they are not yet',
    es: 'guarda como PNG los gráficos de las ejecuciones que aún no lo están',
  },
} as const
