import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** What every call after the power cut gives. */
class PowerCut extends Error {
  override name = 'PowerCut';
}

type Call = (...args: unknown[]) => unknown;
type Calls = Record<string, Call>;

const ASYNC = ['open', 'rename', 'rm', 'mkdir', 'readdir', 'readFile', 'realpath', 'stat'];
const SYNC = [
  'openSync',
  'readFileSync',
  'writeSync',
  'ftruncateSync',
  'fsyncSync',
  'closeSync',
  'renameSync',
  'rmSync',
];
const OF_HANDLES = ['writeFile', 'sync', 'chmod', 'chown', 'stat', 'read', 'close'];

export type Trace = { readonly calls: readonly string[]; readonly isCut: boolean };

/**
 * Runs `act` and cuts the power at its `step`th call of the file system that concerns something below `base`: a write is done
 * by half, and from then on nothing is done at all, not even what would clean up.
 */
export async function withPowerCut(base: string, step: number, act: () => Promise<unknown>): Promise<Trace> {
  const calls: string[] = [];
  const descriptors = new Set<unknown>();
  let isCut = false;

  /** True where the call is to be done, `half` where the power goes while it is. */
  const next = (name: string): boolean | 'half' => {
    if (isCut) return false;
    calls.push(name);
    if (calls.length < step) return true;
    isCut = true;
    return name.startsWith('write') ? 'half' : false;
  };
  const half = (data: unknown): unknown =>
    typeof data === 'string'
      ? data.slice(0, data.length / 2)
      : (data as Buffer).subarray(0, (data as Buffer).length / 2);
  const concerns = (subject: unknown): boolean =>
    typeof subject === 'string' ? subject.startsWith(base) : descriptors.has(subject);

  const wrapHandle = (handle: Calls): unknown => {
    for (const name of OF_HANDLES) {
      const real = (handle[name] as Call).bind(handle);
      handle[name] = async (...args: unknown[]) => {
        const isDone = next(name);
        if (isDone === 'half') await real(half(args[0]), ...args.slice(1));
        if (isDone === true) return await real(...args);
        // The process is gone: the system closes what it had open.
        if (name === 'close') await real();
        throw new PowerCut(name);
      };
    }
    return handle;
  };

  const promises = fs.promises as unknown as Calls;
  const plain = fs as unknown as Calls;
  const saved = new Map<string, Call>(
    [...ASYNC, ...SYNC].map((name) => [name, (promises[name] ?? plain[name]) as Call]),
  );
  for (const name of ASYNC) {
    const real = saved.get(name) as Call;
    promises[name] = async (...args: unknown[]) => {
      if (!concerns(args[0])) return await real(...args);
      if (next(name) !== true) throw new PowerCut(name);
      const result = await real(...args);
      return name === 'open' ? wrapHandle(result as Calls) : result;
    };
  }
  for (const name of SYNC) {
    const real = plain[name] as Call;
    saved.set(name, real);
    plain[name] = (...args: unknown[]) => {
      if (!concerns(args[0])) return real(...args);
      const isDone = next(name);
      if (isDone === 'half') real(args[0], args[1], args[2], Math.floor((args[3] as number) / 2), args[4]);
      if (isDone !== true) {
        if (name === 'closeSync') real(...args);
        throw new PowerCut(name);
      }
      const result = real(...args);
      if (name === 'openSync') descriptors.add(result);
      return result;
    };
  }
  syncBuiltinESMExports();
  try {
    await act();
  } catch (error) {
    if (!isCut) throw error;
  } finally {
    for (const name of ASYNC) promises[name] = saved.get(name) as Call;
    for (const name of SYNC) plain[name] = saved.get(name) as Call;
    syncBuiltinESMExports();
  }
  return { calls, isCut };
}
