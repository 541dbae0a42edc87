/** One setting, and what is wrong with it. */
export interface Fault {
  readonly name: string;
  readonly detail: string;
}
