/** The options of a command line, by their names in camel case. */
export type Options = Readonly<Record<string, string | boolean | undefined>>;
