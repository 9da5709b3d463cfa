declare module 'ml-logistic-regression' {
  import type { Matrix } from 'ml-matrix'

  /** Gradient descent; the package ships no types. */
  export default class LogisticRegression {
    constructor(options: { numSteps: number; learningRate: number })
    train(rows: Matrix, labels: Matrix): void
  }
}
