import type { LocalAddress } from '../contract/forward.ts';
import { parseHostPort } from '../contract/loopback.ts';

/** How Linux, macOS and Windows tell who listens; text in, facts out. */

export type Transport = 'tcp' | 'udp';

const WILDCARDS: ReadonlySet<string> = new Set(['*', '0.0.0.0', '::', '[::]']);

/** Whether a program that listens at `host` keeps others from `wanted`. */
const stands = (host: string, wanted: string): boolean => WILDCARDS.has(host) || host === wanted;

/** The kernel writes each group of four bytes in this machine's order. */
function fromHex(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((group) => (group.match(/../g) ?? []).toReversed());
  const numbers = bytes.map((byte) => Number.parseInt(byte, 16));
  if (numbers.length === 4) return numbers.join('.');
  if (numbers.every((byte) => byte === 0)) return '::';
  const isMapped = numbers.slice(0, 10).every((byte) => byte === 0) && numbers[10] === 255 && numbers[11] === 255;
  if (isMapped) return numbers.slice(12).join('.');
  return numbers.slice(0, 15).every((byte) => byte === 0) && numbers[15] === 1 ? '::1' : hex.toLowerCase();
}

/** Of one socket that has the address: whose it is, and its inode. */
export type Held = { readonly uid: number; readonly inode: string };

const LISTENING: Readonly<Record<Transport, string>> = { tcp: '0A', udp: '07' };

const ESTABLISHED = '01';

function socketsIn(table: string, state: string, isAt: (host: string, port: number) => boolean): Held[] {
  return table.split('\n').flatMap((line) => {
    const [, local = '', , is = '', , , , uid = '', , inode = ''] = line.trim().split(/\s+/);
    if (is !== state || inode === '0') return [];
    const [hex = '', portHex = ''] = local.split(':');
    return isAt(fromHex(hex), Number.parseInt(portHex, 16)) ? [{ uid: Number(uid), inode }] : [];
  });
}

/** From `/proc/net/tcp`, `tcp6`, `udp` and `udp6`. */
export const heldIn = (table: string, { host, port }: LocalAddress, transport: Transport): Held[] =>
  socketsIn(table, LISTENING[transport], (at, its) => its === port && stands(at, host));

/** From `/proc/net/tcp` and `tcp6`: whose end of a connection this is. */
export const connectedIn = (table: string, { host, port }: LocalAddress): Held[] =>
  socketsIn(table, ESTABLISHED, (at, its) => its === port && at === host);

export type Holder = { readonly pid: number; readonly program?: string };

/** `lsof` writes what is no plain letter, blanks among it, as `\x20`. */
const unescaped = (text: string): string => {
  const bytes = text.replaceAll(/\\x([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return bytes === text ? text : Buffer.from(bytes, 'latin1').toString('utf8');
};

/** From `lsof -nP -F pcn`: one letter and its value a line, what belongs to a process after its `p`. */
export function holderInLsof(output: string, { host, port }: LocalAddress): Holder | undefined {
  let holder: Holder | undefined;
  for (const line of output.split('\n')) {
    const value = line.slice(1);
    if (line.startsWith('p')) holder = { pid: Number(value) };
    else if (line.startsWith('c') && holder) holder = { ...holder, program: unescaped(value) };
    else if (line.startsWith('n') && holder) {
      const at = parseHostPort(value.trim());
      if (at?.port === port && stands(at.host, host)) return holder;
    }
  }
  return undefined;
}

/** The same, of an end of a connection: `127.0.0.1:52011->127.24.1.4:5432` belongs to who is before the arrow. */
export function connectedInLsof(output: string, { host, port }: LocalAddress): Holder | undefined {
  const ends = output.replaceAll(/^(n[^>\n]*)->.*$/gm, '$1');
  return holderInLsof(ends, { host, port });
}

type Row = { readonly kind: string; readonly at: LocalAddress; readonly far: string; readonly pid: number };

/** From `netstat -ano`: the lines that tell of an address here and of a process. */
function rowsIn(output: string): readonly Row[] {
  return output.split(/\r?\n/).flatMap((line) => {
    const [kind = '', local = '', far = '', ...rest] = line.trim().split(/\s+/);
    const at = parseHostPort(local);
    const pid = Number(rest.at(-1));
    return at && pid > 0 ? [{ kind: kind.toLowerCase(), at, far, pid }] : [];
  });
}

/** From `netstat -ano`: whose end of a connection this is. */
export const pidConnectedInNetstat = (output: string, { host, port }: LocalAddress): number | undefined =>
  rowsIn(output).find(
    ({ kind, at, far }) => kind === 'tcp' && at.port === port && at.host === host && !far.endsWith(':0'),
  )?.pid;

/**
 * From `netstat -ano`. Its words are translated, also `LISTENING`: a listener is known by its far address, which is none. A
 * UDP line has no state.
 */
export function pidInNetstat(output: string, { host, port }: LocalAddress, transport: Transport): number | undefined {
  const isListener = (far: string) => transport === 'udp' || /^(?:0\.0\.0\.0|\[::\]):0$/.test(far);
  return rowsIn(output).find(
    ({ kind, at, far }) => kind === transport && isListener(far) && at.port === port && stands(at.host, host),
  )?.pid;
}

/** From `tasklist /FO CSV /NH`: the name is the first of the quoted fields. Where there is none, it says so in prose. */
export const programInTasklist = (output: string): string | undefined => /^"([^"]+)","\d+"/m.exec(output)?.[1];
