import { sleep } from '../base/sleep.ts';
import type { Connection } from './connection.ts';
import type { Limits } from './limits.ts';

/** Connections that still move bytes get the grace, idle ones are cut at once: closing is quick and visible. */
export async function drain(
  connections: ReadonlySet<Connection>,
  limits: Pick<Limits, 'graceMs' | 'idleMs'>,
  onLeft: (count: number) => void,
): Promise<void> {
  const deadline = Date.now() + limits.graceMs;
  const finished = Promise.all([...connections].map((connection) => connection.done));
  for (const connection of connections) connection.wasActive();
  while (connections.size > 0) {
    onLeft(connections.size);
    const timeUp = new AbortController();
    const graceMs = deadline - Date.now();
    const waitMs = graceMs > 0 ? Math.min(graceMs, limits.idleMs) : limits.idleMs;
    await Promise.race([finished, sleep(waitMs, timeUp.signal).catch(() => {})]);
    timeUp.abort();
    const isLate = Date.now() >= deadline;
    for (const connection of connections) if (isLate || !connection.wasActive()) connection.cut();
  }
}
