import { createHmac, timingSafeEqual } from 'node:crypto';
import { isAllowedAddress, isAllowedName } from './hosts-names.ts';
import { isOwner, type HostsEntry } from './hosts-scan.ts';

/**
 * What app and helper say to each other, and how each checks what the other says. The app opens a channel in a directory
 * of its own and has the system start the helper, which connects back. Both prove that they know the secret of that
 * directory; then the app asks and the helper answers, one JSON object per line. Whoever says anything else is cut off.
 */

/** `--portside-helper=<directory>`: the one thing that the helper is told on its command line. */
export const HELPER_SWITCH = '--portside-helper';
/** Name of the secret's file in that directory: 64 hexadecimal digits, read once and emptied by the helper. */
export const SECRET_FILE = 'secret';

export const PLAN_LIMITS = {
  greetingBytes: 512,
  requestBytes: 512 * 1024,
  names: 5000,
  entries: 5000,
  relays: 64,
  /** Requests in a row, and how many more are allowed per second: macOS takes one for the address of each forward. */
  burst: 128,
  perSecond: 20,
  /** For the greeting, from connected to proved. */
  greetingMs: 5000,
  /** For the answer to one request. */
  answerMs: 15_000,
} as const;

/** A port below 1024 of one of our addresses, and the app's own port there to which connections go. */
export type Relay = { readonly address: string; readonly port: number; readonly target: number };

export const relayKey = ({ address, port }: Relay): string => `${address}:${port}`;

export type Task =
  /** Our block says exactly this from now on; nothing means that there is none. */
  | { readonly verb: 'apply'; readonly entries: readonly HostsEntry[] }
  /** A loopback address of ours comes or goes, on systems that have only 127.0.0.1. */
  | { readonly verb: 'alias'; readonly address: string; readonly act: 'add' | 'remove' }
  /** Exactly these relays from now on, where this system lets no ordinary program listen. */
  | { readonly verb: 'relay'; readonly relays: readonly Relay[] }
  /** Takes out our block and what the official client left. */
  | { readonly verb: 'repair' }
  | { readonly verb: 'status' }
  /** Takes back all that was done, then ends. */
  | { readonly verb: 'quit' };

export type Request = { readonly id: number } & Task;

export type Reply =
  | {
      readonly id: number;
      readonly ok: true;
      readonly names: number;
      readonly aliases: number;
      /** `<address>:<port>` of the relays that listen. */
      readonly relays: readonly string[];
    }
  | { readonly id: number; readonly ok: false; readonly reason: string };

/** The app speaks first; each nonce is 64 hexadecimal digits. */
export type Hello = { readonly portside: 1; readonly nonce: string };
/** With whose name the helper marks its block. */
export type Answer = { readonly nonce: string; readonly proof: string; readonly owner: string };
export type Welcome = { readonly proof: string };

const HEX = /^[0-9a-f]{64}$/;

type Fields = Readonly<Record<string, unknown>>;

/** The object in this line if it has exactly these fields. */
function objectOf(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}

function hasOnly(fields: Fields, ...names: readonly string[]): boolean {
  return Object.keys(fields).length === names.length && names.every((name) => Object.hasOwn(fields, name));
}

const isId = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
const isHex = (value: unknown): value is string => typeof value === 'string' && HEX.test(value);

function entryOf(value: unknown): HostsEntry | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields = value as Fields;
  const { address, names } = fields;
  if (!hasOnly(fields, 'address', 'names') || typeof address !== 'string' || !Array.isArray(names)) return undefined;
  if (!isAllowedAddress(address) || names.length === 0) return undefined;
  const all: readonly unknown[] = names;
  const good = all.filter((name): name is string => typeof name === 'string' && isAllowedName(name));
  return good.length === all.length ? { address, names: good } : undefined;
}

/** The entries if all of them may be written and no name stands twice; used before sending and after receiving. */
export function checkEntries(value: unknown): readonly HostsEntry[] | undefined {
  if (!Array.isArray(value) || value.length > PLAN_LIMITS.entries) return undefined;
  const entries = value.map(entryOf).filter((entry) => entry !== undefined);
  const names = entries.flatMap((entry) => entry.names);
  const isWhole = entries.length === value.length && names.length <= PLAN_LIMITS.names;
  return isWhole && new Set(names).size === names.length ? entries : undefined;
}

const isPort = (value: unknown, first: number, last: number): value is number =>
  Number.isInteger(value) && (value as number) >= first && (value as number) <= last;

