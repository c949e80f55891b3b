import type { Account } from '../../contract/catalog.ts';
import type { Finding } from '../../contract/doctor.ts';
import { toProblem } from '../../contract/failure.ts';
import { needsSignIn } from '../../contract/problem-account.ts';
import type { Examination } from '../examine.ts';
import type { DoctorParts } from '../parts.ts';

const SOON_MS = 7 * 86_400_000;

function judge({ id, name }: Account, proven: Pick<Account, 'expiresAt' | 'missing'>, now: number): Finding[] {
  const { expiresAt, missing = [] } = proven;
  const at = Date.parse(expiresAt ?? '');
  const account = name;
  const cures = [{ kind: 'sign-in', accountId: id }] as const;
  const findings: Finding[] = [];
  if (at - now <= SOON_MS) findings.push({ state: 'warning', code: 'token-soon', args: { account, until: at }, cures });
  if (missing.length > 0)
    findings.push({ state: 'warning', code: 'token-narrow', args: { account, missing: missing.join(', ') }, cures });
  if (findings.length > 0) return findings;
  return [{ state: 'ok', code: 'token-fine', args: { account, ...(Number.isNaN(at) ? {} : { until: at }) } }];
}

/** Whether each token is accepted now, until when, and for what. */
export function checkTokens({ read, prove, now }: Pick<DoctorParts, 'read' | 'prove' | 'now'>): Examination {
  return {
    id: 'token',
    async run(signal) {
      const accounts = Object.values(read().accounts);
      if (accounts.length === 0) return [{ state: 'skipped', code: 'signed-out', cures: [{ kind: 'sign-in' }] }];
      const found = accounts.map(async (account): Promise<Finding[]> => {
        try {
          return judge(account, await prove(account.id, signal), now());
        } catch (error) {
          signal.throwIfAborted();
          const problem = toProblem(error, 'token');
          const args = { account: account.name };
          const cures = needsSignIn(problem) ? [{ kind: 'sign-in', accountId: account.id } as const] : [];
          return [{ state: 'problem', code: 'token-bad', args, problem, cures }];
        }
      });
      return (await Promise.all(found)).flat();
    },
  };
}
