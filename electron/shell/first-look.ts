import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LANGUAGES, type Language } from '../contract/language.ts';

/** What the first moment of a start has to know of the last run. */
type FirstLook = { readonly theme: 'system' | 'light' | 'dark'; readonly language: 'system' | Language };

const oneOf = <Value extends string>(values: readonly Value[], given: unknown): Value | undefined =>
  values.find((value) => value === given);

/**
 * How the window is to look, read ahead of the state that it stands in: judging all of that takes a schema library, and
 * the window's process can come up in the meantime. What does not fit is left to those who will judge it.
 */
export async function takeFirstLook(userData: string): Promise<FirstLook> {
  const settings = await readFile(path.join(userData, 'state.json'), 'utf8')
    .then((text) => (JSON.parse(text) as { settings?: Record<string, unknown> } | null)?.settings)
    .catch(() => undefined);
  return {
    theme: oneOf(['light', 'dark'] as const, settings?.['theme']) ?? 'system',
    language: oneOf(LANGUAGES, settings?.['language']) ?? 'system',
  };
}
