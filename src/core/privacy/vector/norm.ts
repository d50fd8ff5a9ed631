/** L2, for values whose squares neither overflow nor vanish. */
export const norm = (values: Float64Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
