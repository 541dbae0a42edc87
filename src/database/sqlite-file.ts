/** The file of a SQLite database (`sqlite:FILE`); undefined for the URL of a server. */
export const sqliteFile = (url: string): string | undefined => /^sqlite:(?:\/\/)?(.+)$/.exec(url)?.[1];
