/** A rule that is broken once, to see that a test notices. */
export interface Mutation {
  /** The rule, as it reads when it is broken. */
  readonly broken: string;
  readonly file: string;
  /** Must be there exactly once. */
  readonly find: string;
  readonly replace: string;
}

type Broken = readonly [broken: string, find: string, replace: string];

/** Several rules of one file. */
export const inFile = (file: string, ...list: readonly Broken[]): Mutation[] =>
  list.map(([broken, find, replace]) => ({ broken, file, find, replace }));
