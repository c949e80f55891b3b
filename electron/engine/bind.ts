import { Failure } from '../contract/failure.ts';
import { hostPort, isLoopback } from '../contract/loopback.ts';
import { reservedLine } from '../contract/problem-ports.ts';
import { problem, type Problem } from '../contract/problem.ts';
import type { Limits } from './limits.ts';
import type { LocalPort } from './listener.ts';
import { hashedPort, otherPorts, type Places } from './place.ts';

export type PortRequest = {
  /** The port wished for here: the remote one, or the one that the user chose. */
  readonly number: number;
  /** Chosen by the user: bound as it is or not at all. */
  readonly isChosen?: boolean;
  /** `<first hostname>:<port>/<protocol>`, what the official client hashes. */
  readonly name: string;
  /** Rejects with the system's error. */
  readonly listen: (host: string, port: number) => Promise<LocalPort>;
};

export type Bound = {
  readonly local: LocalPort;
  readonly notice?: Problem;
  /** At an address that the user chose for this port alone. */
  readonly isElsewhere?: true;
};

export function addressOf({ local }: Bound): { readonly host: string; readonly port: number } {
  return { host: local.host, port: local.port };
}

export type BindRequest = {
  /** Whose address it is, as in the place book. */
  readonly key: string;
  readonly ports: readonly PortRequest[];
  /** Set where other ports of the target are already open: a target has one address. */
  readonly host?: string | undefined;
  readonly places: Places;
  readonly limits: Limits;
  /** Before an address is tried, where that takes something of the system. */
  readonly prepare?: ((host: string) => Promise<void>) | undefined;
  /** A target got its home. */
  readonly onPlaced: (host: string) => void;
};

const LOOPBACK = '127.0.0.1';

type Outcome = Bound | { readonly code: string };

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? 'unknown';

async function attempt(port: PortRequest, host: string, number = port.number): Promise<Outcome> {
  try {
    return { local: await port.listen(host, number) };
  } catch (error) {
    return { code: codeOf(error) };
  }
}

function has(outcomes: readonly Outcome[], code: string): boolean {
  return outcomes.some((outcome) => 'code' in outcome && outcome.code === code);
}

function undo(outcomes: readonly Outcome[]): void {
  for (const outcome of outcomes) if ('local' in outcome) void outcome.local.close();
}

/** Below it most systems let no ordinary program listen. */
const FIRST_ORDINARY = 1024;

/**
 * Why the system did not give this port, if it is one of the reasons that another port does not have. Windows has no ports
 * for some users only: what it refuses there, it keeps itself or for a program that shares it with nobody, and more rights
 * would not help.
 */
export function refusalOf(
  code: string,
  { number, name }: Pick<PortRequest, 'number' | 'name'>,
  platform: NodeJS.Platform = process.platform,
) {
  if (code === 'EADDRINUSE') return { code: 'port-in-use', args: {} } as const;
  if (code !== 'EACCES') return undefined;
  if (platform !== 'win32' && number < FIRST_ORDINARY) return { code: 'port-forbidden', args: {} } as const;
  const args = platform === 'win32' ? { line: reservedLine(name.endsWith('/UDP') ? 'udp' : 'tcp') } : {};
  return { code: 'port-reserved', args } as const;
}

function failureOf(code: string, port: PortRequest, host: string): Failure {
  const address = hostPort({ host, port: port.number });
  const refusal = refusalOf(code, port);
  if (refusal) return new Failure(refusal.code, { args: { address, ...refusal.args } });
  if (code === 'EADDRNOTAVAIL') return new Failure('address-missing', { args: { address } });
  return new Failure('unexpected', { args: { scope: 'listen', reason: code }, retriable: true });
}

/** The first of `candidates` that binds; a notice says that it is not `address`, and why. */
async function move(
  port: PortRequest,
  host: string,
  { code, candidates }: { readonly code: string; readonly candidates: readonly number[] },
): Promise<Bound | Failure> {
  const refusal = refusalOf(code, port);
  if (port.isChosen || !refusal) return failureOf(code, port, host);
  for (const candidate of candidates) {
    const outcome = await attempt(port, host, candidate);
    if ('code' in outcome) continue;
    const address = hostPort({ host, port: port.number });
    const args = { address, moved: `${host}:${outcome.local.port}`, ...refusal.args };
    return { ...outcome, notice: problem(refusal.code, args) };
  }
  return failureOf(code, port, host);
}

