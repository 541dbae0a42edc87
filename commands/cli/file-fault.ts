/** A file or folder that somebody named and that cannot be used as it is. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read or write it',
  EPERM: 'you may not read or write it',
  EROFS: 'its disk can only be read',
  ENAMETOOLONG: 'its name is too long',
};

/** The sentence for it; undefined when something else went wrong. */
export function fileFault(error: unknown): string | undefined {
  const { code = '', path } = (error ?? {}) as NodeJS.ErrnoException;
  const reason = REASONS[code];
  return reason && path ? `${path} cannot be used: ${reason}.` : undefined;
}
