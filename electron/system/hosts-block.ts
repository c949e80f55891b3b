import { isAllowedAddress, isAllowedName } from './hosts-names.ts';

/** One address and the names that lead to it. */
export type HostsEntry = { readonly address: string; readonly names: readonly string[] };

const BEGIN = '# Portside begin';
const END = '# Portside end';
const NOTE = '# Portside keeps the lines between these marks; changes to them are lost.';
/** Stands in a block before which a line break had to be added, so that taking the block out takes that out, too. */
const JOINED = '# Portside ended the line above, which had no line break.';
/** Of a longer line Windows ignores the rest: it reads no more than nine names. */
const NAMES_PER_LINE = 8;

type Line = { readonly start: number; readonly end: number; readonly text: string; readonly eol: string };

type Block = {
  readonly start: number;
  readonly end: number;
  readonly eol: string;
  readonly isJoined: boolean;
  readonly entries: readonly HostsEntry[];
  /** With both marks and nothing foreign between them. */
  readonly isWhole: boolean;
};

type Scan = { readonly foreign: string; readonly blocks: readonly Block[]; readonly hasStrayMark: boolean };

/**
 * The text with exactly these entries in our block: in place where there is one sound block, else at the end, so that lines
 * which were there before us win. Damaged and doubled blocks are cleaned up on the way. Without entries there is no block.
 * Throws a RangeError for an entry that may not be written.
 */
export function applyBlock(text: string, entries: readonly HostsEntry[]): string {
  const lines = render(entries);
  const { foreign, blocks, hasStrayMark } = scan(text);
  if (lines.length === 0) return foreign;
  const [block] = blocks;
  if (block?.isWhole && blocks.length === 1 && !hasStrayMark) {
    return text.slice(0, block.start) + frame(lines, block.eol, block.isJoined) + text.slice(block.end);
  }
  const eol = eolOf(foreign);
  const isJoined = foreign !== '' && !foreign.endsWith('\n');
  return foreign + (isJoined ? eol : '') + frame(lines, eol, isJoined);
}

/** The text without anything of ours: what was there before `applyBlock`, byte for byte. */
export function stripBlock(text: string): string {
  return scan(text).foreign;
}

/** What our block says now; `damaged`: half of one, several, or foreign lines inside. */
export function readBlock(text: string): {
  readonly state: 'none' | 'whole' | 'damaged';
  readonly entries: readonly HostsEntry[];
} {
  const { blocks, hasStrayMark } = scan(text);
  const entries = merge(blocks.flatMap((block) => block.entries));
  if (blocks.length === 0 && !hasStrayMark) return { state: 'none', entries };
  return { state: blocks.length === 1 && blocks[0]?.isWhole && !hasStrayMark ? 'whole' : 'damaged', entries };
}

/**
 * What the official client keeps under its own heading, which it leaves behind even after a clean stop; `line` counts from
 * one. It belongs to that client: it is read for warnings and never changed.
 */
export function findOfficialSection(
  text: string,
): { readonly line: number; readonly entries: readonly HostsEntry[] } | undefined {
  const lines = linesOf(text);
  const heading = lines.findIndex((line) => line.text === '# Northflank Proxy');
  if (heading === -1) return undefined;
  const entries: HostsEntry[] = [];
  for (const line of lines.slice(heading + 1)) {
    const entry = mappingOf(line.text);
    if (!entry?.address.startsWith('127.24.')) break;
    entries.push(entry);
  }
  return { line: heading + 1, entries };
}

/** Mapping lines, the same for the same entries in whatever order. */
function render(entries: readonly HostsEntry[]): string[] {
  for (const { address, names } of entries) {
    if (!isAllowedAddress(address))
      throw new RangeError(`not an address for a hosts entry: ${JSON.stringify(address)}`);
    const odd = names.find((name) => !isAllowedName(name));
    if (odd !== undefined) throw new RangeError(`not a name for a hosts entry: ${JSON.stringify(odd)}`);
  }
  return merge(entries).flatMap(({ address, names }) => {
    const lines: string[] = [];
    for (let at = 0; at < names.length; at += NAMES_PER_LINE) {
      lines.push(`${address} ${names.slice(at, at + NAMES_PER_LINE).join(' ')}`);
    }
    return lines;
  });
}

