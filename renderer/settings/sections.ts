import {
  Bell,
  ClipboardCheck,
  Info,
  Keyboard,
  type LucideIcon,
  Network,
  Palette,
  RotateCcw,
  ShieldAlert,
  SquareTerminal,
  ShieldCheck,
  SlidersHorizontal,
  Stethoscope,
} from 'lucide-react';
import type { ComponentType } from 'react';
import { ControlSection } from '../control/control-section.tsx';
import type { SettingsSection } from '../view.ts';
import { AboutSection } from './sections/about.tsx';
import { AppearanceSection } from './sections/appearance.tsx';
import { ClipboardSection } from './sections/clipboard.tsx';
import { DiagnosticsSection } from './sections/diagnostics.tsx';
import { GeneralSection } from './sections/general.tsx';
import { HostnamesSection } from './sections/hostnames.tsx';
import { NetworkSection } from './sections/network.tsx';
import { ProductionSection } from './sections/production.tsx';
import { ShortcutsSection } from './sections/shortcuts.tsx';
import { NotificationsSection } from './sections/notifications.tsx';
import { ResetSection } from './sections/reset.tsx';

export const SECTION_ICONS: Readonly<Record<SettingsSection, LucideIcon>> = {
  general: SlidersHorizontal,
  hostnames: ShieldCheck,
  notifications: Bell,
  appearance: Palette,
  network: Network,
  clipboard: ClipboardCheck,
  production: ShieldAlert,
  shortcuts: Keyboard,
  control: SquareTerminal,
  diagnostics: Stethoscope,
  about: Info,
  reset: RotateCcw,
};

/** What stands in each section. */
export const SECTION_ROWS: Readonly<Record<SettingsSection, ComponentType>> = {
  general: GeneralSection,
  hostnames: HostnamesSection,
  notifications: NotificationsSection,
  appearance: AppearanceSection,
  network: NetworkSection,
  clipboard: ClipboardSection,
  production: ProductionSection,
  shortcuts: ShortcutsSection,
  control: ControlSection,
  diagnostics: DiagnosticsSection,
  about: AboutSection,
  reset: ResetSection,
};
