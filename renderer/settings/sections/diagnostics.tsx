import { Bug, FileText } from 'lucide-react';
import { DoctorRows } from '../../doctor/doctor.tsx';
import { useSend } from '../../send.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { useMoves } from '../../view.ts';
import { SettingRow } from '../rows.tsx';

export function DiagnosticsSection() {
  const send = useSend();
  const { lay } = useMoves();
  return (
    <>
      <DoctorRows />
      <SettingRow title={text.report.title} hint={text.report.hint}>
        <Button small icon={Bug} aria-haspopup="dialog" onClick={() => lay({ kind: 'report' })}>
          {text.report.open}
        </Button>
      </SettingRow>
      <SettingRow title={text.settings.logTitle} hint={text.settings.logHint}>
        <Button small icon={FileText} onClick={() => void send({ type: 'log.show' })}>
          {text.settings.log}
        </Button>
      </SettingRow>
    </>
  );
}
