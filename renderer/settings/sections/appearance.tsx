import { LANGUAGES } from '../../../electron/contract/language.ts';
import type { Settings } from '../../../electron/contract/settings.ts';
import { text } from '../../text/text.ts';
import { Choice } from '../../ui/choice.tsx';
import { SettingRow, useSettings } from '../rows.tsx';

const THEMES: readonly Settings['theme'][] = ['system', 'light', 'dark'];
const CHOICES: readonly Settings['language'][] = ['system', ...LANGUAGES];

export function AppearanceSection() {
  const [{ theme, language }, change] = useSettings();
  return (
    <>
      <SettingRow title={text.settings.themeTitle} hint={text.settings.themeHint}>
        <Choice
          label={text.settings.themeTitle}
          value={theme}
          options={THEMES.map((each) => ({ value: each, label: text.settings.theme[each] }))}
          onChange={(next) => change({ theme: next })}
        />
      </SettingRow>
      <SettingRow title={text.settings.languageTitle} hint={text.settings.languageHint}>
        <Choice
          label={text.settings.languageTitle}
          value={language}
          options={CHOICES.map((each) => ({ value: each, label: text.settings.language[each] }))}
          onChange={(next) => change({ language: next })}
        />
      </SettingRow>
    </>
  );
}
