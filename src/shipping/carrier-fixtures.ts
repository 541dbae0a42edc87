/** What a carrier says of itself to the contract tests: `carriers/<code>/fixtures.ts` exports one as `fixtures`. */
export interface CarrierFixtures {
  /** Values of its settings under which the tests may talk to it. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Tracking numbers it knows. */
  readonly numbers: readonly string[];
  /** A parcel that is at the door so many milliseconds after it was first asked about. */
  readonly delivered: { readonly number: string; readonly afterMs: number };
}
