/** What the user reads from the room `pipeline`. */
export const pipeline = {
  'pipeline.too_few_to_oversample': {
    en: 'Cannot balance the training rows: the smaller class has {rows} rows, and SMOTE with {neighbours} neighbours needs at least {needed}. Use a longer window, set balance.neighbours lower, or set balance.method to none.',
    es: 'No se pueden equilibrar las filas de entrenamiento: la clase menor tiene {rows} filas y SMOTE con {neighbours} vecinos necesita al menos {needed}. Use una ventana más larga, reduzca balance.neighbours o ponga balance.method en none.',
  },
} as const
