/** Keys that may be part of a shortcut for the whole desktop, in Electron's words. */
const MODIFIERS = ['Control', 'Alt', 'Shift', 'Super'] as const;
type Modifier = (typeof MODIFIERS)[number];
const NAMED: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  Insert: 'Insert',
};
const FUNCTION_KEY = /^F(?:[1-9]|1\d|2[0-4])$/;
const names = new Set(Object.values(NAMED));

const isKey = (key: string) => /^[A-Z0-9]$/.test(key) || FUNCTION_KEY.test(key) || names.has(key);

/** Whether other programs can spare it: a key with one modifier is typed, or copies, closes and saves everywhere. */
export function isAccelerator(text: string): boolean {
  const parts = text.split('+');
  const key = parts.pop() ?? '';
  const modifiers = MODIFIERS.filter((each) => parts.includes(each));
  if (!isKey(key) || modifiers.join('+') !== parts.join('+')) return false;
  return FUNCTION_KEY.test(key) || modifiers.length >= 2;
}

type Press = {
  readonly key: string;
  /** The key's place on the keyboard: where a modifier has made another sign of it. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
};

const held = ({ ctrlKey, altKey, shiftKey, metaKey }: Press): Modifier[] =>
  MODIFIERS.filter((_, index) => [ctrlKey, altKey, shiftKey, metaKey][index]);

function keyOf({ key, code }: Press): string | undefined {
  if (Object.hasOwn(NAMED, key)) return NAMED[key];
  if (FUNCTION_KEY.test(key)) return key;
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  return /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1];
}

/** What was pressed: a shortcut, or why it is none. While only modifiers are down nothing is decided. */
export function readPress(press: Press): { readonly accelerator: string } | 'waiting' | 'unfit' {
  if (['Control', 'Alt', 'AltGraph', 'Shift', 'Meta', 'OS', 'Super'].includes(press.key)) return 'waiting';
  const key = keyOf(press);
  const accelerator = [...held(press), key].join('+');
  return key !== undefined && isAccelerator(accelerator) ? { accelerator } : 'unfit';
}