function relayOf(value: unknown): Relay | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields = value as Fields;
  const { address, port, target } = fields;
  if (!hasOnly(fields, 'address', 'port', 'target') || typeof address !== 'string') return undefined;
  if (!isAllowedAddress(address) || address === '127.0.0.1') return undefined;
  return isPort(port, 1, 1023) && isPort(target, 1024, 65_535) ? { address, port, target } : undefined;
}

/** The relays if all of them may be and no place stands twice; used before sending and after receiving. */
export function checkRelays(value: unknown): readonly Relay[] | undefined {
  if (!Array.isArray(value) || value.length > PLAN_LIMITS.relays) return undefined;
  const relays = value.map(relayOf).filter((relay) => relay !== undefined);
  return relays.length === value.length && new Set(relays.map(relayKey)).size === relays.length ? relays : undefined;
}

function taskOf(fields: Fields): Task | undefined {
  const { verb } = fields;
  if (verb === 'apply') {
    const entries = hasOnly(fields, 'id', 'verb', 'entries') ? checkEntries(fields['entries']) : undefined;
    return entries && { verb, entries };
  }
  if (verb === 'relay') {
    const relays = hasOnly(fields, 'id', 'verb', 'relays') ? checkRelays(fields['relays']) : undefined;
    return relays && { verb, relays };
  }
  if (verb === 'alias') {
    const { address, act } = fields;
    const isAct = act === 'add' || act === 'remove';
    if (!hasOnly(fields, 'id', 'verb', 'address', 'act') || typeof address !== 'string' || !isAct) return undefined;
    return isAllowedAddress(address) && address !== '127.0.0.1' ? { verb, address, act } : undefined;
  }
  if (verb === 'repair' || verb === 'status' || verb === 'quit')
    return hasOnly(fields, 'id', 'verb') ? { verb } : undefined;
  return undefined;
}

/** What the app asks, or undefined for anything that this version of it would not say. */
export function parseRequest(line: string): Request | undefined {
  const fields = objectOf(line);
  if (!fields || !isId(fields['id'])) return undefined;
  const task = taskOf(fields);
  return task && { id: fields['id'], ...task };
}

export function parseReply(line: string): Reply | undefined {
  const fields = objectOf(line);
  if (!fields) return undefined;
  const { id, ok, names, aliases, relays, reason } = fields;
  if (!isId(id)) return undefined;
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  if (ok === true && hasOnly(fields, 'id', 'ok', 'names', 'aliases', 'relays') && isCount(names) && isCount(aliases))
    return areKeys(relays) ? { id, ok, names, aliases, relays } : undefined;
  if (ok === false && hasOnly(fields, 'id', 'ok', 'reason') && typeof reason === 'string')
    return { id, ok, reason: reason.slice(0, 500) };
  return undefined;
}

function areKeys(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length > PLAN_LIMITS.relays) return false;
  return value.every((key) => typeof key === 'string' && /^127\.24(?:\.\d{1,3}){2}:\d{1,4}$/.test(key));
}

export function parseHello(line: string): Hello | undefined {
  const fields = objectOf(line);
  if (!fields || !hasOnly(fields, 'portside', 'nonce') || fields['portside'] !== 1) return undefined;
  return isHex(fields['nonce']) ? { portside: 1, nonce: fields['nonce'] } : undefined;
}

export function parseAnswer(line: string): Answer | undefined {
  const fields = objectOf(line);
  if (!fields || !hasOnly(fields, 'nonce', 'proof', 'owner')) return undefined;
  const { nonce, proof, owner } = fields;
  if (!isHex(nonce) || !isHex(proof) || typeof owner !== 'string' || !isOwner(owner)) return undefined;
  return { nonce, proof, owner };
}

export function parseWelcome(line: string): Welcome | undefined {
  const fields = objectOf(line);
  if (!fields || !hasOnly(fields, 'proof')) return undefined;
  return isHex(fields['proof']) ? { proof: fields['proof'] } : undefined;
}

export function isSecret(text: string): boolean {
  return HEX.test(text);
}

/** Shows that `who` knows the secret, for these two nonces only; the secret itself is never sent. */
export function prove(secret: string, who: 'app' | 'helper', nonces: readonly [app: string, helper: string]): string {
  return createHmac('sha256', secret)
    .update(`portside 1 ${who} ${nonces.join(' ')}`)
    .digest('hex');
}

export function isProof(given: string, expected: string): boolean {
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

/** Where the app listens: a socket in the directory, or on Windows the pipe that has the directory's name. */
export function channelPath(directory: string, platform: NodeJS.Platform): string {
  if (platform !== 'win32') return `${directory}/channel`;
  return `\\\\.\\pipe\\${directory.slice(Math.max(directory.lastIndexOf('\\'), directory.lastIndexOf('/')) + 1)}`;
}
