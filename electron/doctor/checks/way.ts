import type { Cure, Finding } from '../../contract/doctor.ts';
import { Failure, toProblem } from '../../contract/failure.ts';
import { problem } from '../../contract/problem.ts';
import { ProxyError } from '../../base/proxy.ts';
import type { HostLook } from '../../northflank/look.ts';
import type { Examination } from '../examine.ts';
import { isNorthflanks } from '../hosts.ts';
import type { DoctorParts, Way } from '../parts.ts';

const SLOW_MS = 3000;
/** Tokens and certificates are given for minutes at least. */
const CLOCK = { warningMs: 30_000, problemMs: 300_000 };

const clockLines: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'sudo timedatectl set-ntp true',
  darwin: 'sudo sntp -sS time.apple.com',
  win32: 'w32tm /resync',
};

type WayParts = Pick<DoctorParts, 'look' | 'proxyOf' | 'platform'> & { readonly ways: () => readonly Way[] };

const unreached = (host: string): Finding => ({ state: 'skipped', code: 'not-reached', args: { host } });

/** The way to each platform, by one request that all of these share. */
export function checkWays({ look, proxyOf, platform, ways }: WayParts): readonly Examination[] {
  const forEach = async (find: (way: Way) => Promise<Finding>) => Promise.all(ways().map(find));
  const looked = async (
    { host, accountId }: Way,
    signal: AbortSignal,
    judge: (seen: HostLook) => Finding,
    failed: (failure: Failure) => Finding,
  ): Promise<Finding> => {
    try {
      return judge(await look(accountId, signal));
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Failure) return failed(error);
      return { state: 'problem', code: 'api-bad', args: { host }, problem: toProblem(error, 'look') };
    }
  };

  const api: Examination = {
    id: 'api',
    run: (signal) =>
      forEach((way) => {
        const { host } = way;
        return looked(
          way,
          signal,
          ({ tookMs, status }) => {
            if (status >= 500)
              return {
                state: 'problem',
                code: 'api-bad',
                args: { host },
                problem: problem('api-failed', { status }),
              };
            const isSlow = tookMs > SLOW_MS;
            return {
              state: isSlow ? 'warning' : 'ok',
              code: isSlow ? 'api-slow' : 'api-fine',
              args: { host, ms: tookMs },
            };
          },
          (failure) => ({ state: 'problem', code: 'api-bad', args: { host }, problem: failure.problem }),
        );
      }),
  };

  const proxy: Examination = {
    id: 'proxy',
    run: () =>
      forEach(async ({ host, accountId }): Promise<Finding> => {
        try {
          const used = await proxyOf(accountId);
          if (used === undefined) return { state: 'ok', code: 'proxy-none', args: { host } };
          return { state: 'ok', code: 'proxy-used', args: { host, proxy: used } };
        } catch (error) {
          const args = { host };
          if (!(error instanceof ProxyError))
            return { state: 'problem', code: 'proxy-bad', args, problem: toProblem(error, 'proxy') };
          const why = problem('proxy-failed', { proxy: error.proxy, reason: error.message });
          return { state: 'problem', code: 'proxy-bad', args, problem: why };
        }
      }),
  };

  const certificate: Examination = {
    id: 'certificate',
    run: (signal) =>
      forEach((way) => {
        const { host, accountId } = way;
        const signIn: readonly Cure[] = accountId === undefined ? [] : [{ kind: 'sign-in', accountId }];
        return looked(
          way,
          signal,
          ({ signer: { issuer, kind } }) => {
            const args = { host, issuer };
            if (kind === 'public') return { state: 'ok', code: 'certificate-public', args };
            // Northflank's own certificate is one that every computer knows: any other stands in between.
            if (isNorthflanks(host)) return { state: 'warning', code: 'certificate-opened', args };
            return { state: 'ok', code: kind === 'given' ? 'certificate-own' : 'certificate-added', args };
          },
          ({ problem: why }) =>
            why.code === 'certificate-untrusted'
              ? { state: 'problem', code: 'certificate-bad', args: { host }, problem: why, cures: signIn }
              : unreached(host),
        );
      }),
  };

  const clock: Examination = {
    id: 'clock',
    run: (signal) =>
      forEach((way) => {
        const { host } = way;
        return looked(
          way,
          signal,
          ({ aheadMs }) => {
            if (aheadMs === undefined) return { state: 'skipped', code: 'clock-untold', args: { host } };
            const off = Math.abs(aheadMs);
            const args = { seconds: Math.floor(off / 1000) };
            if (off <= CLOCK.warningMs) return { state: 'ok', code: 'clock-fine', args };
            const line = clockLines[platform];
            return {
              state: off > CLOCK.problemMs ? 'problem' : 'warning',
              code: aheadMs > 0 ? 'clock-ahead' : 'clock-behind',
              args,
              ...(line !== undefined && { cures: [{ kind: 'terminal', line }] }),
            };
          },
          () => unreached(host),
        );
      }),
  };

  return [api, proxy, certificate, clock];
}
