import {
  ArrowRightLeft,
  CircleCheck,
  CircleX,
  type LucideIcon,
  Plug,
  Power,
  PowerOff,
  RotateCw,
  TriangleAlert,
  Unplug,
  Wifi,
  WifiOff,
} from 'lucide-react';
import type { Activity, ActivityKind } from '../../electron/contract/activity.ts';
import { describe } from '../../electron/contract/problem.ts';
import { useSession } from '../session.ts';
import { clockTime } from '../text/format.ts';
import { sentenceOf, subjectOf } from './entries.ts';
import './activity.css';

const LOOKS: Readonly<Record<ActivityKind, readonly [LucideIcon, 'ok' | 'warn' | 'danger' | 'mute']>> = {
  on: [Power, 'mute'],
  off: [PowerOff, 'mute'],
  opened: [CircleCheck, 'ok'],
  lost: [RotateCw, 'warn'],
  healed: [CircleCheck, 'ok'],
  moved: [ArrowRightLeft, 'warn'],
  instance: [ArrowRightLeft, 'mute'],
  trouble: [TriangleAlert, 'warn'],
  failed: [CircleX, 'danger'],
  cleared: [CircleCheck, 'ok'],
  offline: [WifiOff, 'warn'],
  online: [Wifi, 'ok'],
  'account-lost': [TriangleAlert, 'danger'],
  'account-back': [CircleCheck, 'ok'],
  connected: [Plug, 'mute'],
  'connection-failed': [Unplug, 'warn'],
};

/** Of several together, from when to when. */
const span = ({ at, until }: Activity) => (until === undefined ? [] : [`${clockTime(at)} – ${clockTime(until)}`]);

/** When, whom and what. `short` leaves out whom: the details say it already. */
export function ActivityLine({ entry, short = false }: { readonly entry: Activity; readonly short?: boolean }) {
  const subject = useSession((state) => subjectOf(state, entry));
  const [Icon, tone] = LOOKS[entry.what];
  const sentence = sentenceOf(entry);
  return (
    <>
      <time className="activity-time mono" dateTime={new Date(entry.at).toISOString()}>
        {clockTime(entry.at)}
      </time>
      <span className="activity-sign" data-tone={tone}>
        <Icon size={14} strokeWidth={1.75} aria-hidden />
      </span>
      {short ? null : (
        <span className="activity-subject truncate" title={subject}>
          <bdi>{subject}</bdi>
        </span>
      )}
      {entry.port === undefined ? null : <span className="activity-port mono truncate">{entry.port}</span>}
      <span
        className="activity-words truncate"
        title={[sentence, ...(entry.problem ? [describe(entry.problem).text] : []), ...span(entry)].join('\n')}
      >
        {sentence}
      </span>
    </>
  );
}
