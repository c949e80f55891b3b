import { X } from 'lucide-react';
import { text } from '../text/text.ts';
import { arrowKeys, STOP } from '../ui/arrow-keys.ts';
import { IconButton } from '../ui/button.tsx';
import { useEscape } from '../ui/escape.ts';
import { useWidth } from '../ui/media.ts';
import { SETTINGS_SECTIONS, type SettingsSection, useMoves } from '../view.ts';
import { SECTION_ICONS, SECTION_ROWS } from './sections.ts';
import './settings.css';

function Section({ id }: { readonly id: SettingsSection }) {
  const Rows = SECTION_ROWS[id];
  return (
    <section className="settings-section" aria-labelledby={`settings-${id}`}>
      <h2 className="settings-title" id={`settings-${id}`}>
        {text.settings.sections[id]}
      </h2>
      <div className="card settings-card">
        <Rows />
      </div>
    </section>
  );
}

function SectionLink({ id, current }: { readonly id: SettingsSection; readonly current: boolean }) {
  const { showSettings } = useMoves();
  const Icon = SECTION_ICONS[id];
  return (
    <li>
      <button
        type="button"
        className="settings-link"
        aria-current={current ? 'true' : undefined}
        onClick={() => showSettings(id)}
        {...{ [STOP]: '' }}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden />
        <span className="truncate">{text.settings.sections[id]}</span>
      </button>
    </li>
  );
}

/** One section at a time beside their names; in one narrow column all of them below each other. */
export function SettingsPage({ section }: { readonly section: SettingsSection }) {
  const { leaveSettings } = useMoves();
  const compact = useWidth() === 'compact';
  useEscape(true, leaveSettings);
  return (
    <>
      <header className="page-header settings-head">
        <h1 className="page-title">{text.settings.title}</h1>
        <IconButton label={text.settings.close} icon={X} onClick={leaveSettings} />
      </header>
      <div className="settings">
        {compact ? null : (
          <nav className="settings-nav scroll" aria-label={text.settings.nav}>
            <ul ref={arrowKeys}>
              {SETTINGS_SECTIONS.map((id) => (
                <SectionLink key={id} id={id} current={id === section} />
              ))}
            </ul>
          </nav>
        )}
        <div className="settings-body scroll">
          {(compact ? SETTINGS_SECTIONS : [section]).map((id) => (
            <Section key={id} id={id} />
          ))}
        </div>
      </div>
    </>
  );
}
