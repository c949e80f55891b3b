import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Text of the log files by name, the older one first; one that is not there is left out. */
export async function readLogs(file: string): Promise<Readonly<Record<string, string>>> {
  const texts = await Promise.all(
    [`${file}.1`, file].map(
      async (each) => [path.basename(each), await readFile(each, 'utf8').catch(() => '')] as const,
    ),
  );
  return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}

export const linesOf = (logs: Readonly<Record<string, string>>): readonly string[] =>
  Object.values(logs).flatMap((text) => text.split('\n').filter(Boolean));
