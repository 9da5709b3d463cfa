/** Why a prediction is what it is. */
export const explain = {
  'explain.raises': { en: '{what} raises it by {effect}', es: '{what} la sube en {effect}' },
  'explain.lowers': { en: '{what} lowers it by {effect}', es: '{what} la baja en {effect}' },
  'explain.field.date': { en: 'time', es: 'momento' },
  'explain.field.iucr': { en: 'offence code', es: 'código del delito' },
  'explain.field.primary_type': { en: 'offence', es: 'delito' },
  'explain.field.fbi_code': { en: 'FBI code', es: 'código del FBI' },
  'explain.field.location_description': { en: 'location', es: 'lugar' },
  'explain.field.domestic': { en: 'domestic', es: 'violencia doméstica' },
  'explain.field.district': { en: 'district', es: 'distrito' },
  'explain.field.beat': { en: 'beat', es: 'sector policial' },
  'explain.field.ward': { en: 'ward', es: 'distrito electoral' },
  'explain.field.community_area': { en: 'community area', es: 'área comunitaria' },
  'explain.field.block': { en: 'block', es: 'cuadra' },
  'explain.field.place': { en: 'place', es: 'ubicación' },
  'explain.title': { en: 'What drives the model', es: 'Qué mueve el modelo' },
  'explain.what': {
    en: 'SHAP values say how much each feature moved a prediction; permutation importance, how much worse the ranking gets without it (with 95% intervals); partial dependence, how the mean probability goes with its value. They describe the model, not what causes arrests.',
    es: 'Los valores SHAP dicen cuánto movió cada variable una predicción; la importancia por permutación, cuánto empeora la ordenación sin ella (con intervalos del 95 %); la dependencia parcial, cómo va la probabilidad media con su valor. Describen el modelo, no lo que causa los arrestos.',
  },
} as const
