import { toProblem } from '../contract/failure.ts';
import { CHECKS, worstOf, type Check, type CheckId, type Doctor, type Finding } from '../contract/doctor.ts';

/** One thing to look at. May end with several findings; what it rejects with becomes one of its own. */
export type Examination = {
  readonly id: CheckId;
  readonly run: (signal: AbortSignal) => Promise<readonly Finding[]>;
};

type ExaminerParts = {
  /** Made anew for each run, so that what checks share is as old as the run. */
  readonly examinations: () => readonly Examination[];
  readonly report: (doctor: Doctor) => void;
  /** For each of them. */
  readonly limitMs?: number;
  /** Unix milliseconds. */
  readonly now?: () => number;
};

const LIMIT_MS = 25_000;

/** Waits for the examination no longer than the limit, whether or not it listens to its signal. */
async function findingsOf({ id, run }: Examination, signal: AbortSignal, limitMs: number): Promise<readonly Finding[]> {
  const late = AbortSignal.timeout(limitMs);
  const both = AbortSignal.any([signal, late]);
  const ended = new Promise<never>((_, reject) => {
    both.addEventListener('abort', () => reject(both.reason as Error), { once: true });
  });
  try {
    return await Promise.race([run(both), ended]);
  } catch (error) {
    if (late.aborted) return [{ state: 'warning', code: 'late', args: { seconds: Math.round(limitMs / 1000) } }];
    return [{ state: 'problem', code: 'broken', problem: toProblem(error, `check ${id}`) }];
  }
}

/** Looks at everything at once, and tells each result as it comes. */
export function createExaminer({ examinations, report, limitMs = LIMIT_MS, now = Date.now }: ExaminerParts) {
  let current: AbortController | undefined;
  let isClosed = false;

  const examine = async (): Promise<void> => {
    if (isClosed) return;
    current?.abort(new Error('replaced by a newer examination'));
    const controller = new AbortController();
    current = controller;
    const { signal } = controller;
    const startedAt = now();
    const all = examinations();
    let checks: readonly Check[] = CHECKS.flatMap((id): Check[] =>
      all.some((each) => each.id === id) ? [{ id, state: 'waiting', findings: [] }] : [],
    );
    const tell = (check: Check) => {
      if (signal.aborted) return;
      checks = checks.map((each) => (each.id === check.id ? check : each));
      report({ startedAt, checks });
    };
    report({ startedAt, checks });
    await Promise.all(
      all.map(async (each) => {
        tell({ id: each.id, state: 'running', findings: [] });
        const findings = await findingsOf(each, signal, limitMs);
        tell({ id: each.id, state: worstOf(findings), findings });
      }),
    );
    if (signal.aborted) return;
    current = undefined;
    report({ startedAt, endedAt: now(), checks });
  };

  return {
    examine,
    close: (): void => {
      isClosed = true;
      current?.abort(new Error('closing'));
    },
  };
}
