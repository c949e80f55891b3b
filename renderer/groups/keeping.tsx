import { Timer } from 'lucide-react';
import type { ResourceKey } from '../../electron/contract/catalog.ts';
import type { Forward } from '../../electron/contract/forward.ts';
import { RESTORES } from '../../electron/contract/restore-policies.ts';
import { restoreOf } from '../../electron/contract/restore.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Badge } from '../ui/badge.tsx';
import { useMinute, useSecond } from '../ui/clock.ts';
import { Select } from '../ui/select.tsx';
import './keeping.css';

const MINUTE_MS = 60_000;
/** After the first minutes a countdown of minutes says enough, and renders twice a minute. */
const CLOSE_MS = 2 * MINUTE_MS;
const STOPS = [0, 15, 30, 60, 4 * 60, 8 * 60];

type StopChoice = { readonly value: string; readonly label: string; readonly note: string };

/** Ways to end by itself; a time that another program chose is one of them. */
export function stopChoices(present = 0): readonly StopChoice[] {
  const words = text.groups.keeping;
  return [...new Set([...STOPS, present])]
    .sort((a, b) => a - b)
    .map((minutes) => ({
      value: String(minutes),
      label: minutes === 0 ? words.stopNever : words.stopAfter(minutes),
      note: minutes === 0 ? words.stopNeverNote : words.stopAfterNote,
    }));
}

/** What becomes of the forward at the next launch, and whether it ends by itself. */
export function KeepingFields({ id, forward }: { readonly id: ResourceKey; readonly forward: Forward | undefined }) {
  const send = useSend();
  const usual = useSession((state) => restoreOf(state, id, undefined));
  const words = text.groups.keeping;
  const { restore = 'default', stopAfterMinutes = 0 } = forward?.wish ?? {};
  const policies = [
    {
      value: 'default' as const,
      label: words.restoreDefault(text.groups.restore[usual]),
      note: words.restoreDefaultNote,
    },
    ...RESTORES.map((value) => ({ value, label: text.groups.restore[value], note: words.restoreNote[value] })),
  ];
  return (
    <section className="keeping" aria-label={words.heading}>
      <div className="guard-head">
        <h3 className="about-heading">{words.restore}</h3>
        <Select
          label={words.restore}
          value={restore}
          options={policies}
          onChange={(next) => void send({ type: 'forward.restore', id, restore: next })}
        />
      </div>
      <div className="guard-head">
        <h3 className="about-heading">{words.stop}</h3>
        <Select
          label={words.stop}
          value={String(stopAfterMinutes)}
          options={stopChoices(stopAfterMinutes)}
          onChange={(next) => void send({ type: 'forward.stop-after', id, minutes: Number(next) })}
        />
      </div>
    </section>
  );
}

function Chip({ at, now }: { readonly at: number; readonly now: number }) {
  return (
    <Badge icon={Timer} tone={at - now < CLOSE_MS ? 'warn' : 'mute'} title={text.groups.keeping.stopsAt(at, now)}>
      {text.groups.keeping.stopsIn(at - now)}
    </Badge>
  );
}

function SecondsChip({ at }: { readonly at: number }) {
  return <Chip at={at} now={useSecond()} />;
}

/** `Stops in 12 min`, by seconds near the end. */
export function StopChip({ at }: { readonly at: number }) {
  const now = useMinute();
  return at - now < CLOSE_MS ? <SecondsChip at={at} /> : <Chip at={at} now={now} />;
}
