import { execFile } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { aliasCommand, needsAlias } from './loopback.ts';

export type AliasParts = {
  readonly platform: NodeJS.Platform;
  /** Whether the system has this address already, so that it is not ours to take away. */
  readonly hasAddress?: ((address: string) => boolean) | undefined;
  /** Runs a program without a shell; rejects if it fails. */
  readonly run?: ((file: string, args: readonly string[]) => Promise<void>) | undefined;
  /** What was done, and what could not be undone. */
  readonly note?: (what: string, details: { readonly address: string; readonly error?: string }) => void;
};

export type AliasMaker = {
  /** Does nothing where the system needs no alias. Rejects with the system's error. */
  readonly alias: (address: string, act: 'add' | 'remove') => Promise<void>;
  readonly count: () => number;
  /** Takes away all that were made here. Never rejects. */
  readonly undo: () => Promise<void>;
};

function runProgram(file: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(file, [...args], { timeout: 5000, env: {} }, (error) => (error ? reject(error) : resolve()));
  });
}

const isHere = (address: string) =>
  Object.values(networkInterfaces()).some((all) => all?.some((each) => each.address === address));

/** Makes loopback addresses on systems that have only 127.0.0.1, for a process with all rights. */
export function createAliasMaker({
  platform,
  hasAddress = isHere,
  run = runProgram,
  note = () => {},
}: AliasParts): AliasMaker {
  const made = new Set<string>();

  async function alias(address: string, act: 'add' | 'remove'): Promise<void> {
    if (!needsAlias(address, platform)) return;
    if (act === 'add' ? hasAddress(address) : !made.has(address)) return;
    const { file, args } = aliasCommand(address, act);
    await run(file, args);
    note(`alias ${act}`, { address });
    if (act === 'add') made.add(address);
    else made.delete(address);
  }

  return {
    alias,
    count: () => made.size,
    async undo() {
      for (const address of made) {
        try {
          await alias(address, 'remove');
        } catch (error) {
          note('alias not removed', { address, error: String(error) });
        }
      }
    },
  };
}
