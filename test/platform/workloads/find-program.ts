import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The first of these programs that is installed; system directories count even where the PATH lacks them. */
export async function findProgram(names: readonly string[]): Promise<string | undefined> {
  const places = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  for (const path of names.flatMap((name) => places.map((place) => join(place, name)))) {
    try {
      await access(path, constants.X_OK);
      return path;
    } catch {
      // Not here; try the next place.
    }
  }
  return undefined;
}
