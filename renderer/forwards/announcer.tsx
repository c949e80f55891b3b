import { useEffect, useState } from 'react';
import { resourceName } from '../../electron/contract/catalog.ts';
import type { Forward, ForwardId } from '../../electron/contract/forward.ts';
import { describe } from '../../electron/contract/problem.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { type Summary, summarise, troubleOf } from '../../electron/contract/status.ts';
import { useSessionCopy } from '../session.ts';
import { text } from '../text/text.ts';

type Summaries = ReadonlyMap<ForwardId, Summary>;

/** States worth hearing of; what lies between them passes unsaid. */
const FINAL: ReadonlySet<Summary> = new Set<Summary>(['live', 'off', 'failed', 'partial']);

function summariesOf(state: SessionState): Summaries {
  return new Map(Object.values(state.forwards).map((forward) => [forward.id, summarise(forward)]));
}

function sentence(forward: Forward, summary: Summary, name: string): string {
  if (summary === 'live') return text.forward.announceLive(name);
  if (summary === 'off') return text.forward.announceOff(name);
  const trouble = troubleOf(forward);
  return trouble ? text.forward.announceTrouble(name, describe(trouble).title) : '';
}

/** What to say of the step from `before` to this state; empty when nothing of note happened. */
export function announcement(before: Summaries, state: SessionState): string {
  const changed = Object.values(state.forwards).filter((forward) => {
    const summary = summarise(forward);
    const was = before.get(forward.id);
    // A forward that was only asked whether it still works, and does, is no news.
    const isNews = was !== undefined && was !== summary && !(was === 'checking' && summary === 'live');
    return FINAL.has(summary) && isNews;
  });
  if (changed.length > 2) return text.forward.announceMany(changed.length);
  return changed
    .map((forward) => sentence(forward, summarise(forward), resourceName(state.resources[forward.id], forward.id)))
    .join(' ');
}

/** Says to those who do not see the list when a forward has come up, gone off or failed. */
export function Announcer() {
  const copy = useSessionCopy();
  const [words, setWords] = useState('');
  useEffect(() => {
    let state = copy.read();
    let before: Summaries = state ? summariesOf(state) : new Map();
    return copy.subscribe(() => {
      const next = copy.read();
      if (!next || next.forwards === state?.forwards) return;
      const said = announcement(before, next);
      state = next;
      before = summariesOf(next);
      if (said) setWords(said);
    });
  }, [copy]);
  return (
    <output className="visually-hidden" aria-live="polite">
      {words}
    </output>
  );
}
