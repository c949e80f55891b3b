import { expect, test } from 'vitest';
import { silentLog } from '../../electron/base/log.ts';
import type { Sealer } from '../../electron/shell/key-store.ts';
import { openSealedDisk } from '../../electron/shell/sealed-disk.ts';

/** A key store in miniature: opens what it has sealed itself. */
function keyStore(mark: string): Sealer {
  return {
    seal: async (text) => Buffer.from(`${mark}${Buffer.from(text).toString('hex')}`),
    unseal: async (sealed) => {
      const whole = sealed.toString();
      if (!whole.startsWith(mark)) throw new Error('not sealed here');
      return { text: Buffer.from(whole.slice(mark.length), 'hex').toString(), isOld: false };
    },
  };
}

function room(found: Sealer | 'basic' | 'silent') {
  let file: Record<string, unknown> = {};
  const disk = { read: () => file, write: (content: Record<string, unknown>) => void (file = content) };
  return {
    file: () => file,
    put: (content: Record<string, unknown>) => void (file = content),
    sealed: openSealedDisk({ disk, findKeyStore: async () => found, log: silentLog }),
  };
}

const grants = { a: { name: 'agent', hash: 'f'.repeat(64) } };

test('what is written is read back, and does not stand in the file', async () => {
  const { sealed, file } = room(keyStore('one:'));
  expect(await sealed.read()).toEqual({});
  await sealed.write(grants);
  expect(JSON.stringify(file())).not.toContain('agent');
  expect(await sealed.read()).toEqual(grants);
});

test('what another program has put into the file is not believed', async () => {
  const { sealed, put, file } = room(keyStore('one:'));
  put(grants);
  expect(await sealed.read()).toEqual({});
  put({ sealed: 'AAAA', ...grants });
  expect(await sealed.read()).toEqual({});
  await sealed.write(grants);
  put({ ...file(), b: grants.a });
  expect(await sealed.read()).toEqual(grants);
});

test('what another key store has sealed is left out', async () => {
  const [here, there] = [room(keyStore('one:')), room(keyStore('two:'))];
  await here.sealed.write(grants);
  there.put(here.file());
  expect(await there.sealed.read()).toEqual({});
});

test.each(['basic', 'silent'] as const)('without a key store (%s) it stands as it is', async (found) => {
  const { sealed, file } = room(found);
  await sealed.write(grants);
  expect(file()).toEqual(grants);
  expect(await sealed.read()).toEqual(grants);
});

test('a disk that is full stops nothing', async () => {
  const disk = {
    read: () => ({}),
    write: () => {
      throw new Error('ENOSPC');
    },
  };
  await openSealedDisk({ disk, findKeyStore: async () => 'basic', log: silentLog }).write(grants);
});
