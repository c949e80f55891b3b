import { useSession } from '../../session.ts';
import { text } from '../../text/text.ts';
import { SettingRow } from '../rows.tsx';

export function AboutSection() {
  const about = useSession((state) => state.desktop.about);
  const { about: words } = text.settings;
  if (!about) return null;
  const { version, isSource, electron, chromium, node, system } = about;
  const facts = `Electron ${electron} · Chromium ${chromium} · Node ${node} · ${system}`;
  return (
    <>
      <SettingRow title={words.version(version, isSource)} hint={facts} />
      <SettingRow title={words.updates} hint={words.updatesHint} />
    </>
  );
}
