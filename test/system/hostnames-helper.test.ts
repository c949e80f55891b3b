import { describe, expect, test } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import { HOSTS } from '../support/helper-room.ts';
import { answer, block, whyAlwaysWritable, withHostnames } from '../support/hostnames-room.ts';

const dismissed = answer(new Failure('elevation-dismissed'));
const unavailable = answer(new Failure('elevation-unavailable', { args: { reason: 'pkexec is not installed' } }));
const skip = whyAlwaysWritable();

describe.skipIf(skip !== undefined)(`where writing the file takes rights${skip ? ` (skipped: ${skip})` : ''}`, () => {
  const forbidden = true;

  test('nobody is asked unless the user says so', async () => {
    await withHostnames({ forbidden }, async ({ want, until, read, asked, states }) => {
      want(['web']);
      await until({ state: 'waiting', kept: 0 });
      want(['web', 'api']);
      await until({ state: 'waiting' });
      want(undefined);
      await until({ state: 'off' });
      expect([await read(), asked(), states]).toEqual([HOSTS, 0, ['waiting', 'off']]);
    });
  });

  test('one permission lasts for the run, whatever is switched, and nothing is left afterwards', async () => {
    await withHostnames({ forbidden }, async ({ keeper, want, until, read, asked, states }) => {
      want(['web']);
      await until({ state: 'waiting' });
      keeper.allow();
      keeper.allow();
      expect(await until({ state: 'kept', kept: 1 })).toMatchObject({ how: 'helper' });
      expect(await read()).toBe(HOSTS + block('web'));
      want(undefined);
      await until({ state: 'off' });
      expect(await read()).toBe(HOSTS);
      want(['api']);
      await until({ state: 'kept', kept: 1 });
      expect(await read()).toBe(HOSTS + block('api'));
      await keeper.close();
      expect(await read()).toBe(HOSTS);
      expect([asked(), states]).toEqual([1, ['waiting', 'asking', 'kept', 'off', 'kept']]);
    });
  });

  test('a prompt that was closed is not opened again unasked', async () => {
    await withHostnames({ forbidden }, async ({ keeper, want, until, read, asked, answers }) => {
      answers.push(dismissed);
      want(['web']);
      keeper.allow();
      expect((await until({ state: 'dismissed' })).problem).toEqual({ code: 'elevation-dismissed' });
      want(['api']);
      keeper.check();
      await until({ state: 'dismissed' });
      expect([asked(), await read()]).toEqual([1, HOSTS]);
      keeper.allow();
      await until({ state: 'kept', kept: 1 });
      expect(asked()).toBe(2);
    });
  });

  test('a system that cannot ask is said, with its reason', async () => {
    await withHostnames({ forbidden }, async ({ keeper, want, until, answers }) => {
      answers.push(unavailable);
      want(['web']);
      keeper.allow();
      expect((await until({ state: 'unavailable' })).problem?.args).toEqual({ reason: 'pkexec is not installed' });
      want(undefined);
      await until({ state: 'off' });
      want(['web']);
      expect((await until({ state: 'waiting' })).problem).toBeUndefined();
    });
  });

  test('a helper that is killed is said, and a new one cleans up after it', async () => {
    await withHostnames({ forbidden }, async ({ keeper, want, until, read, helpers, asked }) => {
      want(['web']);
      keeper.allow();
      await until({ state: 'kept', kept: 1 });
      process.kill(helpers[0] ?? 0, 'SIGKILL');
      expect((await until({ state: 'failed' })).problem).toEqual({ code: 'helper-lost' });
      want(['api']);
      await until({ state: 'failed' });
      expect([await read(), asked()]).toEqual([HOSTS + block('web'), 1]);
      keeper.allow();
      await until({ state: 'kept', kept: 1 });
      expect(await read()).toBe(HOSTS + block('api'));
      await keeper.close();
      expect(await read()).toBe(HOSTS);
    });
  });

  test('what a run that was cut off left is said, and repaired when the user wants that', async () => {
    await withHostnames({ forbidden, hosts: HOSTS + block('old') }, async ({ keeper, until, read, asked, answers }) => {
      const leftovers = [{ source: 'portside', names: ['old'] }] as const;
      keeper.check();
      await until({ state: 'off', leftovers });
      answers.push(dismissed);
      await expect(keeper.repair()).rejects.toMatchObject({ problem: { code: 'elevation-dismissed' } });
      await until({ state: 'off', leftovers });
      expect([await read(), asked()]).toEqual([HOSTS + block('old'), 1]);
      await keeper.repair();
      await until({ state: 'off', leftovers: [] });
      expect([await read(), asked()]).toEqual([HOSTS, 2]);
    });
  });

  test('names that are in the file already are kept without a question', async () => {
    await withHostnames({ forbidden, hosts: HOSTS + block('web') }, async ({ want, until, asked }) => {
      want(['web']);
      expect((await until({ state: 'kept', kept: 1 })).how).toBeUndefined();
      expect(asked()).toBe(0);
    });
  });

  test('closing while the prompt is open does not wait for it', async () => {
    let aborted = false;
    const elevate = (signal: AbortSignal) =>
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(new Failure('elevation-dismissed'));
        });
      });
    await withHostnames({ forbidden, elevate }, async ({ keeper, want, until }) => {
      want(['web']);
      keeper.allow();
      await until({ state: 'asking' });
      want(['web', 'api']);
      keeper.check();
      await keeper.close();
      expect(aborted).toBe(true);
    });
  });
});
