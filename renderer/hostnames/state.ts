import { type LucideIcon, Shield, ShieldAlert, ShieldCheck, ShieldEllipsis, ShieldOff, ShieldX } from 'lucide-react';
import type { Hostnames } from '../../electron/contract/hostnames.ts';
import { describe } from '../../electron/contract/problem.ts';
import { text } from '../text/text.ts';
import type { Tone } from '../ui/badge.tsx';

/** What the sidebar's foot, the status bar and the dialog say of cluster names. */
export type HostnamesSay = {
  readonly icon: LucideIcon;
  readonly tone: Tone;
  readonly title: string;
  readonly about: string;
  /** The dialog's own sentence. */
  readonly sentence: string;
};

const LOOKS: Readonly<Record<Hostnames['state'], { readonly icon: LucideIcon; readonly tone: Tone }>> = {
  off: { icon: Shield, tone: 'mute' },
  waiting: { icon: ShieldEllipsis, tone: 'warn' },
  asking: { icon: ShieldEllipsis, tone: 'accent' },
  kept: { icon: ShieldCheck, tone: 'ok' },
  dismissed: { icon: ShieldOff, tone: 'mute' },
  unavailable: { icon: ShieldOff, tone: 'warn' },
  failed: { icon: ShieldX, tone: 'danger' },
};

/** Names that lead elsewhere, each once however many forwards go without it. */
function lostNames({ conflicts }: Hostnames): number {
  return new Set(conflicts.map(({ name }) => name)).size;
}

export function sayHostnames(hostnames: Hostnames): HostnamesSay {
  const { state, kept, leftovers, problem } = hostnames;
  const { foot } = text.hostnames;
  const look = LOOKS[state];
  if (state === 'kept') {
    const lost = lostNames(hostnames);
    const sentence = text.hostnames.state.kept(kept);
    if (lost === 0) return { ...look, title: foot.kept, about: foot.keptNames(kept), sentence };
    return { icon: ShieldAlert, tone: 'warn', title: foot.kept, about: foot.keptConflicts(kept, lost), sentence };
  }
  const sentence = text.hostnames.state[state];
  const [title, about] = foot[state];
  if (state === 'failed') return { ...look, title, about: problem ? describe(problem).title : about, sentence };
  if (leftovers.length > 0 && (state === 'off' || state === 'dismissed')) {
    return { icon: ShieldAlert, tone: 'warn', title, about: foot.leftovers, sentence };
  }
  return { ...look, title, about, sentence };
}
