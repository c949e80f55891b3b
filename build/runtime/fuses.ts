import { open, readFile } from 'node:fs/promises';

/** Electron writes its fuses behind this mark: one byte version, one byte count, then one character each. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const ON = 0x31;
const OFF = 0x30;

/** Positions of the fuses in version 1 of the wire, as Electron's documentation numbers them. */
const FUSES = {
  runAsNode: 0,
  cookieEncryption: 1,
  nodeOptions: 2,
  nodeCliInspect: 3,
  asarIntegrity: 4,
  onlyLoadAppFromAsar: 5,
  ownBrowserSnapshot: 6,
  fileProtocolPrivileges: 7,
} as const;

type FuseName = keyof typeof FUSES;

type Wire = { position: number; states: Buffer };

async function findWire(executable: string): Promise<Wire> {
  const binary = await readFile(executable);
  const sentinel = binary.indexOf(SENTINEL);
  if (sentinel < 0) throw new Error(`${executable} has no fuses: not an Electron executable.`);
  const wire = sentinel + SENTINEL.length;
  if (binary[wire] !== 1) throw new Error(`${executable} has fuses of the unknown version ${binary[wire]}.`);
  const count = binary[wire + 1] ?? 0;
  return { position: wire + 2, states: binary.subarray(wire + 2, wire + 2 + count) };
}

/** State of each fuse that this executable knows. */
export async function readFuses(executable: string): Promise<Partial<Record<FuseName, boolean>>> {
  const { states } = await findWire(executable);
  const known = (Object.keys(FUSES) as FuseName[]).filter((name) => FUSES[name] < states.length);
  return Object.fromEntries(known.map((name) => [name, states[FUSES[name]] === ON]));
}

/** Sets fuses in place; throws when the executable does not know one of them. */
export async function setFuses(executable: string, wished: Partial<Record<FuseName, boolean>>): Promise<void> {
  const { position, states } = await findWire(executable);
  const handle = await open(executable, 'r+');
  try {
    for (const [name, on] of Object.entries(wished) as [FuseName, boolean][]) {
      if (FUSES[name] >= states.length) throw new Error(`${executable} does not know the fuse ${name}.`);
      await handle.write(Buffer.from([on ? ON : OFF]), 0, 1, position + FUSES[name]);
    }
  } finally {
    await handle.close();
  }
}
