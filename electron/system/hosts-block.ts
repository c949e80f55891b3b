import { isAllowedAddress, isAllowedName } from './hosts-names.ts';
import { beginMark, END, JOINED, scan, type Block, type HostsEntry, type LivingBlock, type Own } from './hosts-scan.ts';

export type { HostsEntry, Own };

const NOTE = '# Portside keeps the lines between these marks; changes to them are lost.';
/** Of a longer line Windows ignores the rest: it reads no more than nine names. */
const NAMES_PER_LINE = 8;
const NOBODY: ReadonlySet<string> = new Set();

/**
 * The text with exactly these entries in our block: in place where there is one sound block, else at the end, so that lines
 * which were there before us win. Damaged and doubled blocks and those of the dead are cleaned up on the way; those of
 * others that live stay as they are. Without entries there is no block. Throws a RangeError for an entry that may not be
 * written.
 */
export function applyBlock(text: string, entries: readonly HostsEntry[], { owner, living }: Own): string {
  const lines = render(entries);
  const { foreign, blocks, hasStrayMark } = scan(text, living);
  if (lines.length === 0) return foreign;
  const [block] = blocks;
  if (block?.isWhole && blocks.length === 1 && !hasStrayMark) {
    const { eol, isJoined } = block;
    return text.slice(0, block.start) + frame(lines, { owner, eol, isJoined }) + text.slice(block.end);
  }
  const eol = eolOf(foreign);
  const isJoined = foreign !== '' && !foreign.endsWith('\n');
  return foreign + (isJoined ? eol : '') + frame(lines, { owner, eol, isJoined });
}

/**
 * The text without anything of ours: what was there before `applyBlock`, byte for byte. Blocks of the living stay; that the
 * line break before a block was ours is then handed on to the next one.
 */
export function stripBlock(text: string, living: ReadonlySet<string> = NOBODY): string {
  return scan(text, living).foreign;
}

export type BlocksRead = {
  /** Of what may be taken out. `damaged`: half of one, several, or foreign lines inside. */
  readonly state: 'none' | 'whole' | 'damaged';
  /** What those blocks say together that may be taken out. */
  readonly entries: readonly HostsEntry[];
  readonly blocks: readonly Block[];
  /** Blocks of others that live. */
  readonly living: readonly LivingBlock[];
};

/** What our blocks say now. */
export function readBlock(text: string, others: ReadonlySet<string> = NOBODY): BlocksRead {
  const { blocks, hasStrayMark, living } = scan(text, others);
  const entries = merge(blocks.flatMap((block) => block.entries));
  if (blocks.length === 0 && !hasStrayMark) return { state: 'none', entries, blocks, living };
  const isWhole = blocks.length === 1 && blocks[0]?.isWhole === true && !hasStrayMark;
  return { state: isWhole ? 'whole' : 'damaged', entries, blocks, living };
}

/** Whether both lead the same names to the same addresses, in whatever order. */
export function sayTheSame(a: readonly HostsEntry[], b: readonly HostsEntry[]): boolean {
  return JSON.stringify(render(a)) === JSON.stringify(render(b));
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

type Frame = { readonly owner: string; readonly eol: string; readonly isJoined: boolean };

function frame(lines: readonly string[], { owner, eol, isJoined }: Frame): string {
  const all = [beginMark(owner), ...(isJoined ? [JOINED] : []), NOTE, ...lines, END];
  return all.map((line) => line + eol).join('');
}

/** What most lines end with. */
function eolOf(text: string): string {
  const all = text.split('\n').length - 1;
  return (text.split('\r\n').length - 1) * 2 > all ? '\r\n' : '\n';
}
