/** Who wants to see the statements as they are sent: `orders --debug`. Nobody does in normal operation. */

export interface TracedStatement {
  readonly sql: string;
  readonly ms: number;
  readonly rows: number;
}

type Listener = (statement: TracedStatement) => void;

let listener: Listener | undefined;

/** One listener at a time. Values never reach it: they may be personal. */
export function onStatement(heard: Listener | undefined): void {
  listener = heard;
}

export const isTraced = (): boolean => listener !== undefined;

export function traced(statement: TracedStatement): void {
  listener?.(statement);
}