/** One entry per address, in the order of addresses; of its names the full ones first, since the first is its main one. */
function merge(entries: readonly HostsEntry[]): HostsEntry[] {
  const byAddress = new Map<string, Set<string>>();
  for (const { address, names } of entries) {
    const all = byAddress.get(address) ?? new Set();
    for (const name of names) all.add(name);
    byAddress.set(address, all);
  }
  const rank = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const dots = (name: string) => name.split('.').length;
  return [...byAddress]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([address, names]) => ({
      address,
      names: [...names].sort((a, b) => dots(b) - dots(a) || (a < b ? -1 : 1)),
    }));
}

function frame(lines: readonly string[], eol: string, isJoined: boolean): string {
  return [BEGIN, NOTE, ...(isJoined ? [JOINED] : []), ...lines, END].map((line) => line + eol).join('');
}

function linesOf(text: string): Line[] {
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

/** What most lines end with. */
function eolOf(text: string): string {
  const all = text.split('\n').length - 1;
  return (text.split('\r\n').length - 1) * 2 > all ? '\r\n' : '\n';
}

function mappingOf(line: string): HostsEntry | undefined {
  const [address = '', ...names] = line.split(/[ \t]+/);
  return names.length > 0 && isAllowedAddress(address) && !line.includes('#') ? { address, names } : undefined;
}

const isMark = (line: Line | undefined) => line?.text === BEGIN || line?.text === END;

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

/**
 * Parts the text. A block without its end mark (a crash while the file was written in place, a hand that deleted it) goes
 * as far as its lines are ours, so that it never takes the rest of the file with it.
 */
function scan(text: string): Scan {
  const lines = linesOf(text);
  const blocks: Block[] = [];
  const kept: string[] = [];
  let keptLength = 0;
  let hasStrayMark = false;
  /** Where a line break before a block was ours: the length of what was kept before it. */
  let joint: { readonly at: number; readonly eol: string } | undefined;
  const keep = (line: Line) => {
    kept.push(text.slice(line.start, line.end));
    keptLength += line.end - line.start;
  };

  for (let index = 0; index < lines.length; index += 1) {
    const first = lines[index] as Line;
    if (first.text === END) hasStrayMark = true;
    if (first.text !== BEGIN) {
      if (first.text !== END) keep(first);
      continue;
    }
    const keptBefore = keptLength;
    const entries: HostsEntry[] = [];
    let isJoined = false;
    let closing = index + 1;
    while (closing < lines.length && !isMark(lines[closing])) closing += 1;
    const isClosed = lines[closing]?.text === END;
    let next = index + 1;
    for (; next < closing; next += 1) {
      const line = lines[next] as Line;
      const isMine = isOurs(line.text) || (!isClosed && isCutOff(line));
      if (!isMine && !isClosed) break;
      if (!isMine) keep(line);
      if (line.text === JOINED) isJoined = true;
      const entry = isMine ? mappingOf(line.text) : undefined;
      if (entry) entries.push(entry);
    }
    index = isClosed ? closing : next - 1;
    if (isJoined) joint = { at: keptBefore, eol: first.eol };
    const isWhole = isClosed && keptLength === keptBefore;
    const end = lines[index]?.end ?? text.length;
    blocks.push({ start: first.start, end, eol: first.eol || '\n', isJoined, entries, isWhole });
  }
  const foreign = kept.join('');
  const isOurBreak = joint !== undefined && joint.at === foreign.length && foreign.endsWith(joint.eol);
  return {
    foreign: isOurBreak && joint ? foreign.slice(0, foreign.length - joint.eol.length) : foreign,
    blocks,
    hasStrayMark,
  };
}
