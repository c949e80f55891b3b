/** One argument of an `Exec` line: quoted, with the escapes of a quoted argument and then those of a value. */
function quoted(argument: string): string {
  const escaped = argument.replaceAll(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%');
  return `"${escaped.replaceAll('\\', '\\\\')}"`;
}

/** An entry of the desktop's autostart folder (XDG Autostart) that starts this command. */
export function autostartEntry(command: readonly string[]): string {
  return `${[
    '[Desktop Entry]',
    'Type=Application',
    'Name=Portside',
    'Comment=Forwards to Northflank, in the tray',
    'Comment[de]=Weiterleitungen zu Northflank, im Infobereich',
    `Exec=${command.map(quoted).join(' ')}`,
    'Icon=portside',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
  ].join('\n')}\n`;
}

/** Whether the user switched the entry off in the desktop's own settings, which leave it where it is. */
export function isSwitchedOff(entry: string): boolean {
  return /^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/im.test(entry);
}
