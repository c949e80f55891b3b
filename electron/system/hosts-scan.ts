import { isAllowedAddress, isAllowedName } from './hosts-names.ts';

/** One address and the names that lead to it. */
export type HostsEntry = { readonly address: string; readonly names: readonly string[] };

/** Who writes, and whose blocks are left as they are: those of programs that still run. */
export type Own = { readonly owner: string; readonly living: ReadonlySet<string> };

/** Ours to take out: blocks of whoever asks, of programs that have ended, and such without an owner. */
export type Block = {
  readonly start: number;
  readonly end: number;
  readonly eol: string;
  readonly owner: string | undefined;
  readonly isJoined: boolean;
  readonly entries: readonly HostsEntry[];
  /** With both marks and nothing foreign between them. */
  readonly isWhole: boolean;
};

/** The block of another program of ours that still runs, with both marks; and where it begins. */
export type LivingBlock = { readonly owner: string; readonly start: number; readonly entries: readonly HostsEntry[] };

type Scan = {
  /** All but what may be taken out; blocks of the living are in it. */
  readonly foreign: string;
  readonly blocks: readonly Block[];
  readonly living: readonly LivingBlock[];
  readonly hasStrayMark: boolean;
};

type Line = { readonly start: number; readonly end: number; readonly text: string; readonly eol: string };

const BEGIN = '# Portside begin';
const OWNER = /^[1-9][0-9]{0,9}\.[0-9a-z]{1,24}\.[0-9]{1,6}$/;
export const END = '# Portside end';
/** Stands in a block before which a line break had to be added, so that taking the block out takes that out, too. */
export const JOINED = '# Portside ended the line above, which had no line break.';

export const beginMark = (owner: string): string => `${BEGIN} ${owner}`;
export const isOwner = (text: string): boolean => OWNER.test(text);

/** Undefined for a line that is no first mark; null for one without an owner, as earlier versions wrote it. */
function ownerIn(line: string | undefined): string | null | undefined {
  if (line === BEGIN) return null;
  const owner = line?.startsWith(`${BEGIN} `) ? line.slice(BEGIN.length + 1) : '';
  return isOwner(owner) ? owner : undefined;
}

/** Whose blocks stand there, each once. */
export function ownersIn(text: string): readonly string[] {
  const found = linesOf(text).flatMap((line) => ownerIn(line.text) ?? []);
  return [...new Set(found)];
}

export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0, end: number; start < text.length; start = end) {
    const lineFeed = text.indexOf('\n', start);
    end = lineFeed === -1 ? text.length : lineFeed + 1;
    const eol = lineFeed === -1 ? '' : text[lineFeed - 1] === '\r' && lineFeed > start ? '\r\n' : '\n';
    let to = end;
    while (to > start && ' \t\r\n'.includes(text[to - 1] ?? '')) to -= 1;
    lines.push({ start, end, text: text.slice(start, to), eol });
  }
  return lines;
}

export function mappingOf(line: string): HostsEntry | undefined {
  const [address = '', ...names] = line.split(/[ \t]+/);
  return names.length > 0 && isAllowedAddress(address) && !line.includes('#') ? { address, names } : undefined;
}

const isMark = (line: Line | undefined) => line?.text === END || ownerIn(line?.text) !== undefined;

/** Whether a line between our marks is ours; what the user wrote there is not, and is kept. */
function isOurs(line: string): boolean {
  if (line.startsWith('# Portside ')) return true;
  const entry = mappingOf(line);
  return entry !== undefined && (entry.address.startsWith('127.24.') || entry.names.every(isAllowedName));
}

/** The last line of a file that was cut off while one of our lines was being written. */
function isCutOff({ text, eol }: Line): boolean {
  if (eol !== '' || text === '') return false;
  return text.startsWith('127.24.') || [END, '127.24.', '127.0.0.1 '].some((whole) => whole.startsWith(text));
}

/** What one block spans: up to its end mark, or, without one, as far as its lines are ours. */
function spanOf(lines: readonly Line[], first: number) {
  let closing = first + 1;
  while (closing < lines.length && !isMark(lines[closing])) closing += 1;
  const isClosed = lines[closing]?.text === END;
  const inside: { readonly line: Line; readonly isMine: boolean }[] = [];
  for (let next = first + 1; next < closing; next += 1) {
    const line = lines[next] as Line;
    const isMine = isOurs(line.text) || (!isClosed && isCutOff(line));
    if (!isMine && !isClosed) return { inside, last: next - 1 };
    inside.push({ line, isMine });
  }
  return { inside, last: isClosed ? closing : closing - 1, isClosed };
}

/**
 * Parts the text. A block without its end mark (a crash while the file was written in place, a hand that deleted it) goes
 * as far as its lines are ours, so that it never takes the rest of the file with it.
 */
export function scan(text: string, living: ReadonlySet<string>): Scan {
  const lines = linesOf(text);
  const blocks: Block[] = [];
  const others: LivingBlock[] = [];
  const kept: string[] = [];
  let keptLength = 0;
  let hasStrayMark = false;
  /** Where a line break before a block was ours: the length of what was kept before it. */
  let joint: { readonly at: number; readonly eol: string } | undefined;
  const keep = (start: number, end: number, more = '') => {
    kept.push(text.slice(start, end) + more);
    keptLength += end - start + more.length;
  };

  for (let index = 0; index < lines.length; index += 1) {
    const first = lines[index] as Line;
    const owner = ownerIn(first.text);
    if (owner === undefined) {
      if (first.text === END) hasStrayMark = true;
      else keep(first.start, first.end);
      continue;
    }
    const { inside, last, isClosed = false } = spanOf(lines, index);
    const end = lines[last]?.end ?? text.length;
    const isJoined = inside.some(({ line }) => line.text === JOINED);
    const entries = inside.flatMap(({ line, isMine }) => (isMine ? (mappingOf(line.text) ?? []) : []));
    index = last;
    // One that was cut off is cleaned up like any other; its owner sees that and writes it again.
    const isSound = isClosed && text[end - 1] === '\n';
    if (owner !== null && isSound && living.has(owner)) {
      // The block before it goes: that the line break was ours is from now on said by this one.
      const isHeir = joint?.at === keptLength && !isJoined;
      keep(first.start, first.end, isHeir ? JOINED + first.eol : '');
      keep(first.end, end);
      others.push({ owner, start: first.start, entries });
      continue;
    }
    if (isJoined) joint = { at: keptLength, eol: first.eol };
    const foreign = inside.filter(({ isMine }) => !isMine);
    for (const { line } of foreign) keep(line.start, line.end);
    const isWhole = isClosed && foreign.length === 0;
    const block = { start: first.start, end, eol: first.eol || '\n', owner: owner ?? undefined };
    blocks.push({ ...block, isJoined, entries, isWhole });
  }
  const foreign = kept.join('');
  const isOurBreak = joint !== undefined && joint.at === foreign.length && foreign.endsWith(joint.eol);
  return {
    foreign: isOurBreak && joint ? foreign.slice(0, foreign.length - joint.eol.length) : foreign,
    blocks,
    living: others,
    hasStrayMark,
  };
}
