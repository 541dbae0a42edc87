/** Room on a disk: what a program that keeps its books in a file cannot do without. */
import { statfs } from 'node:fs/promises';

/** Less than this is as good as none: a checkout, its mail and the log need some of it. */
const LEAST_BYTES = 2 * 1024 * 1024;

/** What is wrong with the room in this folder, as a sentence with the cure; undefined while there is enough. */
export async function noRoomIn(folder: string): Promise<string | undefined> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= LEAST_BYTES) return undefined;
  return `The disk of ${folder} is full (${Math.floor(free / 1024)} KiB are free); make room, and it goes on by itself.`;
}
