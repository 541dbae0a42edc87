export interface BenchOptions {
  /** A few calls only: whether it works, not how fast. */
  readonly quick: boolean;
  /** A folder for a CPU profile of the server. */
  readonly profile?: string;
}

/** Node's flags for the process that is measured. */
export const profileFlags = ({ profile }: BenchOptions): string[] =>
  profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
