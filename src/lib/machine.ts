/** State machines as data. A state or event that is not in the table does not compile. */

export type Transitions<State extends string, Event extends string> = {
  readonly [S in State]: { readonly [E in Event]?: State };
};

export interface Machine<State extends string, Event extends string> {
  readonly states: readonly State[];
  readonly events: readonly Event[];
  /** The state an event leads to, or undefined when the move is forbidden. */
  next(state: State, event: Event): State | undefined;
  can(state: State, event: Event): boolean;
  /** The events that lead somewhere from a state. */
  from(state: State): readonly Event[];
  isFinal(state: State): boolean;
  /** Whether one event leads from a state to another. */
  leads(from: State, to: State): boolean;
}

/** Builds a machine from its table; `events` lists every event so that forbidden pairs can be walked too. */
export function defineMachine<State extends string, Event extends string>(
  events: readonly Event[],
  table: Transitions<State, Event>,
): Machine<State, Event> {
  const next = (state: State, event: Event): State | undefined => table[state][event];
  const from = (state: State): readonly Event[] => events.filter((event) => next(state, event) !== undefined);
  return {
    states: Object.keys(table) as State[],
    events,
    next,
    can: (state, event) => next(state, event) !== undefined,
    from,
    isFinal: (state) => from(state).length === 0,
    leads: (state, to) => from(state).some((event) => next(state, event) === to),
  };
}
