import type { Problem, ProblemCode } from '../contract/problem.ts';
import { describe } from '../contract/problem.ts';

/** What helps here, where there is no window to sign in. */
const HERE: Partial<Record<ProblemCode, string>> = {
  'certificate-untrusted': 'Here: --ca FILE, or NODE_EXTRA_CA_CERTS.',
  'token-rejected': 'Here: NORTHFLANK_API_TOKEN, or "northflank login".',
};

export function sentenceOf({ code, args }: Problem): string {
  const { text } = describe({ code, ...(args && { args }) });
  return HERE[code] === undefined ? text : `${text} ${HERE[code]}`;
}
