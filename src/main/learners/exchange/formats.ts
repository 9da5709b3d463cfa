export const EXPORT_FORMATS = ['native', 'onnx', 'xgboost'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]
