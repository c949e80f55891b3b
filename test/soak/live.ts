import { CAST, pause, PORTS, type Addresses, type Member } from './cast.ts';
import type { Told } from './subject.ts';

/** Where every port of these is, or undefined while one of them is not open. */
export function addressesIn(forwards: readonly Told[], members: readonly Member[]): Addresses | undefined {
  const found: Record<string, Addresses[string]> = {};
  for (const member of members) {
    const { project, kind, id } = CAST[member];
    const told = forwards.find((each) => each.id.endsWith(`/${project}/${kind}/${id}`));
    for (const { port, status } of Object.values(told?.tunnels ?? {}))
      if (status.kind === 'open') found[`${member}:${port.number}`] = status.address;
    if (!PORTS[member].every((port) => found[`${member}:${port}`])) return undefined;
  }
  return found;
}

/** What is not open, in words. */
export function troublesIn(forwards: readonly Told[]): string[] {
  return forwards.flatMap(({ id, status, tunnels }) => {
    const own = 'problem' in status ? ` (${status.problem.code})` : '';
    const words = status.kind === 'open' ? [] : [`${id} is ${status.kind}${own}`];
    for (const [tunnelId, tunnel] of Object.entries(tunnels)) {
      if (tunnel.status.kind === 'open') continue;
      const why = 'problem' in tunnel.status ? ` (${tunnel.status.problem.code})` : '';
      words.push(`${tunnelId} is ${tunnel.status.kind}${why}`);
    }
    return words;
  });
}

/** Asks again and again until there is an answer; rejects after `timeoutMs`. */
export async function waitUntil<T>(
  what: string | (() => string),
  timeoutMs: number,
  read: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await read();
    if (found !== undefined) return found;
    if (Date.now() > deadline)
      throw new Error(`waited ${timeoutMs} ms in vain for ${typeof what === 'string' ? what : what()}`);
    await pause(200);
  }
}
