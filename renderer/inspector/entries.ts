import type { ForwardId } from '../../electron/contract/forward.ts';
import type { Inspected } from '../../electron/contract/inspector.ts';
import { wordsOf } from '../palette/score.ts';
import { text } from '../text/text.ts';
import type { Tone } from '../ui/badge.tsx';

export type RequestFilter = 'all' | 'trouble' | 'writes';
export const REQUEST_FILTERS: readonly RequestFilter[] = ['all', 'trouble', 'writes'];

/** Methods that change nothing by their definition: sending one again is harmless. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);
export const isSafe = (method: string): boolean => SAFE.has(method);

const isTrouble = ({ status = 0, state }: Inspected) => status >= 400 || state === 'cut' || state === 'broken';

export function statusTone({ status, state }: Inspected): Tone {
  if (state === 'cut' || state === 'broken') return 'warn';
  if (status === undefined) return 'mute';
  if (status >= 500) return 'danger';
  if (status >= 400) return 'warn';
  return status >= 300 || status < 200 ? 'accent' : 'ok';
}

/** `404 Not found`, `Waiting` */
export function statusWords({ status, state }: Inspected): string {
  if (status === undefined) return text.inspector.state[state];
  if (state === 'cut' || state === 'broken') return `${status} ${text.inspector.state[state]}`;
  return `${status} ${text.inspector.status(status)}`.trim();
}

/** Newest first: those of this forward that pass the filter and hold every word of the search. */
export function shownRequests(
  requests: Readonly<Record<string, Inspected>>,
  forward: ForwardId,
  filter: RequestFilter,
  query: string,
): readonly Inspected[] {
  const words = wordsOf(query);
  const passes = (entry: Inspected) => {
    if (entry.forward !== forward) return false;
    if (filter === 'trouble' && !isTrouble(entry)) return false;
    if (filter === 'writes' && isSafe(entry.method)) return false;
    if (words.length === 0) return true;
    const hay = `${entry.method} ${entry.path} ${statusWords(entry)}`.toLocaleLowerCase();
    return words.every((word) => hay.includes(word));
  };
  return Object.values(requests).toReversed().filter(passes);
}

/** JSON with its lines and indents; as it came where it is not whole. */
export function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}
