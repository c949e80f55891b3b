import { Stethoscope } from 'lucide-react';
import { countOf, type Doctor } from '../../electron/contract/doctor.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { SettingRow } from '../settings/rows.tsx';
import { clockTime } from '../text/format.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { CheckItem } from './check-item.tsx';
import './doctor.css';

function summaryOf(doctor: Doctor): string {
  const { startedAt, endedAt, checks } = doctor;
  if (startedAt === undefined) return text.doctor.hint;
  if (endedAt === undefined) {
    const left = countOf(doctor, 'waiting') + countOf(doctor, 'running');
    return text.doctor.progress(checks.length - left, checks.length);
  }
  const found = { problems: countOf(doctor, 'problem'), warnings: countOf(doctor, 'warning') };
  const time = clockTime(endedAt);
  return found.problems + found.warnings === 0 ? text.doctor.fine(time) : text.doctor.found(found, time);
}

/** Runs the examination and shows each result as it comes. */
export function DoctorRows() {
  const send = useSend();
  const doctor = useSession((state) => state.doctor);
  const busy = doctor.startedAt !== undefined && doctor.endedAt === undefined;
  const label = busy ? text.doctor.running : doctor.startedAt === undefined ? text.doctor.run : text.doctor.again;
  return (
    <>
      <SettingRow title={text.doctor.title} hint={<output>{summaryOf(doctor)}</output>}>
        <Button small icon={Stethoscope} busy={busy} onClick={() => void send({ type: 'doctor.run' })}>
          {label}
        </Button>
      </SettingRow>
      {doctor.checks.length > 0 ? (
        <ul className="checks" aria-label={text.doctor.list}>
          {doctor.checks.map((check) => (
            <CheckItem key={check.id} {...check} />
          ))}
        </ul>
      ) : null}
    </>
  );
}
