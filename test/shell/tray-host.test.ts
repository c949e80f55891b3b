import { describe, expect, test, vi } from 'vitest';
import { hasTrayHost, watchTrayHost } from '../../electron/shell/tray-host.ts';

describe('whether a panel shows tray items', () => {
  test.each([
    ['gdbus', '(true,)\n', true],
    ['gdbus', '(false,)\n', false],
    ['busctl', 'b true\n', true],
    ['dbus-send', 'method return time=1 sender=org.freedesktop.DBus\n   boolean false\n', false],
  ])('is what %s says in its own way', async (installed, answer, is) => {
    const asked: string[] = [];
    const ask = async (program: string) => {
      asked.push(program);
      if (program !== installed) throw new Error('not installed');
      return answer;
    };
    expect(await hasTrayHost(ask)).toBe(is);
    expect(asked.at(-1)).toBe(installed);
  });

  test('is not known where nobody can be asked', async () => {
    expect(await hasTrayHost(() => Promise.reject(new Error('ENOENT')))).toBeUndefined();
  });
});

test.runIf(process.platform === 'linux')(
  'a panel that comes late is told as late, and one that goes as gone',
  async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      let isThere = false;
      const told: (readonly [boolean, boolean])[] = [];
      const host = watchTrayHost({
        look: () => Promise.resolve(isThere),
        onChange: (...change) => told.push(change),
      });
      await vi.advanceTimersByTimeAsync(500);
      expect(told).toEqual([]);
      isThere = true;
      await vi.advanceTimersByTimeAsync(1000);
      expect(told).toEqual([[true, true]]);
      isThere = false;
      await host.lookNow();
      expect(told.at(-1)).toEqual([false, true]);
      host.close();
    } finally {
      vi.useRealTimers();
    }
  },
);

test.runIf(process.platform === 'linux')(
  'a panel that came between the tray and the first look is told as late',
  async () => {
    const late = await new Promise<boolean>((resolve) => {
      const host = watchTrayHost({
        early: Promise.resolve(false),
        look: () => Promise.resolve(true),
        onChange: (_, isLate) => {
          resolve(isLate);
          host.close();
        },
      });
    });
    expect(late).toBe(true);
  },
);

test.runIf(process.platform === 'linux')('no panel is told only after some patience', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const told: boolean[] = [];
    const host = watchTrayHost({ look: () => Promise.resolve(false), onChange: (isThere) => told.push(isThere) });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(told).toEqual([false]);
    host.close();
  } finally {
    vi.useRealTimers();
  }
});
