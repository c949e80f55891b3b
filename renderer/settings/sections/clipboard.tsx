import { text } from '../../text/text.ts';
import { Choice } from '../../ui/choice.tsx';
import { SettingRow, useSettings } from '../rows.tsx';

const SECONDS = [30, 60, 300, 0] as const;

export function ClipboardSection() {
  const [{ clipboardSeconds }, change] = useSettings();
  const known = SECONDS.find((each) => each === clipboardSeconds) ?? 60;
  return (
    <SettingRow title={text.clipboard.title} hint={text.clipboard.hint}>
      <Choice
        label={text.clipboard.title}
        value={String(known)}
        options={SECONDS.map((each) => ({
          value: String(each),
          label: each === 0 ? text.clipboard.never : text.clipboard.after(each),
        }))}
        onChange={(next) => change({ clipboardSeconds: Number(next) })}
      />
    </SettingRow>
  );
}
