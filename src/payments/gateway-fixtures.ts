/** What a gateway says of itself to the contract tests: `gateways/<code>/fixtures.ts` exports one as `fixtures`. */
export interface GatewayFixtures {
  /** Values of its settings under which the tests may talk to it. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly currency: string;
  /** A token that pays. */
  readonly taken: string;
  readonly declined: { readonly token: string; readonly declineCode: string };
  /** A token whose money is taken and whose answer never arrives. */
  readonly lostAnswer: string;
  /** A token that waits for the customer, where the gateway has such payments. */
  readonly needsAction?: string;
}
