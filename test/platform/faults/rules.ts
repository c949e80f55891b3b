import type { FaultRule } from '../control/protocol.ts';

type Held = { readonly rule: FaultRule; readonly pattern: RegExp; left: number };

export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: unknown;
      readonly headers: Readonly<Record<string, string>>;
    };

export type Rules = {
  readonly add: (rule: FaultRule) => void;
  readonly clear: () => void;
  /** Waits as long as the first matching rule says, then tells what to do. */
  readonly judge: (method: string, path: string) => Promise<Verdict>;
};

export function createRules(): Rules {
  const held: Held[] = [];
  return {
    add(rule) {
      held.push({ rule, pattern: new RegExp(rule.path), left: rule.times ?? Infinity });
    },
    clear() {
      held.length = 0;
    },
    async judge(method, path) {
      const index = held.findIndex(
        ({ rule, pattern }) => (rule.method === undefined || rule.method === method) && pattern.test(path),
      );
      const found = held[index];
      if (!found) return { kind: 'pass' };
      found.left -= 1;
      if (found.left <= 0) held.splice(index, 1);
      const { rule } = found;
      const { delayMs } = rule;
      if (delayMs !== undefined) {
        await new Promise<void>((resolve) => {
          setTimeout(resolve, delayMs).unref();
        });
      }
      if (rule.hang) return { kind: 'hang' };
      if (rule.reset) return { kind: 'reset' };
      if (rule.status === undefined && rule.body === undefined) return { kind: 'pass' };
      return { kind: 'answer', status: rule.status ?? 200, body: rule.body, headers: rule.headers ?? {} };
    },
  };
}
