/** Searching for a text inside a column, the same on every engine: `LOWER(name) LIKE ? ${LIKE_ESCAPE}`. */

export const LIKE_ESCAPE = "ESCAPE '!'";

/** The pattern for "contains this text", with the text's own wildcards taken literally, in lower case. */
export const likePattern = (text: string): string => `%${text.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
