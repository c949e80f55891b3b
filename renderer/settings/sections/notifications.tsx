import { text } from '../../text/text.ts';
import { Choice } from '../../ui/choice.tsx';
import { SettingRow, SwitchRow, useSettings } from '../rows.tsx';

const SECONDS = ['5', '15', '60', '300'] as const;

export function NotificationsSection() {
  const [{ noticeAfterSeconds }, change] = useSettings();
  const words = text.notices;
  return (
    <>
      <SwitchRow name="notifications" title={words.title} hint={words.hint} />
      <SettingRow title={words.after} hint={words.afterHint}>
        <Choice
          label={words.after}
          value={String(noticeAfterSeconds)}
          options={SECONDS.map((value) => ({ value, label: words.seconds(Number(value)) }))}
          onChange={(value) => change({ noticeAfterSeconds: Number(value) })}
        />
      </SettingRow>
    </>
  );
}
