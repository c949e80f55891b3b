import type { Settings } from '../../../electron/contract/settings.ts';
import { text } from '../../text/text.ts';
import { Choice } from '../../ui/choice.tsx';
import { SettingRow, useSettings } from '../rows.tsx';

const THEMES: readonly Settings['theme'][] = ['system', 'light', 'dark'];

export function AppearanceSection() {
  const [{ theme }, change] = useSettings();
  return (
    <SettingRow title={text.settings.themeTitle} hint={text.settings.themeHint}>
      <Choice
        label={text.settings.themeTitle}
        value={theme}
        options={THEMES.map((each) => ({ value: each, label: text.settings.theme[each] }))}
        onChange={(next) => change({ theme: next })}
      />
    </SettingRow>
  );
}
