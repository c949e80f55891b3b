import { describe, type Problem } from '../../problem.ts';

const forwards = (count: number) => `${count} ${count === 1 ? 'forward' : 'forwards'}`;
const list = (names: readonly string[]) =>
  names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');

/** Words of notices, which are shown while nobody looks at the window. */
export const englishNotices = {
  lost: (names: readonly string[], problem: Problem | undefined) => ({
    title: names.length === 1 ? `${names[0] ?? ''} is not reachable` : `${forwards(names.length)} are not reachable`,
    body: [names.length > 1 ? list(names) : '', problem ? describe(problem, 'en').title : '', 'Portside keeps trying.']
      .filter(Boolean)
      .join(' · '),
  }),
  signIn: (name: string, problem: Problem | undefined) => ({
    title: `Sign in to ${name} again`,
    body: problem ? describe(problem, 'en').text : 'Its forwards wait for it.',
  }),
  stopped: (names: readonly string[]) => ({
    title: names.length === 1 ? `${names[0] ?? ''} was stopped` : `${forwards(names.length)} were stopped`,
    body: names.length === 1 ? 'Its time was up.' : `${list(names)} · their time was up.`,
  }),
  heldBack: (names: readonly string[]) => ({
    title: names.length === 1 ? `${names[0] ?? ''} stayed off` : `${forwards(names.length)} stayed off`,
    body: [names.length > 1 ? list(names) : '', 'Production is switched on by hand.'].filter(Boolean).join(' · '),
  }),
  restorable: (names: readonly string[]) => ({
    title: names.length === 1 ? `Switch ${names[0] ?? ''} on again?` : `Switch ${forwards(names.length)} on again?`,
    body: [names.length > 1 ? list(names) : '', 'Open Portside to answer.'].filter(Boolean).join(' · '),
  }),
  launched: (live: number, wished: number) => ({
    title: live === wished ? `${forwards(live)} live` : `${live} of ${forwards(wished)} live`,
    body: live === wished ? 'Portside runs in the background.' : 'Open Portside to see what is missing.',
  }),
} as const;