/** Every port that failed moves on its address; one after the other, so that no two take the same place. */
async function moveFailed(ports: readonly PortRequest[], host: string, outcomes: readonly Outcome[]) {
  const wished = new Set(ports.map((port) => port.number));
  const results: (Bound | Failure)[] = [];
  for (const [index, port] of ports.entries()) {
    const outcome = outcomes[index];
    if (!outcome) continue;
    const candidates = otherPorts(port.number, port.name).filter((other) => !wished.has(other));
    results.push('local' in outcome ? outcome : await move(port, host, { code: outcome.code, candidates }));
  }
  return results;
}

/** macOS has no other loopback address than 127.0.0.1 unless someone made an alias: there, ports are kept apart by hash. */
async function bindHashed(ports: readonly PortRequest[]): Promise<(Bound | Failure)[]> {
  const results: (Bound | Failure)[] = [];
  for (const port of ports) {
    const hashed = port.isChosen ? port : { ...port, number: hashedPort(port.name) };
    const outcome = await attempt(hashed, LOOPBACK);
    const candidates = [hashed.number + 1, hashed.number + 2, hashed.number + 3, 0];
    results.push('local' in outcome ? outcome : await move(hashed, LOOPBACK, { code: outcome.code, candidates }));
  }
  return results;
}

/** The addresses to try, in order; ends early once a program is seen to hold the port on all of them. */
async function* addresses(request: BindRequest, first: string): AsyncGenerator<string> {
  yield first;
  for (let tries = 1; tries < request.limits.addressTries; tries += 1) {
    const next = request.places.borrow(request.key);
    if (next === undefined) return;
    yield next;
    // One that listens on 0.0.0.0 has taken the last address of the range too; scanning all would take seconds.
    if (tries > 1) continue;
    const outcomes = await Promise.all(request.ports.map((port) => attempt(port, request.limits.range.last)));
    undo(outcomes);
    if (has(outcomes, 'EADDRINUSE')) return;
  }
}

/** Binds one port where the user wants it, or says why not: what was chosen is never changed. */
export async function bindChosen(
  port: PortRequest,
  host: string,
  prepare: BindRequest['prepare'],
): Promise<Bound | Failure> {
  if (!isLoopback(host)) return failureOf('EADDRNOTAVAIL', port, host);
  await prepare?.(host).catch(() => {});
  const outcome = await attempt(port, host);
  return 'code' in outcome ? failureOf(outcome.code, port, host) : { local: outcome.local, isElsewhere: true };
}

/**
 * Binds all ports of one target at one address; the answers are in the order of the ports. Binding is the only test:
 * nothing is probed, and nothing is ever bound to all interfaces.
 *
 * - Port taken: the whole target goes to another address of the range, so that its ports stay what they are. A target
 *   that had an address before says so by a notice and keeps its home for the next time.
 * - Taken at every address (a program on 0.0.0.0): the port moves, at the target's own address, with a notice.
 * - Not allowed (below 1024), or kept by the system: the port moves likewise.
 * - No such address on this system: 127.0.0.1 with the port that the official client would use there.
 */
export async function bindTarget(request: BindRequest): Promise<(Bound | Failure)[]> {
  const { key, ports, places } = request;
  const home = request.host ?? places.home(key);
  const first = home ?? places.borrow(key);
  if (first === undefined || first === LOOPBACK) return bindHashed(ports);
  for await (const host of request.host === undefined ? addresses(request, first) : [first]) {
    await request.prepare?.(host).catch(() => {});
    const outcomes = await Promise.all(ports.map((port) => attempt(port, host)));
    if (has(outcomes, 'EADDRNOTAVAIL')) {
      undo(outcomes);
      places.leave(key);
      return bindHashed(ports);
    }
    // A target that has had an address does not leave it for a port that the user chose: that one says what it lacks.
    const movable = home === undefined ? outcomes : outcomes.filter((_, index) => !ports[index]?.isChosen);
    if (request.host === undefined && has(movable, 'EADDRINUSE')) {
      undo(outcomes);
      continue;
    }
    if (places.settle(key, host)) request.onPlaced(host);
    const results = await moveFailed(ports, host, outcomes);
    return home === undefined || host === home
      ? results
      : results.map((result, index) => moved(result, home, ports[index]));
  }
  const outcomes = await Promise.all(ports.map((port) => attempt(port, first)));
  if (places.settle(key, first)) request.onPlaced(first);
  return moveFailed(ports, first, outcomes);
}

function moved(result: Bound | Failure, home: string, port: PortRequest | undefined): Bound | Failure {
  if (result instanceof Failure || !port) return result;
  const to = `${result.local.host}:${result.local.port}`;
  return { local: result.local, notice: problem('port-in-use', { address: `${home}:${port.number}`, moved: to }) };
}
