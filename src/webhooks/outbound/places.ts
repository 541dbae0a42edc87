/** Most messages under way to one receiver at a time. */
export const MESSAGES_AT_ONCE = 3;

/** How many messages may be under way to one receiver, so that a slow one never holds up the others. */
export interface Places {
  /** Runs `work` if the receiver has a free place; undefined when it has none. */
  with<T>(receiver: string, work: () => Promise<T>): Promise<T> | undefined;
}

/** Places of this process: `most` for each receiver. */
export function createPlaces(most: number): Places {
  const taken = new Map<string, number>();
  const change = (receiver: string, by: number) => {
    const left = (taken.get(receiver) ?? 0) + by;
    if (left > 0) taken.set(receiver, left);
    else taken.delete(receiver);
  };
  return {
    with(receiver, work) {
      if ((taken.get(receiver) ?? 0) >= most) return undefined;
      change(receiver, 1);
      return work().finally(() => change(receiver, -1));
    },
  };
}
