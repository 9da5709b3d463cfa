/** What the user reads from the room `workspace`, and what every room may say. */
export const workspace = {
  cancelled: {
    en: 'Cancelled. What was finished is kept; run the same command again to go on from there.',
    es: 'Cancelado. Lo terminado se conserva; ejecute la misma orden para continuar desde ahí.',
  },
  unexpected_error: {
    en: 'Something went wrong that should not: {message}. The details are in {log}.',
    es: 'Ha ocurrido un error inesperado: {message}. Los detalles están en {log}.',
  },
} as const
